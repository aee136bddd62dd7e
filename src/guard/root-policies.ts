import { UserError } from '../model/index.ts'

/** The policies about root that we write. */
export const rootPolicyKinds = ['root-deny', 'root-allow-list'] as const
export type RootPolicyKind = (typeof rootPolicyKinds)[number]

/** What a policy about root needs to be told. */
export interface RootPolicyOptions {
  /** The IAM user that root may make and reset: of the allow-list alone. */
  administrator?: string
  /** Default `aws`. */
  partition?: string
}

/** Where root may do nothing, where root may do next to nothing; the names that the policies have in Organizations. */
export const rootPolicyNames: Readonly<Record<RootPolicyKind, string>> = {
  'root-deny': 'neverroot-root-deny',
  'root-allow-list': 'neverroot-root-allow-list',
}

/**
 * Standing root, and not the sessions of AssumeRoot that delete its credentials and unlock buckets and queues from the
 * centre: `aws:AssumedRoot` is in their requests alone (IAM User Guide, "AWS global condition context keys", whose own
 * example this is).
 */
const standingRoot = (partition: string) => ({
  ArnLike: { 'aws:PrincipalArn': `arn:${partition}:iam::*:root` },
  Null: { 'aws:AssumedRoot': 'true' },
})

/**
 * Bills, and nothing that spends or pays: the payer, whom no policy binds, does that. Two are no bills: who else may see
 * them (root alone can allow it), and signing in, which AWS Sign-In asks about where its own policies are enforced.
 */
const bills = [
  'aws-portal:View*',
  'billing:Get*',
  'billing:List*',
  'billing:UpdateIAMAccessPreference',
  'budgets:ViewBudget',
  'ce:Describe*',
  'ce:Get*',
  'ce:List*',
  'consolidatedbilling:Get*',
  'consolidatedbilling:List*',
  'cur:Describe*',
  'cur:Get*',
  'freetier:Get*',
  'freetier:List*',
  'invoicing:BatchGet*',
  'invoicing:Get*',
  'invoicing:List*',
  'payments:Get*',
  'payments:List*',
  'purchase-orders:Get*',
  'purchase-orders:List*',
  'purchase-orders:View*',
  'tax:Get*',
  'tax:List*',
]
const signIn = ['signin:Authenticate', 'signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token']

/** Contacts and name. Not the root address (the centre changes it), no Regions, and never account:CloseAccount. */
const accountDetails = [
  'account:DeleteAlternateContact',
  'account:Get*',
  'account:List*',
  'account:PutAccountName',
  'account:PutAlternateContact',
  'account:PutContactInformation',
]

/** What makes the administrator, and makes them one again after somebody took their rights. */
const administrator = [
  'iam:AttachUserPolicy',
  'iam:CreateLoginProfile',
  'iam:CreateUser',
  'iam:DeleteUserPermissionsBoundary',
  'iam:DeleteUserPolicy',
  'iam:DetachUserPolicy',
  'iam:UpdateLoginProfile',
]

/** Keys and certificates away, MFA on: of root itself, and of an administrator who lost theirs. */
const credentials = [
  'iam:DeactivateMFADevice',
  'iam:DeleteAccessKey',
  'iam:DeleteSigningCertificate',
  'iam:EnableMFADevice',
  'iam:ResyncMFADevice',
  'iam:UpdateAccessKey',
  'iam:UpdateSigningCertificate',
]

/** Devices are nobody's until they are enabled, so that these name no user; and looking at what is there. */
const devicesAndLooking = [
  'iam:CreateVirtualMFADevice',
  'iam:DeleteVirtualMFADevice',
  'iam:GetAccessKeyLastUsed',
  'iam:GetAccountSummary',
  'iam:GetLoginProfile',
  'iam:GetMFADevice',
  'iam:GetUser',
  'iam:ListAccessKeys',
  'iam:ListAttachedUserPolicies',
  'iam:ListMFADevices',
  'iam:ListSigningCertificates',
  'iam:ListUserPolicies',
  'iam:ListUsers',
  'iam:ListVirtualMFADevices',
]

/**
 * The text of a service control policy about root, without white space, since AWS counts it (Organizations User Guide,
 * "Quotas and service limits"). The same options give the same text, so that what is attached can be compared with it.
 * Throws UserError where the allow-list lacks its administrator, or has one that is no user name.
 */
export function rootPolicy(
  kind: RootPolicyKind,
  { administrator: name, partition = 'aws' }: RootPolicyOptions = {},
): string {
  const Condition = standingRoot(partition)
  if (kind === 'root-deny')
    return document([{ Sid: 'DenyRoot', Effect: 'Deny', Action: '*', Resource: '*', Condition }])
  const user = `arn:${partition}:iam::*:user/${checked(name)}`
  return document([
    {
      Sid: 'DenyRootTheRest',
      Effect: 'Deny',
      NotAction: [
        ...accountDetails,
        ...bills,
        ...signIn,
        ...administrator,
        ...credentials,
        ...devicesAndLooking,
      ].sort(),
      Resource: '*',
      Condition,
    },
    { Sid: 'DenyRootOtherUsers', Effect: 'Deny', Action: administrator, NotResource: user, Condition },
    {
      Sid: 'DenyRootOtherCredentials',
      Effect: 'Deny',
      Action: credentials,
      NotResource: [`arn:${partition}:iam::*:root`, user],
      Condition,
    },
    {
      Sid: 'DenyRootOtherPolicies',
      Effect: 'Deny',
      Action: 'iam:AttachUserPolicy',
      Resource: '*',
      Condition: {
        ...Condition,
        // A request that names no policy is denied as well: negated operators match where the key is absent.
        ArnNotEquals: { 'iam:PolicyARN': `arn:${partition}:iam::aws:policy/AdministratorAccess` },
      },
    },
  ])
}

/** Which of ours a text is, to the letter; undefined: it is somebody else's, whatever its name. */
export function ownRootPolicy(text: string): ({ kind: RootPolicyKind } & RootPolicyOptions) | undefined {
  const [, partition] = /"arn:([a-z-]+):iam::\*:root"/.exec(text) ?? []
  const [, administrator] = /"arn:[a-z-]+:iam::\*:user\/([\w+=,.@-]{1,64})"/.exec(text) ?? []
  if (partition === undefined) return undefined
  const [kind, options] =
    administrator === undefined
      ? (['root-deny', { partition }] as const)
      : (['root-allow-list', { partition, administrator }] as const)
  return rootPolicy(kind, options) === text ? { kind, ...options } : undefined
}

const document = (Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement })

/** A name with `*` would be every user's, one with `/` another one's. */
function checked(name: string | undefined): string {
  const hint = 'Put administrator.name into neverroot.yaml, or give --administrator NAME.'
  if (name === undefined)
    throw new UserError(
      'no-administrator-name',
      'The allow-list needs the name of the one IAM user that root may make and reset.',
      hint,
    )
  if (!/^[\w+=,.@-]{1,64}$/.test(name))
    throw new UserError(
      'bad-administrator-name',
      `${JSON.stringify(name)} is not an IAM user name (up to 64 letters, digits and +=,.@_-).`,
      hint,
    )
  return name
}
