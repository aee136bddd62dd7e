import * as sdk from '@aws-sdk/client-iam'
import { AssumeRootCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { newWorld } from '../../builder.ts'
import { createSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { clientConfig, keyOf, outcome } from '../../testing-principals.ts'

const MANAGEMENT = '111111111111'
const MEMBER = '222222222222'
const DELEGATE = '333333333333'

let sandbox: Sandbox
afterEach(() => sandbox.close())

async function start(now?: string) {
  const world = newWorld({ scenario: 'root', began: '2026-11-23T06:30:00Z' })
    .account(MANAGEMENT, (a) => a.user('admin', (u) => u.admin().key().isCaller()))
    .account(MEMBER, (a) =>
      a.root({ password: { lastUsed: 400 }, mfa: ['virtual'] }).user('admin', (u) => u.admin()),
    )
    .account(DELEGATE, (a) => a.user('admin', (u) => u.admin()))
    .organization(MANAGEMENT, (o) =>
      o.member(MEMBER).member(DELEGATE).delegate(DELEGATE, 'iam.amazonaws.com'),
    )
    .build()
  for (const id of [MEMBER, DELEGATE]) keyOf(world, id, 'admin')
  sandbox = await createSandbox({ world, ...(now ? { now } : {}) })
  return world
}

const client = (account = MANAGEMENT) =>
  new sdk.IAMClient(clientConfig(sandbox, sandbox.world.accounts[account]!.iam.users[0]!.accessKeys[0]!.id))

describe('central management of root', () => {
  const features = (account?: string) => client(account).send(new sdk.ListOrganizationsFeaturesCommand({}))
  const enable = (account?: string) =>
    client(account).send(new sdk.EnableOrganizationsRootSessionsCommand({}))

  it('needs trusted access first', async () => {
    await start()
    expect(await outcome(features())).toMatch(/^ServiceAccessNotEnabledException 400/)
    expect(await outcome(enable())).toMatch(/^ServiceAccessNotEnabledException 400/)
  })

  it('is switched by the management account and seen by the delegate', async () => {
    const world = await start()
    world.organization!.trustedServices.push('iam.amazonaws.com')
    expect((await features()).EnabledFeatures).toEqual([])
    expect((await enable()).EnabledFeatures).toEqual(['RootSessions'])
    expect(await features(DELEGATE)).toMatchObject({
      EnabledFeatures: ['RootSessions'],
      OrganizationId: world.organization!.id,
    })
    expect(await outcome(enable(DELEGATE))).toMatch(/^CallerIsNotManagementAccountException 400/)
    expect(await outcome(features(MEMBER))).toMatch(
      /^AccountNotManagementOrDelegatedAdministratorException 400/,
    )
  })

  it('has its own error outside an organization and without all features', async () => {
    const world = await start()
    world.organization!.featureSet = 'CONSOLIDATED_BILLING'
    expect(await outcome(features())).toMatch(/^OrganizationNotInAllFeaturesModeException 400/)
    delete world.organization
    expect(await outcome(features())).toMatch(/^OrganizationNotFoundException 400/)
  })

  it("removes a member's root credentials, and lets its owner recover", async () => {
    const world = await start()
    const { root, iam } = world.accounts[MEMBER]!
    root.signingCertificates = [{ id: 'C'.repeat(24), status: 'Active', uploaded: world.began }]
    root.accessKeys = [{ id: 'AKIASANDBOX000009999', secret: 's', status: 'Active', created: world.began }]
    world.organization!.trustedServices.push('iam.amazonaws.com')
    await enable()
    const as = async (task: string) => {
      const sts = new STSClient(clientConfig(sandbox))
      const TaskPolicyArn = { arn: `arn:aws:iam::aws:policy/root-task/${task}` }
      const { Credentials } = await sts.send(
        new AssumeRootCommand({ TargetPrincipal: MEMBER, TaskPolicyArn }),
      )
      return new sdk.IAMClient(clientConfig(sandbox, Credentials!.AccessKeyId))
    }
    const session = await as('IAMDeleteRootUserCredentials')
    await session.send(new sdk.DeleteLoginProfileCommand({}))
    const { AccessKeyMetadata } = await session.send(new sdk.ListAccessKeysCommand({}))
    for (const { AccessKeyId } of AccessKeyMetadata!)
      await session.send(new sdk.DeleteAccessKeyCommand({ AccessKeyId }))
    const { Certificates } = await session.send(new sdk.ListSigningCertificatesCommand({}))
    for (const { CertificateId } of Certificates!)
      await session.send(new sdk.DeleteSigningCertificateCommand({ CertificateId }))
    const { MFADevices } = await session.send(new sdk.ListMFADevicesCommand({}))
    for (const { SerialNumber } of MFADevices!) {
      await session.send(new sdk.DeactivateMFADeviceCommand({ SerialNumber }))
      await session.send(new sdk.DeleteVirtualMFADeviceCommand({ SerialNumber }))
    }
    expect(root).toMatchObject({
      accessKeys: [],
      mfaDevices: [],
      signingCertificates: [],
      recoveryAllowed: false,
    })
    expect(root.password).toBeUndefined()
    expect(iam.virtualMfaDevices).toEqual([])
    const { SummaryMap } = await client(MEMBER).send(new sdk.GetAccountSummaryCommand({}))
    expect(SummaryMap).toMatchObject({
      AccountPasswordPresent: 0,
      AccountAccessKeysPresent: 0,
      AccountSigningCertificatesPresent: 0,
      AccountMFAEnabled: 0,
    })
    expect(await outcome(session.send(new sdk.GetLoginProfileCommand({})))).toMatch(
      /^NoSuchEntityException 404/,
    )
    await (await as('IAMCreateRootUserPassword')).send(new sdk.CreateLoginProfileCommand({}))
    expect(root.recoveryAllowed).toBe(true)
  })
})

describe('the credential report', () => {
  const NOW = '2026-11-23T07:00:00.000Z'
  const generate = () => client().send(new sdk.GenerateCredentialReportCommand({}))
  const get = () => client().send(new sdk.GetCredentialReportCommand({}))
  const rows = async () => {
    const { Content } = await get()
    const [head = '', ...lines] = Buffer.from(Content!).toString().split('\n')
    const names = head.split(',')
    return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
  }

  it('is asked for, made, and kept for four hours', async () => {
    const world = await start(NOW)
    world.behaviour.credentialReportSeconds = 5
    expect(await outcome(get())).toMatch(/^CredentialReportNotPresentException 410/)
    expect((await generate()).State).toBe('STARTED')
    expect(await outcome(get())).toMatch(/^CredentialReportNotReadyException 404/)
    expect((await generate()).State).toBe('INPROGRESS')
    sandbox.clock.advance(5000)
    expect((await generate()).State).toBe('COMPLETE')
    expect((await get()).GeneratedTime).toEqual(new Date(NOW))

    await client().send(new sdk.CreateUserCommand({ UserName: 'late' }))
    sandbox.clock.advance(3 * 3_600_000)
    expect((await generate()).State).toBe('COMPLETE')
    expect((await rows()).map((row) => row['user'])).toEqual(['<root_account>', 'admin'])
    sandbox.clock.advance(3_600_000)
    expect(await outcome(get())).toMatch(/^CredentialReportExpiredException 410/)
    expect((await generate()).State).toBe('STARTED')
    sandbox.clock.advance(5000)
    expect((await rows()).map((row) => row['user'])).toEqual(['<root_account>', 'admin', 'late'])
  })

  it('shows root first, by the names of its columns', async () => {
    const world = await start(NOW)
    const { root, iam } = world.accounts[MANAGEMENT]!
    root.password = { lastChanged: '2024-01-02T03:04:05.000Z' }
    root.accessKeys = [
      {
        id: 'AKIASANDBOX000009999',
        secret: 's',
        status: 'Inactive',
        created: '2023-01-01T00:00:00.000Z',
        lastUsed: { at: '2023-02-01T00:00:00.000Z', region: 'us-east-1', service: 's3' },
      },
    ]
    iam.users[0]!.password = { lastChanged: '2026-11-01T00:00:00.000Z', lastUsed: '2026-11-20T00:00:00.000Z' }
    iam.passwordPolicy = {
      MinimumPasswordLength: 14,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      MaxPasswordAge: 90,
    }
    await generate()
    const [rootRow, admin] = await rows()
    expect(rootRow).toMatchObject({
      user: '<root_account>',
      arn: `arn:aws:iam::${MANAGEMENT}:root`,
      password_enabled: 'true',
      password_last_used: 'no_information',
      password_last_changed: '2024-01-02T03:04:05+00:00',
      password_next_rotation: 'not_supported',
      mfa_active: 'false',
      access_key_1_active: 'false',
      access_key_1_last_used_service: 's3',
      access_key_2_active: 'false',
      access_key_2_last_rotated: 'N/A',
      additional_credentials_info: 'N/A',
    })
    expect(admin).toMatchObject({
      password_next_rotation: '2027-01-30T00:00:00+00:00',
      access_key_1_active: 'true',
    })
  })
})
