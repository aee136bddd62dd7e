import * as sdk from '@aws-sdk/client-organizations'
import { afterEach, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { refusal, settings } from '../testing.ts'

const MANAGEMENT = '100000000000'
const DELEGATED = '200000000001'
const PLAIN = '200000000002'
const CLOSED = '200000000003'
const NOBODY = '999999999999'
const IAM = 'iam.amazonaws.com'
const ACCOUNT = 'account.amazonaws.com'
const SCP = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'iam:CreateAccessKey', Resource: '*' }],
})

let sandbox: Sandbox
afterEach(() => sandbox.close())

async function start(change: (o: Sandbox['world']['organization'] & object) => void = () => undefined) {
  const made = newWorld({ scenario: 'organizations-writes', began: '2026-11-23T06:30:00Z' })
  for (const id of [MANAGEMENT, DELEGATED, PLAIN])
    made.account(id, (a) => a.user('admin', (u) => u.admin().key()))
  made.account(CLOSED, (a) => a.state('CLOSED')).account(NOBODY)
  made.organization(MANAGEMENT, (o) => {
    o.unit('Prod')
      .unit('Suspended')
      .member(DELEGATED)
      .member(PLAIN, { in: 'Prod' })
      .member(CLOSED)
      .scps()
      .trust(ACCOUNT)
      .delegate(DELEGATED, ACCOUNT)
      .policy('deny-root', JSON.parse(SCP) as object, ['Prod'])
  })
  const world = made.build()
  change(world.organization!)
  sandbox = await createSandbox({ world })
  return world.organization!
}

const as = (account: string) => new sdk.OrganizationsClient(settings(sandbox, { account }))
const send = (command: unknown, account = MANAGEMENT): Promise<Record<string, unknown>> =>
  as(account).send(command as never) as Promise<unknown> as Promise<Record<string, unknown>>
const told = async (command: unknown, account = MANAGEMENT) => {
  const { name, Reason } = await refusal(send(command, account))
  return Reason === undefined ? name : `${name} ${String(Reason)}`
}

const unit = (o: { units: { id: string; name: string }[] }, name: string) =>
  o.units.find((u) => u.name === name)!.id
const denyRoot = (o: { policies: { id: string; name: string }[] }) =>
  o.policies.find((p) => p.name === 'deny-root')!.id

type O = Awaited<ReturnType<typeof start>>

describe('every write', () => {
  const writes: [string, (o: O) => unknown][] = [
    ['EnableAWSServiceAccess', () => new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: IAM })],
    ['DisableAWSServiceAccess', () => new sdk.DisableAWSServiceAccessCommand({ ServicePrincipal: ACCOUNT })],
    [
      'RegisterDelegatedAdministrator',
      () => new sdk.RegisterDelegatedAdministratorCommand({ ServicePrincipal: IAM, AccountId: PLAIN }),
    ],
    [
      'DeregisterDelegatedAdministrator',
      () =>
        new sdk.DeregisterDelegatedAdministratorCommand({ ServicePrincipal: ACCOUNT, AccountId: DELEGATED }),
    ],
    [
      'CreatePolicy',
      () =>
        new sdk.CreatePolicyCommand({
          Name: 'x',
          Description: '',
          Content: SCP,
          Type: 'SERVICE_CONTROL_POLICY',
        }),
    ],
    ['UpdatePolicy', (o) => new sdk.UpdatePolicyCommand({ PolicyId: denyRoot(o), Name: 'y' })],
    ['DeletePolicy', (o) => new sdk.DeletePolicyCommand({ PolicyId: denyRoot(o) })],
    ['AttachPolicy', (o) => new sdk.AttachPolicyCommand({ PolicyId: denyRoot(o), TargetId: PLAIN })],
    [
      'DetachPolicy',
      (o) => new sdk.DetachPolicyCommand({ PolicyId: denyRoot(o), TargetId: unit(o, 'Prod') }),
    ],
    [
      'EnablePolicyType',
      (o) => new sdk.EnablePolicyTypeCommand({ RootId: o.rootId, PolicyType: 'RESOURCE_CONTROL_POLICY' }),
    ],
    [
      'MoveAccount',
      (o) =>
        new sdk.MoveAccountCommand({
          AccountId: PLAIN,
          SourceParentId: unit(o, 'Prod'),
          DestinationParentId: o.rootId,
        }),
    ],
    ['CloseAccount', () => new sdk.CloseAccountCommand({ AccountId: PLAIN })],
    [
      'TagResource',
      () => new sdk.TagResourceCommand({ ResourceId: PLAIN, Tags: [{ Key: 'a', Value: 'b' }] }),
    ],
    ['UntagResource', () => new sdk.UntagResourceCommand({ ResourceId: PLAIN, TagKeys: ['a'] })],
  ]
  it.each(writes)('%s is for the management account alone', async (_name, command) => {
    const o = await start()
    const before = JSON.stringify(o)
    expect(await told(command(o), DELEGATED)).toBe('AccessDeniedException')
    expect(await told(command(o), PLAIN)).toBe('AccessDeniedException')
    expect(JSON.stringify(o)).toBe(before)
    expect(sandbox.world.accounts[PLAIN]!.state).toBe('ACTIVE')
  })
})

describe('trusted access and its administrators', () => {
  it('is given once, and taken away with what rested on it', async () => {
    const o = await start()
    for (let i = 0; i < 2; i++) await send(new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: IAM }))
    expect(o.trustedServices).toEqual([ACCOUNT, IAM])
    const { iam } = sandbox.world.accounts[MANAGEMENT]!
    iam.organizationsFeatures = ['RootSessions']
    for (let i = 0; i < 2; i++) await send(new sdk.DisableAWSServiceAccessCommand({ ServicePrincipal: IAM }))
    expect(o.trustedServices).toEqual([ACCOUNT])
    expect(iam.organizationsFeatures).toBeUndefined()
  })

  it('registers and deregisters a member', async () => {
    const o = await start()
    await send(new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: IAM }))
    await send(new sdk.RegisterDelegatedAdministratorCommand({ ServicePrincipal: IAM, AccountId: PLAIN }))
    expect(o.delegatedAdministrators.map((d) => [d.account, d.service])).toEqual([
      [DELEGATED, ACCOUNT],
      [PLAIN, IAM],
    ])
    await send(new sdk.DeregisterDelegatedAdministratorCommand({ ServicePrincipal: IAM, AccountId: PLAIN }))
    expect(o.delegatedAdministrators).toHaveLength(1)
  })

  const register = (service: string, account: string) =>
    new sdk.RegisterDelegatedAdministratorCommand({ ServicePrincipal: service, AccountId: account })
  it.each<[string, unknown, string]>([
    [
      'a word that is no service',
      new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: 'iam' }),
      'InvalidInputException UNRECOGNIZED_SERVICE_PRINCIPAL',
    ],
    [
      'an administrator before trusted access',
      register(IAM, PLAIN),
      'ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED',
    ],
    [
      'the management account as one',
      register(ACCOUNT, MANAGEMENT),
      'ConstraintViolationException CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
    ],
    [
      'a closed account as one',
      register(ACCOUNT, CLOSED),
      'ConstraintViolationException CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR',
    ],
    ['the same one twice', register(ACCOUNT, DELEGATED), 'AccountAlreadyRegisteredException'],
    [
      'a second one for Account Management',
      register(ACCOUNT, PLAIN),
      'ConstraintViolationException DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE',
    ],
    ['a stranger', register(ACCOUNT, NOBODY), 'AccountNotFoundException'],
    [
      'to take away what is not there',
      new sdk.DeregisterDelegatedAdministratorCommand({ ServicePrincipal: IAM, AccountId: DELEGATED }),
      'AccountNotRegisteredException',
    ],
  ])('refuses %s', async (_what, command, error) => {
    await start()
    expect(await told(command)).toBe(error)
  })

  it('needs all features', async () => {
    await start((o) => (o.featureSet = 'CONSOLIDATED_BILLING'))
    expect(await told(new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: IAM }))).toBe(
      'ConstraintViolationException ORGANIZATION_NOT_IN_ALL_FEATURES_MODE',
    )
  })

  it('can be held to services by a condition', async () => {
    await start()
    const user = sandbox.world.accounts[MANAGEMENT]!.iam.users[0]!
    user.attached = []
    user.inline = {
      only: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'organizations:EnableAWSServiceAccess',
            Resource: '*',
            Condition: { StringEquals: { 'organizations:ServicePrincipal': IAM } },
          },
        ],
      },
    }
    await send(new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: IAM }))
    expect(await told(new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: 'sso.amazonaws.com' }))).toBe(
      'AccessDeniedException',
    )
  })
})

describe('policies', () => {
  it('are made, attached, changed, detached and deleted, and bind meanwhile', async () => {
    const o = await start()
    const { Policy } = (await send(
      new sdk.CreatePolicyCommand({
        Name: 'no-billing',
        Description: 'nobody',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Deny', Action: 'organizations:DescribeOrganization', Resource: '*' },
        }),
        Tags: [{ Key: 'made-by', Value: 'a test' }],
      }),
    )) as { Policy: sdk.Policy }
    const PolicyId = Policy.PolicySummary!.Id!
    expect(Policy.PolicySummary).toMatchObject({
      Name: 'no-billing',
      Description: 'nobody',
      AwsManaged: false,
    })
    expect(PolicyId).toMatch(/^p-[0-9a-z]{8,}$/)
    expect(o.tags?.[PolicyId]).toEqual({ 'made-by': 'a test' })
    await send(new sdk.AttachPolicyCommand({ PolicyId, TargetId: unit(o, 'Prod') }))
    expect(await told(new sdk.DescribeOrganizationCommand({}), PLAIN)).toBe('AccessDeniedException')
    expect(await told(new sdk.DeletePolicyCommand({ PolicyId }))).toBe('PolicyInUseException')
    await send(new sdk.UpdatePolicyCommand({ PolicyId, Content: SCP }))
    await send(new sdk.DescribeOrganizationCommand({}), PLAIN)
    await send(new sdk.DetachPolicyCommand({ PolicyId, TargetId: unit(o, 'Prod') }))
    await send(new sdk.DeletePolicyCommand({ PolicyId }))
    expect(o.policies.map((p) => p.name)).toEqual(['FullAWSAccess', 'deny-root'])
  })

  const create = (Content: string, Name = 'x') =>
    new sdk.CreatePolicyCommand({ Name, Description: '', Content, Type: 'SERVICE_CONTROL_POLICY' })
  const version = '"Version":"2012-10-17"'
  it.each<[string, (o: O) => unknown, string]>([
    ['what is no JSON', () => create('{'), 'MalformedPolicyDocumentException'],
    [
      'another version of the language',
      () => create('{"Version":"2008-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}'),
      'MalformedPolicyDocumentException',
    ],
    [
      'a principal in a service control policy',
      () => create(`{${version},"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}`),
      'MalformedPolicyDocumentException',
    ],
    [
      'more characters than fit',
      () => create(SCP + ' '.repeat(10_240)),
      'ConstraintViolationException POLICY_CONTENT_LIMIT_EXCEEDED',
    ],
    ['a name that is taken', () => create(SCP, 'deny-root'), 'DuplicatePolicyException'],
    [
      "to change what is AWS's",
      () => new sdk.UpdatePolicyCommand({ PolicyId: 'p-FullAWSAccess', Name: 'mine' }),
      'InvalidInputException IMMUTABLE_POLICY',
    ],
    [
      'a policy that is not there',
      () => new sdk.DeletePolicyCommand({ PolicyId: 'p-00000000' }),
      'PolicyNotFoundException',
    ],
    [
      'to attach it twice',
      (o) => new sdk.AttachPolicyCommand({ PolicyId: denyRoot(o), TargetId: unit(o, 'Prod') }),
      'DuplicatePolicyAttachmentException',
    ],
    [
      'a target that is not there',
      (o) => new sdk.AttachPolicyCommand({ PolicyId: denyRoot(o), TargetId: NOBODY }),
      'TargetNotFoundException',
    ],
    [
      'to detach what is not attached',
      (o) => new sdk.DetachPolicyCommand({ PolicyId: denyRoot(o), TargetId: o.rootId }),
      'PolicyNotAttachedException',
    ],
    [
      'to detach the last one',
      (o) => new sdk.DetachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId: o.rootId }),
      'ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    ],
    [
      'a kind that is on already',
      (o) => new sdk.EnablePolicyTypeCommand({ RootId: o.rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }),
      'PolicyTypeAlreadyEnabledException',
    ],
    [
      'another root',
      () => new sdk.EnablePolicyTypeCommand({ RootId: 'r-zzzz', PolicyType: 'RESOURCE_CONTROL_POLICY' }),
      'RootNotFoundException',
    ],
    [
      'a kind that is not simulated',
      (o) => new sdk.EnablePolicyTypeCommand({ RootId: o.rootId, PolicyType: 'TAG_POLICY' }),
      'NotImplemented',
    ],
  ])('refuse %s', async (_what, command, error) => {
    const o = await start()
    expect(await told(command(o))).toBe(error)
  })

  it('of one kind are at most ten on a target', async () => {
    const o = await start((org) => {
      for (let i = 0; i < 9; i++)
        org.policies.push({
          id: `p-${i}aaaaaaa`,
          name: `policy ${i}`,
          type: 'SERVICE_CONTROL_POLICY',
          content: SCP,
          awsManaged: false,
          targets: [org.rootId],
        })
    })
    expect(await told(new sdk.AttachPolicyCommand({ PolicyId: denyRoot(o), TargetId: o.rootId }))).toBe(
      'ConstraintViolationException MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    )
  })

  it('cannot be attached before their kind is on; turning it on attaches FullAWSAccess everywhere', async () => {
    const o = await start((org) => {
      org.enabledPolicyTypes = []
      org.policies = org.policies.filter((p) => !p.awsManaged)
    })
    const attach = () => new sdk.AttachPolicyCommand({ PolicyId: denyRoot(o), TargetId: o.rootId })
    expect(await told(attach())).toBe('PolicyTypeNotEnabledException')
    await send(new sdk.EnablePolicyTypeCommand({ RootId: o.rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }))
    await send(attach())
    expect(o.policies[0]).toMatchObject({ name: 'FullAWSAccess' })
    expect(o.policies[0]!.targets).toEqual(expect.arrayContaining([o.rootId, PLAIN, unit(o, 'Prod')]))
  })
})

describe('accounts', () => {
  const move = (from: string, to: string) =>
    new sdk.MoveAccountCommand({ AccountId: PLAIN, SourceParentId: from, DestinationParentId: to })

  it('are moved', async () => {
    const o = await start()
    await send(move(unit(o, 'Prod'), unit(o, 'Suspended')))
    const { Parents } = (await send(new sdk.ListParentsCommand({ ChildId: PLAIN }))) as { Parents: object[] }
    expect(Parents).toEqual([{ Id: unit(o, 'Suspended'), Type: 'ORGANIZATIONAL_UNIT' }])
  })

  it.each<[string, (o: O) => unknown, string]>([
    ['from where it is not', (o) => move(o.rootId, unit(o, 'Suspended')), 'SourceParentNotFoundException'],
    ['to nowhere', (o) => move(unit(o, 'Prod'), 'r-zzzz'), 'DestinationParentNotFoundException'],
    ['to where it is', (o) => move(unit(o, 'Prod'), unit(o, 'Prod')), 'DuplicateAccountException'],
    [
      'closed twice',
      () => new sdk.CloseAccountCommand({ AccountId: CLOSED }),
      'AccountAlreadyClosedException',
    ],
    [
      'the management account closed',
      () => new sdk.CloseAccountCommand({ AccountId: MANAGEMENT }),
      'ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT',
    ],
    [
      'a stranger closed',
      () => new sdk.CloseAccountCommand({ AccountId: NOBODY }),
      'AccountNotFoundException',
    ],
    [
      'a tag twice',
      () =>
        new sdk.TagResourceCommand({
          ResourceId: PLAIN,
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'a', Value: '2' },
          ],
        }),
      'InvalidInputException DUPLICATE_TAG_KEY',
    ],
    [
      'a tag of nobody',
      () => new sdk.TagResourceCommand({ ResourceId: NOBODY + '0', Tags: [{ Key: 'a', Value: '1' }] }),
      'TargetNotFoundException',
    ],
  ])('are not %s', async (_what, command, error) => {
    const o = await start()
    expect(await told(command(o))).toBe(error)
  })

  it('are closed, and let nobody in any more', async () => {
    await start()
    await send(new sdk.CloseAccountCommand({ AccountId: PLAIN }))
    expect(sandbox.world.accounts[PLAIN]!.state).toBe('CLOSED')
    expect(await told(new sdk.DescribeOrganizationCommand({}), PLAIN)).toMatch(/UnrecognizedClient/)
  })

  it('are tagged and untagged', async () => {
    const o = await start()
    const Tags = [
      { Key: 'team', Value: 'web' },
      { Key: 'tier', Value: '1' },
    ]
    await send(new sdk.TagResourceCommand({ ResourceId: PLAIN, Tags }))
    await send(new sdk.UntagResourceCommand({ ResourceId: PLAIN, TagKeys: ['tier'] }))
    expect(o.tags?.[PLAIN]).toEqual({ team: 'web' })
  })
})
