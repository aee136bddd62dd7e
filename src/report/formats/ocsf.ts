import type { Finding, Report, ReportHead, Status } from '../../model/index.ts'
import { arrayOf } from './array.ts'
import { type FormatOptions, type Rule, severityOf, stepsOf, textOf } from './rule.ts'

/** The version of the schema that the events keep to: the one that integrations of 2026 take (ocsf.io). */
export const ocsfVersion = '1.5.0'

/** Compliance Finding: class 3 of the category Findings (OCSF schema, `compliance_finding`). */
const classUid = 2003
const severities = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const
const captions = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical'] as const

/** Whether it is so (`compliance.status_id`), which is no matter of the finding's own life (`status_id`). */
const compliance: Readonly<Record<Status, { status_id: number; status: string }>> = {
  pass: { status_id: 1, status: 'Pass' },
  fail: { status_id: 3, status: 'Fail' },
  review: { status_id: 2, status: 'Warning' },
  unknown: { status_id: 0, status: 'Unknown' },
  'not-applicable': { status_id: 99, status: 'Not applicable' },
  excepted: { status_id: 3, status: 'Fail' },
}

/** Each finding as an OCSF Compliance Finding, in one array. */
export const ocsfReport = (report: Report, options: FormatOptions): AsyncIterable<string> =>
  arrayOf(report, options, (finding, rule) => eventOf(finding, report.head, rule, options.region))

function eventOf(finding: Finding, head: ReportHead, rule: Rule | undefined, region: string): object {
  const { id, control, title, status, severity, subject, standards, exception, since } = finding
  const level = severities[severityOf(status, severity)]
  const suppressed = status === 'excepted'
  const steps = rule && stepsOf(rule)
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: 'Compliance Finding',
    type_uid: classUid * 100 + 1,
    type_name: 'Compliance Finding: Create',
    severity_id: level,
    severity: captions[level],
    time: Date.parse(head.at),
    message: textOf(finding),
    status_id: suppressed ? 3 : 1,
    status: suppressed ? 'Suppressed' : 'New',
    ...(exception ? { comment: `${exception.reason} (${exception.owner}, until ${exception.expires})` } : {}),
    metadata: {
      version: ocsfVersion,
      profiles: ['cloud'],
      product: { name: head.tool.name, vendor_name: head.tool.name, version: head.tool.version },
    },
    cloud: {
      provider: 'AWS',
      region,
      ...(subject.kind === 'account' ? { account: { uid: subject.id } } : {}),
    },
    finding_info: {
      uid: id,
      title,
      desc: textOf(finding),
      ...(since ? { first_seen_time: Date.parse(since) } : {}),
    },
    compliance: {
      control,
      ...compliance[status],
      standards: Object.entries(standards ?? {}).map(([name, ids]) => `${name} ${ids.join(', ')}`),
    },
    resources: [
      { uid: subject.id, type: subject.kind === 'account' ? 'AWS Account' : 'AWS Organization', region },
    ],
    ...(steps ? { remediation: { desc: steps, references: rule.references } } : {}),
  }
}
