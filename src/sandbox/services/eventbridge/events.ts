/** PutEvents: what an account says itself on its buses. */
import type * as sdk from '@aws-sdk/client-eventbridge'
import { nextUuid } from '../../builder/ids.ts'
import { route } from '../../delivery/route.ts'
import type { Call, Handlers } from '../../service.ts'
import { detected } from '../../validate.ts'
import { busArn, invalid } from './common.ts'

/** "Array Members: Minimum number of 1 item. Maximum number of 10 items" (API reference, PutEvents). */
const MOST_ENTRIES = 10
/** "The total entry size must be less than 1MB" (API reference, PutEvents). */
const MOST_BYTES = 1024 * 1024
/** "Free-form string, with a maximum of 128 characters" (API reference, PutEventsRequestEntry). */
const DETAIL_TYPE_CHARACTERS = 128

type Entry = sdk.PutEventsRequestEntry
const REQUIRED = ['Source', 'DetailType', 'Detail'] as const

/** The size that EventBridge counts (User Guide, "Calculating PutEvents event entry size"). */
const sizeOf = ({ Time, Source, DetailType, Detail, Resources }: Entry): number =>
  (Time ? 14 : 0) +
  [Source, DetailType, Detail, ...(Resources ?? [])].reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ''),
    0,
  )

/** Why AWS would not take an entry; the words beyond the code are assumed. */
function wrong(entry: Entry): { ErrorCode: string; ErrorMessage: string } | undefined {
  const argument = (name: string, why: string) => ({
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${why}`,
  })
  const missing = REQUIRED.find((name) => !entry[name])
  if (missing) return argument(missing, `${missing} is a required argument.`)
  if (entry.DetailType!.length > DETAIL_TYPE_CHARACTERS)
    return argument('DetailType', `it is longer than ${DETAIL_TYPE_CHARACTERS} characters.`)
  if (/^aws\./i.test(entry.Source!))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
  if (!detailOf(entry)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  return undefined
}

/** Undefined where it is no JSON object. */
function detailOf({ Detail }: Entry): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Detail ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

const busNamed = ({ EventBusName: given = 'default' }: Entry): string => given.split('event-bus/').pop()!

/** ARNs of the buses that a request is about, for the permission check. */
export const busesOf = (input: { Entries?: Entry[] | undefined }, call: Call): string[] => [
  ...new Set(
    (input.Entries ?? []).map((entry) =>
      entry.EventBusName?.startsWith('arn:') ? entry.EventBusName : busArn(call, busNamed(entry)),
    ),
  ),
]

export const events: Handlers<typeof sdk> = {
  // Entries stand alone: one that is refused leaves the others be. Of a bus that is not there nobody hears (assumed).
  PutEvents(input, call) {
    const entries = input.Entries ?? []
    if (entries.length < 1 || entries.length > MOST_ENTRIES)
      throw invalid(
        detected([
          `Value '[${entries.length} entries]' at 'entries' failed to satisfy constraint: Member must have length ${
            entries.length ? `less than or equal to ${MOST_ENTRIES}` : 'greater than or equal to 1'
          }`,
        ]),
      )
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) >= MOST_BYTES)
      throw invalid('Total size of the entries in the request is over the limit.')
    if (entries.every((entry) => REQUIRED.some((name) => !entry[name])))
      throw invalid(wrong(entries[0]!)!.ErrorMessage)
    const elsewhere = busesOf(input, call).find((arn) => arn.split(':')[4] !== call.caller.account.id)
    if (elsewhere) throw invalid(`Not simulated: PutEvents on ${elsewhere}, a bus of another account.`)
    const results = entries.map((entry) => {
      const error = wrong(entry)
      if (error) return error
      const id = nextUuid(call.world)
      const { account } = call.caller
      route(
        { world: call.world, account, region: call.region, bus: busNamed(entry), now: call.now },
        {
          version: '0',
          id,
          'detail-type': entry.DetailType!,
          source: entry.Source!,
          account: account.id,
          time: `${(entry.Time ?? call.now).toISOString().slice(0, 19)}Z`,
          region: call.region,
          resources: entry.Resources ?? [],
          detail: detailOf(entry)!,
        },
      )
      return { EventId: id }
    })
    return { FailedEntryCount: results.filter((r) => 'ErrorCode' in r).length, Entries: results }
  },
}
