import {
  type Finding,
  type PageAccount,
  type PageControl,
  type PageReport,
  type PageRow,
  type Severity,
  type Status,
  statuses,
  type Subject,
} from '../../src/model/index.ts'
import { tame } from './words.ts'

/** The places of a row. */
export const at = { control: 0, account: 1, status: 2, grade: 3, message: 4, since: 5 } as const

/** What is open about one account, counted once so that lists of thousands need not count again. */
export interface Open {
  fails: Record<Severity, number>
  unknown: number
  review: number
}

const none = (): Open => ({ fails: { critical: 0, high: 0, medium: 0, low: 0 }, unknown: 0, review: 0 })

/** A report with what every page looks up in it. Rows stay as they came: there may be hundreds of thousands. */
export class Book {
  readonly controls: readonly PageControl[]
  readonly accounts: readonly PageAccount[]
  readonly texts: readonly string[]
  readonly rows: readonly PageRow[]
  readonly organization: Subject | undefined
  /** The account that is looked at, or that manages the organization. */
  readonly pinned: number
  /** By place of the account; the organization's own stands at -1, in `ofOrganization`. */
  readonly open: readonly Open[]
  readonly ofOrganization = none()
  readonly total = none()
  private readonly controlPlaces: ReadonlyMap<string, number>
  private readonly accountPlaces: ReadonlyMap<string, number>

  constructor(readonly report: PageReport) {
    this.controls = report.controls
    this.accounts = report.accounts.map((account) => ({ ...account, name: tame(account.name) }))
    this.texts = report.texts.map(tame)
    this.rows = report.rows
    this.organization = report.head.subjects.find(({ kind }) => kind === 'organization')
    this.pinned = Math.max(
      0,
      this.accounts.findIndex(({ management }) => management),
    )
    this.controlPlaces = new Map(this.controls.map(({ id }, i) => [id, i]))
    this.accountPlaces = new Map(this.accounts.map(({ id }, i) => [id, i]))
    const open = this.accounts.map(none)
    for (const [control, account, status] of this.rows) {
      const mine = account < 0 ? this.ofOrganization : open[account]!
      for (const counts of [mine, this.total]) {
        if (statuses[status] === 'fail') counts.fails[this.controls[control]!.severity]++
        else if (statuses[status] === 'unknown') counts.unknown++
        else if (statuses[status] === 'review') counts.review++
      }
    }
    this.open = open
  }

  get head() {
    return this.report.head
  }

  get tail() {
    return this.report.tail
  }

  /** True where there is more than one account to tell apart. */
  get many(): boolean {
    return this.organization !== undefined
  }

  controlPlace(id: string): number | undefined {
    return this.controlPlaces.get(id)
  }

  accountPlace(id: string): number | undefined {
    return this.accountPlaces.get(id)
  }

  /** The id of the finding that a row stands for. */
  idOf(row: PageRow): string {
    return `${this.controls[row[at.control]]!.id}:${this.subjectOf(row).id}`
  }

  /** The account or organization that a row is about. */
  subjectOf(row: PageRow): { id: string; name: string } {
    const account = this.accounts[row[at.account]]
    return account ?? this.organization ?? { id: this.head.caller.account, name: '' }
  }

  statusOf(row: PageRow): Status {
    return statuses[row[at.status]]!
  }

  /** All rows about one account, in the order of the report; -1: about the organization. */
  rowsOf(account: number): PageRow[] {
    return this.rows.filter((row) => row[at.account] === account)
  }

  /** What one finding rests on, where it is inside. */
  detailOf(row: PageRow): PageReportDetail | undefined {
    return this.report.details[this.idOf(row)]
  }
}

export type PageReportDetail = PageReport['details'][string]
export type Message = Finding['message']
