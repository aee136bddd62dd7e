import * as sdk from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newWorld } from '../../builder.ts'
import { createSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { clientConfig, outcome, sessionOf } from '../../testing-principals.ts'

const ID = '111111111111'
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'

let sandbox: Sandbox
let iam: sdk.IAMClient
beforeEach(async () => {
  const world = newWorld({ scenario: 'credentials', began: '2026-11-23T06:30:00Z' })
    .account(ID, (a) =>
      a
        .root({
          password: {},
          keys: [{ created: 900, lastUsed: { at: 3, service: 's3' } }],
          certificates: ['Active'],
        })
        .user('mia', (u) => u.admin().key().isCaller())
        .user('pat'),
    )
    .build()
  sandbox = await createSandbox({ world, now: '2026-11-23T07:00:00Z' })
  iam = new sdk.IAMClient(clientConfig(sandbox))
})
afterEach(() => sandbox.close())
const account = () => sandbox.world.accounts[ID]!

describe('a login profile', () => {
  const UserName = 'pat'
  const get = async () => (await iam.send(new sdk.GetLoginProfileCommand({ UserName }))).LoginProfile!
  const create = (Password: string, PasswordResetRequired?: boolean) =>
    iam.send(new sdk.CreateLoginProfileCommand({ UserName, Password, PasswordResetRequired }))
  const update = (input: Omit<sdk.UpdateLoginProfileCommandInput, 'UserName'>) =>
    iam.send(new sdk.UpdateLoginProfileCommand({ UserName, ...input }))

  it('is made once, changed, and taken away', async () => {
    expect(await outcome(get())).toMatch(/^NoSuchEntityException 404/)
    expect(await outcome(update({ Password: 'Correct-Horse-7' }))).toMatch(/^NoSuchEntityException 404/)
    await create('Correct-Horse-7', true)
    expect(await get()).toMatchObject({ UserName, PasswordResetRequired: true })
    expect(await outcome(create('Correct-Horse-8'))).toBe(
      'EntityAlreadyExistsException 409: Login Profile for user pat already exists.',
    )
    sandbox.clock.advance(60_000)
    await update({ PasswordResetRequired: false })
    expect(account().iam.users[1]!.password!.lastChanged, 'the password is the same').toBe(
      '2026-11-23T07:00:00.000Z',
    )
    await update({ Password: 'Correct-Horse-9', PasswordResetRequired: true })
    expect(account().iam.users[1]!.password).toMatchObject({
      lastChanged: '2026-11-23T07:01:00.000Z',
      resetRequired: true,
    })
    await iam.send(new sdk.DeleteLoginProfileCommand({ UserName }))
    expect(await outcome(iam.send(new sdk.DeleteLoginProfileCommand({ UserName })))).toMatch(
      /^NoSuchEntityException 404/,
    )
  })

  it("keeps to the account's policy, and keeps and records no password", async () => {
    await iam.send(
      new sdk.UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 20, RequireSymbols: true }),
    )
    expect(await outcome(create('Correct-Horse-7'))).toMatch(/^PasswordPolicyViolationException 400/)
    expect(account().iam.users[1]!.password).toBeUndefined()
    await create('Correct-Horse-Battery-7', true)
    expect(await outcome(update({ Password: 'short' }))).toMatch(/^PasswordPolicyViolationException 400/)
    expect(JSON.stringify(sandbox.world)).not.toMatch(/Correct-Horse|"short"/)
    expect(account().events.at(-1)!.record).toMatchObject({
      eventName: 'UpdateLoginProfile',
      errorCode: 'PasswordPolicyViolation',
      requestParameters: { userName: 'pat' },
    })
  })

  it('of root is not to be touched by a session of root', async () => {
    const root = new sdk.IAMClient(clientConfig(sandbox, sessionOf(sandbox.world, ID, { kind: 'root' })))
    for (const command of [new sdk.CreateLoginProfileCommand({}), new sdk.DeleteLoginProfileCommand({})])
      expect(await outcome(root.send(command as sdk.CreateLoginProfileCommand))).toMatch(
        /^ValidationError 400/,
      )
    expect(account().root.password).toBeDefined()
  })
})

describe('a session of root', () => {
  let root: sdk.IAMClient
  beforeEach(() => {
    root = new sdk.IAMClient(clientConfig(sandbox, sessionOf(sandbox.world, ID, { kind: 'root' })))
  })
  const key = () => account().root.accessKeys[0]!
  const whoIs = (accessKeyId: string) =>
    outcome(new STSClient(clientConfig(sandbox, accessKeyId)).send(new GetCallerIdentityCommand({})))

  it('switches its key off and on, and deletes it', async () => {
    const { AccessKeyMetadata } = await root.send(new sdk.ListAccessKeysCommand({}))
    const [{ AccessKeyId, Status } = {}] = AccessKeyMetadata!
    expect([AccessKeyId, Status]).toEqual([key().id, 'Active'])
    const set = (status: sdk.StatusType) =>
      root.send(new sdk.UpdateAccessKeyCommand({ AccessKeyId, Status: status }))
    expect(await whoIs(AccessKeyId!)).toBe('fine')
    await set('Inactive')
    expect(await whoIs(AccessKeyId!)).toMatch(/^InvalidClientTokenId 403/)
    const { SummaryMap } = await iam.send(new sdk.GetAccountSummaryCommand({}))
    expect(SummaryMap!.AccountAccessKeysPresent, 'an inactive key is a key').toBe(1)
    await set('Active')
    expect(await whoIs(AccessKeyId!)).toBe('fine')
    expect(await outcome(set('Expired'))).toMatch(/^ValidationError 400/)
    await root.send(new sdk.DeleteAccessKeyCommand({ AccessKeyId }))
    expect(await outcome(root.send(new sdk.DeleteAccessKeyCommand({ AccessKeyId })))).toMatch(
      /^NoSuchEntityException 404/,
    )
    expect(account().root.accessKeys).toEqual([])
    expect(account().events.map((e) => [e.name, e.username])).toContainEqual(['UpdateAccessKey', 'root'])
  })

  it('switches its certificate off and deletes it', async () => {
    const { Certificates } = await root.send(new sdk.ListSigningCertificatesCommand({}))
    const { CertificateId } = Certificates![0]!
    await root.send(new sdk.UpdateSigningCertificateCommand({ CertificateId, Status: 'Inactive' }))
    expect(account().root.signingCertificates[0]!.status).toBe('Inactive')
    const remove = () => outcome(root.send(new sdk.DeleteSigningCertificateCommand({ CertificateId })))
    expect(await remove()).toBe('fine')
    expect(await remove()).toMatch(/^NoSuchEntityException 404/)
  })

  it('alone can: an administrator finds neither', async () => {
    const AccessKeyId = key().id
    const { id: CertificateId } = account().root.signingCertificates[0]!
    const tries = [
      iam.send(new sdk.UpdateAccessKeyCommand({ AccessKeyId, Status: 'Inactive' })),
      iam.send(new sdk.DeleteAccessKeyCommand({ AccessKeyId })),
      iam.send(new sdk.DeleteSigningCertificateCommand({ CertificateId })),
    ]
    for (const tried of tries) expect(await outcome(tried)).toMatch(/^NoSuchEntityException 404/)
    expect(key().status).toBe('Active')
  })
})

describe('a group', () => {
  const GroupName = 'Administrators'
  const create = (name: string) => outcome(iam.send(new sdk.CreateGroupCommand({ GroupName: name })))

  it('is made once, whatever the case of its name', async () => {
    expect(await create(GroupName)).toBe('fine')
    expect(await create('ADMINISTRATORS')).toMatch(/^EntityAlreadyExistsException 409/)
  })

  it('takes a policy and a member again without a word, and gives each back once', async () => {
    await create(GroupName)
    const PolicyDocument = (Effect: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action: 's3:*', Resource: '*' }] })
    for (const round of [1, 2]) {
      await iam.send(new sdk.AttachGroupPolicyCommand({ GroupName, PolicyArn: ADMIN }))
      await iam.send(new sdk.AddUserToGroupCommand({ GroupName, UserName: 'pat' }))
      const document = PolicyDocument(round === 1 ? 'Allow' : 'Deny')
      await iam.send(
        new sdk.PutGroupPolicyCommand({ GroupName, PolicyName: 'extra', PolicyDocument: document }),
      )
    }
    const { AttachedPolicies } = await iam.send(new sdk.ListAttachedGroupPoliciesCommand({ GroupName }))
    expect(AttachedPolicies).toHaveLength(1)
    const { Users } = await iam.send(new sdk.GetGroupCommand({ GroupName }))
    expect(Users!.map((u) => u.UserName)).toEqual(['pat'])
    const inline = await iam.send(new sdk.GetGroupPolicyCommand({ GroupName, PolicyName: 'extra' }))
    expect(decodeURIComponent(inline.PolicyDocument!), 'the second one replaced the first').toBe(
      PolicyDocument('Deny'),
    )
    await iam.send(new sdk.RemoveUserFromGroupCommand({ GroupName, UserName: 'pat' }))
    await iam.send(new sdk.DetachGroupPolicyCommand({ GroupName, PolicyArn: ADMIN }))
    expect(
      await outcome(iam.send(new sdk.DetachGroupPolicyCommand({ GroupName, PolicyArn: ADMIN }))),
    ).toMatch(/^NoSuchEntityException 404/)
    expect(await outcome(iam.send(new sdk.DeleteGroupCommand({ GroupName })))).toMatch(
      /must delete policies first/,
    )
    await iam.send(new sdk.DeleteGroupPolicyCommand({ GroupName, PolicyName: 'extra' }))
    expect(await outcome(iam.send(new sdk.DeleteGroupCommand({ GroupName })))).toBe('fine')
  })

  it.each([
    ['a group that is not there', { GroupName: 'None', UserName: 'pat' }],
    ['a user who is not there', { GroupName, UserName: 'nobody' }],
  ])('takes nobody: %s', async (_, input) => {
    await create(GroupName)
    expect(await outcome(iam.send(new sdk.AddUserToGroupCommand(input)))).toMatch(
      /^NoSuchEntityException 404/,
    )
  })
})
