/**
 * Every operation the product may call, by the IAM prefix of its service: `iam:GetAccountSummary`. The SDK packages are
 * imported only when the first call of a service is made.
 */
import type { AwsAction } from '../model/index.ts'

export interface Packages {
  iam: typeof import('@aws-sdk/client-iam')
  sts: typeof import('@aws-sdk/client-sts')
  organizations: typeof import('@aws-sdk/client-organizations')
  account: typeof import('@aws-sdk/client-account')
  backup: typeof import('./backup.ts')
  budgets: typeof import('@aws-sdk/client-budgets')
  ce: typeof import('@aws-sdk/client-cost-explorer')
  cloudtrail: typeof import('@aws-sdk/client-cloudtrail')
  events: typeof import('@aws-sdk/client-eventbridge')
  s3: typeof import('@aws-sdk/client-s3')
  sns: typeof import('@aws-sdk/client-sns')
  kms: typeof import('@aws-sdk/client-kms')
  sso: typeof import('@aws-sdk/client-sso-admin')
  identitystore: typeof import('@aws-sdk/client-identitystore')
  freetier: typeof import('../free-tier/client.ts')
  securityhub: typeof import('./securityhub.ts')
  route53: typeof import('./route53.ts')
  route53domains: typeof import('./route53domains.ts')
  ses: typeof import('./ses.ts')
  /** Sending: version 2 of the API of Amazon SES, whose IAM actions begin with `ses` too. */
  sesv2: typeof import('./sesv2.ts')
  ec2: typeof import('./ec2.ts')
}

export type ServicePrefix = keyof Packages

export const packages: {
  [S in ServicePrefix]: { client: keyof Packages[S] & string; load: () => Promise<Packages[S]> }
} = {
  iam: { client: 'IAMClient', load: () => import('@aws-sdk/client-iam') },
  sts: { client: 'STSClient', load: () => import('@aws-sdk/client-sts') },
  organizations: { client: 'OrganizationsClient', load: () => import('@aws-sdk/client-organizations') },
  account: { client: 'AccountClient', load: () => import('@aws-sdk/client-account') },
  backup: { client: 'BackupClient', load: () => import('./backup.ts') },
  budgets: { client: 'BudgetsClient', load: () => import('@aws-sdk/client-budgets') },
  ce: { client: 'CostExplorerClient', load: () => import('@aws-sdk/client-cost-explorer') },
  cloudtrail: { client: 'CloudTrailClient', load: () => import('@aws-sdk/client-cloudtrail') },
  events: { client: 'EventBridgeClient', load: () => import('@aws-sdk/client-eventbridge') },
  s3: { client: 'S3Client', load: () => import('@aws-sdk/client-s3') },
  sns: { client: 'SNSClient', load: () => import('@aws-sdk/client-sns') },
  kms: { client: 'KMSClient', load: () => import('@aws-sdk/client-kms') },
  sso: { client: 'SSOAdminClient', load: () => import('@aws-sdk/client-sso-admin') },
  identitystore: { client: 'IdentitystoreClient', load: () => import('@aws-sdk/client-identitystore') },
  freetier: { client: 'FreeTierClient', load: () => import('../free-tier/client.ts') },
  securityhub: { client: 'SecurityHubClient', load: () => import('./securityhub.ts') },
  route53: { client: 'Route53Client', load: () => import('./route53.ts') },
  route53domains: { client: 'Route53DomainsClient', load: () => import('./route53domains.ts') },
  ses: { client: 'SESClient', load: () => import('./ses.ts') },
  sesv2: { client: 'SESv2Client', load: () => import('./sesv2.ts') },
  ec2: { client: 'EC2Client', load: () => import('./ec2.ts') },
}

type CommandNames<M> = {
  [K in keyof M]: K extends `${infer Op}Command` ? (Op extends '$' ? never : Op) : never
}[keyof M] &
  string

/** `iam:GetAccountSummary` and the like, for every operation of every package. */
export type Operation = { [S in ServicePrefix]: `${S}:${CommandNames<Packages[S]>}` }[ServicePrefix]

type CommandClass<O extends Operation> = O extends `${infer S extends ServicePrefix}:${infer Op}`
  ? `${Op}Command` extends keyof Packages[S]
    ? Packages[S][`${Op}Command`]
    : never
  : never

export type Input<O extends Operation> =
  CommandClass<O> extends new (...args: never[]) => { input: infer I } ? I : never

export type Output<O extends Operation> =
  CommandClass<O> extends new (...args: never[]) => {
    resolveMiddleware: (...args: never[]) => (args: never) => Promise<{ output: infer T }>
  }
    ? T
    : never

/** True for an operation that changes nothing in the account. A report that is generated is one that is read. */
export function isRead(operation: string): boolean {
  return /:(Get|List|Describe|Lookup|GenerateCredentialReport$)/.test(operation)
}

const sends: ReadonlySet<string> = new Set<Operation>(['events:PutEvents', 'securityhub:BatchImportFindings'])

/** True for an operation that changes nothing that counts here and tells something: only the door that sends may. */
export const isSend = (operation: string): boolean => sends.has(operation)

/** True for an operation that hands out temporary credentials and changes nothing else. */
export const opensSession = (operation: string): boolean => /^sts:Assume(Role|Root)$/.test(operation)

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3". */
const ofS3: Readonly<Record<string, AwsAction>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
}

/**
 * The IAM action behind an operation, where it is not the operation's own name.
 * Service Authorization Reference: Budgets knows two actions only.
 */
export function permissionFor(operation: Operation | AwsAction): AwsAction {
  const [service, name] = operation.split(':') as [string, string]
  if (service === 'budgets')
    return /^(Describe|List)/.test(name) ? 'budgets:ViewBudget' : 'budgets:ModifyBudget'
  if (service === 'sesv2') return `ses:${name}`
  return ofS3[operation] ?? operation
}
