/** IAM User Guide, "Getting credential reports for your AWS account". */
import { AwsError } from '../../service.ts'
import type { Call } from '../../service.ts'
import type { AccessKey, Account, Iso } from '../../world.ts'
import { rootHasMfa } from './account-summary.ts'
import type { IamHandlers } from './common.ts'
import { byName, entityArn, rootArn } from './common.ts'
import { devicesOf } from './mfa-devices.ts'

/** A new report at most every four hours: until then AWS gives the one it has. */
const KEPT_MS = 4 * 3_600_000

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((n) => [
    `access_key_${n}_active`,
    `access_key_${n}_last_rotated`,
    `access_key_${n}_last_used_date`,
    `access_key_${n}_last_used_region`,
    `access_key_${n}_last_used_service`,
  ]),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
  'additional_credentials_info',
]

const date = (iso: Iso | undefined, otherwise: string): string =>
  iso === undefined ? otherwise : `${iso.slice(0, 19)}+00:00`

const NONE = 'N/A'

function keyColumns(key: AccessKey | undefined): string[] {
  if (!key) return ['false', NONE, NONE, NONE, NONE]
  const { lastUsed } = key
  return [
    String(key.status === 'Active'),
    date(key.created, NONE),
    date(lastUsed?.at, NONE),
    lastUsed?.region ?? NONE,
    lastUsed?.service ?? NONE,
  ]
}

const certificateColumns = (
  certificate: Account['root']['signingCertificates'][number] | undefined,
): string[] =>
  certificate ? [String(certificate.status === 'Active'), date(certificate.uploaded, NONE)] : ['false', NONE]

/** Counts what the columns before it have no room for; its wording is assumed. */
const additional = (keys: number, certificates: number): string => {
  const parts = [
    ...(keys > 2 ? [`AccessKeys: ${keys - 2}`] : []),
    ...(certificates > 2 ? [`SigningCertificates: ${certificates - 2}`] : []),
  ]
  return parts.length ? parts.join('; ') : NONE
}

function credentials(keys: AccessKey[], certificates: Account['root']['signingCertificates']): string[] {
  return [
    ...keyColumns(keys[0]),
    ...keyColumns(keys[1]),
    ...certificateColumns(certificates[0]),
    ...certificateColumns(certificates[1]),
    additional(keys.length, certificates.length),
  ]
}

/** The report of an account as it stands now: comma-separated, root first. */
export function reportOf(call: Pick<Call, 'account' | 'world'>): string {
  const { account } = call
  const { root, iam } = account
  const rootRow = [
    '<root_account>',
    rootArn(call),
    date(account.createdAt, NONE),
    String(root.password !== undefined),
    root.password ? date(root.password.lastUsed, 'no_information') : NONE,
    root.password ? date(root.password.lastChanged, NONE) : NONE,
    'not_supported',
    String(rootHasMfa(account)),
    ...credentials(root.accessKeys, root.signingCertificates),
  ]
  const maxAge = iam.passwordPolicy?.MaxPasswordAge
  const rows = byName(iam.users).map((user) => [
    user.name,
    entityArn(call, 'user', user),
    date(user.created, NONE),
    String(user.password !== undefined),
    user.password ? date(user.password.lastUsed, 'no_information') : NONE,
    date(user.password?.lastChanged, NONE),
    user.password && maxAge
      ? date(new Date(Date.parse(user.password.lastChanged) + maxAge * 86_400_000).toISOString(), NONE)
      : NONE,
    String(devicesOf(account, user).length > 0),
    ...credentials(user.accessKeys, []),
  ])
  return [COLUMNS, rootRow, ...rows].map((row) => row.join(',')).join('\n')
}

const age = (call: Call, since: Iso): number => call.now.getTime() - Date.parse(since)

/** A report's making takes `behaviour.credentialReportSeconds`; it shows the state at its request. */
const isReady = (call: Call, requested: Iso): boolean =>
  age(call, requested) >= (call.world.behaviour.credentialReportSeconds ?? 0) * 1000

export const credentialReportHandlers = {
  GenerateCredentialReport(_input, call) {
    const { iam } = call.account
    const last = iam.credentialReport
    if (last && !isReady(call, last.requested)) return { State: 'INPROGRESS' }
    if (last && age(call, last.generated) < KEPT_MS) return { State: 'COMPLETE' }
    const requested = call.now.toISOString()
    iam.credentialReport = { generated: requested, requested, content: reportOf(call) }
    return {
      State: 'STARTED',
      Description: 'No report exists. Starting a new report generation task',
    }
  },

  GetCredentialReport(_input, call) {
    const last = call.account.iam.credentialReport
    if (!last)
      throw new AwsError(
        'CredentialReportNotPresentException',
        'No report exists. Request a new report with GenerateCredentialReport.',
      )
    if (!isReady(call, last.requested))
      throw new AwsError('CredentialReportNotReadyException', 'Report generation is in progress.')
    if (age(call, last.generated) >= KEPT_MS)
      throw new AwsError(
        'CredentialReportExpiredException',
        'The report has expired. Request a new report with GenerateCredentialReport.',
      )
    return {
      Content: Buffer.from(last.content),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(last.generated),
    }
  },
} satisfies IamHandlers
