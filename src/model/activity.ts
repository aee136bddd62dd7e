import type { AwsAction, Iso, Vantage } from './aws.ts'
import type { WhyUnknown } from './fact.ts'
import type { CallCount, Caller, Incident } from './report.ts'
import type { Subject } from './subject.ts'

/** How an event of root came about, in the order in which it is told: people and programs first. */
export const activityKinds = [
  'console',
  'access-key',
  'session',
  'ambiguous',
  'failed-sign-in',
  'assumed-root',
  'service',
] as const
export type ActivityKind = (typeof activityKinds)[number]

/** One event of root. Key ids, addresses and agents are masked: the whole record is in CloudTrail, under `id`. */
export interface ActivityEvent {
  id: string
  at: Iso
  region: string
  source: string
  name: string
  kind: ActivityKind
  /** True where it falls into a planned use that was recorded. */
  planned: boolean
  /** Of a sign-in: whether with MFA, and with which device. */
  mfa?: boolean
  device?: string
  /** AWS's code where it was refused. */
  refused?: string
  /** The user whom it was about. */
  about?: string
  key?: string
  /** The task policy of a central session, where the AssumeRoot event was found. */
  task?: string
  from?: string
  agent?: string
}

/** Something that belongs to a recovery or a takeover, or hides one. */
export interface ActivitySign {
  id: string
  at: Iso
  region: string
  source: string
  name: string
  topic: string
  text: string
  /** False: AWS does not document that it records this under this name. Shown, never scored. */
  verified: boolean
  planned: boolean
  by?: string
  refused?: boolean
}

/** What the credential report says of root: it knows of every Region, and of the last use alone. */
export interface ReportedUse {
  generated: Iso
  passwordLastUsed?: Iso
  keys: readonly { active: boolean; lastUsed?: Iso; region?: string; service?: string }[]
}

/** Who or what signs with one of root's access keys: calls that came from one place, in one way, counted. */
export interface KeyCaller {
  region: string
  service: string
  from?: string
  agent?: string
  count: number
  refused: number
  /** The operations, most frequent first. */
  operations: readonly string[]
  first: Iso
  last: Iso
  /** An event of it, to look up the whole record. */
  example: string
}

export interface KeyActivity {
  /** Masked. Absent: the key is known by the credential report alone, which does not name it. */
  key?: string
  active?: boolean
  created?: Iso
  lastUsed?: { at: Iso; region?: string; service?: string }
  callers: readonly KeyCaller[]
}

/** What could not be looked at. It never counts as "nothing happened". */
export interface ActivityGap {
  what: string
  region?: string
  why: WhyUnknown | 'too-many'
  message: string
  needs: readonly AwsAction[]
  /** True: it is about use of root, and not about signs of a takeover alone. */
  use: boolean
}

/**
 * `used`: somebody or something used root, and nobody had planned it. `planned`: all use was planned. `not-seen`: none, and all
 * that was asked for was looked at. `cannot-tell`: no unplanned use was seen, and not everything could be.
 */
export type ActivityConclusion = 'used' | 'planned' | 'not-seen' | 'cannot-tell'

/** `neverroot activity --format json`. */
export interface Activity {
  schema: 'neverroot/activity/1'
  at: Iso
  tool: { name: string; version: string }
  caller: Caller
  vantage?: Vantage
  partition: string
  sandbox?: string
  subject: Subject
  conclusion: ActivityConclusion
  /** Unplanned use, newest first, is counted here; sources that show the same use are not added up. */
  unplanned: { count: number; last?: Iso }
  kinds: readonly {
    kind: ActivityKind
    count: number
    planned: number
    refused: number
    last: Iso
  }[]
  events: readonly ActivityEvent[]
  signs: readonly ActivitySign[]
  /** Set where it looks as if somebody else took the account over. */
  incident?: Incident
  report?: ReportedUse
  /** With `--root-keys`. */
  keys?: readonly KeyActivity[]
  /** Regions that were looked at, and how far back. */
  looked: readonly { region: string; since: Iso; complete: boolean }[]
  /** Enabled Regions that nobody asked to look at; absent: not known. */
  notLooked?: readonly string[]
  couldNotLook: readonly ActivityGap[]
  notes: readonly string[]
  calls: CallCount
}

/** One account of many, and how it was entered. */
export type AccountActivity = Omit<
  Activity,
  'schema' | 'tool' | 'caller' | 'partition' | 'sandbox' | 'calls'
> & { how: string }

/** `neverroot activity --org --format json`. */
export interface OrganizationActivity extends Pick<
  Activity,
  'at' | 'tool' | 'caller' | 'partition' | 'sandbox' | 'calls'
> {
  schema: 'neverroot/activity-organization/1'
  organization: string
  vantage: 'management' | 'delegated'
  /** By id. */
  accounts: readonly AccountActivity[]
}
