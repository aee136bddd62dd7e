import { controls, type Report, statementOf } from '../index.ts'
import { pageControl, type PageOptions } from '../report/page/index.ts'
import { trendOf } from '../store/history-trend.ts'

/** What the page says of each control. */
export const pageControls = () => controls.map((control) => pageControl(control, statementOf(control)))

/** What the page says beside a report: every control, and what kept audits tell of how long things are as they are. */
export async function pageOptionsOf(folder: string, { head }: Pick<Report, 'head'>): Promise<PageOptions> {
  const subject =
    head.subjects.find(({ kind }) => kind === 'organization') ??
    head.subjects.find(({ id }) => id === head.caller.account) ??
    head.subjects[0]!
  const trend = await trendOf(folder, subject.id, head.at)
  return {
    controls: pageControls(),
    trend: trend.audits,
    since: ({ subject: of, control, status }) =>
      status === 'pass' || status === 'not-applicable' ? undefined : trend.since(of.id, control, status),
  }
}
