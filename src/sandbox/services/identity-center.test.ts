import * as ids from '@aws-sdk/client-identitystore'
import * as sso from '@aws-sdk/client-sso-admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const MANAGEMENT = '111111111111'
const DELEGATED = '222222222222'
const MEMBER = '333333333333'
const SET = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1'

describe('IAM Identity Center', () => {
  let sandbox: Sandbox
  const InstanceArn = () => sandbox.world.accounts[MANAGEMENT]!.identityCenters[0]!.instanceArn
  const IdentityStoreId = () => sandbox.world.accounts[MANAGEMENT]!.identityCenters[0]!.identityStoreId
  const admin = (account: string, region = 'eu-west-1') =>
    new sso.SSOAdminClient(settings(sandbox, { account }, region))
  const store = (account: string) => new ids.IdentitystoreClient(settings(sandbox, { account }, 'eu-west-1'))

  beforeAll(async () => {
    const world = newWorld({ scenario: 'sso', began: '2026-11-23T06:30:00Z' })
      .account(MANAGEMENT, (a) =>
        a
          .user('admin', (u) => u.admin().key().isCaller())
          .identityCenter({
            region: 'eu-west-1',
            permissionSets: [
              {
                arn: SET,
                name: 'Admin',
                managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
                sessionDuration: 'PT8H',
              },
            ],
            assignments: [
              { account: MEMBER, permissionSetArn: SET, principalType: 'GROUP', principalId: 'g1' },
            ],
            users: [
              {
                id: 'u1',
                userName: 'mia',
                emails: ['Mia@corp.example'],
                status: 'ENABLED',
                title: 'CTO',
                phones: ['+61400000001'],
              },
              { id: 'u2', userName: 'sam', emails: ['sam@corp.example'], status: 'DISABLED' },
            ],
            groups: [{ id: 'g1', name: 'Admins', members: ['u1', 'u2'] }],
          }),
      )
      .account(DELEGATED, (a) => a.user('admin', (u) => u.admin().key()))
      .account(MEMBER, (a) => a.user('admin', (u) => u.admin().key()))
      .organization(MANAGEMENT, (o) =>
        o.member(DELEGATED).member(MEMBER).delegate(DELEGATED, 'sso.amazonaws.com'),
      )
      .build()
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  it.each([
    ['management, in its Region', MANAGEMENT, 'eu-west-1', 1],
    ['management, elsewhere', MANAGEMENT, 'us-east-1', 0],
    ['the delegated administrator', DELEGATED, 'eu-west-1', 1],
    ['a member', MEMBER, 'eu-west-1', 1],
  ])('lists the instance to %s', async (_who, account, region, count) => {
    const { Instances } = await admin(account, region).send(new sso.ListInstancesCommand({}))
    expect(Instances).toHaveLength(count)
    if (count)
      expect(Instances![0]).toMatchObject({
        OwnerAccountId: MANAGEMENT,
        Status: 'ACTIVE',
        PrimaryRegion: 'eu-west-1',
      })
  })

  it.each([MANAGEMENT, DELEGATED])('walks from permission set to person, as %s', async (account) => {
    const client = admin(account)
    const base = { InstanceArn: InstanceArn() }
    expect((await client.send(new sso.DescribeInstanceCommand(base))).IdentityStoreId).toBe(IdentityStoreId())
    expect(await all(sso.paginateListPermissionSets({ client }, { ...base }), 'PermissionSets')).toEqual([
      SET,
    ])
    const one = { ...base, PermissionSetArn: SET }
    expect((await client.send(new sso.DescribePermissionSetCommand(one))).PermissionSet).toMatchObject({
      Name: 'Admin',
      SessionDuration: 'PT8H',
    })
    expect(
      await all(sso.paginateListManagedPoliciesInPermissionSet({ client }, one), 'AttachedManagedPolicies'),
    ).toEqual([{ Name: 'AdministratorAccess', Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }])
    expect((await client.send(new sso.GetInlinePolicyForPermissionSetCommand(one))).InlinePolicy).toBe('')
    expect(
      await all(sso.paginateListAccountsForProvisionedPermissionSet({ client }, one), 'AccountIds'),
    ).toEqual([MEMBER])
    const to = { ...base, AccountId: MEMBER }
    expect(
      await all(sso.paginateListPermissionSetsProvisionedToAccount({ client }, to), 'PermissionSets'),
    ).toEqual([SET])
    expect(
      await all(sso.paginateListAccountAssignments({ client }, { ...one, ...to }), 'AccountAssignments'),
    ).toEqual([{ AccountId: MEMBER, PermissionSetArn: SET, PrincipalType: 'GROUP', PrincipalId: 'g1' }])
  })

  it.each([MANAGEMENT, DELEGATED])('reads people and groups, as %s', async (account) => {
    const client = store(account)
    const base = { IdentityStoreId: IdentityStoreId() }
    const users = await all<ids.User>(ids.paginateListUsers({ client, pageSize: 1 }, { ...base }), 'Users')
    expect(users.map((u) => [u.UserName, u.UserStatus, u.Title])).toEqual([
      ['mia', 'ENABLED', 'CTO'],
      ['sam', 'DISABLED', undefined],
    ])
    const mia = await client.send(new ids.DescribeUserCommand({ ...base, UserId: 'u1' }))
    expect(mia).toMatchObject({
      Emails: [{ Value: 'Mia@corp.example', Primary: true }],
      PhoneNumbers: [{ Value: '+61400000001' }],
    })
    expect((await client.send(new ids.ListGroupsCommand(base))).Groups).toEqual([
      { ...base, GroupId: 'g1', DisplayName: 'Admins' },
    ])
    expect((await client.send(new ids.DescribeGroupCommand({ ...base, GroupId: 'g1' }))).DisplayName).toBe(
      'Admins',
    )
    const members = await all<ids.GroupMembership>(
      ids.paginateListGroupMemberships({ client }, { ...base, GroupId: 'g1' }),
      'GroupMemberships',
    )
    expect(members.map((m) => m.MemberId)).toEqual([{ UserId: 'u1' }, { UserId: 'u2' }])
    const of = await client.send(
      new ids.ListGroupMembershipsForMemberCommand({ ...base, MemberId: { UserId: 'u2' } }),
    )
    expect(of.GroupMemberships!.map((m) => m.GroupId)).toEqual(['g1'])
    const by = (AttributePath: string, AttributeValue: string) => ({
      ...base,
      AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
    })
    expect((await client.send(new ids.GetUserIdCommand(by('Emails.Value', 'mia@corp.example')))).UserId).toBe(
      'u1',
    )
    expect((await client.send(new ids.GetUserIdCommand(by('UserName', 'sam')))).UserId).toBe('u2')
    expect((await client.send(new ids.GetGroupIdCommand(by('DisplayName', 'Admins')))).GroupId).toBe('g1')
    const none = await refusal(client.send(new ids.DescribeUserCommand({ ...base, UserId: 'u9' })))
    expect(none).toMatchObject({ name: 'ResourceNotFoundException', ResourceType: 'USER', ResourceId: 'u9' })
  })

  it('shows a plain member that it exists and no more', async () => {
    const sets = admin(MEMBER).send(new sso.ListPermissionSetsCommand({ InstanceArn: InstanceArn() }))
    expect((await refusal(sets)).name).toBe('AccessDeniedException')
    const users = store(MEMBER).send(new ids.ListUsersCommand({ IdentityStoreId: IdentityStoreId() }))
    expect((await refusal(users)).name).toBe('AccessDeniedException')
  })

  it.each([
    [
      'an unknown instance',
      () => ({ InstanceArn: 'arn:aws:sso:::instance/ssoins-0000000000000000' }),
      'ResourceNotFoundException',
    ],
    ['101 results', () => ({ InstanceArn: InstanceArn(), MaxResults: 101 }), 'ValidationException'],
    ['a made-up token', () => ({ InstanceArn: InstanceArn(), NextToken: 'x' }), 'ValidationException'],
  ])('refuses %s', async (_when, input, name) => {
    expect((await refusal(admin(MANAGEMENT).send(new sso.ListPermissionSetsCommand(input())))).name).toBe(
      name,
    )
  })
})
