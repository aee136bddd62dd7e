import type { Iso, Profile, Severity, Vantage } from './aws.ts'
import type { Finding, Status } from './finding.ts'
import type { Subject } from './subject.ts'

export type Letter = 'A' | 'B' | 'C' | 'D' | 'F'

/** How good what is known is (score, grade), and how much is known at all. */
export interface Posture {
  grade: Letter
  /** 0 to 100; null when nothing is known. */
  score: number | null
  known: { count: number; of: number }
  counts: {
    pass: number
    fail: number
    review: number
    unknown: number
    notApplicable: number
    excepted: number
  }
}

/** Signs that somebody else has been in the account; the report opens with them. */
export interface Incident {
  signs: readonly string[]
  containment: readonly string[]
}

export interface Caller {
  account: string
  arn: string
  root: boolean
}

/** What an audit asked of AWS. */
export interface CallCount {
  total: number
  byAction: Readonly<Record<string, number>>
  throttled: number
  retried: number
  seconds: number
}

/** Everything of a report but its findings, which are a stream. */
/** Accounts that joined an organization since it was last looked at as a whole. */
export interface Arrived {
  /** When that look was begun. */
  since: Iso
  /** Their ids. */
  accounts: readonly string[]
  /** So many of them were made elsewhere and invited; the others were created here. */
  invited: number
}

export interface ReportHead {
  schema: 'neverroot/report/1'
  at: Iso
  tool: { name: string; version: string }
  caller: Caller
  profile: Profile
  /** How the profile came about, in a few words. */
  profileBecause: string
  vantage: Vantage
  partition: string
  sandbox?: string
  subjects: readonly Subject[]
  incident?: Incident
  /** Things worth saying that are no finding (a Region not looked at, a cost incurred). */
  notes: readonly string[]
  /** Of an organization that was looked at before. */
  arrived?: Arrived
}

export interface Cluster {
  cause: string
  control: string
  status: Status
  count: number
  examples: readonly string[]
  where: string
}

/** What is open in the accounts of one unit, or of one owner. */
export interface Group {
  by: 'unit' | 'owner'
  /** The unit's path, or what the accounts' tag says; `no owner` where they have none. */
  name: string
  accounts: number
  /** Findings that fail. */
  open: Readonly<Record<Severity, number>>
  unknown: number
}

/** Where an account lies and who answers for it, as far as that is known. */
export interface Whereabouts {
  /** The organizational unit's path, such as `Root/Workloads/Prod`. */
  unit?: string
  /** What the account's tag says. */
  owner?: string
}

/** What is known once the last finding was written. */
export interface ReportTail {
  clusters?: readonly Cluster[]
  groups?: readonly Group[]
  /** Of an organization, by the account's id. */
  places?: Readonly<Record<string, Whereabouts>>
  posture: Posture
  calls: CallCount
}

/** The same report; each finding is heard as it passes by, since a stream is read once. */
export const heard = (report: Report, hear: (finding: Finding) => void): Report => ({
  ...report,
  findings: (async function* () {
    for await (const finding of report.findings) {
      hear(finding)
      yield finding
    }
  })(),
})

/** A report: its head, its findings as a stream, its tail. One account is the small case of ten thousand. */
export interface Report {
  head: ReportHead
  findings: AsyncIterable<Finding>
  /** Resolves once the findings were read to their end. */
  tail(): Promise<ReportTail>
}
