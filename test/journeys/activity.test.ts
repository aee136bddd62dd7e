/** What happens in an account is what `activity` tells of it: real calls and people's acts, looked up through the SDK. */
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam'
import { AssumeRootCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { type Operation, permissionFor } from '../../src/aws/index.ts'
import { activityPermissions } from '../../src/api/permissions.ts'
import {
  type Activity,
  activityOf,
  type ActivityOfOptions,
  activityOfOrganization,
  noRecords,
} from '../../src/index.ts'
import {
  type AccountBuilder,
  assumedRootCall,
  assumeRootEvent,
  newWorld,
  rootCall,
  rootSignIn,
} from '../../src/sandbox/builder.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import {
  createSandbox,
  failToSignInAsRoot,
  makeScenario,
  recoverRootPassword,
  type Sandbox,
  type SandboxOptions,
  signInAsRoot,
  type World,
} from '../../src/sandbox/index.ts'

const began = '2026-11-23T06:30:00.000Z'
const id = '111111111111'
const minutes = (n: number) => new Date(Date.parse(began) + n * 60_000)

let sandbox: Sandbox | undefined
afterEach(async () => {
  await sandbox?.close()
  sandbox = undefined
})

/** An account with a root key and an administrator who looks. */
function account(describe: (a: AccountBuilder) => unknown = () => undefined): World {
  return newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.created(900)
        .root({ password: { lastUsed: 200 }, mfa: [{ fido: 'blue-key' }], keys: [{ created: 800 }] })
        .user('mia', (u) => u.console().admin().virtualMfa().key().isCaller())
      describe(a)
    })
    .build()
}

async function serve(world: World, options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return (sandbox = await createSandbox({ world, now: minutes(60).toISOString(), ...options }))
}

const settings = (of: Sandbox, accessKeyId?: string, region = 'us-east-1') => ({
  endpoint: of.url,
  region,
  credentials: of.credentials(accessKeyId),
})

function look(
  of: Sandbox,
  options: Partial<ActivityOfOptions> = {},
  accessKeyId?: string,
): Promise<Activity> {
  const { endpoint, region, credentials } = settings(of, accessKeyId)
  return activityOf({
    endpoint,
    region,
    credentials: async () => credentials,
    now: minutes(60),
    requestHandler: of.requestHandler,
    ...options,
  })
}

const told = ({ events }: Activity) => events.map(({ kind, name }) => `${kind} ${name}`)

describe('an account', () => {
  it('that nobody was root of: said only of where it was looked', async () => {
    const seen = await look(await serve(account()))
    expect(seen).toMatchObject({ conclusion: 'not-seen', unplanned: { count: 0 }, events: [], signs: [] })
    expect(seen.looked).toEqual([{ region: 'us-east-1', since: expect.any(String), complete: true }])
    expect(seen.notLooked!.length).toBeGreaterThan(10)
  })

  it('a sign-in with its device, a wrong password, calls with the key, and what the key uses', async () => {
    const world = account()
    const of = await serve(world)
    failToSignInAsRoot(world, id, minutes(1))
    signInAsRoot(world, id, minutes(2))
    const key = world.accounts[id]!.root.accessKeys[0]!.id
    const iam = new IAMClient(settings(of, key))
    await iam.send(new ListUsersCommand({}))
    const seen = await look(of, { rootKeys: true })
    expect(told(seen)).toEqual([
      'access-key ListUsers',
      'console ConsoleLogin',
      'failed-sign-in ConsoleLogin',
    ])
    expect(seen.conclusion).toBe('used')
    expect(seen.events[1]).toMatchObject({ mfa: true, device: expect.stringMatching(/^u2f\/root\/blue-key/) })
    expect(seen.keys).toEqual([
      {
        key: expect.stringMatching(/^AKIA\.\.\./),
        callers: [
          expect.objectContaining({ service: 'iam', operations: ['ListUsers'], count: 1, from: '127.0.0.*' }),
        ],
      },
    ])
    // Neither the key nor an address as a whole.
    expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${key}|203\\.0\\.113\\.\\d|127\\.0\\.0\\.\\d`))
  })

  it('planned use is told apart, and what comes after it is not covered', async () => {
    const world = account()
    const of = await serve(world)
    signInAsRoot(world, id, minutes(10))
    const window = {
      from: minutes(5).toISOString(),
      until: minutes(15).toISOString(),
      by: 'mia',
      reason: 'tax',
    }
    const records = { ...noRecords, windows: () => [window] }
    expect(await look(of, { records })).toMatchObject({ conclusion: 'planned', unplanned: { count: 0 } })
    signInAsRoot(world, id, minutes(20))
    expect(await look(of, { records })).toMatchObject({ conclusion: 'used', unplanned: { count: 1 } })
  })

  it('a recovery through the mailbox is a sign that is shown, and no use', async () => {
    const world = account()
    const of = await serve(world)
    recoverRootPassword(world, id, minutes(3), true)
    const seen = await look(of)
    expect(seen).toMatchObject({ conclusion: 'not-seen', events: [] })
    expect(seen.signs.map(({ name, verified }) => [name, verified]).sort()).toEqual([
      ['PasswordRecoveryCompleted', false],
      ['PasswordRecoveryRequested', false],
    ])
    expect(seen.incident?.signs.join()).toMatch(/the root password was reset through the mailbox/)
    expect(seen.incident?.containment[0]).toMatch(/hygiene/)
  })

  it('where only somebody asked for a new password, it looks like nobody', async () => {
    const world = account()
    const of = await serve(world)
    recoverRootPassword(world, id, minutes(3), false)
    expect((await look(of)).incident).toBeUndefined()
  })

  it('with an alias, by which its events may go', async () => {
    const of = await serve(
      account((a) => {
        a.alias('corp').event(rootCall('ec2', 'RunInstances', { at: 4, username: 'corp' }))
      }),
    )
    expect(told(await look(of))).toEqual(['session RunInstances'])
  })

  it('use in another Region is found on request, and there the report points to it before', async () => {
    const world = await makeScenario('neglected-personal', began)
    const of = await serve(world)
    const here = await look(of)
    expect(here).toMatchObject({ conclusion: 'used', events: [] })
    expect(here.report!.keys).toMatchObject([{ region: 'eu-west-1', service: 's3' }])
    expect(told(await look(of, { regions: ['eu-west-1'] }))).toEqual(['access-key CreateBucket'])
    expect(told(await look(of, { rootKeys: true }))).toEqual(['access-key CreateBucket'])
    const everywhere = await look(of, { regions: 'all' })
    expect(everywhere.notLooked).toEqual([])
    expect(everywhere.looked.length).toBeGreaterThan(10)
  })
})

describe('many events, and few requests', () => {
  // At two requests a second it takes a quarter of a minute, of which most is waiting.
  it.runIf(process.env.NEVERROOT_SOAK === '1')(
    'reads page after page at the rate that AWS allows, empty pages too, hardly ever refused',
    async () => {
      const world = account((a) => {
        for (let i = 0; i < 60; i++) a.event(rootCall('ec2', 'StopInstances', { at: 1 + i / 100 }))
        a.event(rootSignIn({ at: 80, mfa: false }))
      })
      world.behaviour.emptyPages = true
      const of = await serve(world, { quotas: 'aws' })
      const seen = await look(of, { requestHandler: undefined })
      expect(seen.events).toHaveLength(61)
      expect(seen.looked[0]!.complete).toBe(true)
      // Two clocks: now and then a request comes a moment too soon. All of them at once are refused thirty times.
      expect(seen.calls.throttled).toBeLessThan(5)
    },
    60_000,
  )

  it('more than is read is said, and is no "nothing happened"', async () => {
    const world = account((a) => {
      // Twenty pages are read: a sign-in behind them is not seen.
      for (let i = 0; i < 1010; i++)
        a.event(
          rootCall('kms', 'RotateKey', { at: 1 + i / 1000, overrides: { eventType: 'AwsServiceEvent' } }),
        )
    })
    const seen = await look(await serve(world))
    expect(seen.conclusion).toBe('cannot-tell')
    expect(seen.couldNotLook).toEqual([
      expect.objectContaining({ what: 'events of root', why: 'too-many', use: true }),
    ])
  })
})

describe('what could not be looked at', () => {
  const denied = (of: Sandbox, ...operations: string[]) =>
    of.faults.add(...operations.map((operation) => ({ kind: 'deny' as const, operation, rate: 1 })))

  it.each<[operation: string, conclusion: string]>([
    ['iam:GetCredentialReport', 'cannot-tell'],
    ['iam:ListAccountAliases', 'not-seen'],
    ['organizations:DescribeOrganization', 'not-seen'],
    ['account:ListRegions', 'not-seen'],
  ])('without %s: %s', async (operation, conclusion) => {
    const of = await serve(account())
    denied(of, operation)
    expect((await look(of)).conclusion).toBe(conclusion)
  })

  it('the event history: the report alone never says that nobody used root', async () => {
    const of = await serve(account())
    denied(of, 'cloudtrail:LookupEvents')
    const seen = await look(of)
    expect(seen).toMatchObject({ conclusion: 'cannot-tell', looked: [] })
    expect(seen.couldNotLook.every(({ needs }) => needs.includes('cloudtrail:LookupEvents'))).toBe(true)
  })

  it('nothing at all: two lines, what to do', async () => {
    const of = await serve(account())
    denied(of, 'cloudtrail:LookupEvents', 'iam:GetCredentialReport', 'iam:GenerateCredentialReport')
    await expect(look(of)).rejects.toMatchObject({
      name: 'UserError',
      code: 'nothing-known',
      hint: expect.stringContaining('neverroot permissions activity'),
    })
  })

  it('all Regions, where AWS does not say which there are', async () => {
    const of = await serve(account())
    denied(of, 'account:ListRegions')
    const seen = await look(of, { regions: 'all' })
    expect(seen.conclusion).toBe('cannot-tell')
    expect(seen.notLooked).toBeUndefined()
  })

  it('a Region that there is not: a mistake, before anything is looked up', async () => {
    const of = await serve(account())
    await expect(look(of, { regions: ['eu-wset-1'] })).rejects.toMatchObject({ code: 'no-such-region' })
    expect(of.requests['cloudtrail:LookupEvents']).toBeUndefined()
  })
})

it('asks what permissions activity prints, all of it and nothing else', async () => {
  const asked = new Set<string>()
  for (const scenario of ['neglected-personal', 'neglected-organization', 'startup']) {
    const of = await serve(await makeScenario(scenario, began))
    const member = Object.values(of.world.accounts).at(-1)!.iam.users[0]?.accessKeys[0]?.id
    await look(of, { regions: 'all', rootKeys: true })
    if (member) await look(of, {}, member)
    for (const operation of Object.keys(of.requests)) asked.add(permissionFor(operation as Operation))
    await of.close()
  }
  asked.delete('sts:GetCallerIdentity')
  expect([...asked].sort()).toEqual(activityPermissions())
})

describe('in an organization', () => {
  const member = '222222222222'
  it('a session that was opened centrally is no use of root, in the member nor at the centre', async () => {
    const world = newWorld({ scenario: 'test', began })
      .account(id, (a) =>
        a
          .created(900)
          .centralRoot('RootCredentialsManagement', 'RootSessions')
          .user('casey', (u) => u.console().admin().virtualMfa().key().isCaller()),
      )
      .account(member, (a) =>
        a
          .created(800)
          .root({ password: false })
          .user('robin', (u) => u.admin().key()),
      )
      .organization(id, (o) => o.member(member).trust('iam.amazonaws.com'))
      .build()
    const of = await serve(world)
    const task = 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'
    const opened = await new STSClient(settings(of)).send(
      new AssumeRootCommand({ TargetPrincipal: member, TaskPolicyArn: { arn: task } }),
    )
    const session = opened.Credentials!.AccessKeyId!
    await new IAMClient(settings(of, session)).send(new ListUsersCommand({})).catch(() => undefined)
    const robin = world.accounts[member]!.iam.users[0]!.accessKeys[0]!.id
    const inMember = await look(of, {}, robin)
    expect(told(inMember)).toEqual(['assumed-root ListUsers'])
    expect(inMember).toMatchObject({ conclusion: 'not-seen', vantage: 'member' })
    expect(inMember.events[0]).toMatchObject({ refused: 'AccessDenied' })
    const atCentre = await look(of)
    expect(atCentre).toMatchObject({ conclusion: 'not-seen', events: [] })
    // The event of the centre names the session's key, by which a member's record without a mark can be told.
    const found = await new CloudTrailClient(settings(of)).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRoot' }],
      }),
    )
    expect(JSON.parse(found.Events![0]!.CloudTrailEvent!)).toMatchObject({
      requestParameters: { targetPrincipal: member, taskPolicyArn: { arn: task } },
      responseElements: { credentials: { accessKeyId: session } },
    })
  })

  it('a record without the mark is told by the AssumeRoot event, which the centre alone has', async () => {
    const key = 'ASIASANDBOX000000042'
    const opened = {
      role: 'Ops',
      session: 'casey',
      target: member,
      task: 'IAMDeleteRootUserCredentials',
      key,
    }
    const world = newWorld({ scenario: 'test', began })
      .account(id, (a) =>
        a
          .created(900)
          .user('casey', (u) => u.console().admin().virtualMfa().key().isCaller())
          // Its event stands where STS was asked, and what it did where IAM records it.
          .event(assumeRootEvent({ at: 3, region: 'eu-west-1', ...opened })),
      )
      .account(member, (a) => {
        memberRole(a.named('shop').created(800).root({ password: false }), id)
        a.user('robin', (u) => u.admin().key()).event(
          assumedRootCall('iam', 'DeleteLoginProfile', { at: 3, key, marked: false }),
        )
      })
      .organization(id, (o) => o.member(member))
      .build()
    const of = await serve(world)
    const robin = world.accounts[member]!.iam.users[0]!.accessKeys[0]!.id
    const alone = await look(of, {}, robin)
    expect(told(alone)).toEqual(['ambiguous DeleteLoginProfile'])
    expect(alone.conclusion).toBe('cannot-tell')
    const org = (regions: string[]) => {
      const { endpoint, region, credentials } = settings(of)
      return activityOfOrganization({
        endpoint,
        region,
        credentials: async () => credentials,
        requestHandler: of.requestHandler,
        now: minutes(60),
        folder: '/nowhere',
        regions,
      })
    }
    // Without that Region the centre has not seen it either, and says so.
    const [, dark] = (await org([])).accounts
    expect(dark).toMatchObject({ conclusion: 'cannot-tell', subject: { id: member, name: 'shop' } })
    const { accounts } = await org(['eu-west-1'])
    expect(accounts.map(({ how }) => how)).toEqual(['own credentials', 'role OrganizationAccountAccessRole'])
    expect(accounts[1]).toMatchObject({
      conclusion: 'not-seen',
      vantage: 'member',
      events: [{ kind: 'assumed-root', task: 'IAMDeleteRootUserCredentials' }],
    })
  })
})
