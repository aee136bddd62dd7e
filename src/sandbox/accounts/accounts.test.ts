import { AccountClient, GetContactInformationCommand, PutAccountNameCommand } from '@aws-sdk/client-account'
import {
  CreateAccountAliasCommand,
  DeleteLoginProfileCommand,
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListAccountAliasesCommand,
} from '@aws-sdk/client-iam'
import {
  DescribeAccountCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListPoliciesForTargetCommand,
  ListTagsForResourceCommand,
  MoveAccountCommand,
  OrganizationsClient,
  paginateListAccountsForParent,
} from '@aws-sdk/client-organizations'
import { AssumeRoleCommand, AssumeRootCommand, GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { accountOf, adoptedAccount, createSandbox, makeScenario, type World } from '../index.ts'
import type { EnterpriseSize, Sandbox } from '../index.ts'
import { traitsOf } from '../scenarios/enterprise/traits.ts'
import { all } from '../testing.ts'
import { memberIds, memberOf } from './members.ts'

const BEGAN = '2026-11-23T06:30:00.000Z'
const enterprise = (size?: EnterpriseSize) => makeScenario('enterprise', BEGAN, undefined, size)
const id = (number: number) => `2${String(number).padStart(11, '0')}`

let sandbox: Sandbox | undefined
afterEach(async () => {
  await sandbox?.close()
  sandbox = undefined
})

async function open(world: World) {
  const running = await createSandbox({ world, now: BEGAN, port: false })
  sandbox = running
  const config = (credentials = running.credentials()) => ({
    endpoint: 'http://sandbox.invalid',
    region: 'us-east-1',
    requestHandler: running.requestHandler as never,
    credentials,
  })
  const sts = new STSClient(config())
  return {
    sts,
    config,
    organizations: new OrganizationsClient(config()),
    async inside(account: string) {
      const RoleArn = `arn:aws:iam::${account}:role/${traitsOf(1, Number(account.slice(1))).memberRole}`
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'audit' }))
      return config({
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      })
    },
  }
}
/** As another process finds it. */
const reread = (world: World) => JSON.parse(JSON.stringify(world)) as World
/** Numbers of accounts that are active and have a role to come in through. */
const reachable = (most: number) =>
  Array.from({ length: most }, (_, i) => i + 1).filter((n) => {
    const { state, memberRole } = traitsOf(1, n)
    return state === 'ACTIVE' && memberRole !== undefined
  })

describe('a generated account', () => {
  it('is the same from the same seed and number, in an organization of any size', async () => {
    const [small, large] = await Promise.all([enterprise({ accounts: 50 }), enterprise({ accounts: 10_000 })])
    expect(accountOf(small, id(42))).toEqual(accountOf(large, id(42)))
    expect(accountOf(small, id(42))).not.toEqual(
      accountOf(await enterprise({ accounts: 50, seed: 2 }), id(42)),
    )
    expect(accountOf(small, id(50)), 'there is no number 50').toBeUndefined()
    expect(memberIds(large)).toHaveLength(10_000)
  })

  it('is listed as it is, without being made', async () => {
    const world = await enterprise({ accounts: 60 })
    const { organizations } = await open(world)
    const before = JSON.stringify(world).length
    let NextToken: string | undefined
    let listed = 0
    do {
      const page = await organizations.send(new ListAccountsCommand({ NextToken }))
      for (const { Id, Name, Email, State, JoinedTimestamp } of page.Accounts!) {
        const account = accountOf(world, Id!)!
        expect([Name, Email, State]).toEqual([account.name, account.email, account.state])
        expect(JoinedTimestamp!.getTime()).toBeGreaterThanOrEqual(Date.parse(account.createdAt))
        listed += 1
      }
      NextToken = page.NextToken
    } while (NextToken)
    expect(listed).toBe(60)
    expect(JSON.stringify(world).length).toBe(before)
  })

  it('has a parent, policies and tags', async () => {
    const world = await enterprise({ accounts: 200 })
    const { organizations } = await open(world)
    const { id: unit } = world.organization!.units.find((u) => u.name === 'Retail')!
    const { Accounts } = await organizations.send(new ListAccountsForParentCommand({ ParentId: unit }))
    expect(Accounts!.length).toBeGreaterThan(10)
    for (const { Id } of Accounts!) expect(traitsOf(1, Number(Id!.slice(1))).unit).toBe('Retail')
    const { Policies } = await organizations.send(
      new ListPoliciesForTargetCommand({ TargetId: id(7), Filter: 'SERVICE_CONTROL_POLICY' }),
    )
    expect(Policies!.map((p) => p.Name)).toEqual(['FullAWSAccess'])
    const number = Array.from({ length: 199 }, (_, i) => i + 1).find((n) => traitsOf(1, n).owner)!
    const { Tags } = await organizations.send(new ListTagsForResourceCommand({ ResourceId: id(number) }))
    expect(Tags).toEqual([{ Key: 'Owner', Value: traitsOf(1, number).owner }])
  })

  it('is found by its key, and a stranger by none', async () => {
    const world = await enterprise({ accounts: 3000 })
    const number = Array.from({ length: 2999 }, (_, i) => i + 1).find((n) => traitsOf(1, n).root.key)!
    const key = accountOf(world, id(number))!.root.accessKeys[0]!
    const { sts } = await open(world)
    expect(sandbox!.credentials(key.id).secretAccessKey).toBe(key.secret)
    expect(await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: key.id }))).toMatchObject({
      Account: id(number),
    })
    expect(() => sandbox!.credentials('AKIASANDBOX999999999')).toThrow(/No access key/)
  })
})

describe('what a write does to a generated account', () => {
  it('outlives the process, and is all that is kept of it', async () => {
    const world = await enterprise({ accounts: 5000 })
    const { inside, organizations } = await open(world)
    const at = id(reachable(100)[20]!)
    const config = await inside(at)
    const iam = new IAMClient(config)
    await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'team-alias' }))
    await iam.send(new GenerateCredentialReportCommand({}))
    await new AccountClient(config).send(new PutAccountNameCommand({ AccountName: 'renamed' }))
    expect(Object.keys(world.accounts), 'not described').toEqual(['111111111111'])
    expect(Object.keys(world.changed!)).toEqual([at])
    expect(JSON.stringify(world).length).toBeLessThan(60_000)

    await sandbox!.close()
    const { inside: again } = await open(reread(world))
    const later = new IAMClient(await again(at))
    expect((await later.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['team-alias'])
    expect((await later.send(new GetCredentialReportCommand({}))).Content!.length).toBeGreaterThan(100)
    const described = await organizations.send(new DescribeAccountCommand({ AccountId: at }))
    expect(described.Account!.Name).toBe('renamed')
  })

  it('outlives its eviction', async () => {
    const world = await enterprise({ accounts: 2000 })
    const { inside } = await open(world)
    const at = id(reachable(100)[5]!)
    const iam = new IAMClient(await inside(at))
    await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'team-alias' }))
    const before = accountOf(world, at)
    for (let n = 1000; n < 1800; n += 1) accountOf(world, id(n))
    expect(accountOf(world, at), 'made anew').not.toBe(before)
    expect(accountOf(world, at)).toEqual(before)
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['team-alias'])
  })

  it('is kept where assumed root does it, and a root password stays deleted', async () => {
    const world = await enterprise({ accounts: 3000 })
    const { sts, config } = await open(world)
    const number = reachable(2999).find((n) => {
      const { root, unit } = traitsOf(1, n)
      return root.password && unit === 'Prod'
    })!
    const { Credentials } = await sts.send(
      new AssumeRootCommand({
        TargetPrincipal: id(number),
        TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials' },
      }),
    )
    const iam = new IAMClient(
      config({
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      }),
    )
    await iam.send(new DeleteLoginProfileCommand({}))
    const kept = accountOf(reread(world), id(number))!
    expect(kept.root.password).toBeUndefined()
    expect(kept.events.at(-1)!.name).toBe('DeleteLoginProfile')
  })

  it('is not lost where many write at once', async () => {
    const world = await enterprise({ accounts: 3000 })
    const { inside } = await open(world)
    const numbers = reachable(900)
    expect(numbers.length, 'more than are held').toBeGreaterThan(700)
    await Promise.all(
      numbers.map(async (number) => {
        const iam = new IAMClient(await inside(id(number)))
        await iam.send(new CreateAccountAliasCommand({ AccountAlias: `alias-${number}` }))
      }),
    )
    const later = reread(world)
    for (const number of numbers) expect(accountOf(later, id(number))!.iam.alias).toBe(`alias-${number}`)
  })

  it('moves it, once, for good', async () => {
    const world = await enterprise({ accounts: 50 })
    const { organizations } = await open(world)
    const { organization } = world
    const account = id(reachable(50)[0]!)
    const from = memberOf(world, account)!.parent
    const to = organization!.units.find((unit) => unit.id !== from)!.id
    const inUnit = async (ParentId: string) =>
      (await all(paginateListAccountsForParent({ client: organizations }, { ParentId }), 'Accounts')).map(
        (one) => (one as { Id: string }).Id,
      )
    const [before, there] = [await inUnit(from), await inUnit(to)]
    await organizations.send(
      new MoveAccountCommand({ AccountId: account, SourceParentId: from, DestinationParentId: to }),
    )
    expect(await inUnit(from)).toEqual(before.filter((one) => one !== account))
    expect((await inUnit(to)).sort()).toEqual([...there, account].sort())
    const again = reread(world)
    expect(memberIds(again)).toHaveLength(50)
    expect(new Set(memberIds(again)).size).toBe(50)
    expect(memberOf(again, account)!.parent).toBe(to)
  })

  it('by hand is kept too, where the account is adopted first', async () => {
    const world = await enterprise({ accounts: 2000 })
    adoptedAccount(world, id(9))!.name = 'by hand'
    for (let n = 1000; n < 1800; n += 1) accountOf(world, id(n))
    expect(accountOf(reread(world), id(9))!.name).toBe('by hand')
  })
})

describe('reading', () => {
  it('keeps nothing of the accounts but that their role was assumed', async () => {
    const world = await enterprise({ accounts: 1000 })
    const { inside } = await open(world)
    for (const number of reachable(60)) {
      const config = await inside(id(number))
      await new IAMClient(config).send(new GetAccountSummaryCommand({}))
      await new AccountClient(config).send(new GetContactInformationCommand({})).catch(() => undefined)
    }
    for (const { set, gone } of Object.values(world.changed ?? {}))
      expect([Object.keys(set), gone]).toEqual([['iam.roles'], []])
  })

  it.each<[what: string, accounts: number]>([
    ['none', 0],
    ['too many', 20_001],
    ['half', 1.5],
  ])('%s accounts cannot be made', async (_what, accounts) => {
    await expect(enterprise({ accounts })).rejects.toThrow(/cannot be made/)
  })

  it('the shares are as an enterprise has them', () => {
    const all = Array.from({ length: 10_000 }, (_, i) => traitsOf(1, i + 1))
    const share = (test: (t: (typeof all)[number]) => boolean) => all.filter(test).length / all.length
    expect(share((t) => t.root.password)).toBeCloseTo(0.09, 1)
    expect(share((t) => t.root.key)).toBeCloseTo(0.01, 2)
    expect(share((t) => t.email.endsWith('@corp-old.example'))).toBeCloseTo(0.34, 1)
    expect(share((t) => t.state !== 'ACTIVE')).toBeCloseTo(0.022, 2)
    expect(share((t) => t.memberRole === undefined)).toBeCloseTo(0.03, 2)
    expect(new Set(all.map((t) => t.email)).size, 'addresses are unique').toBe(all.length)
  })
})
