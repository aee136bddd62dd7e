import { type Fetcher, observed } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { type History, lookUp, type TrailEvent } from './event-history.ts'
import { organizationPlace } from './organization-place.ts'

/** How an event with a root identity came about. */
export type RootEventKind =
  /** root signed in to the console */
  | 'console'
  /** somebody tried to and failed */
  | 'failed-sign-in'
  /** a call signed with root's long-term access key */
  | 'access-key'
  /** a call of a root session: console, CloudShell, aws login */
  | 'session'
  /** a short-lived, task-bound session that an administrator opened centrally (sts:AssumeRoot) */
  | 'assumed-root'
  /** AWS itself acted */
  | 'service'
  /** a member's session that could be either of the last two kinds of people: the record does not say */
  | 'ambiguous'

export interface RootEvent {
  id: string
  at: Date
  name: string
  source: string
  kind: RootEventKind
  mfa?: boolean
  /** True where AWS refused it: root was there, and nothing came of it. */
  refused?: boolean
  /** The IAM user whom a call was about; absent where it was about root itself, or about no user. */
  about?: string
}

export interface RootEvents {
  events: readonly RootEvent[]
  /** How far back root's events by name were looked at, and whether that is all there are. */
  since: Date
  complete: boolean
  /** How far back everybody's sign-ins were looked at, where there were too many to reach as far; else absent. */
  signInsSince?: Date
}

/**
 * Root's events, found in two ways: by user name `root`, and by ConsoleLogin, since in an account with an alias the
 * record's user name is the alias. Only `userIdentity.type` Root counts: an IAM user can be called root.
 */
export const rootEvents: Fetcher<RootEvents> = {
  name: 'root-events',
  reads: ['cloudtrail:LookupEvents'],
  async collect(source) {
    const [place, byName, signIns] = await Promise.all([
      source.get(organizationPlace),
      lookUp(source, 'Username', 'root'),
      source.get(consoleSignIns),
    ])
    if (!byName.ok) return byName.unknown
    if (signIns.state !== 'known') return signIns
    // Only members can be entered with AssumeRoot; not knowing where we are, assume that they can.
    const canBeAssumed = !(
      place.state === 'known' && ['standalone', 'management'].includes(place.value.vantage)
    )
    const all = new Map<string, TrailEvent>()
    for (const event of [...byName.history.events, ...signIns.value.events]) all.set(event.id, event)
    const assumedKeys = keysOfAssumeRoot(all.values())
    const events = [...all.values()]
      .filter((event) => event.record.userIdentity?.type === 'Root')
      .map((event) => ({
        id: event.id,
        at: event.at,
        name: event.name,
        source: event.source,
        kind: kindOf(event, assumedKeys, canBeAssumed),
        ...(event.record.additionalEventData?.MFAUsed
          ? { mfa: event.record.additionalEventData.MFAUsed === 'Yes' }
          : {}),
        ...(event.record.errorCode ? { refused: true } : {}),
        ...aboutUser(event),
      }))
      .sort((a, b) => b.at.getTime() - a.at.getTime())
    const { history } = byName
    const cut = signIns.value.complete ? {} : { signInsSince: signIns.value.since }
    return known({ events, since: history.since, complete: history.complete, ...cut }, [
      observed('cloudtrail:LookupEvents', history.at, {
        since: history.since.toISOString(),
        ...countKinds(events),
      }),
    ])
  },
}

/** ConsoleLogin events of everybody: root's under an alias, and administrators who were seen to sign in. */
export const consoleSignIns: Fetcher<History> = {
  name: 'console-sign-ins',
  reads: ['cloudtrail:LookupEvents'],
  async collect(source) {
    const answer = await lookUp(source, 'EventName', 'ConsoleLogin')
    if (!answer.ok) return answer.unknown
    const { history } = answer
    return known(history, [
      observed('cloudtrail:LookupEvents', history.at, {
        eventName: 'ConsoleLogin',
        since: history.since.toISOString(),
        events: history.events.length,
      }),
    ])
  },
}

/**
 * AssumeRoot sessions also log `type: Root`. They are told by `sessionContext.assumedRoot`, or, where a record omits
 * it, by their access key id, which the AssumeRoot event names (IAM user guide, "Track privileged tasks in CloudTrail").
 */
export function kindOf(
  event: TrailEvent,
  assumedKeys: ReadonlySet<string>,
  canBeAssumed: boolean,
): RootEventKind {
  const { record } = event
  const identity = record.userIdentity ?? {}
  if (record.eventType === 'AwsServiceEvent' || identity.invokedBy) return 'service'
  if (event.name === 'ConsoleLogin')
    return record.responseElements?.['ConsoleLogin'] === 'Success' ? 'console' : 'failed-sign-in'
  const key = identity.accessKeyId ?? ''
  if (String(identity.sessionContext?.assumedRoot) === 'true' || assumedKeys.has(key)) return 'assumed-root'
  if (key.startsWith('AKIA')) return 'access-key'
  return canBeAssumed && key.startsWith('ASIA') ? 'ambiguous' : 'session'
}

/** Some records of what root does to itself carry the user name `AWS ROOT USER` (CloudTrail user guide, root sign-in). */
function aboutUser({ record }: TrailEvent): { about?: string } {
  const name = record.requestParameters?.['userName']
  return typeof name === 'string' && name !== 'AWS ROOT USER' ? { about: name } : {}
}

function keysOfAssumeRoot(events: Iterable<TrailEvent>): Set<string> {
  const keys = new Set<string>()
  for (const { name, record } of events) {
    if (name !== 'AssumeRoot') continue
    const credentials = record.responseElements?.['credentials'] as { accessKeyId?: string } | undefined
    if (credentials?.accessKeyId) keys.add(credentials.accessKeyId)
  }
  return keys
}

function countKinds(events: readonly RootEvent[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
