/** The administrator who was seen to work, and their MFA: what must stand before another way in is taken away. */
import { describe, expect, it } from 'vitest'
import { account, fakeSource, type Given, refused, standalone } from '../../test/support/fake-source.ts'
import { type Attestation, noRecords, type WayIn } from '../model/index.ts'
import { wayIn } from './way-in.ts'

const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`
const text = (value: unknown) => encodeURIComponent(JSON.stringify(value))
const policy = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] })
const all = [{ PolicyDocument: text(policy({ Effect: 'Allow', Action: '*', Resource: '*' })) }]
const made = new Date('2025-01-01')

const user = (name: string, list: unknown[] = all) => ({
  UserName: name,
  Arn: arn(`user/${name}`),
  Path: '/',
  CreateDate: made,
  GroupList: [],
  UserPolicyList: list,
})
const role = (name: string, principal: object, Action: string, path = '/') => ({
  RoleName: name,
  Arn: arn(`role${path}${name}`),
  Path: path,
  CreateDate: made,
  AssumeRolePolicyDocument: text(policy({ Effect: 'Allow', Principal: principal, Action })),
  RolePolicyList: all,
})
const sso = role(
  'AWSReservedSSO_Admin_1',
  { Federated: arn('saml-provider/AWSSSO') },
  'sts:AssumeRoleWithSAML',
  '/aws-reserved/sso.amazonaws.com/',
)
const byUsers = role('boss', { AWS: arn('root') }, 'sts:AssumeRole')
const mayAssume = [
  { PolicyDocument: text(policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' })) },
]
const session = (name: string) => `arn:aws:sts::${account}:assumed-role/${name}/first.admin@corp.example`

interface Case {
  when: string
  users?: ReturnType<typeof user>[]
  roles?: ReturnType<typeof role>[]
  caller: string
  /** `name,password_last_used,mfa` of the credential report. */
  report?: string[]
  devices?: Given
  said?: Partial<Attestation>
  then: Partial<WayIn> | undefined
}

function said(given: Partial<Attestation> | undefined) {
  if (!given) return noRecords
  const attestation: Attestation = {
    kind: 'attestation',
    source: 'statement',
    control: 'administrators-have-mfa',
    by: 'Mia',
    holds: true,
    at: '2026-11-01T00:00:00Z',
    expires: '2027-11-01T00:00:00Z',
    saw: null,
    ...given,
  }
  return {
    ...noRecords,
    attestation: (c: string) => (c === attestation.control ? attestation : undefined),
  }
}

const yesterday = '2026-11-22T06:30:00+00:00'
const device = { MFADevices: [{ SerialNumber: arn('mfa/mia') }] }

const cases: Case[] = [
  {
    when: 'the caller, with MFA',
    users: [user('mia')],
    caller: arn('user/mia'),
    devices: device,
    then: { name: 'mia', how: 'caller', mfa: true },
  },
  {
    when: 'a name that is an address is masked',
    users: [user('first.admin@corp.example')],
    caller: arn('user/first.admin@corp.example'),
    devices: device,
    then: { name: 'f...@corp.example', mfa: true },
  },
  {
    when: 'seen in the console yesterday, while root calls',
    users: [user('mia')],
    caller: arn('root'),
    report: [`mia,${yesterday},true`],
    devices: device,
    then: { name: 'mia', how: 'console', at: new Date(yesterday), mfa: true },
  },
  {
    when: 'the report shows MFA that was taken off since: what is live counts',
    users: [user('mia')],
    caller: arn('user/mia'),
    report: [`mia,${yesterday},true`],
    devices: { MFADevices: [] },
    then: { name: 'mia', mfa: false },
  },
  {
    when: 'the devices may not be listed',
    users: [user('mia')],
    caller: arn('user/mia'),
    devices: refused('AccessDenied'),
    then: { name: 'mia', mfa: undefined },
  },
  {
    when: 'signed in longer than a month ago',
    users: [user('mia')],
    caller: arn('root'),
    report: ['mia,2026-10-01T00:00:00+00:00,true'],
    then: undefined,
  },
  { when: 'nobody but root', caller: arn('root'), then: undefined },
  {
    when: 'through IAM Identity Center: its MFA cannot be read',
    roles: [sso],
    caller: session(sso.RoleName),
    then: { name: sso.RoleName, mfa: undefined },
  },
  {
    when: 'through IAM Identity Center, and somebody says that all have it',
    roles: [sso],
    caller: session(sso.RoleName),
    said: {},
    then: { name: sso.RoleName, mfa: true },
  },
  {
    when: 'somebody says that not all have it',
    roles: [sso],
    caller: session(sso.RoleName),
    said: { holds: false },
    then: { mfa: undefined },
  },
  {
    when: 'what somebody said has lapsed',
    roles: [sso],
    caller: session(sso.RoleName),
    said: { expires: '2026-11-22T00:00:00Z' },
    then: { mfa: undefined },
  },
  {
    when: 'it was said longer than a year ago',
    roles: [sso],
    caller: session(sso.RoleName),
    said: { at: '2025-10-01T00:00:00Z', expires: '2030-01-01T00:00:00Z' },
    then: { mfa: undefined },
  },
  {
    when: 'nobody can say it of a user whose devices can be read',
    users: [user('mia')],
    caller: arn('user/mia'),
    devices: { MFADevices: [] },
    said: {},
    then: { name: 'mia', mfa: false },
  },
  {
    when: 'a role that users with MFA take on',
    users: [user('mia', mayAssume)],
    roles: [byUsers],
    caller: session('boss'),
    report: [`mia,${yesterday},true`],
    devices: device,
    then: { name: 'boss', mfa: true },
  },
  {
    when: 'a role that somebody without MFA can take on',
    users: [user('mia', mayAssume), user('tom', mayAssume)],
    roles: [byUsers],
    caller: session('boss'),
    report: [`mia,${yesterday},true`, `tom,${yesterday},false`],
    devices: ({ UserName }: { UserName: string }) => (UserName === 'mia' ? device : { MFADevices: [] }),
    then: { name: 'boss', mfa: undefined },
  },
]

function sourceFor({ users = [], roles = [], caller, report, devices, said: word }: Case) {
  const rows = (report ?? users.map((u) => `${u.UserName},N/A,false`)).map((line) => {
    const [name, last, mfa] = line.split(',')
    return `${name},${arn(`user/${name}`)},true,${last},${mfa}`
  })
  return fakeSource(
    {
      'organizations:DescribeOrganization': standalone,
      'iam:GetAccountAuthorizationDetails': {
        UserDetailList: users,
        RoleDetailList: roles,
        GroupDetailList: [],
        Policies: [],
        IsTruncated: false,
      },
      'iam:GenerateCredentialReport': {},
      'iam:GetCredentialReport': {
        Content: new TextEncoder().encode(
          ['user,arn,password_enabled,password_last_used,mfa_active', ...rows].join('\n'),
        ),
        GeneratedTime: new Date('2026-11-23T06:29:00Z'),
      },
      'iam:ListVirtualMFADevices': { VirtualMFADevices: [] },
      'iam:ListMFADevices': devices ?? { MFADevices: [] },
      'cloudtrail:LookupEvents': { Events: [] },
    },
    { caller: { account, arn: caller, root: caller === arn('root') }, records: said(word) },
  )
}

describe('the way in', () => {
  it.each(cases)('$when', async (given) => {
    const fact = await sourceFor(given).source.get(wayIn)
    if (fact.state !== 'known') throw new Error(JSON.stringify(fact))
    if (given.then === undefined) expect(fact.value).toBeUndefined()
    else expect(fact.value).toMatchObject(given.then)
  })

  it('is not known where the administrators are not', async () => {
    const { source } = fakeSource({})
    expect(await source.get(wayIn)).toMatchObject({ state: 'unknown' })
  })
})
