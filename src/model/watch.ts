import type { AwsAction, Iso, Severity } from './aws.ts'
import type { Finding, Status } from './finding.ts'
import type { CallCount, Caller } from './report.ts'
import type { Subject } from './subject.ts'

/**
 * What can change between two audits, in the order in which it is told. `fail`: it did not fail before; `unknown`: it could be
 * told before; `review`: only a person can say it now, since a statement lapsed or what failed shows no longer; `lapsing`: the
 * statement or exception that it rests on ends within 14 days; `fixed`: it failed before.
 */
export const driftKinds = ['fail', 'unknown', 'review', 'lapsing', 'fixed'] as const
export type DriftKind = (typeof driftKinds)[number]

/** One change of one finding. It holds what the report prints, and nothing else. */
export interface Drift {
  kind: DriftKind
  /** Of the finding: the same in every report. */
  finding: string
  control: string
  title: string
  severity: Severity
  subject: Finding['subject'] & { name?: string }
  /** Absent: it was never judged before. */
  was?: Status
  now: Status
  message: string
  needs?: readonly AwsAction[]
  /** When the statement or exception ends, or ended. */
  expires?: Iso
}

/** It was not looked at in time: the pass before was longer ago than twice the interval. */
export interface WatchGap {
  since: Iso
  until: Iso
  /** The interval that was promised, in seconds. */
  every: number
}

/** What is told once, to each place that hears of it: the terminal, a webhook, a channel, a mailbox, a topic. */
export interface WatchNotice {
  schema: 'neverroot/watch-notice/1'
  /** The same however often it is sent: whoever gets it twice drops the second one. */
  id: string
  at: Iso
  subject: Subject
  sandbox?: string
  gap?: WatchGap
  /** Signs that somebody else has been in the account, in words; absent: no new ones. */
  signs?: readonly string[]
  drift: readonly Drift[]
}

/** Where notices go besides the terminal. */
export const watchSinks = ['webhook', 'slack', 'email', 'sns'] as const
export type WatchSink = (typeof watchSinks)[number]

/** What came of one sink in a pass. */
export interface WatchDelivery {
  /** The host alone, since the rest of an address may be a secret; of SNS the topic's name. */
  to: string
  sent: number
  /** Kept for the next pass. */
  unsent: number
  /** Why, in a sentence; absent: nothing failed. */
  because?: string
}

/** One pass: `neverroot watch --once --format json`, or a line of `neverroot watch --format json`. */
export interface WatchPass {
  schema: 'neverroot/watch/1'
  at: Iso
  tool: { name: string; version: string }
  caller: Caller
  sandbox?: string
  subject: Subject
  /** When the pass before looked; absent: this is the first one, with which the next is compared. */
  since?: Iso
  /** Set: only these controls were looked at, since events named their calls. */
  because?: { events: number; controls: readonly string[] }
  gap?: WatchGap
  /** New signs that somebody else has been in the account. */
  signs: readonly string[]
  notes: readonly string[]
  /** What is new, and what an interrupted pass before could not tell. */
  drift: readonly Drift[]
  /** What is open now, of all that was looked at. */
  open: { fail: number; unknown: number; review: number }
  deliveries: Partial<Record<WatchSink, WatchDelivery>>
  calls: CallCount
}

/** What `neverroot.yaml` declares of watching. Secrets stand in the environment: here is the name of the variable. */
export interface WatchConfiguration {
  /** `6h`, `30m`, `1d`. */
  every?: string
  webhook?: { url?: string; urlEnv?: string; secretEnv: string }
  slack?: { urlEnv: string }
  email?: WatchMail
  sns?: { topic: string }
}

/** An SMTP server that takes notices, and whom they are for. */
export interface WatchMail extends MailSender {
  to: string[]
}

/** An SMTP server, and whose mail it takes. */
export interface MailSender {
  host: string
  /** Default 587. */
  port?: number
  /** Default: by the port, and none on this machine. */
  tls?: 'implicit' | 'starttls'
  from: string
  /** Names of variables; without them the server asks nobody. */
  userEnv?: string
  /** Beside it `<name>_COMMAND` may hold a command that prints the password. */
  passwordEnv?: string
}

/** `arn:aws:sns:eu-central-1:111111111111:alarm`; no FIFO topic: those deliver to queues alone. */
export const topicArn = /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/

/** Between two passes where nothing is said. */
export const usualEvery = '1d'
const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
/** From ten seconds to twenty days: timers count milliseconds in 31 bits, with room for what is added by chance. */
const [leastSeconds, mostSeconds] = [10, 20 * 86_400]

/** The seconds of `6h`; undefined where it is no such time, or out of bounds. */
export function secondsOf(every: string): number | undefined {
  const [, number, unit] = /^(\d{1,7})([smhd])$/.exec(every.trim()) ?? []
  const seconds = Number(number) * (unitSeconds[unit ?? ''] ?? NaN)
  return seconds >= leastSeconds && seconds <= mostSeconds ? seconds : undefined
}

export const everyWords = 'is no interval from 10s to 20d, such as "30m", "6h" or "1d"'
