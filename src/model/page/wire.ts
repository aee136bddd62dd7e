import type { Iso } from '../aws.ts'
import type { Activity } from '../activity.ts'
import type { Footprint } from '../guard.ts'
import type { Applied, ItemOutcome, Outcome } from '../outcome.ts'
import type { Plan } from '../plan.ts'
import type { CustodyRecord } from '../records.ts'
import type { Recovery } from '../recovery.ts'
import type { PageReport } from './report.ts'

/*
 * What crosses between the running page and its server, path by path. Every answer is JSON; a refusal has a status of 400 or
 * more and is a `PageRefusal`. GET only reads. POST needs the header `x-neverroot-token` with the session's token, and a JSON
 * body; with --read-only every POST but `audit` and `stop`, which only look, is refused.
 */

/** Any request that was not carried out: two sentences, as the command line would say them. */
export interface PageRefusal {
  code: string
  message: string
  hint: string
}

/** `GET /api/session`: whose page this is. */
export interface PageSession {
  /** Goes into the header of every POST. */
  token: string
  readOnly: boolean
  tool: { name: string; version: string }
  sandbox?: string
  /** True: a report out of a file is shown. AWS is not asked, not even for another look. */
  file?: true
  /** Whether this page is about one account or an organization (`serve --org`). */
  scope: 'account' | 'organization'
  /** Options that let a command look at the same account, as typed: ` --profile mia`. */
  place: string
  /** The server ends when nobody has asked for anything for so long. */
  idleMinutes: number
  /** The job that runs now, if one does. */
  job?: PageJob
}

/** `GET /api/report`: the latest audit that this server made, kept or was given; `stale`: it could not be read, and why. */
export interface PageLatest {
  report?: PageReport
  stale?: PageRefusal
}

export const jobKinds = ['audit', 'plan', 'apply', 'undo'] as const
export type JobKind = (typeof jobKinds)[number]

/** One thing is done at a time: every tab sees the same. */
export interface PageJob {
  id: string
  kind: JobKind
  startedAt: Iso
}

/** Something that a running job waits for. */
export interface PageQuestion {
  id: string
  /** As the host is asked: `confirm-account`, `phone-code` ... */
  code: string
  /** The question in words. */
  text: string
}

/** `GET /api/events`: server-sent events, one of these each, named `job`. The last of a running job is sent again to a new listener. */
export type PageEvent =
  | { type: 'begun'; job: PageJob }
  | { type: 'progress'; job: string; done: number; of?: number; text: string; secondsLeft?: number }
  | { type: 'note'; job: string; text: string }
  | { type: 'step'; job: string; outcome: Outcome }
  | { type: 'question'; job: string; question: PageQuestion }
  | { type: 'answered'; job: string; question: string }
  | {
      type: 'ended'
      job: string
      kind: JobKind
      applied?: Applied
      items?: readonly ItemOutcome[]
      /** What it came to, as the terminal closes with. */
      text?: string
    }
  | { type: 'failed'; job: string; kind: JobKind; refusal: PageRefusal }

/** `GET /api/plan`: the latest plan of this server; made by `POST /api/plan`. */
export interface PagePlan {
  plan?: Plan
  /** The same as the terminal prints it, without colour: what would be fixed and how. */
  text?: string
}

/** `GET /api/activity`: takes a while, since CloudTrail answers two requests a second. */
export type PageActivity = Activity & {
  windows: readonly { from: Iso; until: Iso; by: string; reason: string }[]
}

/** One day of spend as a budget of usage counts it. */
export interface PageSpendDay {
  /** yyyy-mm-dd, UTC */
  day: string
  amount: number
}

/** `GET /api/spend`: complete days, the budgets' daily lines, and on which days each would have fired. */
export interface PageSpend {
  unit: string
  days: readonly PageSpendDay[]
  budgets: readonly { name: string; limit: number; period: string; fires: readonly string[] }[]
  /** What the configuration would set: the typical day times the factor. */
  proposed?: { limit: number; typical: number; fires: readonly string[] }
  /** Why there is nothing to draw. */
  because?: string
}

/** A drill as the page lists it: what it is, what it waits for, what came of it. */
export interface PageDrill {
  kind: 'contacts' | 'alarm' | 'root'
  entry: number
  account: string
  at: Iso
  until?: Iso
  by: string
  reason: string
  state: 'open' | 'over' | 'guessed' | 'closed'
  /** Distinct people who are someone to the tool. */
  people?: number
  minutes?: number
  complete?: boolean
  /** By mailbox or Region, without an address: "billing contact", and minutes to the first answer. */
  parts: readonly { name: string; answered: boolean; minutes?: number }[]
}

/** Something that somebody said, did or holds, and when that stops counting. */
export interface PageLapse {
  what: 'statement' | 'exception' | 'custody' | 'drill'
  account: string
  control?: string
  text: string
  by?: string
  expires: Iso
  lapsed: boolean
}

/** `GET /api/people` */
export interface PagePeople {
  drills: readonly PageDrill[]
  custody: readonly (CustodyRecord & { account: string; lapsed: boolean })[]
  /** Soonest first; what has lapsed stands first of all. */
  lapses: readonly PageLapse[]
}

/** `GET /api/recovery?account=ID`: the graph, and its picture. */
export interface PageRecovery {
  recovery: Recovery
  svg: string
}

/** `GET /api/footprint?account=ID`: what root of that account can still do, or why that cannot be told. */
export interface PageFootprint {
  footprint?: Footprint
  notCovered?: true
  because?: string
}

/** `GET /api/evidence` */
export interface PageEvidence {
  entries: readonly {
    seq: number
    at: Iso
    kind: string
    subject: string
    control?: string
    text: string
    hash: string
  }[]
  /** Of the newest entry: what makes the whole tamper-evident where it is kept elsewhere. */
  head?: string
  intact: boolean
  problems: readonly string[]
}

/** `GET /api/settings`: where this page looks, and how; nothing can be changed here. */
export interface PageSettings {
  configuration?: { path: string; sha256: string }
  state: string
  profile: 'personal' | 'business'
  caller?: string
  region?: string
  endpoint?: string
  /** What the network is asked besides AWS: hosts. */
  hosts: readonly string[]
  kept: { audits: number; entries: number }
}

/*
 * POST bodies. Each gives `{ job: PageJob }` where it begins a job, else `{ text: string }`: what was done, in a sentence.
 * A job while another runs is refused (409, `busy`).
 */
export interface PagePosts {
  /** Runs an audit. */
  '/api/audit': Record<string, never>
  /** Makes a plan; changes nothing. */
  '/api/plan': { section?: string; only?: readonly string[] }
  /** Applies the plan with this digest; `confirm` is the account's or organization's id as it was typed. */
  '/api/apply': { digest: string; confirm: string }
  /** Takes back a run, the latest without a name. */
  '/api/undo': { run?: string; confirm: string }
  /** Answers what a job waits for; no text: later. */
  '/api/answer': { question: string; text?: string }
  /** Stops the running job as Ctrl-C would. */
  '/api/stop': Record<string, never>
  '/api/attest': {
    control: string
    account?: string
    by: string
    holds: boolean
    note?: string
    expires?: string
  }
  '/api/except': { control: string; account?: string; owner: string; reason: string; expires: string }
  '/api/withdraw': { control: string; account?: string; owner: string; reason?: string }
  /** A code that somebody read in a mailbox. Whoever types here is the caller of this server. */
  '/api/drill': { kind: 'contacts' | 'alarm'; code: string }
}
