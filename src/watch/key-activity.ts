import type { Source } from '../aws/index.ts'
import type { CredentialReport } from '../facts/credential-report.ts'
import { maskId } from '../facts/mask.ts'
import { eventsOfKey, type RegionalActivity } from '../facts/root-activity.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import type { RootEvent, Telling } from '../facts/root-event.ts'
import { type RootKey, rootKeys } from '../facts/root-keys.ts'
import { type ActivityGap, type KeyActivity, type KeyCaller, valueOf } from '../model/index.ts'
import { gapOf, unknownGap } from './gaps.ts'

/** Where the credential report says that root's keys were used last: there the calls are to be found. */
export const keyRegions = (report: CredentialReport | undefined): string[] =>
  (report?.root?.keys ?? []).flatMap(({ lastUsedRegion }) => (lastUsedRegion ? [lastUsedRegion] : []))

export interface RootKeyActivity {
  keys: KeyActivity[]
  /** Events that were found by key alone. */
  events: RootEvent[]
  gaps: ActivityGap[]
}

/**
 * What uses root's access keys. Root sees its own by id; anybody else knows those that signed something in the Regions that
 * were looked at, and of the rest what the credential report says, which does not name them.
 */
export async function rootKeyActivity(
  source: Source,
  activities: readonly RegionalActivity[],
  how: Telling,
  report: CredentialReport | undefined,
): Promise<RootKeyActivity> {
  const [credentials, owned] = await Promise.all([source.get(rootCredentials), source.get(rootKeys)])
  const own = valueOf(owned)?.keys ?? []
  const seen = activities.flatMap((a) => a.events.flatMap((e) => (isKey(e) ? [e.accessKeyId!] : [])))
  const ids = [...new Set([...own.map(({ id }) => id), ...seen])]
  const looks = await Promise.all(
    ids.flatMap((id) =>
      activities.map(async ({ region }) => ({ id, ...(await eventsOfKey(source, region, id, how)) })),
    ),
  )
  const events = looks.flatMap((look) => look.events)
  const all = [...activities.flatMap((a) => a.events), ...events]
  const gaps = looks.flatMap(({ gap }) => (gap ? [gapOf(gap, true)] : []))
  if (credentials.state === 'unknown')
    gaps.push(unknownGap('whether root has access keys', credentials, false))
  const named = ids.map((id) =>
    keyOf(
      id,
      own.find((key) => key.id === id),
      all,
    ),
  )
  return { keys: [...named, ...unnamed(report, named, valueOf(credentials)?.accessKeys)], events, gaps }
}

const isKey = ({ kind, accessKeyId }: RootEvent) => kind === 'access-key' && accessKeyId !== undefined

function keyOf(id: string, own: RootKey | undefined, events: readonly RootEvent[]): KeyActivity {
  const { region, service, at } = own?.lastUsed ?? {}
  return {
    key: maskId(id),
    ...(own ? { active: own.active } : {}),
    ...(own?.created ? { created: own.created.toISOString() } : {}),
    ...(at
      ? { lastUsed: { at: at.toISOString(), ...(region ? { region } : {}), ...(service ? { service } : {}) } }
      : {}),
    callers: callersOf(events.filter((event) => event.accessKeyId === id)),
  }
}

/** IAM notes the use of a key once in so long (IAM user guide, "Getting credential reports for your AWS account"). */
const noteMs = 15 * 60_000

/**
 * Keys of the report that cannot be told to be one of those that are named: it does not say which of its rows is which key. A
 * row is taken for a named key where both were last used at the same time.
 */
function unnamed(
  report: CredentialReport | undefined,
  named: readonly KeyActivity[],
  present: boolean | undefined,
): KeyActivity[] {
  if (present === false || named.some(({ active }) => active !== undefined)) return []
  const isNamed = (at: Date) =>
    named.some(({ callers }) => callers.some(({ last }) => Math.abs(Date.parse(last) - +at) <= noteMs))
  return (report?.root?.keys ?? []).flatMap((row): KeyActivity[] => {
    const { active, rotated, lastUsed: at, lastUsedRegion: region, lastUsedService: service } = row
    if (at && isNamed(at)) return []
    return [
      {
        active,
        ...(rotated ? { created: rotated.toISOString() } : {}),
        ...(at
          ? {
              lastUsed: {
                at: at.toISOString(),
                ...(region ? { region } : {}),
                ...(service ? { service } : {}),
              },
            }
          : {}),
        callers: [],
      },
    ]
  })
}

/** Calls of one service from one place, in one way: most frequent first. */
export function callersOf(given: readonly RootEvent[]): KeyCaller[] {
  const groups = new Map<string, RootEvent[]>()
  for (const event of new Map(given.map((e) => [e.id, e])).values()) {
    const group = JSON.stringify([event.region, event.source, event.from, event.agent])
    groups.set(group, [...(groups.get(group) ?? []), event])
  }
  return [...groups.values()]
    .map((events): KeyCaller => {
      const sorted = events.sort((a, b) => +b.at - +a.at)
      const [newest] = sorted
      const { region = '', source, from, agent, id } = newest!
      return {
        region,
        service: source.replace(/\.amazonaws\.com$/, ''),
        ...(from ? { from } : {}),
        ...(agent ? { agent } : {}),
        count: events.length,
        refused: events.filter((e) => e.refused).length,
        operations: byFrequency(events.map(({ name }) => name)),
        first: sorted.at(-1)!.at.toISOString(),
        last: newest!.at.toISOString(),
        example: id,
      }
    })
    .sort((a, b) => b.count - a.count || b.last.localeCompare(a.last))
}

function byFrequency(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([name]) => name)
}
