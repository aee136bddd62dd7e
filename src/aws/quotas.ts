/**
 * How often AWS says that its operations may be called. What is not listed has no published rate: it is unlimited here
 * until AWS throttles it (the pacer then learns). AWS changes these numbers without notice, so they slow us down before
 * AWS does, and nothing else rests on them.
 */

/** A bucket that holds `burst` calls and is filled with `rate` a second. */
export interface Rate {
  rate: number
  burst: number
}

/**
 * Whose calls one bucket counts: those of the calling account, those about one account, or all of the organization. The
 * documentation may give several for one operation; then all of them hold.
 */
export type Scope = 'caller' | 'target' | 'organization'

export interface Quota {
  operations: readonly string[]
  limits: Readonly<Partial<Record<Scope, Rate>>>
  /** True: the operations draw on one bucket together; else each has its own. */
  together?: true
  /** True: each Region has a bucket of its own. */
  perRegion?: true
  source: string
}

const rate = (perSecond: number, burst: number): Rate => ({ rate: perSecond, burst })

const organizations =
  'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html, "Throttling limits"'
// "per calling account / per organization"; only for some the page gives both.
const ofOrganizations = (limits: Quota['limits'], ...names: string[]): Quota => ({
  operations: names.map((name) => `organizations:${name}`),
  limits,
  source: organizations,
})

// The page says "per account" for contacts and "per caller account" for the rest. Which account the first means where
// the management account asks about a member is not said; the caller's is the more careful reading.
const ofAccounts = (limit: Rate, ...names: string[]): Quota => ({
  operations: names.map((name) => `account:${name}`),
  limits: { caller: limit },
  source: 'https://docs.aws.amazon.com/accounts/latest/reference/quotas.html',
})

export const quotas: readonly Quota[] = [
  ofOrganizations({ caller: rate(8, 12), organization: rate(9, 15) }, 'ListAccounts'),
  ofOrganizations({ caller: rate(20, 30), organization: rate(24, 36) }, 'DescribeAccount'),
  ofOrganizations({ caller: rate(1, 2) }, 'DescribeOrganization', 'ListRoots'),
  ofOrganizations(
    { caller: rate(5, 8), organization: rate(6, 10) },
    'ListParents',
    'ListAccountsForParent',
    'ListOrganizationalUnitsForParent',
  ),
  ofOrganizations(
    { caller: rate(5, 8) },
    'ListPolicies',
    'ListPoliciesForTarget',
    'ListTargetsForPolicy',
    'ListDelegatedAdministrators',
  ),
  ofOrganizations({ caller: rate(2, 2) }, 'DescribePolicy'),
  ofOrganizations(
    { caller: rate(2, 3) },
    'CreatePolicy',
    'DeletePolicy',
    'UpdatePolicy',
    'AttachPolicy',
    'DetachPolicy',
  ),
  ofOrganizations({ caller: rate(1, 3) }, 'ListAWSServiceAccessForOrganization'),
  ofOrganizations({ caller: rate(1, 2) }, 'EnableAWSServiceAccess', 'RegisterDelegatedAdministrator'),
  ofOrganizations({ caller: rate(0.05, 1) }, 'CloseAccount'),
  ofOrganizations({ caller: rate(0.1, 3) }, 'CreateAccount'),

  ofAccounts(rate(10, 15), 'GetContactInformation', 'GetAlternateContact'),
  ofAccounts(rate(3, 3), 'GetPrimaryEmail', 'GetAccountInformation'),
  ofAccounts(rate(5, 8), 'PutContactInformation', 'PutAlternateContact'),
  ofAccounts(rate(1, 6), 'DeleteAlternateContact'),
  ofAccounts(rate(1, 1), 'PutAccountName', 'AcceptPrimaryEmailUpdate'),
  {
    // And three in 30 seconds for one target.
    ...ofAccounts(rate(1, 1), 'StartPrimaryEmailUpdate'),
    limits: { caller: rate(1, 1), target: rate(0.1, 3) },
  },

  {
    // One rate for all of them, counted for the account that calls and not for the one whose role is assumed. No burst
    // is published: a second's worth, here and below.
    operations: ['sts:AssumeRole', 'sts:GetCallerIdentity', 'sts:GetSessionToken'],
    limits: { caller: rate(600, 600) },
    together: true,
    perRegion: true,
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, "STS request quotas"',
  },
  {
    operations: ['cloudtrail:LookupEvents'],
    limits: { caller: rate(2, 2) },
    perRegion: true,
    source:
      'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html, "two per second, per account, per Region"',
  },
  {
    operations: ['sso:*'],
    limits: { caller: rate(20, 20) },
    together: true,
    perRegion: true,
    source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html, "throttle limits"',
  },
  {
    operations: ['securityhub:BatchImportFindings'],
    limits: { caller: rate(10, 30) },
    perRegion: true,
    source:
      'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub_limits.html, "BatchImportFindings"',
  },
  {
    operations: ['identitystore:*'],
    limits: { caller: rate(20, 20) },
    perRegion: true,
    source: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html, "throttle limits"',
  },
  {
    operations: ['ses:DescribeActiveReceiptRuleSet', 'ses:GetIdentityVerificationAttributes'],
    limits: { caller: rate(1, 1) },
    perRegion: true,
    source:
      'https://docs.aws.amazon.com/ses/latest/APIReference/API_DescribeActiveReceiptRuleSet.html, "no more than once per second"; GetIdentityVerificationAttributes says the same, and neither whether in each Region',
  },
  {
    operations: ['route53:*'],
    limits: { caller: rate(5, 5) },
    together: true,
    source:
      'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html, "five requests per second per AWS account"',
  },
]

const byOperation = new Map(quotas.flatMap((quota) => quota.operations.map((name) => [name, quota] as const)))

/** What is published for an operation, by its own name or for its whole service. */
export function quotaOf(operation: string): Quota | undefined {
  return byOperation.get(operation) ?? byOperation.get(`${operation.slice(0, operation.indexOf(':'))}:*`)
}
