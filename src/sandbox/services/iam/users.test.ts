import * as sdk from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../../builder.ts'
import { createSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { clientConfig, outcome, sessionOf } from '../../testing-principals.ts'

const ID = '111111111111'
const allow = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
})
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'

describe('IAM: users, groups, roles, policies', () => {
  let sandbox: Sandbox
  let iam: sdk.IAMClient
  beforeAll(async () => {
    const world = newWorld({ scenario: 'iam', began: '2026-11-23T06:30:00Z' })
      .account(ID, (a) =>
        a
          .alias('mia-lab')
          .user('mia', (u) => u.admin().key().isCaller())
          .role('Reader', { trust: ID }),
      )
      .build()
    sandbox = await createSandbox({ world, now: '2026-11-23T07:00:00Z' })
    iam = new sdk.IAMClient(clientConfig(sandbox))
  })
  afterAll(() => sandbox.close())

  it('makes an administrator in a group, and takes everything away again, in the order that AWS insists on', async () => {
    const GroupName = 'Administrators'
    const UserName = 'first.admin@corp.example'
    const made = await iam.send(new sdk.CreateUserCommand({ UserName, Tags: [{ Key: 'by', Value: 'test' }] }))
    expect(made.User).toMatchObject({
      Arn: `arn:aws:iam::${ID}:user/${UserName}`,
      CreateDate: new Date('2026-11-23T07:00:00Z'),
    })
    expect(made.User!.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/)
    await iam.send(new sdk.CreateGroupCommand({ GroupName }))
    await iam.send(new sdk.AttachGroupPolicyCommand({ GroupName, PolicyArn: ADMIN }))
    await iam.send(new sdk.AddUserToGroupCommand({ GroupName, UserName }))
    await iam.send(
      new sdk.CreateLoginProfileCommand({
        UserName,
        Password: 'Correct-Horse-7',
        PasswordResetRequired: true,
      }),
    )
    await iam.send(new sdk.CreateAccessKeyCommand({ UserName }))

    const groups = await iam.send(new sdk.ListGroupsForUserCommand({ UserName }))
    expect(groups.Groups!.map((group) => group.GroupName)).toEqual([GroupName])
    const { AttachedPolicies } = await iam.send(new sdk.ListAttachedGroupPoliciesCommand({ GroupName }))
    expect(AttachedPolicies).toEqual([{ PolicyName: 'AdministratorAccess', PolicyArn: ADMIN }])

    const remove = () => outcome(iam.send(new sdk.DeleteUserCommand({ UserName })))
    const must = (what: string) => `DeleteConflictException 409: Cannot delete entity, must ${what} first.`
    expect(await remove()).toBe(must('delete login profile'))
    await iam.send(new sdk.DeleteLoginProfileCommand({ UserName }))
    expect(await remove()).toBe(must('delete access keys'))
    const { AccessKeyMetadata } = await iam.send(new sdk.ListAccessKeysCommand({ UserName }))
    await iam.send(
      new sdk.DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKeyMetadata![0]!.AccessKeyId }),
    )
    expect(await remove()).toBe(must('remove users from group'))
    expect(await outcome(iam.send(new sdk.DeleteGroupCommand({ GroupName })))).toBe(
      must('remove users from group'),
    )
    await iam.send(new sdk.RemoveUserFromGroupCommand({ UserName, GroupName }))
    expect(await remove()).toBe('fine')
    expect(await outcome(iam.send(new sdk.DeleteGroupCommand({ GroupName })))).toBe(
      must('detach all policies'),
    )
    await iam.send(new sdk.DetachGroupPolicyCommand({ GroupName, PolicyArn: ADMIN }))
    expect(await outcome(iam.send(new sdk.DeleteGroupCommand({ GroupName })))).toBe('fine')
  })

  const refusals: [string, () => Promise<unknown>, string][] = [
    [
      'an unknown user',
      () => iam.send(new sdk.GetUserCommand({ UserName: 'nobody' })),
      'NoSuchEntityException 404: The user with name nobody cannot be found.',
    ],
    [
      'a name that exists in other letters',
      () => iam.send(new sdk.CreateUserCommand({ UserName: 'MIA' })),
      'EntityAlreadyExistsException 409: User with name MIA already exists.',
    ],
    [
      'a name with a space',
      () => iam.send(new sdk.CreateUserCommand({ UserName: 'a b' })),
      "ValidationError 400: 1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    ],
    [
      'a policy that does not exist',
      () =>
        iam.send(
          new sdk.AttachUserPolicyCommand({ UserName: 'mia', PolicyArn: `arn:aws:iam::${ID}:policy/None` }),
        ),
      `NoSuchEntityException 404: Policy arn:aws:iam::${ID}:policy/None does not exist or is not attachable.`,
    ],
    [
      'a root task policy',
      () =>
        iam.send(
          new sdk.AttachUserPolicyCommand({
            UserName: 'mia',
            PolicyArn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy',
          }),
        ),
      'PolicyNotAttachableException 400',
    ],
    [
      'a document that is no policy',
      () => iam.send(new sdk.PutUserPolicyCommand({ UserName: 'mia', PolicyName: 'p', PolicyDocument: '{' })),
      'MalformedPolicyDocumentException 400: Syntax errors in policy.',
    ],
    [
      'an identity policy with a principal',
      () =>
        iam.send(
          new sdk.CreatePolicyCommand({
            PolicyName: 'p',
            PolicyDocument: JSON.stringify({
              Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
            }),
          }),
        ),
      'MalformedPolicyDocumentException 400: Policy document should not specify a principal.',
    ],
    [
      'a trust policy without a principal',
      () => iam.send(new sdk.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: allow })),
      'MalformedPolicyDocumentException 400: Has prohibited field Resource',
    ],
    [
      'an inline policy beyond 2048 characters',
      () =>
        iam.send(
          new sdk.PutUserPolicyCommand({
            UserName: 'mia',
            PolicyName: 'p',
            PolicyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::' + 'x'.repeat(2048) }],
            }),
          }),
        ),
      'LimitExceededException 409: Maximum policy size of 2048 bytes exceeded for user mia',
    ],
    [
      'a weak password',
      () => iam.send(new sdk.CreateLoginProfileCommand({ UserName: 'mia', Password: 'short' })),
      'PasswordPolicyViolationException 400: Password should have a minimum length of 8',
    ],
    [
      'too large a page',
      () => iam.send(new sdk.ListUsersCommand({ MaxItems: 1001 })),
      "ValidationError 400: 1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      'a marker of its own making',
      () => iam.send(new sdk.ListUsersCommand({ Marker: 'abc' })),
      'ValidationError 400: Invalid Marker: abc',
    ],
    [
      "a change to AWS's own policy",
      () => iam.send(new sdk.DeletePolicyCommand({ PolicyArn: ADMIN })),
      'AccessDenied 403',
    ],
  ]
  it.each(refusals)('refuses %s, and changes nothing', async (_name, act, expected) => {
    const before = JSON.stringify(sandbox.world.accounts[ID]!.iam)
    expect(await outcome(act())).toContain(expected)
    expect(JSON.stringify(sandbox.world.accounts[ID]!.iam)).toBe(before)
  })

  it('answers a role that names nobody as AWS does', async () => {
    const role = sessionOf(sandbox.world, ID, { kind: 'role', name: 'Reader', sessionName: 's' })
    sandbox.world.accounts[ID]!.iam.roles[0]!.attached = [ADMIN]
    const answer = await outcome(
      new sdk.IAMClient(clientConfig(sandbox, role)).send(new sdk.ListAccessKeysCommand({})),
    )
    expect(answer).toBe('ValidationError 400: Must specify userName when calling with non-User credentials')
  })

  it('shows root itself, with the alias for a name', async () => {
    const root = new sdk.IAMClient(clientConfig(sandbox, sessionOf(sandbox.world, ID, { kind: 'root' })))
    const { User } = await root.send(new sdk.GetUserCommand({}))
    expect(User).toMatchObject({ UserName: 'mia-lab', UserId: ID, Arn: `arn:aws:iam::${ID}:root` })
  })

  it('pages through a list without loss', async () => {
    for (let i = 0; i < 7; i += 1)
      await iam.send(new sdk.CreateUserCommand({ UserName: `page-${i}`, Path: '/page/' }))
    const names: (string | undefined)[] = []
    const pages: number[] = []
    for await (const page of sdk.paginateListUsers({ client: iam, pageSize: 3 }, { PathPrefix: '/page/' })) {
      pages.push(page.Users!.length)
      names.push(...page.Users!.map((user) => user.UserName))
    }
    expect(pages).toEqual([3, 3, 1])
    expect(new Set(names).size).toBe(7)
    const { Marker } = await iam.send(new sdk.ListUsersCommand({ MaxItems: 1 }))
    expect(
      await outcome(iam.send(new sdk.ListUsersCommand({ MaxItems: 1, PathPrefix: '/page/', Marker }))),
    ).toContain('Invalid Marker')
  })

  it('keeps versions of a managed policy', async () => {
    const { Policy } = await iam.send(
      new sdk.CreatePolicyCommand({ PolicyName: 'Buckets', PolicyDocument: allow }),
    )
    const PolicyArn = Policy!.Arn!
    for (let i = 0; i < 4; i += 1)
      await iam.send(
        new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow, SetAsDefault: i === 3 }),
      )
    expect(
      await outcome(iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow }))),
    ).toMatch(/^LimitExceededException 409/)
    const got = await iam.send(new sdk.GetPolicyCommand({ PolicyArn }))
    expect(got.Policy!.DefaultVersionId).toBe('v5')
    const version = await iam.send(new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v5' }))
    expect(decodeURIComponent(version.PolicyVersion!.Document!)).toBe(allow)
    await iam.send(new sdk.AttachUserPolicyCommand({ UserName: 'mia', PolicyArn }))
    expect(await outcome(iam.send(new sdk.DeletePolicyCommand({ PolicyArn })))).toContain(
      'Cannot delete a policy attached to entities.',
    )
    const entities = await iam.send(new sdk.ListEntitiesForPolicyCommand({ PolicyArn }))
    expect(entities.PolicyUsers!.map((user) => user.UserName)).toEqual(['mia'])
    const local = await iam.send(new sdk.ListPoliciesCommand({ Scope: 'Local', OnlyAttached: true }))
    expect(local.Policies!.map((policy) => policy.PolicyName)).toEqual(['Buckets'])
  })

  it('gives everything in one list, over pages that mix kinds', async () => {
    const seen = { users: 0, groups: 0, roles: 0, policies: 0, pages: 0 }
    let trust = ''
    for await (const page of sdk.paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 3 }, {})) {
      seen.users += page.UserDetailList!.length
      seen.groups += page.GroupDetailList!.length
      seen.roles += page.RoleDetailList!.length
      seen.policies += page.Policies!.length
      seen.pages += 1
      for (const role of page.RoleDetailList!) trust = decodeURIComponent(role.AssumeRolePolicyDocument!)
    }
    expect(seen).toEqual({ users: 8, groups: 0, roles: 1, policies: 2, pages: 4 })
    expect(JSON.parse(trust)).toEqual(sandbox.world.accounts[ID]!.iam.roles[0]!.trust)
    const local = await iam.send(
      new sdk.GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy'] }),
    )
    expect(local.Policies!.map((policy) => policy.PolicyName)).toEqual(['Buckets'])
    expect(local.UserDetailList).toEqual([])
  })

  it('replaces the password policy: what is left out falls back', async () => {
    const get = () => iam.send(new sdk.GetAccountPasswordPolicyCommand({}))
    expect(await outcome(get())).toBe(
      `NoSuchEntityException 404: The Password Policy with domain name ${ID} cannot be found.`,
    )
    await iam.send(
      new sdk.UpdateAccountPasswordPolicyCommand({
        MinimumPasswordLength: 14,
        RequireSymbols: true,
        MaxPasswordAge: 90,
      }),
    )
    await iam.send(new sdk.UpdateAccountPasswordPolicyCommand({ PasswordReusePrevention: 24 }))
    expect((await get()).PasswordPolicy).toEqual({
      MinimumPasswordLength: 6,
      RequireSymbols: false,
      RequireNumbers: false,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: false,
      AllowUsersToChangePassword: false,
      ExpirePasswords: false,
      PasswordReusePrevention: 24,
    })
  })
})
