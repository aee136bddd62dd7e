import * as sdk from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const MANAGEMENT = '100000000000'
const MEMBERS = Array.from({ length: 44 }, (_, i) => String(200000000000 + i))
const [DELEGATED = '', PLAIN = '', CLOSED = ''] = MEMBERS
const ALONE = '999999999999'

describe('Organizations', () => {
  let sandbox: Sandbox
  const as = (account: string) => new sdk.OrganizationsClient(settings(sandbox, { account }))
  const organization = () => sandbox.world.organization!

  beforeAll(async () => {
    const world = newWorld({ scenario: 'organizations', began: '2026-11-23T06:30:00Z' })
    for (const id of [MANAGEMENT, DELEGATED, PLAIN, ALONE]) {
      world.account(id, (a) => a.user('admin', (u) => u.admin().key()))
    }
    world.account(CLOSED, (a) => a.state('CLOSED'))
    world.organization(MANAGEMENT, (o) => {
      o.unit('Workloads').unit('Prod', 'Workloads').unit('Suspended')
      for (const id of MEMBERS) o.member(id, { in: 'Prod' })
      o.scps()
        .policy('deny-root', { Version: '2012-10-17', Statement: [] }, ['Prod', 'root'])
        .trust('account.amazonaws.com', 'iam.amazonaws.com')
        .delegate(DELEGATED, 'account.amazonaws.com')
        .delegate(DELEGATED, 'sso.amazonaws.com')
      o.organization.tags = { [PLAIN]: { team: 'web' } }
    })
    sandbox = await createSandbox({ world: world.build() })
  })
  afterAll(() => sandbox.close())

  it.each([
    ['management', MANAGEMENT],
    ['a plain member', PLAIN],
  ])('describes the organization to %s', async (_who, account) => {
    const { Organization } = await as(account).send(new sdk.DescribeOrganizationCommand({}))
    expect(Organization).toMatchObject({
      Id: organization().id,
      FeatureSet: 'ALL',
      MasterAccountId: MANAGEMENT,
      MasterAccountEmail: sandbox.world.accounts[MANAGEMENT]!.email,
      Arn: `arn:aws:organizations::${MANAGEMENT}:organization/${organization().id}`,
    })
  })

  it('tells a standalone account that it has none', async () => {
    const error = await refusal(as(ALONE).send(new sdk.DescribeOrganizationCommand({})))
    expect(error).toBeInstanceOf(sdk.AWSOrganizationsNotInUseException)
    expect(error.$metadata).toMatchObject({ httpStatusCode: 404 })
  })

  const denied: [what: string, command: () => never][] = [
    ['ListAccounts', () => new sdk.ListAccountsCommand({}) as never],
    ['DescribeAccount', () => new sdk.DescribeAccountCommand({ AccountId: PLAIN }) as never],
    ['ListRoots', () => new sdk.ListRootsCommand({}) as never],
    ['ListPolicies', () => new sdk.ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }) as never],
    ['ListAWSServiceAccess', () => new sdk.ListAWSServiceAccessForOrganizationCommand({}) as never],
  ]
  it.each(denied)(
    'refuses %s to a plain member and answers a delegated administrator',
    async (_what, command) => {
      expect((await refusal(as(PLAIN).send(command()))).name).toBe('AccessDeniedException')
      await as(DELEGATED).send(command())
    },
  )

  it.each([false, true])(
    'lists every account in pages of at most 20 (empty pages: %s)',
    async (emptyPages) => {
      sandbox.world.behaviour.emptyPages = emptyPages
      const sizes: number[] = []
      const ids: string[] = []
      for await (const page of sdk.paginateListAccounts({ client: as(MANAGEMENT) }, {})) {
        sizes.push(page.Accounts!.length)
        ids.push(...page.Accounts!.map((a) => a.Id!))
      }
      sandbox.world.behaviour.emptyPages = false
      expect(sizes).toEqual(emptyPages ? [0, 20, 0, 20, 0, 5] : [20, 20, 5])
      expect(ids).toEqual([MANAGEMENT, ...MEMBERS])
    },
  )

  it.each([
    ['MaxResults 21', { MaxResults: 21 }],
    ['MaxResults 0', { MaxResults: 0 }],
    ['a token of its own', { NextToken: 'abc' }],
  ])('refuses %s', async (_what, input) => {
    const error = await refusal(as(MANAGEMENT).send(new sdk.ListAccountsCommand(input)))
    expect(error).toMatchObject({ name: 'InvalidInputException', Reason: expect.any(String) })
  })

  it('shows State always, and Status unless AWS has retired it', async () => {
    const describeAccount = async () =>
      (await as(MANAGEMENT).send(new sdk.DescribeAccountCommand({ AccountId: CLOSED }))).Account
    const { organization: o } = sandbox.world
    expect(await describeAccount()).toMatchObject({
      State: 'CLOSED',
      Status: 'SUSPENDED',
      JoinedMethod: 'CREATED',
      Paths: [`${o!.id}/${o!.rootId}/${o!.units[0]!.id}/${o!.units[1]!.id}/${CLOSED}/`],
    })
    sandbox.world.behaviour.noAccountStatus = true
    const later = await describeAccount()
    sandbox.world.behaviour.noAccountStatus = false
    expect(later?.State).toBe('CLOSED')
    expect(later).not.toHaveProperty('Status')
    const gone = as(MANAGEMENT).send(new sdk.DescribeAccountCommand({ AccountId: ALONE }))
    expect((await refusal(gone)).name).toBe('AccountNotFoundException')
  })

  it('walks the tree both ways', async () => {
    const client = as(MANAGEMENT)
    const { Roots } = await client.send(new sdk.ListRootsCommand({}))
    expect(Roots).toEqual([
      expect.objectContaining({
        Name: 'Root',
        PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
      }),
    ])
    const root = Roots![0]!.Id!
    const below = await client.send(new sdk.ListOrganizationalUnitsForParentCommand({ ParentId: root }))
    expect(below.OrganizationalUnits!.map((u) => u.Name)).toEqual(['Workloads', 'Suspended'])
    const prod = organization().units[1]!
    expect((await client.send(new sdk.ListParentsCommand({ ChildId: PLAIN }))).Parents).toEqual([
      { Id: prod.id, Type: 'ORGANIZATIONAL_UNIT' },
    ])
    const inProd = await all(sdk.paginateListAccountsForParent({ client }, { ParentId: prod.id }), 'Accounts')
    expect(inProd).toHaveLength(44)
    const unit = await client.send(
      new sdk.DescribeOrganizationalUnitCommand({ OrganizationalUnitId: prod.id }),
    )
    expect(unit.OrganizationalUnit).toMatchObject({ Name: 'Prod' })
    const nowhere = client.send(new sdk.ListAccountsForParentCommand({ ParentId: 'r-zzzz' }))
    expect((await refusal(nowhere)).name).toBe('ParentNotFoundException')
    expect((await refusal(client.send(new sdk.ListParentsCommand({ ChildId: ALONE })))).name).toBe(
      'ChildNotFoundException',
    )
  })

  it('shows policies, their targets, and what is attached to a target', async () => {
    const client = as(MANAGEMENT)
    const { Policies } = await client.send(new sdk.ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }))
    expect(Policies!.map((p) => [p.Name, p.AwsManaged])).toEqual([
      ['FullAWSAccess', true],
      ['deny-root', false],
    ])
    expect(Policies![0]!.Arn).toBe('arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess')
    const PolicyId = Policies![1]!.Id
    const { Policy } = await client.send(new sdk.DescribePolicyCommand({ PolicyId }))
    expect(JSON.parse(Policy!.Content!)).toEqual({ Version: '2012-10-17', Statement: [] })
    const { Targets } = await client.send(new sdk.ListTargetsForPolicyCommand({ PolicyId }))
    expect(Targets!.map((t) => [t.Name, t.Type])).toEqual([
      ['Prod', 'ORGANIZATIONAL_UNIT'],
      ['Root', 'ROOT'],
    ])
    const attached = await client.send(
      new sdk.ListPoliciesForTargetCommand({
        TargetId: organization().rootId,
        Filter: 'SERVICE_CONTROL_POLICY',
      }),
    )
    expect(attached.Policies!.map((p) => p.Name)).toEqual(['FullAWSAccess', 'deny-root'])
    const none = client.send(new sdk.DescribePolicyCommand({ PolicyId: 'p-00000000' }))
    expect((await refusal(none)).name).toBe('PolicyNotFoundException')
  })

  it('shows trusted services, delegated administrators and tags', async () => {
    const client = as(MANAGEMENT)
    const trusted = await client.send(new sdk.ListAWSServiceAccessForOrganizationCommand({}))
    expect(trusted.EnabledServicePrincipals!.map((p) => p.ServicePrincipal)).toEqual([
      'account.amazonaws.com',
      'iam.amazonaws.com',
    ])
    const admins = await client.send(new sdk.ListDelegatedAdministratorsCommand({}))
    expect(admins.DelegatedAdministrators!.map((a) => a.Id)).toEqual([DELEGATED])
    const other = await client.send(
      new sdk.ListDelegatedAdministratorsCommand({ ServicePrincipal: 'iam.amazonaws.com' }),
    )
    expect(other.DelegatedAdministrators).toEqual([])
    const services = await client.send(
      new sdk.ListDelegatedServicesForAccountCommand({ AccountId: DELEGATED }),
    )
    expect(services.DelegatedServices!.map((s) => s.ServicePrincipal)).toEqual([
      'account.amazonaws.com',
      'sso.amazonaws.com',
    ])
    const none = client.send(new sdk.ListDelegatedServicesForAccountCommand({ AccountId: PLAIN }))
    expect((await refusal(none)).name).toBe('AccountNotRegisteredException')
    const { Tags } = await client.send(new sdk.ListTagsForResourceCommand({ ResourceId: PLAIN }))
    expect(Tags).toEqual([{ Key: 'team', Value: 'web' }])
  })

  it('says plainly what it does not simulate', async () => {
    const error = await refusal(
      as(MANAGEMENT).send(new sdk.CreateGovCloudAccountCommand({ Email: 'a@b.example', AccountName: 'x' })),
    )
    expect(error).toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
  })
})
