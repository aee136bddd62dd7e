import { type Finding, type Report, type Severity, type Status } from '../../model/index.ts'
import { cell } from '../markdown-cell.ts'
import { textOf } from './rule.ts'

/** A comment of GitHub's has 65,536 characters; a page of findings is read, a book is not. */
const mostRows = 50
const order: readonly Severity[] = ['critical', 'high', 'medium', 'low']
const shown: readonly Status[] = ['fail', 'unknown', 'review', 'excepted']
const signs: Readonly<Record<Status, string>> = {
  fail: '✗ fail',
  unknown: '? unknown',
  review: '? review',
  excepted: '~ excepted',
  pass: '✓ pass',
  'not-applicable': '– not applicable',
}

/** What is open, worst first, as it fits into a comment; of many accounts their common causes. */
export async function markdownReport(report: Report): Promise<string> {
  const { head } = report
  const open: Finding[] = []
  for await (const finding of report.findings) {
    if (!shown.includes(finding.status)) continue
    open.push(finding)
    // Of a hundred thousand findings the worst are kept, and no more.
    if (open.length > 20 * mostRows) open.sort(worstFirst).splice(mostRows)
  }
  const { posture, clusters } = await report.tail()
  const { counts, known, grade, score } = posture
  const accounts = head.subjects.filter(({ kind }) => kind === 'account')
  const [only] = accounts
  const name = accounts.length > 1 ? `${accounts.length} accounts` : `${only?.id ?? ''} ${only?.name ?? ''}`
  const rows = open.sort(worstFirst).slice(0, mostRows)
  const total = counts.fail + counts.unknown + counts.review + counts.excepted
  return [
    `## Root security of ${cell(name.trim())}: ${grade}\n`,
    `Score ${score ?? 'none'}, known ${known.count} of ${known.of}. ${counts.fail} failed, ${counts.review} for people to look at, ${counts.unknown} unknown, ${counts.pass} passed, ${counts.excepted} excepted. ${head.at.slice(0, 16).replace('T', ' ')} UTC, profile ${head.profile}.\n`,
    ...(head.incident
      ? [
          `> **Somebody else may have been here.** ${head.incident.signs.map(cell).join('; ')}. Run \`neverroot audit\` for what to do first.\n`,
        ]
      : []),
    ...(clusters && clusters.length > 0
      ? [
          '| | cause | accounts |',
          '| --- | --- | ---: |',
          ...clusters
            .slice(0, mostRows)
            .map(({ status, cause, count }) => `| ${signs[status]} | ${cell(cause)} | ${count} |`),
          '',
        ]
      : []),
    ...(rows.length > 0
      ? [
          '| | severity | control | account | what is so |',
          '| --- | --- | --- | --- | --- |',
          ...rows.map(
            (f) =>
              `| ${signs[f.status]} | ${f.severity} | \`${f.control}\` | ${f.subject.id} | ${cell(firstOf(textOf(f)))} |`,
          ),
          '',
        ]
      : ['Nothing is open.\n']),
    ...(total > rows.length ? [`And ${total - rows.length} more: \`neverroot audit\`.\n`] : []),
  ].join('\n')
}

const rank = (f: Finding) => shown.indexOf(f.status) * order.length + order.indexOf(f.severity)
const worstFirst = (a: Finding, b: Finding) => rank(a) - rank(b)

const firstOf = (text: string): string => /^.*?[.?!](?= |$)/s.exec(text)?.[0] ?? text
