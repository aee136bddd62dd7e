/** Amazon EventBridge: the rules of the alarm on root, where they send, and who may put events on a bus. */
import { isDeepStrictEqual } from 'node:util'
import { pages } from '../../../aws/index.ts'
import type { Json } from '../../../model/index.ts'
import { sameDocument } from './documents.ts'
import {
  type Deed,
  type Given,
  isGone,
  type IsSo,
  no,
  otherwise,
  type Sight,
  text,
  when,
  yes,
} from './deed.ts'

const gone = /^ResourceNotFound(Exception)?$/

const ofRule = ['events:DescribeRule'] as const
const ofTargets = ['events:ListTargetsByRule'] as const

const ruleOf = (given: Given, { call, region }: Sight) =>
  call('events:DescribeRule', { Name: text(given.Name), EventBusName: text(given.EventBusName) }, { region })

/** The state of a rule that is there, asked of a question about it. */
const inState =
  (enabled: boolean, none: IsSo): Deed['isSo'] =>
  async (given, sight) => {
    const answer = await ruleOf(given, sight)
    return answer.ok ? when((answer.output.State !== 'DISABLED') === enabled) : otherwise(answer, gone, none)
  }

type Found = Readonly<Record<string, unknown>>

async function targetsOf(
  given: Given,
  sight: Sight,
  then: (found: Found[]) => IsSo,
  none: IsSo,
): Promise<IsSo> {
  const listed = await pages(
    sight,
    'events:ListTargetsByRule',
    { Rule: text(given.Rule), EventBusName: text(given.EventBusName) },
    (o) => ({ items: o.Targets, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    { region: sight.region },
  )
  return listed.ok ? then(listed.items as unknown as Found[]) : otherwise(listed, gone, none)
}

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []

/** PutTargets and RemoveTargets answer with success and list what they did not do (EventBridge API reference). */
function failedEntries(output: Found): string | undefined {
  if (!output.FailedEntryCount) return undefined
  const [entry] = (output.FailedEntries ?? []) as { ErrorCode?: string; ErrorMessage?: string }[]
  return `EventBridge refused a target: ${entry?.ErrorCode ?? 'no code'}: ${entry?.ErrorMessage ?? 'no reason'}`
}

const ofBus = ['events:DescribeEventBus'] as const

const busOf = (name: Json | undefined, { call, region }: Sight) =>
  call('events:DescribeEventBus', { Name: text(name) }, { region })

/** The statement of a bus's policy that has an id; undefined: there is none. */
function statementOf(policy: string | undefined, id: string): Found | undefined {
  if (!policy) return undefined
  const { Statement } = JSON.parse(policy) as { Statement: Found | Found[] }
  return [Statement].flat().find(({ Sid }) => Sid === id)
}

export const eventDeeds: Readonly<Record<string, Deed>> = {
  // An existing rule is replaced, its targets stay (PutRule API reference).
  'events:PutRule': {
    reads: ofRule,
    repeatable: true,
    async isSo(given, sight) {
      const answer = await ruleOf(given, sight)
      if (!answer.ok) return otherwise(answer, gone, no)
      const { EventPattern = '', State, Description = '' } = answer.output
      return when(
        sameDocument(EventPattern, text(given.EventPattern)) &&
          State === (given.State ?? 'ENABLED') &&
          Description === text(given.Description),
      )
    },
  },
  'events:DeleteRule': {
    reads: ofRule,
    repeatable: true,
    already: gone,
    isSo: isGone(ruleOf, gone),
  },
  'events:EnableRule': { reads: ofRule, repeatable: true, isSo: inState(true, no) },
  'events:DisableRule': { reads: ofRule, repeatable: true, isSo: inState(false, no) },
  'events:PutTargets': {
    reads: ofTargets,
    // For a target with a role.
    also: ['iam:PassRole'],
    repeatable: true,
    refusedIn: failedEntries,
    isSo: (given, sight) =>
      targetsOf(
        given,
        sight,
        (found) =>
          when(listOf(given.Targets).every((wanted) => found.some((t) => isDeepStrictEqual(t, wanted)))),
        no,
      ),
  },
  'events:RemoveTargets': {
    reads: ofTargets,
    repeatable: true,
    already: gone,
    refusedIn: failedEntries,
    isSo: (given, sight) =>
      targetsOf(
        given,
        sight,
        (found) => when(!listOf(given.Ids).some((id) => found.some((t) => t.Id === id))),
        yes,
      ),
  },
  'events:CreateEventBus': {
    reads: ofBus,
    repeatable: true,
    already: /^ResourceAlreadyExists(Exception)?$/,
    async isSo(given, sight) {
      const answer = await busOf(given.Name, sight)
      return answer.ok ? yes : otherwise(answer, gone, no)
    },
  },
  'events:DeleteEventBus': {
    reads: ofBus,
    repeatable: true,
    already: gone,
    isSo: isGone((given, sight) => busOf(given.Name, sight), gone),
  },
  'events:PutPermission': {
    reads: ofBus,
    repeatable: true,
    async isSo(given, sight) {
      const answer = await busOf(given.EventBusName, sight)
      if (!answer.ok) return otherwise(answer, gone, no)
      const found = statementOf(answer.output.Policy, text(given.StatementId))
      const { Key = '', Value } = (given.Condition ?? {}) as { Key?: string; Value?: string }
      const condition = (found?.Condition as Record<string, Found> | undefined)?.StringEquals
      return when(found?.Effect === 'Allow' && condition?.[Key] === Value)
    },
  },
  'events:RemovePermission': {
    reads: ofBus,
    repeatable: true,
    already: gone,
    async isSo(given, sight) {
      const answer = await busOf(given.EventBusName, sight)
      if (!answer.ok) return otherwise(answer, gone, yes)
      return when(statementOf(answer.output.Policy, text(given.StatementId)) === undefined)
    },
  },
}
