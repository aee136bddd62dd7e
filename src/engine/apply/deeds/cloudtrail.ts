/** AWS CloudTrail: the trail without which EventBridge hears nothing of root. */
import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../../model/index.ts'
import { type Deed, type Given, isGone, type IsSo, no, otherwise, type Sight, text, when } from './deed.ts'

const gone = /^TrailNotFound(Exception)?$/

const ofTrail = ['cloudtrail:GetTrail'] as const
const ofStatus = ['cloudtrail:GetTrailStatus'] as const

const trailOf = ({ Name }: Given, { call, region }: Sight) =>
  call('cloudtrail:GetTrail', { Name: text(Name) }, { region })

const logging =
  (on: boolean, none: IsSo): Deed['isSo'] =>
  async ({ Name }, { call, region }) => {
    const answer = await call('cloudtrail:GetTrailStatus', { Name: text(Name) }, { region })
    return answer.ok ? when((answer.output.IsLogging === true) === on) : otherwise(answer, gone, none)
  }

/** How AWS calls what CreateTrail and UpdateTrail are given, where it calls it otherwise. */
const shownAs: Readonly<Record<string, string>> = { EnableLogFileValidation: 'LogFileValidationEnabled' }

async function isAsGiven(given: Given, sight: Sight): Promise<IsSo> {
  const answer = await trailOf(given, sight)
  if (!answer.ok) return otherwise(answer, gone, no)
  const found = (answer.output.Trail ?? {}) as Readonly<Record<string, unknown>>
  return when(
    Object.entries(given).every(([name, value]) => name === 'Name' || found[shownAs[name] ?? name] === value),
  )
}

/** Selectors as they are compared: AWS adds empty lists and names nobody gave. */
const bare = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? [], (_, inner: unknown) =>
      Array.isArray(inner) && inner.length === 0 ? undefined : inner,
    ) ?? '[]',
  )

export const cloudTrailDeeds: Readonly<Record<string, Deed>> = {
  'cloudtrail:CreateTrail': {
    reads: ofTrail,
    // For an organization trail.
    also: ['iam:CreateServiceLinkedRole'],
    repeatable: true,
    isSo: isAsGiven,
    says: {
      MaximumNumberOfTrailsExceededException: () =>
        'the Region has five trails already, which is all that AWS allows: delete one that nobody needs, or let one of them log management events, and plan again',
      TrailAlreadyExistsException: (given) =>
        `a trail ${text(given.Name)} is there already and is another one than the plan makes: plan again`,
    },
  },
  'cloudtrail:UpdateTrail': { reads: ofTrail, repeatable: true, isSo: isAsGiven },
  'cloudtrail:DeleteTrail': {
    reads: ofTrail,
    repeatable: true,
    already: gone,
    isSo: isGone(trailOf, gone),
  },
  'cloudtrail:StartLogging': { reads: ofStatus, repeatable: true, isSo: logging(true, no) },
  'cloudtrail:StopLogging': {
    reads: ofStatus,
    repeatable: true,
    already: gone,
    isSo: logging(false, { so: 'yes' }),
  },
  'cloudtrail:PutEventSelectors': {
    reads: ['cloudtrail:GetEventSelectors'],
    repeatable: true,
    async isSo({ TrailName, EventSelectors, AdvancedEventSelectors }, { call, region }) {
      const answer = await call('cloudtrail:GetEventSelectors', { TrailName: text(TrailName) }, { region })
      if (!answer.ok) return otherwise(answer, gone, no)
      const same = (found: unknown, wanted: Json | undefined) => isDeepStrictEqual(bare(found), bare(wanted))
      return when(
        same(answer.output.EventSelectors, EventSelectors) &&
          same(answer.output.AdvancedEventSelectors, AdvancedEventSelectors),
      )
    },
  },
}
