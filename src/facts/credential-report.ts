import { setTimeout } from 'node:timers/promises'
import { type Fetcher, observed } from '../aws/index.ts'
import { type Fact, type Iso, known, unknown } from '../model/index.ts'

/** One access key as the report shows it. */
export interface ReportedKey {
  active: boolean
  rotated?: Date
  lastUsed?: Date
  lastUsedRegion?: string
  lastUsedService?: string
}

/** One row: a user or root. Absent means that the report does not say. */
export interface ReportRow {
  user: string
  arn: string
  root: boolean
  created?: Date
  passwordEnabled?: boolean
  passwordLastUsed?: Date
  passwordLastChanged?: Date
  mfaActive?: boolean
  /** Keys one and two, active or not; a key that never existed is left out. */
  keys: readonly ReportedKey[]
  /** How many of the signing certificates that the report has room for are active. */
  activeCertificates?: number
}

export interface CredentialReport {
  generated: Date
  root?: ReportRow
  users: readonly ReportRow[]
}

/** A report younger than this shows the present state well enough. */
const freshMs = 5 * 60_000

/** False where what a report says may have changed since: AWS makes a new one only every four hours. */
export function isFresh({ generated }: CredentialReport, now: Date): boolean {
  return now.getTime() - generated.getTime() < freshMs
}

/** How long to wait for a report that AWS is still writing, and how often to ask. */
const patienceMs = 15_000
const pauseMs = 1_000
/** A report that was asked for and is not there yet; an expired one is being made anew. */
const notYet =
  /^(CredentialReport(NotReady|NotPresent|Expired)Exception|Report(InProgress|NotPresent|Expired))$/

/**
 * The credential report is made at most every four hours; an earlier request returns the old one (IAM user guide,
 * "Getting credential reports"). Its age is part of the fact: what it says may have been mended since.
 */
export const credentialReport: Fetcher<CredentialReport> = {
  name: 'credential-report',
  reads: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  async collect(source) {
    // Reading an existing report needs only the second permission, so a refusal here is not the end.
    const started = await source.call('iam:GenerateCredentialReport', {})
    for (const until = Date.now() + patienceMs; ;) {
      const answer = await source.call('iam:GetCredentialReport', {})
      if (answer.ok) return read(answer.output, answer.at)
      if (!started.ok) return notYet.test(answer.code) ? started.unknown : answer.unknown
      if (!notYet.test(answer.code)) return answer.unknown
      if (Date.now() > until)
        return unknown('failed', 'the credential report was not ready in time; run again in a minute')
      await (source.pause ?? setTimeout)(pauseMs)
    }
  },
}

function read(output: { Content?: Uint8Array; GeneratedTime?: Date }, at: Iso): Fact<CredentialReport> {
  const { Content: content, GeneratedTime: generated } = output
  if (!content || !generated) return unknown('failed', 'iam:GetCredentialReport answered without a report')
  const report = parseCredentialReport(new TextDecoder().decode(content), generated)
  if (!report) return unknown('failed', 'the credential report has no column "user" or "arn"')
  return known(report, [
    observed('iam:GetCredentialReport', at, {
      generated: generated.toISOString(),
      users: report.users.length,
    }),
  ])
}

/**
 * Reads the report by the names of its columns, never by position: AWS adds columns. TRUE and true are the same;
 * `N/A`, `no_information` and `not_supported` mean that nothing is said.
 */
export function parseCredentialReport(csv: string, generated: Date): CredentialReport | undefined {
  const [header, ...lines] = csv.split(/\r?\n/).filter((line) => line !== '')
  const columns = header?.split(',') ?? []
  if (!columns.includes('user') || !columns.includes('arn')) return undefined
  const rows = lines.map((line) => {
    const cells = cellsOf(line, columns)
    return rowOf((name) => cells[columns.indexOf(name)])
  })
  const root = rows.find((row) => row.root)
  return { generated, ...(root ? { root } : {}), users: rows.filter((row) => !row.root) }
}

/** A user name may hold commas, and then so does the ARN, which stands next to it (IAM user guide, "IAM names"). */
function cellsOf(line: string, columns: readonly string[]): string[] {
  const cells = line.split(',')
  const extra = cells.length - columns.length
  if (extra <= 0 || extra % 2 !== 0 || columns[0] !== 'user' || columns[1] !== 'arn') return cells
  const each = extra / 2 + 1
  return [cells.slice(0, each).join(','), cells.slice(each, 2 * each).join(','), ...cells.slice(2 * each)]
}

function rowOf(cell: (name: string) => string | undefined): ReportRow {
  const flag = (name: string) => {
    const text = cell(name)?.toLowerCase()
    return text === 'true' ? true : text === 'false' ? false : undefined
  }
  const date = (name: string) => {
    const at = new Date(cell(name) ?? '')
    return Number.isNaN(at.getTime()) ? undefined : at
  }
  const word = (name: string) => {
    const text = cell(name)
    return text && !/^(n\/a|no_information|not_supported)$/i.test(text) ? text : undefined
  }
  const keys = ([1, 2] as const).flatMap((n): ReportedKey[] => {
    const key = `access_key_${n}`
    const rotated = date(`${key}_last_rotated`)
    const active = flag(`${key}_active`) ?? false
    if (!active && !rotated) return []
    return [
      {
        active,
        rotated,
        lastUsed: date(`${key}_last_used_date`),
        lastUsedRegion: word(`${key}_last_used_region`),
        lastUsedService: word(`${key}_last_used_service`),
      },
    ]
  })
  const certificates = [1, 2].map((n) => flag(`cert_${n}_active`)).filter((is) => is !== undefined)
  const arn = cell('arn') ?? ''
  return {
    user: cell('user') ?? '',
    arn,
    root: cell('user') === '<root_account>' || arn.endsWith(':root'),
    created: date('user_creation_time'),
    passwordEnabled: flag('password_enabled'),
    passwordLastUsed: date('password_last_used'),
    passwordLastChanged: date('password_last_changed'),
    mfaActive: flag('mfa_active'),
    keys,
    ...(certificates.length > 0 ? { activeCertificates: certificates.filter(Boolean).length } : {}),
  }
}
