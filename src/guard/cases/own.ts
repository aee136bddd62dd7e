import { rootPolicy } from '../root-policies.ts'
import { full, type Line, type Scene, scp } from './scene.ts'

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'
const own = { resource: 'arn:aws:iam::111111111111:root' }
const user = (name: string, policy?: string) => ({
  resource: `arn:aws:iam::111111111111:user/${name}`,
  ...(policy ? { context: { 'iam:PolicyARN': policy } } : {}),
})
const asUser = (name: string) => ({
  context: { 'aws:PrincipalArn': `arn:aws:iam::111111111111:user/${name}` },
})

/** A way on which one of our policies stands at a level, beside what AWS attaches everywhere. */
const way = (at: 'root' | 'ou:Prod' | 'account', text: string): Scene['policies'] =>
  ['root', 'ou:Prod', 'account'].flatMap((level) => [
    scp(level, full),
    ...(level === at ? [{ level, type: 'scp' as const, policy: text }] : []),
  ])

/** Nobody but standing root notices either policy. */
const others: Line[] = [
  [
    'assumed root deletes keys',
    'assumed-root',
    'iam:DeleteAccessKey',
    'allow',
    { ...own, task: 'IAMDeleteRootUserCredentials' },
  ],
  [
    'assumed root deletes MFA',
    'assumed-root',
    'iam:DeactivateMFADevice',
    'allow',
    { ...own, task: 'IAMDeleteRootUserCredentials' },
  ],
  [
    'assumed root allows recovery again',
    'assumed-root',
    'iam:CreateLoginProfile',
    'allow',
    { ...own, task: 'IAMCreateRootUserPassword' },
  ],
  [
    'assumed root looks',
    'assumed-root',
    'iam:GetAccountSummary',
    'allow',
    { task: 'IAMAuditRootUserCredentials' },
  ],
  [
    'assumed root unlocks a bucket',
    'assumed-root',
    's3:DeleteBucketPolicy',
    'allow',
    { task: 'S3UnlockBucketPolicy' },
  ],
  [
    'assumed root unlocks a queue',
    'assumed-root',
    'sqs:SetQueueAttributes',
    'allow',
    { task: 'SQSUnlockQueuePolicy' },
  ],
  ['an administrator role', 'role', 'iam:CreateRole', 'allow'],
  ['an administrator makes keys', 'role', 'iam:CreateAccessKey', 'allow', asUser('admin')],
  ['a user whose name is root', 'role', 's3:DeleteBucket', 'allow', asUser('root')],
  ['a role closes the account', 'role', 'account:CloseAccount', 'allow'],
  ['a service-linked role', 'service-linked-role', 's3:DeleteBucket', 'allow'],
  ['root of the management account', 'root', 's3:DeleteBucket', 'not-covered', { management: true }],
]

const nothing: Line[] = [
  ['root deletes buckets', 'root', 's3:DeleteBucket', 'deny'],
  ['root looks', 'root', 'iam:GetUser', 'deny', own],
  ['root sees bills', 'root', 'billing:GetBillingData', 'deny'],
  ['root makes the administrator', 'root', 'iam:CreateUser', 'deny', user('admin')],
  [
    'root with MFA',
    'root',
    'ec2:RunInstances',
    'deny',
    { context: { 'aws:MultiFactorAuthPresent': 'true' } },
  ],
  ['root of any member', 'root', 's3:DeleteBucket', 'deny', { account: '999999999999' }],
]

const little: Line[] = [
  ['bills', 'root', 'billing:GetBillingData', 'allow'],
  ['bills as they used to be', 'root', 'aws-portal:ViewBilling', 'allow'],
  ['costs', 'root', 'ce:GetCostAndUsage', 'allow'],
  ['invoices', 'root', 'invoicing:GetInvoicePDF', 'allow'],
  ['tax', 'root', 'tax:GetTaxRegistration', 'allow'],
  ['budgets', 'root', 'budgets:ViewBudget', 'allow'],
  ['who else sees bills', 'root', 'billing:UpdateIAMAccessPreference', 'allow'],
  ['no payment', 'root', 'payments:MakePayment', 'deny'],
  ['no budget that acts', 'root', 'budgets:CreateBudgetAction', 'deny'],
  ['no budget taken away', 'root', 'budgets:ModifyBudget', 'deny'],
  ['no credits', 'root', 'billing:RedeemCredits', 'deny'],
  ['no costly plan', 'root', 'freetier:UpgradeAccountPlan', 'deny'],
  ['contacts', 'root', 'account:PutAlternateContact', 'allow'],
  ['phone', 'root', 'account:PutContactInformation', 'allow'],
  ['name', 'root', 'account:PutAccountName', 'allow'],
  ['details', 'root', 'account:GetContactInformation', 'allow'],
  ['not the root address', 'root', 'account:StartPrimaryEmailUpdate', 'deny'],
  ['closes no account', 'root', 'account:CloseAccount', 'deny'],
  ['nor as it used to be', 'root', 'aws-portal:ModifyAccount', 'deny'],
  ['opens no Region', 'root', 'account:EnableRegion', 'deny'],
  ['closes none', 'root', 'account:DisableRegion', 'deny'],
  ['leaves no organization', 'root', 'organizations:LeaveOrganization', 'deny'],
  ['signs in', 'root', 'signin:Authenticate', 'allow'],
  ['signs in to the CLI', 'root', 'signin:CreateOAuth2Token', 'allow'],
  ['opens no sign-in', 'root', 'signin:DeleteConsoleAuthorizationConfiguration', 'deny'],
  ['makes the administrator', 'root', 'iam:CreateUser', 'allow', user('admin')],
  [
    'another user',
    'root',
    'iam:CreateUser',
    'deny',
    { ...user('eve'), by: 'ou:Prod 2 DenyRootOtherUsers 1' },
  ],
  ['the name elsewhere', 'root', 'iam:CreateUser', 'deny', user('ops/admin')],
  ['a longer name', 'root', 'iam:CreateUser', 'deny', user('admin2')],
  ['some user', 'root', 'iam:CreateUser', 'deny'],
  ['their first password', 'root', 'iam:CreateLoginProfile', 'allow', user('admin')],
  ['their password', 'root', 'iam:UpdateLoginProfile', 'allow', user('admin')],
  ['the password of another', 'root', 'iam:UpdateLoginProfile', 'deny', user('mia')],
  ['no password of its own this way', 'root', 'iam:CreateLoginProfile', 'deny', own],
  ['makes them administrator', 'root', 'iam:AttachUserPolicy', 'allow', user('admin', ADMIN)],
  [
    'in another way',
    'root',
    'iam:AttachUserPolicy',
    'deny',
    { ...user('admin', 'arn:aws:iam::aws:policy/PowerUserAccess'), by: 'ou:Prod 2 DenyRootOtherPolicies 3' },
  ],
  [
    'a policy of somebody of the same name',
    'root',
    'iam:AttachUserPolicy',
    'deny',
    user('admin', 'arn:aws:iam::111111111111:policy/AdministratorAccess'),
  ],
  ['a policy nobody named', 'root', 'iam:AttachUserPolicy', 'deny', user('admin')],
  ['makes another administrator', 'root', 'iam:AttachUserPolicy', 'deny', user('eve', ADMIN)],
  ['frees them of a denial', 'root', 'iam:DetachUserPolicy', 'allow', user('admin')],
  ['and of one of their own', 'root', 'iam:DeleteUserPolicy', 'allow', user('admin')],
  ['and of a boundary', 'root', 'iam:DeleteUserPermissionsBoundary', 'allow', user('admin')],
  ['no denial of others', 'root', 'iam:DetachUserPolicy', 'deny', user('mia')],
  ['no inline policy', 'root', 'iam:PutUserPolicy', 'deny', user('admin')],
  ['no boundary', 'root', 'iam:PutUserPermissionsBoundary', 'deny', user('admin')],
  ['does not delete them', 'root', 'iam:DeleteUser', 'deny', user('admin')],
  ['their lost MFA', 'root', 'iam:DeactivateMFADevice', 'allow', user('admin')],
  ['the MFA of another', 'root', 'iam:DeactivateMFADevice', 'deny', user('mia')],
  ['its own keys', 'root', 'iam:DeleteAccessKey', 'allow', own],
  ['switches them off first', 'root', 'iam:UpdateAccessKey', 'allow', own],
  ['sees them', 'root', 'iam:ListAccessKeys', 'allow', own],
  ['makes none', 'root', 'iam:CreateAccessKey', 'deny', own],
  ['nor for the administrator', 'root', 'iam:CreateAccessKey', 'deny', user('admin')],
  ['keys of another', 'root', 'iam:DeleteAccessKey', 'deny', user('mia')],
  ['its own certificates', 'root', 'iam:DeleteSigningCertificate', 'allow', own],
  [
    'a device',
    'root',
    'iam:CreateVirtualMFADevice',
    'allow',
    { resource: 'arn:aws:iam::111111111111:mfa/r' },
  ],
  ['its own MFA', 'root', 'iam:EnableMFADevice', 'allow', own],
  ['makes no role', 'root', 'iam:CreateRole', 'deny', { by: 'ou:Prod 2 DenyRootTheRest 0' }],
  ['takes no role', 'root', 'sts:AssumeRole', 'deny'],
  ['passes none', 'root', 'iam:PassRole', 'deny'],
  ['deletes no bucket', 'root', 's3:DeleteBucket', 'deny'],
  ['unlocks no bucket itself', 'root', 's3:PutBucketPolicy', 'deny'],
  ['starts nothing', 'root', 'ec2:RunInstances', 'deny'],
  ['no keys of KMS', 'root', 'kms:ScheduleKeyDeletion', 'deny'],
  ['silences no trail', 'root', 'cloudtrail:StopLogging', 'deny'],
]

const deny = rootPolicy('root-deny')
const allowList = rootPolicy('root-allow-list', { administrator: 'admin' })

/** The policies that we write, on whole ways. */
export const ownPolicies: Scene[] = [
  { name: 'root-deny at the root', policies: way('root', deny), cases: [...nothing, ...others] },
  { name: 'root-deny at a unit', policies: way('ou:Prod', deny), cases: [...nothing, ...others] },
  { name: 'root-deny at the account', policies: way('account', deny), cases: [...nothing, ...others] },
  { name: 'root-allow-list at a unit', policies: way('ou:Prod', allowList), cases: [...little, ...others] },
  {
    name: 'both: no more than the stricter one',
    policies: [...way('ou:Prod', allowList), { level: 'account', type: 'scp', policy: deny }],
    cases: [...nothing, ...others],
  },
]
