/** `audit --format html`: the page as one file, with the report inside. */
import { gzipSync } from 'node:zlib'
import type { PageReport, Report } from '../../model/index.ts'
import { pageReport, type PageOptions } from '../page/index.ts'
import { footprintsHeard } from '../page/footprint.ts'
import { pageShell } from './html-shell.ts'
import { escaped, summary } from './html-summary.ts'

/**
 * One self-contained file: it fetches nothing, and its policy lets nothing run but the page itself. The report lies in it as
 * gzip in base64, whose letters can end no element: names that somebody chose cannot become markup. Throws UserError where
 * the page was not built.
 */
export async function* htmlReport(report: Report, options: PageOptions): AsyncIterable<string> {
  const shell = pageShell()
  const { footprints, detail } = footprintsHeard(options)
  const page = await pageReport(report, { ...options, footprints, detail })
  yield shell.untilTitle
  yield escaped(titleOf(page))
  yield shell.untilSummary
  yield summary(page)
  yield shell.untilData
  yield gzipSync(JSON.stringify(page), { level: 9 }).toString('base64')
  yield shell.rest
}

function titleOf({ head, tail }: PageReport): string {
  const subject = head.subjects.find(({ kind }) => kind === 'organization') ?? head.subjects[0]
  return `${subject?.id ?? head.caller.account}: ${tail.posture.grade}, ${head.at.slice(0, 10)} · neverroot`
}
