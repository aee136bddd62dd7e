import type { Finding, Report } from '../../model/index.ts'
import { textOf } from './rule.ts'

/**
 * A suite for each account, a test for each finding: what fails is a failure, and what nobody knows or has said is skipped with
 * the reason, since it is neither. Findings come account by account, so that no more than one account is held.
 */
export async function* junitReport({ head, findings }: Report): AsyncIterable<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="neverroot">\n`
  let suite: Finding[] = []
  for await (const finding of findings) {
    if (suite[0] && suite[0].subject.id !== finding.subject.id) {
      yield suiteOf(suite, head.at)
      suite = []
    }
    suite.push(finding)
  }
  if (suite.length > 0) yield suiteOf(suite, head.at)
  yield '</testsuites>\n'
}

function suiteOf(findings: readonly Finding[], at: string): string {
  const { subject } = findings[0]!
  const failures = findings.filter(({ status }) => status === 'fail').length
  const skipped = findings.filter(({ status }) => status !== 'fail' && status !== 'pass').length
  const counts = `tests="${findings.length}" failures="${failures}" errors="0" skipped="${skipped}" time="0"`
  return [
    `  <testsuite name="${escaped(`${subject.kind} ${subject.id}`)}" ${counts} timestamp="${at.slice(0, 19)}">\n`,
    ...findings.map(caseOf),
    '  </testsuite>\n',
  ].join('')
}

function caseOf(finding: Finding): string {
  const { control, title, section, severity, status, subject } = finding
  const name = `name="${escaped(`${control}: ${title}`)}" classname="${escaped(`${subject.id}.${section}`)}" time="0"`
  if (status === 'pass') return `    <testcase ${name}/>\n`
  const text = escaped(textOf(finding))
  const inside =
    status === 'fail'
      ? `<failure type="${severity}" message="${escaped(title)}">${text}</failure>`
      : `<skipped message="${escaped(status)}: ${text}"/>`
  return `    <testcase ${name}>\n      ${inside}\n    </testcase>\n`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
}

/** Control characters have no place in XML 1.0, escaped or not. */
const escaped = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '?',
    )
    .replace(/[&<>"\n]/g, (found) => entities[found]!)
