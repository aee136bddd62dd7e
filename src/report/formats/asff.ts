import type { Finding, Report, ReportHead, Status } from '../../model/index.ts'
import { arrayOf } from './array.ts'
import { type FormatOptions, type Rule, severityOf, stepsOf, textOf } from './rule.ts'

/** Security Hub user guide, "AWS Security Finding Format": what is neither passed nor failed is a warning, or not available. */
const compliance: Readonly<Record<Status, string>> = {
  pass: 'PASSED',
  fail: 'FAILED',
  review: 'WARNING',
  unknown: 'NOT_AVAILABLE',
  'not-applicable': 'NOT_AVAILABLE',
  excepted: 'FAILED',
}

/** Each finding in AWS's own format, in one array, as BatchImportFindings takes them. */
export const asffReport = (report: Report, options: FormatOptions): AsyncIterable<string> =>
  arrayOf(report, options, (finding, rule) => asffOf(finding, report.head, rule, options.region))

/** One finding in that format. `head` is its report's. */
export function asffOf(finding: Finding, head: ReportHead, rule: Rule | undefined, region: string): object {
  const { id, control, title, section, status, severity, subject, since, exception } = finding
  const { caller, partition, tool } = head
  const own = `arn:${partition}:securityhub:${region}:${caller.account}:product/${caller.account}/default`
  const account = subject.kind === 'account' ? subject.id : caller.account
  return {
    SchemaVersion: '2018-10-08',
    Id: `neverroot/${id}`,
    ProductArn: own,
    ProductName: tool.name,
    CompanyName: tool.name,
    GeneratorId: control,
    // Whoever imports does so as itself, and names the member among the resources (user guide, "BatchImportFindings").
    AwsAccountId: caller.account,
    CreatedAt: since ?? head.at,
    UpdatedAt: head.at,
    // The format's limits: 256, 1024 and 512 characters.
    Title: cut(title, 256),
    Description: cut(textOf(finding), 1024),
    ...(rule
      ? {
          Remediation: {
            Recommendation: {
              Text: cut(stepsOf(rule) || rule.judged, 512),
              ...(rule.references[0] ? { Url: rule.references[0] } : {}),
            },
          },
        }
      : {}),
    Resources: [
      { Type: 'AwsAccount', Id: `AWS::::Account:${account}`, Partition: partition, Region: region },
    ],
    Compliance: { Status: compliance[status] },
    FindingProviderFields: {
      Severity: { Label: severityOf(status, severity).toUpperCase() },
      Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
    },
    RecordState: 'ACTIVE',
    Workflow: { Status: exception ? 'SUPPRESSED' : status === 'pass' ? 'RESOLVED' : 'NEW' },
    ProductFields: { 'neverroot/section': section, 'neverroot/status': status },
  }
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 3).trimEnd()}...`
