import { isPlanned, type PlannedUse } from '../facts/planned-windows.ts'
import {
  type Activity,
  type ActivityEvent,
  type ActivityGap,
  type ActivityKind,
  activityKinds,
  type ReportedUse,
} from '../model/index.ts'

/** Root itself: a person or a program. Not a failed attempt, not a session opened centrally, not AWS. */
export const useKinds: readonly ActivityKind[] = ['console', 'access-key', 'session']

const windowMs = 90 * 86_400_000
/** IAM notes a use up to so long after or before its event (IAM user guide: key use is recorded once in 15 minutes). */
const sameUseMs = 15 * 60_000

interface Seen {
  events: readonly ActivityEvent[]
  reported: ReportedUse | undefined
  couldNotLook: readonly ActivityGap[]
  windows: readonly PlannedUse[]
  now: Date
}

/**
 * What it comes to. One source that shows use is enough; that nobody used root is only said where everything that was asked
 * for was looked at, and every record tells who it was.
 */
export function conclude(seen: Seen): Pick<Activity, 'conclusion' | 'unplanned'> {
  const uses = seen.events.filter(({ kind }) => useKinds.includes(kind))
  const open = uses.filter(({ planned }) => !planned).map(({ at }) => at)
  const reported = reportedOnly(seen)
  for (const at of reported) if (!isPlanned(new Date(at), seen.windows)) open.push(at)
  const last = open.sort().at(-1)
  const unplanned = { count: open.length, ...(last ? { last } : {}) }
  if (last) return { conclusion: 'used', unplanned }
  const dark = seen.couldNotLook.some(({ use }) => use)
  const unclear = seen.events.some(({ kind, planned }) => kind === 'ambiguous' && !planned)
  if (dark || unclear) return { conclusion: 'cannot-tell', unplanned }
  return { conclusion: uses.length + reported.length > 0 ? 'planned' : 'not-seen', unplanned }
}

/** Uses that the credential report shows and no event does: in a Region that was not looked at, or of data. */
export function reportedOnly({ events, reported, now }: Pick<Seen, 'events' | 'reported' | 'now'>): string[] {
  if (!reported) return []
  const near = (kinds: readonly ActivityKind[]) => (at: string) =>
    events.some((e) => kinds.includes(e.kind) && Math.abs(Date.parse(e.at) - Date.parse(at)) <= sameUseMs)
  const recent = (at: string | undefined): at is string =>
    at !== undefined && now.getTime() - Date.parse(at) <= windowMs
  const console = [reported.passwordLastUsed].filter(recent).filter((at) => !near(['console', 'session'])(at))
  const keys = reported.keys.map(({ lastUsed }) => lastUsed).filter(recent)
  return [...console, ...keys.filter((at) => !near(['access-key'])(at))]
}

/** How often each kind occurs; kinds that do not are left out. */
export function countKinds(events: readonly ActivityEvent[]): Activity['kinds'] {
  return activityKinds.flatMap((kind) => {
    const mine = events.filter((event) => event.kind === kind)
    const last = mine
      .map(({ at }) => at)
      .sort()
      .at(-1)
    if (!last) return []
    const planned = mine.filter((event) => event.planned).length
    return [{ kind, count: mine.length, planned, refused: mine.filter((e) => e.refused).length, last }]
  })
}
