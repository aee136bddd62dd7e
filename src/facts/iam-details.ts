import { type Fetcher, observed, type Listed, pages, type Source } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { parsePolicy, type Policy, PolicySyntaxError } from '../policy/index.ts'

/** An IAM user or role with everything that bears on what it may do. */
export interface IamPrincipal {
  kind: 'user' | 'role'
  name: string
  arn: string
  path: string
  created?: Date
  groups: readonly string[]
  /** ARNs of managed policies, through groups too. */
  attached: readonly string[]
  /** Raw documents of all identity policies: inline and managed, its own and its groups'. */
  policies: readonly unknown[]
  /** The boundary's raw document; absent: there is none. */
  boundary?: unknown
  /** Roles: who may assume it. */
  trust?: Policy
  /** Roles: the instant of the last use that IAM tracked. */
  lastUsed?: Date
  /** True where a policy document was missing from the answer: nothing that it may do is then certain. */
  incomplete: boolean
}

/** A group as a thing that a user can be added to. */
export interface IamGroup {
  name: string
  arn: string
  /** Raw documents of its inline and managed policies. */
  policies: readonly unknown[]
  /** Names of the users in it. */
  members: readonly string[]
  /** ARNs of its managed policies. */
  attached: readonly string[]
  /** Its inline policies by name, as raw documents. */
  inline: Readonly<Record<string, unknown>>
}

export interface IamDetails {
  users: readonly IamPrincipal[]
  roles: readonly IamPrincipal[]
  groups: readonly IamGroup[]
}

interface Page {
  UserDetailList?: readonly RawUser[]
  GroupDetailList?: readonly RawGroup[]
  RoleDetailList?: readonly RawRole[]
  Policies?: readonly RawPolicy[]
}
interface Attached {
  PolicyArn?: string
}
interface Inline {
  PolicyName?: string
  PolicyDocument?: string
}
interface RawUser {
  UserName?: string
  Arn?: string
  Path?: string
  CreateDate?: Date
  GroupList?: string[]
  UserPolicyList?: Inline[]
  AttachedManagedPolicies?: Attached[]
  PermissionsBoundary?: { PermissionsBoundaryArn?: string }
}
interface RawGroup {
  GroupName?: string
  Arn?: string
  GroupPolicyList?: Inline[]
  AttachedManagedPolicies?: Attached[]
}
interface RawRole {
  RoleName?: string
  Arn?: string
  Path?: string
  CreateDate?: Date
  AssumeRolePolicyDocument?: string
  RolePolicyList?: Inline[]
  AttachedManagedPolicies?: Attached[]
  PermissionsBoundary?: { PermissionsBoundaryArn?: string }
  RoleLastUsed?: { LastUsedDate?: Date }
}
interface RawPolicy {
  Arn?: string
  PolicyVersionList?: { Document?: string; IsDefaultVersion?: boolean }[]
}

/**
 * Users, groups, roles and policies of the account in one paged call, policy documents URL-encoded (IAM API reference,
 * GetAccountAuthorizationDetails). Passwords and MFA are not in it.
 */
export const iamDetails: Fetcher<IamDetails> = {
  name: 'iam-details',
  reads: ['iam:GetAccountAuthorizationDetails'],
  async collect(source) {
    const listed = await readPages(source)
    if (!listed.ok) return listed.unknown
    const all = <K extends keyof Page>(key: K) =>
      listed.items.flatMap((page) => [...(page[key] ?? [])]) as NonNullable<Page[K]>[number][]
    const documents = new Map(
      all('Policies').map((p) => [
        p.Arn ?? '',
        decode(p.PolicyVersionList?.find((v) => v.IsDefaultVersion)?.Document),
      ]),
    )
    const groups = new Map(all('GroupDetailList').map((g) => [g.GroupName ?? '', g]))
    const users = all('UserDetailList').map((user) => {
      const member = (user.GroupList ?? []).flatMap((name) => groups.get(name) ?? [])
      return principal(
        'user',
        user,
        user.UserName,
        [user, ...member],
        [user.UserPolicyList, ...member.map((g) => g.GroupPolicyList)],
        documents,
      )
    })
    const roles = all('RoleDetailList').map((role) => ({
      ...principal('role', role, role.RoleName, [role], [role.RolePolicyList], documents),
      trust: parsed(decode(role.AssumeRolePolicyDocument)),
      lastUsed: role.RoleLastUsed?.LastUsedDate,
    }))
    const groupList = [...groups.values()].map((group): IamGroup => ({
      name: group.GroupName ?? '',
      arn: group.Arn ?? '',
      policies: [
        ...(group.GroupPolicyList ?? []).map((p) => decode(p.PolicyDocument)),
        ...(group.AttachedManagedPolicies ?? []).map((a) => documents.get(a.PolicyArn ?? '')),
      ].filter((d) => parsed(d) !== undefined),
      members: users.filter((u) => u.groups.includes(group.GroupName ?? '')).map((u) => u.name),
      attached: (group.AttachedManagedPolicies ?? []).map((a) => a.PolicyArn ?? ''),
      inline: Object.fromEntries(
        (group.GroupPolicyList ?? []).map((p) => [p.PolicyName ?? '', decode(p.PolicyDocument)]),
      ),
    }))
    if (users.length + roles.length > 0 && [...users, ...roles].some((p) => !p.arn))
      return unknown('failed', 'iam:GetAccountAuthorizationDetails answered without ARNs')
    return known({ users, roles, groups: groupList }, [
      observed('iam:GetAccountAuthorizationDetails', listed.at, { users: users.length, roles: roles.length }),
    ])
  },
}

function readPages(source: Source): Promise<Listed<Page>> {
  const filter = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const
  return pages(
    source,
    'iam:GetAccountAuthorizationDetails',
    { Filter: [...filter], MaxItems: 1000 },
    (o) => ({
      items: [o as Page],
      next: o.IsTruncated && o.Marker ? { Marker: o.Marker } : undefined,
    }),
  )
}

function principal(
  kind: 'user' | 'role',
  raw: RawUser | RawRole,
  name: string | undefined,
  holders: readonly { AttachedManagedPolicies?: Attached[] }[],
  inline: readonly (Inline[] | undefined)[],
  documents: ReadonlyMap<string, unknown>,
): IamPrincipal {
  const attached = [
    ...new Set(holders.flatMap((h) => (h.AttachedManagedPolicies ?? []).map((a) => a.PolicyArn ?? ''))),
  ]
  const inlineDocuments = inline.flatMap((list) => (list ?? []).map((p) => decode(p.PolicyDocument)))
  const managed = attached.map((arn) => documents.get(arn))
  const boundaryArn = raw.PermissionsBoundary?.PermissionsBoundaryArn
  const limit = boundaryArn ? documents.get(boundaryArn) : undefined
  const boundary = parsed(limit) === undefined ? undefined : limit
  const policies = [...inlineDocuments, ...managed]
  return {
    kind,
    name: name ?? '',
    arn: raw.Arn ?? '',
    path: raw.Path ?? '/',
    created: raw.CreateDate,
    groups: 'GroupList' in raw ? (raw.GroupList ?? []) : [],
    attached,
    policies: policies.filter((d) => parsed(d) !== undefined),
    ...(boundary === undefined ? {} : { boundary }),
    incomplete:
      policies.some((d) => parsed(d) === undefined) || (boundaryArn !== undefined && boundary === undefined),
  }
}

function decode(document: string | undefined): unknown {
  if (document === undefined) return undefined
  try {
    return JSON.parse(document.startsWith('%') ? decodeURIComponent(document) : document)
  } catch {
    return undefined
  }
}

function parsed(document: unknown): Policy | undefined {
  if (document === undefined) return undefined
  try {
    return parsePolicy(document)
  } catch (error) {
    if (error instanceof PolicySyntaxError) return undefined
    throw error
  }
}
