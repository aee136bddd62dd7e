/** Who is found to be an administrator, from IAM's answers; the policies themselves are tested with `access.ts`. */
import { describe, expect, it } from 'vitest'
import { account, fakeSource, type Given, refused, standalone } from '../../test/support/fake-source.ts'
import { administratorsMfa } from './administrators-mfa.ts'
import { type Administrators, administrators } from './administrators.ts'
import { administratorSeen } from './administrator-seen.ts'

const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`
const text = (value: unknown) => encodeURIComponent(JSON.stringify(value))
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements })
const all = policy({ Effect: 'Allow', Action: '*', Resource: '*' })
const assumeAny = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' })
const trusting = (Principal: unknown, more: object = {}) =>
  policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more })

interface Thing {
  inline?: unknown[]
  groups?: string[]
  boundary?: unknown
  path?: string
  created?: string
}

const made = '2025-01-01T00:00:00Z'
const user = (name: string, { inline = [all], groups = [], boundary, created = made }: Thing = {}) => ({
  UserName: name,
  Arn: arn(`user/${name}`),
  Path: '/',
  CreateDate: new Date(created),
  GroupList: groups,
  UserPolicyList: inline.map((d) => ({ PolicyDocument: text(d) })),
  ...(boundary ? { PermissionsBoundary: { PermissionsBoundaryArn: boundary } } : {}),
})
const role = (name: string, trust: unknown, { inline = [all], path = '/' }: Thing = {}) => ({
  RoleName: name,
  Arn: arn(`role${path}${name}`),
  Path: path,
  CreateDate: new Date(made),
  AssumeRolePolicyDocument: text(trust),
  RolePolicyList: inline.map((d) => ({ PolicyDocument: text(d) })),
})
const group = (name: string, ...inline: unknown[]) => ({
  GroupName: name,
  Arn: arn(`group/${name}`),
  GroupPolicyList: inline.map((d) => ({ PolicyDocument: text(d) })),
})

interface World {
  users?: ReturnType<typeof user>[]
  roles?: ReturnType<typeof role>[]
  groups?: ReturnType<typeof group>[]
  /** Who has a console password and who has MFA, as the report says. */
  console?: string[]
  mfa?: string[]
  generated?: string
  more?: Record<string, Given>
}

const fresh = '2026-11-23T06:29:00Z'
const old = '2026-11-23T03:00:00Z'

function world(
  { users = [], roles = [], groups = [], console = [], mfa = [], generated = fresh, more }: World,
  caller = arn('user/audit'),
) {
  const rows = users.map(
    (u) => `${u.UserName},${u.Arn},${console.includes(u.UserName)},${mfa.includes(u.UserName)}`,
  )
  return fakeSource(
    {
      'organizations:DescribeOrganization': standalone,
      'iam:GetAccountAuthorizationDetails': {
        UserDetailList: users,
        RoleDetailList: roles,
        GroupDetailList: groups,
        Policies: [],
        IsTruncated: false,
      },
      'iam:GenerateCredentialReport': {},
      'iam:GetCredentialReport': {
        Content: new TextEncoder().encode(['user,arn,password_enabled,mfa_active', ...rows].join('\n')),
        GeneratedTime: new Date(generated),
      },
      'iam:ListVirtualMFADevices': { VirtualMFADevices: [] },
      'cloudtrail:LookupEvents': { Events: [] },
      ...more,
    },
    { caller: { account, arn: caller, root: false } },
  )
}

async function found(given: World): Promise<Administrators> {
  const fact = await world(given).source.get(administrators)
  if (fact.state !== 'known') throw new Error(JSON.stringify(fact))
  return fact.value
}

const ssoPath = '/aws-reserved/sso.amazonaws.com/eu-west-1/'
const saml = policy({
  Effect: 'Allow',
  Principal: { Federated: arn('saml-provider/corp') },
  Action: 'sts:AssumeRoleWithSAML',
})
const root = { AWS: arn('root') }
const office = policy({
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
  Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
})

describe('ways to full access', () => {
  it.each<[when: string, given: World, then: Partial<Administrators>]>([
    [
      'an inline policy through a group',
      {
        users: [user('mia', { inline: [], groups: ['boss'] })],
        groups: [group('boss', all)],
        console: ['mia'],
      },
      { paths: [{ path: 'user', name: 'mia' }], users: [{ name: 'mia', how: 'full', certain: true }] },
    ],
    [
      'a user without a console password',
      { users: [user('ci')] },
      { paths: [], users: [], almost: [{ name: 'ci', lacks: 'console password' }] },
    ],
    [
      'a boundary whose document is not in the answer: it may leave nothing',
      { users: [user('mia', { boundary: arn('policy/Gone') })], console: ['mia'] },
      { paths: [], incomplete: true, perhaps: [{ name: 'mia', why: 'conditions' }] },
    ],
    [
      'full access from the office only',
      { users: [user('mia', { inline: [office] })], console: ['mia'] },
      {
        paths: [],
        perhaps: [{ name: 'mia', why: 'conditions' }],
        users: [{ name: 'mia', how: 'full', certain: false }],
      },
    ],
    [
      'IAM Identity Center',
      { roles: [role('AWSReservedSSO_Admin_1', saml, { path: ssoPath })] },
      { paths: [{ path: 'identity-center', name: 'AWSReservedSSO_Admin_1' }], machineRoles: [] },
    ],
    ['SAML', { roles: [role('Admin', saml)] }, { paths: [{ path: 'saml', name: 'Admin' }] }],
    [
      'a role that the user may assume: the user is an administrator',
      {
        users: [user('mia', { inline: [assumeAny] })],
        roles: [role('Admin', trusting(root))],
        console: ['mia'],
      },
      {
        paths: [{ path: 'role-of-user', name: 'Admin', through: 'mia' }],
        users: [{ name: 'mia', how: 'role', certain: true }],
      },
    ],
    [
      'a role that trusts everybody: every user is an administrator',
      { users: [user('pat', { inline: [] })], roles: [role('Open', trusting('*'))], console: ['pat'] },
      {
        paths: [{ path: 'role-of-user', name: 'Open', through: 'pat' }],
        users: [{ name: 'pat', how: 'role', certain: true }],
      },
    ],
    [
      'a role that the user may assume with MFA only: a password alone opens nothing',
      {
        users: [user('mia', { inline: [assumeAny] })],
        roles: [
          role('Admin', trusting(root, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
        ],
        console: ['mia'],
      },
      { paths: [{ path: 'role-of-user', name: 'Admin', through: 'mia' }], users: [] },
    ],
    [
      'a role for one application user of the account, not for people',
      {
        users: [user('mia', { inline: [assumeAny] })],
        roles: [role('Deploy', trusting({ AWS: arn('user/ci') }))],
        console: ['mia'],
      },
      { paths: [], users: [], machineRoles: ['Deploy'] },
    ],
    [
      'a role of a role: the chain begins with SAML',
      {
        roles: [
          role('Staff', saml, { inline: [assumeAny] }),
          role('Admin', trusting({ AWS: arn('role/Staff') })),
        ],
      },
      { paths: [{ path: 'saml', name: 'Admin', through: 'Staff' }], machineRoles: [] },
    ],
    [
      'a chain that begins with a pipeline',
      {
        roles: [
          role('Build', trusting({ Federated: arn('oidc-provider/x') }), { inline: [assumeAny] }),
          role('Admin', trusting({ AWS: arn('role/Build') })),
        ],
      },
      { paths: [], machineRoles: ['Admin'] },
    ],
    [
      'a circle of roles that nobody enters',
      {
        roles: [role('A', trusting({ AWS: arn('role/B') })), role('B', trusting({ AWS: arn('role/A') }))],
      },
      { paths: [], machineRoles: ['A', 'B'] },
    ],
    [
      'joining the group of administrators',
      {
        users: [
          user('ops', {
            inline: [policy({ Effect: 'Allow', Action: 'iam:AddUserToGroup', Resource: arn('group/boss') })],
          }),
        ],
        groups: [group('boss', all)],
        console: ['ops'],
      },
      {
        paths: [],
        users: [{ name: 'ops', how: 'self-grantable', certain: true }],
        perhaps: [{ name: 'ops', why: 'self-grantable' }],
      },
    ],
    [
      'a helpdesk that sets passwords, where an administrator can be taken over',
      {
        users: [
          user('help', {
            inline: [policy({ Effect: 'Allow', Action: 'iam:UpdateLoginProfile', Resource: '*' })],
          }),
          user('mia'),
        ],
        console: ['help', 'mia'],
      },
      {
        paths: [{ path: 'user', name: 'mia' }],
        users: [
          { name: 'help', how: 'self-grantable', certain: true },
          { name: 'mia', how: 'full', certain: true },
        ],
      },
    ],
    [
      'a user whose name holds a comma',
      { users: [user('doe,mia')], console: ['doe,mia'] },
      { paths: [{ path: 'user', name: 'doe,mia' }] },
    ],
  ])('%s', async (_when, given, then) => expect(await found(given)).toMatchObject(then))

  it('a role that the management account enters is nobody’s from inside a member', async () => {
    const management = '999999999999'
    const value = await found({
      roles: [role('OrganizationAccountAccessRole', trusting({ AWS: `arn:aws:iam::${management}:root` }))],
      more: {
        'organizations:DescribeOrganization': {
          Organization: { Id: 'o-1', MasterAccountId: management, FeatureSet: 'ALL' },
        },
      },
    })
    expect(value).toMatchObject({ paths: [], central: ['OrganizationAccountAccessRole'] })
  })
})

describe('a credential report older than the first administrator', () => {
  const given: World = { users: [user('mia', { created: '2026-11-23T06:00:00Z' })], generated: old }
  it.each<[when: string, profile: Given, then: Partial<Administrators>]>([
    ['has a console password now', {}, { paths: [{ path: 'user', name: 'mia' }], almost: [] }],
    [
      'has none',
      refused('NoSuchEntityException'),
      { paths: [], almost: [{ name: 'mia', lacks: 'console password' }], perhaps: [] },
    ],
    [
      'may not be looked at',
      refused('AccessDenied'),
      { paths: [], almost: [], perhaps: [{ name: 'mia', why: 'not-seen' }] },
    ],
  ])('%s', async (_when, profile, then) =>
    expect(await found({ ...given, more: { 'iam:GetLoginProfile': profile } })).toMatchObject(then),
  )

  it('is not asked about where nobody is in doubt', async () => {
    const { source, calls } = world({ ...given, console: ['mia'] })
    await source.get(administrators)
    expect(calls.map(([operation]) => operation)).not.toContain('iam:GetLoginProfile')
  })
})

describe('a fresh credential report that shows no console password', () => {
  const users = ['a', 'b', 'c', 'd'].map((name) => user(name))
  it.each<[when: string, given: World, then: Partial<Administrators>]>([
    [
      'there is one since: a plan that was applied a minute ago made it',
      { users: [user('mia')], more: { 'iam:GetLoginProfile': {} } },
      { paths: [{ path: 'user', name: 'mia' }] },
    ],
    [
      'that may not be looked at: the report is believed',
      { users: [user('mia')], more: { 'iam:GetLoginProfile': refused('AccessDenied') } },
      { almost: [{ name: 'mia', lacks: 'console password' }], perhaps: [] },
    ],
    [
      'of more users than are looked at: the report is believed of the rest',
      { users, more: { 'iam:GetLoginProfile': refused('NoSuchEntityException') } },
      { almost: users.map((u) => ({ name: u.UserName, lacks: 'console password' })), perhaps: [] },
    ],
  ])('%s', async (_when, given, then) => expect(await found(given)).toMatchObject(then))
})

describe('MFA of administrators', () => {
  const mia: World = { users: [user('mia')], console: ['mia'] }
  const devices = (...serials: string[]) => ({
    MFADevices: serials.map((SerialNumber) => ({ SerialNumber })),
  })
  const app = {
    VirtualMFADevices: [{ SerialNumber: arn('mfa/mia'), User: { UserName: 'mia', Arn: arn('user/mia') } }],
  }
  it.each<[when: string, given: World, then: boolean | 'unknown', live: number]>([
    ['a fresh report says yes', { ...mia, mfa: ['mia'] }, true, 0],
    ['a fresh report says no', mia, false, 0],
    [
      'an old report says yes, and the device is gone',
      { ...mia, mfa: ['mia'], generated: old, more: { 'iam:ListMFADevices': devices() } },
      false,
      1,
    ],
    [
      'an old report says no, and a key was registered since',
      { ...mia, generated: old, more: { 'iam:ListMFADevices': devices(arn('u2f/user/mia/key')) } },
      true,
      1,
    ],
    [
      'an old report says no, and the list of virtual devices, which is live, has one',
      { ...mia, generated: old, more: { 'iam:ListVirtualMFADevices': app } },
      true,
      0,
    ],
    ['an old report, and the live look is refused', { ...mia, mfa: ['mia'], generated: old }, 'unknown', 1],
  ])('%s', async (_when, given, then, live) => {
    const { source, calls } = world(given)
    const fact = await source.get(administratorsMfa)
    expect(fact.state === 'known' ? fact.value[0]?.mfa : fact.state).toBe(then)
    expect(calls.filter(([operation]) => operation === 'iam:ListMFADevices')).toHaveLength(live)
  })
})

describe('an administrator seen to work', () => {
  const sets: World = {
    users: [user('mia'), user('Admin', { inline: [] })],
    roles: [role('Admin', trusting(root))],
    console: ['mia', 'Admin'],
  }
  it.each<[when: string, caller: string, then: string | undefined]>([
    ['the user', arn('user/mia'), 'mia'],
    ['a session of the role', `arn:aws:sts::${account}:assumed-role/Admin/mia`, 'Admin'],
    ['a user who is only called like the role', arn('user/Admin'), undefined],
    ['root', arn('root'), undefined],
  ])('%s', async (_when, caller, then) => {
    const fact = await world(sets, caller).source.get(administratorSeen)
    expect(fact).toMatchObject({ state: 'known', value: then === undefined ? undefined : { name: then } })
  })
})
