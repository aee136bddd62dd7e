import type { Iso, MissionRow, Profile, Section, Severity } from '../aws.ts'
import type { Procedure } from '../remediation.ts'
import type { Finding } from '../finding.ts'
import type { Posture, ReportHead, ReportTail } from '../report.ts'
import type { FootprintCounts } from '../guard.ts'

/** What the page says of a control, whoever it is judged for. */
export interface PageControl {
  id: string
  /** True when the control passes. */
  title: string
  section: Section
  severity: Severity
  profiles: readonly Profile[]
  scope: 'account' | 'organization'
  rows: readonly MissionRow[]
  why: string
  judged: string
  cannotKnow?: string
  procedure?: Procedure
  /** What a person may state about it, and for how many days that counts. */
  states?: { question: string; days: number }
  references: readonly string[]
}

/** An account of the report, as the page lists it. */
export interface PageAccount {
  id: string
  name: string
  management?: boolean
  /** AWS's account state, where it is not simply ACTIVE. */
  state?: string
  /** The organizational unit's path, such as `Root/Workloads/Prod`. */
  unit?: string
  owner?: string
  /** What root of it can still do; absent where it was not looked at. */
  footprint?: FootprintCounts
}

/**
 * Findings in rows of numbers, so that hundreds of thousands stay small: places in the lists of controls, accounts
 * (-1: the organization), statuses (`statuses`), grades (`proven`, `witnessed`, `stated`; -1: none), and texts.
 */
export type PageRow = readonly [
  control: number,
  account: number,
  status: number,
  grade: number,
  /** Place in `texts`. */
  message: number,
  /** Since when it is open: place in `texts`, an ISO time; -1: not known. */
  since: number,
]

/** What a finding rests on, and what else is said of it. */
export type PageDetail = Pick<
  Finding,
  'id' | 'evidence' | 'needs' | 'cannotKnow' | 'question' | 'fix' | 'waiting' | 'standards' | 'exception'
>

/** One kept audit, as the trend shows it. */
export interface PageAudit {
  id: string
  at: Iso
  posture: Posture
}

/** All that the page is drawn from, live and as a single file. */
export interface PageReport {
  schema: 'neverroot/page/1'
  /** Its subjects: the organization and its management account, or the one account; all accounts stand in `accounts`. */
  head: ReportHead
  /** Without `places`, which stand with each account. */
  tail: Omit<ReportTail, 'places'>
  controls: readonly PageControl[]
  accounts: readonly PageAccount[]
  texts: readonly string[]
  rows: readonly PageRow[]
  /** Members' findings that were left out because they pass or do not apply, by status. */
  leftOut?: { pass: number; notApplicable: number }
  /**
   * By the id of the finding. In a file of many accounts only those of the organization and its management account are
   * inside; a running page asks for the others.
   */
  details: Readonly<Record<string, PageDetail>>
  /** Earlier audits of the same subject, oldest first, this one last. */
  trend: readonly PageAudit[]
}
