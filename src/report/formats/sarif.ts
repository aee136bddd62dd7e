import type { Finding, Report, Severity, Status } from '../../model/index.ts'
import { type FormatOptions, type Rule, stepsOf, textOf } from './rule.ts'

/** SARIF 2.1.0, section 3.27.9: what is no failure has the level `none` (3.27.10). */
const kinds: Readonly<Record<Status, string>> = {
  fail: 'fail',
  review: 'review',
  unknown: 'open',
  pass: 'pass',
  'not-applicable': 'notApplicable',
  excepted: 'fail',
}
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
}
/** GitHub sorts alerts by this number ("SARIF support for code scanning": above 9.0 is critical, above 7.0 high). */
const numbers: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
}

/**
 * The findings as one SARIF run, written as they come. A finding keeps its fingerprint from run to run. Code scanning wants a
 * file for each result: it is a name for the account, and no file of the repository.
 */
export async function* sarifReport(report: Report, { rules }: FormatOptions): AsyncIterable<string> {
  const { head } = report
  const index = new Map(rules.map(({ id }, i) => [id, i]))
  const driver = {
    name: head.tool.name,
    semanticVersion: head.tool.version,
    informationUri: 'https://www.npmjs.com/package/neverroot',
    rules: rules.map(ruleOf),
  }
  yield `{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": ${JSON.stringify({ driver })},
      "automationDetails": ${JSON.stringify({ id: `neverroot/${head.caller.account}/` })},
      "results": [`
  let first = true
  for await (const finding of report.findings) {
    yield `${first ? '' : ','}\n        ${JSON.stringify(resultOf(finding, index.get(finding.control)))}`
    first = false
  }
  const { posture } = await report.tail()
  yield `${first ? '' : '\n      '}],
      "invocations": ${JSON.stringify([{ executionSuccessful: true, endTimeUtc: head.at }])},
      "properties": ${JSON.stringify({ posture })}
    }
  ]
}
`
}

const ruleOf = (rule: Rule) => ({
  id: rule.id,
  name: rule.id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  shortDescription: { text: rule.title },
  fullDescription: { text: `${rule.rationale} ${rule.judged}` },
  help: { text: stepsOf(rule) || rule.judged },
  ...(rule.references[0] ? { helpUri: rule.references[0] } : {}),
  defaultConfiguration: { level: levels[rule.severity] },
  properties: { 'security-severity': numbers[rule.severity], tags: ['security', rule.section] },
})

function resultOf(finding: Finding, ruleIndex: number | undefined): object {
  const { id, control, status, severity, subject, exception, grade, evidence, needs, since } = finding
  const kind = kinds[status]
  return {
    ruleId: control,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind,
    level: kind === 'fail' ? levels[severity] : 'none',
    message: { text: textOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: `aws/${subject.kind}/${subject.id}` },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: subject.id, kind: subject.kind }],
      },
    ],
    partialFingerprints: { 'neverroot/v1': id },
    ...(exception
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${exception.reason} (${exception.owner}, until ${exception.expires})`,
            },
          ],
        }
      : {}),
    properties: {
      severity,
      status,
      ...(grade ? { grade } : {}),
      ...(needs ? { needs } : {}),
      ...(since ? { since } : {}),
      evidence: evidence.map(({ kind: of, source, at }) => ({ kind: of, source, at })),
    },
  }
}
