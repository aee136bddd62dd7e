/** `neverroot audit --org --preflight` from every place, against worlds in which this or that is missing. */
import { describe, expect, it } from 'vitest'
import {
  auditOrganization,
  type AwsAction,
  centralPolicy,
  type Preflight,
  preflightOrganization,
} from '../../src/index.ts'
import { newWorld, type AccountBuilder, type OrganizationBuilder } from '../../src/sandbox/builder.ts'
import { createSandbox, makeScenario, type World } from '../../src/sandbox/index.ts'
import { began, gather } from '../support/audit.ts'
import { asMember, permit, refusedTo, roleFor } from '../support/permitted-organizations.ts'
import { without } from '../support/permitted.ts'

const management = '111111111111'
const member = '222222222222'
const invited = '333333333333'
const role = 'OrganizationAccountAccessRole'

interface Described {
  central?: (a: AccountBuilder) => unknown
  member?: (a: AccountBuilder) => unknown
  invited?: (a: AccountBuilder) => unknown
  organization?: (o: OrganizationBuilder) => unknown
}

const admin = (a: AccountBuilder) => a.user('mia', (u) => u.admin().key().isCaller())
const open = (a: AccountBuilder) => a.role(role, { trust: management, attached: ['AdministratorAccess'] })
const centralRoot = (a: AccountBuilder) => a.centralRoot('RootCredentialsManagement', 'RootSessions')
const trusted = (o: OrganizationBuilder) => o.trust('account.amazonaws.com', 'iam.amazonaws.com')

/** Everything is in order, but for what is described otherwise. */
const worldOf = (given: Described = {}): World =>
  newWorld({ scenario: 'preflight', began })
    .account(management, given.central ?? ((a) => centralRoot(admin(a))))
    .account(member, given.member ?? open)
    .account(invited, given.invited ?? open)
    .organization(management, (o) => {
      o.member(member).member(invited, { method: 'INVITED' })
      ;(given.organization ?? trusted)(o)
    })
    .build()

async function preflightOf(world: World, options: { deny?: string } = {}): Promise<Preflight> {
  const sandbox = await createSandbox({
    world,
    now: began,
    ...(options.deny ? { faults: `deny=${options.deny}` } : {}),
  })
  try {
    const credentials = sandbox.credentials()
    return await preflightOrganization({
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: async () => credentials,
      now: new Date(began),
    })
  } finally {
    await sandbox.close()
  }
}

const commands = ({ gaps }: Preflight) => gaps.map(({ command }) => command)

describe('where everything is in order', () => {
  it('nothing is missing, and every member that was tried let us in', async () => {
    const found = await preflightOf(worldOf())
    expect(found.gaps).toEqual([])
    expect(new Set(Object.values(found.checks).map(({ is }) => is))).toEqual(new Set(['yes']))
    expect(found.sample.map((tried) => tried.role)).toEqual([role, role])
    expect(found).toMatchObject({ vantage: 'management', accounts: { count: 3, complete: true } })
  })
})

describe('each gap has the one command that closes it', () => {
  const delegate = (a: AccountBuilder) => admin(open(a))
  it.each<[when: string, given: Described, expected: (string | RegExp)[]]>([
    [
      'consolidated billing only',
      { organization: (o) => trusted(o).features('CONSOLIDATED_BILLING') },
      [
        'aws organizations enable-all-features',
        'aws iam enable-organizations-root-credentials-management',
        'aws iam enable-organizations-root-sessions',
      ],
    ],
    [
      'no trusted access for contacts',
      { organization: (o) => o.trust('iam.amazonaws.com') },
      ['aws organizations enable-aws-service-access --service-principal account.amazonaws.com'],
    ],
    [
      'nothing of central root access',
      { central: admin, organization: (o) => o.trust('account.amazonaws.com') },
      [
        'aws organizations enable-aws-service-access --service-principal iam.amazonaws.com',
        'aws iam enable-organizations-root-credentials-management',
        'aws iam enable-organizations-root-sessions',
      ],
    ],
    [
      'root sessions only',
      { central: (a) => admin(a).centralRoot('RootCredentialsManagement') },
      ['aws iam enable-organizations-root-sessions'],
    ],
    [
      'a member without a role',
      { invited: () => undefined },
      [
        /^neverroot permissions org --what stackset --trust arn:aws:iam::111111111111:user\/mia --organization-id o-/,
      ],
    ],
    [
      'a root session',
      { central: (a) => centralRoot(a).rootIsCaller() },
      [/^neverroot permissions org --what central /],
    ],
    [
      'a delegated administrator of something else',
      {
        central: centralRoot,
        member: delegate,
        invited: (a) => a.role(role, { trust: member, attached: ['AdministratorAccess'] }),
        organization: (o) => trusted(o).delegate(member, 'sso.amazonaws.com'),
      },
      [
        `aws organizations register-delegated-administrator --account-id ${member} --service-principal account.amazonaws.com`,
        `aws organizations register-delegated-administrator --account-id ${member} --service-principal iam.amazonaws.com`,
      ],
    ],
    [
      'a delegated administrator beside the one for contacts',
      {
        central: centralRoot,
        member: delegate,
        invited: (a) => a.role(role, { trust: member, attached: ['AdministratorAccess'] }),
        organization: (o) =>
          trusted(o).delegate(member, 'iam.amazonaws.com').delegate(invited, 'account.amazonaws.com'),
      },
      [],
    ],
  ])('%s', async (_when, given, expected) => {
    const found = await preflightOf(worldOf(given))
    expect(commands(found)).toEqual(
      expected.map((one) => (typeof one === 'string' ? one : (expect.stringMatching(one) as unknown))),
    )
    for (const { what, why, account } of found.gaps) {
      expect(what).not.toMatch(/[.:]$/)
      expect(why).not.toMatch(/\.$/)
      if (found.vantage === 'delegated') expect(account).toBe(management)
    }
  })
})

describe('what could not be looked at is unknown, and the missing permission is the gap', () => {
  it.each<[action: AwsAction, checks: (keyof Preflight['checks'])[]]>([
    ['organizations:ListAccounts', ['accounts-are-listed', 'members-let-us-in']],
    ['organizations:ListAWSServiceAccessForOrganization', ['trusted-access-account', 'trusted-access-iam']],
    ['iam:ListOrganizationsFeatures', ['root-credentials-management', 'root-sessions']],
    ['organizations:ListDelegatedAdministrators', []],
  ])('%s', async (action, checks) => {
    const found = await preflightOf(worldOf(), { deny: action })
    const unknown = Object.entries(found.checks).filter(([, { is }]) => is !== 'yes')
    expect(unknown.map(([name, { is }]) => [name, is])).toEqual(checks.map((name) => [name, 'unknown']))
    expect(found.gaps).toHaveLength(1)
    expect(found.gaps[0]).toMatchObject({
      what: `The caller may not ${action}`,
      command: expect.stringMatching(/^neverroot permissions org --what central/) as unknown,
    })
    expect(found.matrix.unseen !== undefined).toBe(action === 'organizations:ListDelegatedAdministrators')
  })
})

describe('where it cannot be run', () => {
  it.each<[when: string, world: () => World, code: string]>([
    [
      'in no organization',
      () => newWorld({ scenario: 'alone', began }).account(management, admin).build(),
      'no-organization',
    ],
    ['from a member', () => worldOf({ central: centralRoot, member: admin }), 'not-the-centre'],
  ])('%s', async (_when, world, code) => {
    await expect(preflightOf(world())).rejects.toMatchObject({ name: 'UserError', code })
  })

  it('where it is not known whether there is an organization', async () => {
    await expect(
      preflightOf(worldOf(), { deny: 'organizations:DescribeOrganization' }),
    ).rejects.toMatchObject({
      code: 'organization-unseen',
    })
  })
})

describe('what it takes', () => {
  it('counts as far as a burst of the list goes, and says how it would be for more', async () => {
    const world = newWorld({ scenario: 'many', began })
      .account(management, (a) => centralRoot(admin(a)))
      .organization(management, (o) => {
        trusted(o)
        for (let i = 0; i < 300; i++) o.member(String(200_000_000_000 + i))
      })
      .build()
    const found = await preflightOf(world)
    expect(found.accounts).toEqual({ count: 240, complete: false })
    expect(found.sample).toHaveLength(5)
    expect(new Set(found.sample.map(({ account }) => account)).size).toBe(5)
    expect(found.eta.map(({ accounts }) => accounts)).toEqual([240, 1_000, 10_000])
    expect(found.eta[2]).toMatchObject({ boundBy: 'account:GetAlternateContact', secondsWithRole: 61 })
  })

  it('of each member as many calls as an audit makes of one that has nothing in it', async () => {
    const world = await asMember('fresh-personal')
    const id = Object.keys(world.accounts)[0]!
    const iam = world.accounts[id]!.iam
    Object.assign(iam, { users: [], groups: [], roles: [] })
    permit(world, centralPolicy(), roleFor(world))
    const { made } = await refusedTo(world, async (how) => gather(await auditOrganization(how)))
    const { value: found, made: before } = await refusedTo(world, (how) => preflightOrganization(how))
    const counted: Record<string, number> = {}
    for (const { account, operation } of made)
      // What lies there of the account that looks is read for that one.
      if (account === id && !operation.startsWith('backup:'))
        counted[operation] = (counted[operation] ?? 0) + 1
    expect(counted).toEqual(found.calls.perMember)
    const paid = (calls: typeof made) => calls.filter(({ operation }) => operation.startsWith('ce:')).length
    expect(found.cost.requests).toBe(paid(made))
    expect(paid(before)).toBe(0)
    // Members are entered, and asked nothing.
    expect(before.filter(({ account }) => account === id)).toEqual([])
  })

  it.each(['startup', 'neglected-organization', 'exemplary-organization'])(
    'in %s is at least what is shown, in whole numbers',
    async (scenario) => {
      const { calls, cost, eta } = await preflightOf(await makeScenario(scenario, began))
      expect(calls.total).toBeGreaterThan(0)
      expect(Number.isInteger(calls.total)).toBe(true)
      expect(cost).toEqual({ requests: 2, usd: 0.02 })
      expect(eta).toHaveLength(1)
    },
  )
})

describe('under exactly the central policy', () => {
  const refusals = async (change = (policy: ReturnType<typeof centralPolicy>) => policy) => {
    const world = await asMember('exemplary-personal')
    world.organization!.delegatedAdministrators.push({
      account: Object.keys(world.accounts)[0]!,
      service: 'sso.amazonaws.com',
      enabled: began,
    })
    permit(world, change(centralPolicy({ organization: world.organization!.id })), roleFor(world))
    return (await refusedTo(world, (how) => preflightOrganization(how))).refused
  }

  it('meets no refusal', async () => {
    expect(await refusals()).toEqual([])
  })

  it.each<AwsAction>([
    'iam:ListOrganizationsFeatures',
    'organizations:ListAWSServiceAccessForOrganization',
    'organizations:ListDelegatedAdministrators',
    'organizations:ListDelegatedServicesForAccount',
  ])('needs %s', async (action) => {
    expect((await refusals((policy) => without(policy, action))).map(({ operation }) => operation)).toEqual([
      action,
    ])
  })
})
