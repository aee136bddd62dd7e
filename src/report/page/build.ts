import {
  type Finding,
  type FootprintCounts,
  type Iso,
  type PageAccount,
  type PageAudit,
  type PageControl,
  type PageDetail,
  type PageReport,
  type Report,
  type Status,
  statuses,
} from '../../model/index.ts'
import { detailOf, Rows } from './rows.ts'

/** Up to so many accounts everything that findings rest on is inside. */
const mostDetailed = 50

export interface PageOptions {
  controls: readonly PageControl[]
  /** Earlier audits of the same subject, oldest first; this one is added. */
  trend?: readonly PageAudit[]
  /** Since when a finding is as it is, from earlier audits; undefined: not known. */
  since?: (finding: Finding) => Iso | undefined
  /** What root of an account can still do, by the account's id. */
  footprints?: ReadonlyMap<string, FootprintCounts>
  /** Hears what each finding rests on, also of those that are not inside. */
  detail?: (detail: PageDetail, subject: string) => void
}

/**
 * All that the page is drawn from. Findings are read as they come, and become rows of numbers: a report of 10,000 accounts
 * is held in some 20 MB. Of many accounts, what findings rest on is inside for the organization and its management account
 * alone. Findings of controls that are not in `controls` are told of in the head's notes and left out.
 */
export async function pageReport(report: Report, options: PageOptions): Promise<PageReport> {
  const { head } = report
  const listed = head.subjects.filter(({ kind }) => kind === 'account')
  const rows = new Rows(options.controls, listed)
  const centre = new Set(head.subjects.filter((s) => s.kind !== 'account' || s.management).map((s) => s.id))
  const all = listed.length <= mostDetailed
  const details: Record<string, PageDetail> = {}
  const strange = new Set<string>()
  for await (const finding of report.findings) {
    if (!rows.add(finding, options.since?.(finding))) {
      strange.add(finding.control)
      continue
    }
    const detail = detailOf(finding)
    if (all || centre.has(finding.subject.id)) details[finding.id] = detail
    options.detail?.(detail, finding.subject.id)
  }
  const { places, ...tail } = await report.tail()
  const told = (status: 'pass' | 'not-applicable') => countOf(rows, status)
  const { counts } = tail.posture
  const leftOut = {
    pass: counts.pass - told('pass'),
    notApplicable: counts.notApplicable - told('not-applicable'),
  }
  return {
    schema: 'neverroot/page/1',
    head: {
      ...head,
      // Accounts are listed once, below.
      subjects: head.subjects.filter((s) => centre.has(s.id) || listed.length === 1),
      notes: strange.size === 0 ? head.notes : [...head.notes, strangeNote(strange)],
    },
    tail,
    controls: options.controls,
    accounts: listed.map(({ id, name, management, state }): PageAccount => {
      const { unit, owner } = places?.[id] ?? {}
      const footprint = options.footprints?.get(id)
      return {
        id,
        name,
        ...(management ? { management: true } : {}),
        ...(state === undefined ? {} : { state }),
        ...(unit === undefined ? {} : { unit }),
        ...(owner === undefined ? {} : { owner }),
        ...(footprint ? { footprint } : {}),
      }
    }),
    texts: rows.texts,
    rows: rows.rows,
    ...(leftOut.pass > 0 || leftOut.notApplicable > 0 ? { leftOut } : {}),
    details,
    trend: [...(options.trend ?? []), { id: head.at, at: head.at, posture: tail.posture }],
  }
}

const countOf = ({ rows }: Rows, status: Status): number =>
  rows.reduce((count, row) => count + Number(statuses[row[2]] === status), 0)

const strangeNote = (controls: ReadonlySet<string>): string =>
  `Left out, since this version does not know ${controls.size === 1 ? 'the control' : 'the controls'}: ${[...controls].join(', ')}.`
