import { type Fact, valueOf } from '../model/index.ts'
import { recoveryKinds } from './account-sign-kinds.ts'
import type { TrailEvent } from './event-history.ts'
import { maskAddress, maskAgent, maskId } from './mask.ts'
import type { OrganizationPlace } from './organization-place.ts'

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
  /** a session of a member's root that could be either of the last two of people: the record does not say */
  | 'ambiguous'

export interface RootEvent {
  id: string
  at: Date
  name: string
  source: string
  kind: RootEventKind
  /** The Region in whose history it is. */
  region?: string
  mfa?: boolean
  /** The MFA device of a sign-in, as its ARN says: `mfa/root-account-mfa-device`, `u2f/root/...`. */
  device?: string
  /** True where AWS refused it: root was there, and nothing came of it. */
  refused?: boolean
  /** AWS's code of the refusal. */
  error?: string
  /** The IAM user whom a call was about; absent where it was about root itself, or about no user. */
  about?: string
  /** The whole access key id, long-term or of a session. Never printed: see `maskId`. */
  accessKeyId?: string
  /** The session as the AssumeRoot event tells of it, where that was found. */
  assumed?: AssumedSession
  /** Where it came from, masked; AWS's own services say their names. */
  from?: string
  /** Which program, without what it tells about the machine. */
  agent?: string
}

/** What the AssumeRoot event says of a session that it opened. */
export interface AssumedSession {
  /** The task policy's name: `IAMAuditRootUserCredentials`. */
  task?: string
  /** The account whose root it is. */
  target?: string
  at: Date
}

/** What else is known when a record is told apart. */
export interface Telling {
  /** By access key id: the sessions that AssumeRoot events name. */
  assumed: ReadonlyMap<string, AssumedSession>
  /** False where the account's root cannot be assumed. */
  canBeAssumed: boolean
}

/**
 * Only `userIdentity.type` Root counts: an IAM user can be called root, and an alias hides the name. What AWS does not document
 * (that somebody asks for a new password, above all) is a sign, and no use, whomever its record names.
 */
export const isOfRoot = ({ name, record }: TrailEvent): boolean =>
  record.userIdentity?.type === 'Root' && !Object.hasOwn(recoveryKinds, name)

/** Only members can be entered with AssumeRoot; not knowing where we are, assume that they can. */
export function canBeAssumed(place: Fact<OrganizationPlace>): boolean {
  const vantage = valueOf(place)?.vantage
  return vantage !== 'standalone' && vantage !== 'management'
}

/** A record of root, told apart; addresses and agents come masked. */
export function rootEventOf(event: TrailEvent, how: Telling): RootEvent {
  const { id, at, name, source, region, record } = event
  const { MFAUsed, MFAIdentifier } = record.additionalEventData ?? {}
  const key = record.userIdentity?.accessKeyId
  const assumed = key ? how.assumed.get(key) : undefined
  const from = maskAddress(record.sourceIPAddress ?? '')
  const agent = maskAgent(record.userAgent ?? '')
  return {
    id,
    at,
    name,
    source,
    kind: kindOf(event, how),
    ...(region ? { region } : {}),
    ...(MFAUsed ? { mfa: MFAUsed === 'Yes' } : {}),
    ...(MFAIdentifier ? { device: deviceOf(MFAIdentifier) } : {}),
    ...(record.errorCode ? { refused: true, error: record.errorCode } : {}),
    ...aboutUser(event),
    ...(key ? { accessKeyId: key } : {}),
    ...(assumed ? { assumed } : {}),
    ...(from ? { from } : {}),
    ...(agent ? { agent } : {}),
  }
}

/** A record without the mark belongs to a central session all the same, where another one of the same session has it. */
export function withMarked(events: readonly TrailEvent[], how: Telling): Telling {
  const marked = events.flatMap(({ at, record }): [string, AssumedSession][] => {
    const { accessKeyId: key, sessionContext } = record.userIdentity ?? {}
    return key && String(sessionContext?.assumedRoot) === 'true' ? [[key, { at }]] : []
  })
  return { ...how, assumed: new Map([...marked, ...how.assumed]) }
}

/**
 * AssumeRoot sessions also log `type: Root`. They are told by `sessionContext.assumedRoot`, or, where a record omits
 * it, by their access key id, which the AssumeRoot event names (IAM user guide, "Track privileged tasks in CloudTrail").
 * A sign-in event says Failure in the response element of its own name (CloudTrail user guide, "console sign-in events").
 */
export function kindOf({ name, record }: TrailEvent, { assumed, canBeAssumed }: Telling): RootEventKind {
  const identity = record.userIdentity ?? {}
  if (record.eventType === 'AwsServiceEvent' || identity.invokedBy) return 'service'
  if (name === 'ConsoleLogin')
    return record.responseElements?.[name] === 'Success' ? 'console' : 'failed-sign-in'
  if (record.eventType === 'AwsConsoleSignIn' && record.responseElements?.[name] === 'Failure')
    return 'failed-sign-in'
  const key = identity.accessKeyId ?? ''
  if (String(identity.sessionContext?.assumedRoot) === 'true' || assumed.has(key)) return 'assumed-root'
  if (key.startsWith('AKIA')) return 'access-key'
  return canBeAssumed && key.startsWith('ASIA') ? 'ambiguous' : 'session'
}

/** The ARN without the account: `arn:aws:iam::111111111111:u2f/root/blue-key-R1` is `u2f/root/blue-key-R1`. */
const deviceOf = (serial: string): string =>
  serial.startsWith('arn:') ? serial.split(':').slice(5).join(':') : maskId(serial)

/** Some records of what root does to itself carry the user name `AWS ROOT USER` (CloudTrail user guide, root sign-in). */
function aboutUser({ record }: TrailEvent): { about?: string } {
  const name = record.requestParameters?.['userName']
  return typeof name === 'string' && name !== 'AWS ROOT USER' ? { about: name } : {}
}
