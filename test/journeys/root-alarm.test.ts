/** The alarm on root from the first look to the last: planned, made, waited for, seen to be whole, taken back. */
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/index.ts'
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { rootAlarm as wholeAlarm } from '../../src/sandbox/scenarios/parts/root-alarm.ts'
import { type Stage, stageOf } from '../support/applying.ts'
import { began } from '../support/audit.ts'

const control = 'root-use-raises-an-alarm'
const id = '111111111111'
const mia = 'mia.example@posteo.example'
const pat = 'pat@mail.example'
const name = 'neverroot-root-use'

function account(describe: (a: AccountBuilder) => unknown): World {
  return newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.named('lab')
        .created(900)
        .user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession())
      describe(a)
    })
    .build()
}

const emails = [mia, pat]
const stage = (world: World, configured: string[] = emails) =>
  stageOf(world, { only: [control], configuration: { alerts: { emails: configured } } })

const calls = (plan: Plan) => plan.items.flatMap((item) => item.steps.map((s) => s.action))
const counted = (plan: Plan) => {
  const counts: Record<string, number> = {}
  for (const call of calls(plan)) counts[call] = (counts[call] ?? 0) + 1
  return counts
}
const statusOf = async ({ audit }: Stage) => (await audit()).findings.find((f) => f.control === control)!
const confirmAll = (world: World) => {
  for (const topic of world.accounts[id]!.topics)
    for (const one of topic.subscriptions) {
      one.confirmed = true
      one.authenticatedUnsubscribe = true
    }
}
const enabled = (world: World) =>
  Object.values(world.accounts[id]!.regions).filter((state) => state !== 'DISABLED').length

describe('an account with a trail and nothing else', () => {
  it('gets the chain, waits for people, passes, and gives it all back', async () => {
    const world = account((a) => a.trail('all'))
    const regions = enabled(world)
    const at = await stage(world)
    const plan = await at.plan()
    expect(counted(plan)).toEqual({
      'sns:CreateTopic': 1,
      'sns:SetTopicAttributes': 1,
      'sns:Subscribe': 2,
      'events:PutRule': regions,
      'events:PutTargets': regions,
      'iam:CreateRole': 1,
      'iam:PutRolePolicy': 1,
    })
    for (const address of emails) expect(JSON.stringify(plan)).not.toContain(address)

    const applied = await at.apply(plan)
    expect(applied.outcomes.filter((o) => !['applied', 'waiting'].includes(o.result))).toEqual([])
    expect(applied.items).toMatchObject([{ control, result: 'waiting' }])
    const again = await at.plan()
    expect(calls(again)).toEqual([])
    expect(again.items[0]!.waiting!.join()).toContain('must click the link')

    confirmAll(world)
    expect((await statusOf(at)).status).toBe('pass')
    expect((await at.plan()).items).toEqual([])

    const undone = await at.undo()
    expect(undone.outcomes.filter((o) => !['applied', 'already-so'].includes(o.result))).toEqual([])
    const { eventRules, topics, iam } = world.accounts[id]!
    expect([eventRules, topics, iam.roles.filter((r) => r.name === name)]).toEqual([[], [], []])
  })

  it('sends words, and no raw event', async () => {
    const world = account((a) => a.trail('all'))
    const at = await stage(world)
    await at.apply(await at.plan())
    const home = world.accounts[id]!.eventRules.find((r) => r.region === 'us-east-1')!
    expect(home.state).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS')
    expect(home.targets[0]!.InputTransformer!.InputTemplate).toContain('Root of AWS account <account>')
    const topic = JSON.parse(world.accounts[id]!.topics[0]!.policy) as { Statement: object[] }
    expect(topic.Statement).toMatchObject([
      { Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' },
    ])
  })
})

describe('a chain that is broken at one link', () => {
  const exceptHome = (world: World) => enabled(world) - 1
  const cases: [when: string, world: World, emails: string[], calls: Record<string, number>][] = [
    [
      'a rule in one Region was switched off',
      account((a) => {
        a.trail('all')
        wholeAlarm(a, emails)
        a.account.eventRules.find((r) => r.region === 'eu-west-1')!.state = 'DISABLED'
      }),
      emails,
      { 'events:EnableRule': 1 },
    ],
    [
      'one Region was forgotten',
      account((a) => {
        a.trail('all')
        wholeAlarm(a, emails)
        a.account.eventRules = a.account.eventRules.filter((r) => r.region !== 'eu-west-1')
      }),
      emails,
      { 'iam:CreateRole': 1, 'iam:PutRolePolicy': 1, 'events:PutRule': 1, 'events:PutTargets': 1 },
    ],
    [
      'the topic is closed to EventBridge: its policy is added to',
      account((a) => {
        a.trail('all')
        wholeAlarm(a, emails)
        const { topics } = a.account
        topics[0]!.policy = topics[0]!.policy.replaceAll('events.amazonaws.com', 'budgets.amazonaws.com')
      }),
      emails,
      { 'sns:SetTopicAttributes': 1 },
    ],
    [
      'one person is there: only another one is asked',
      account((a) => {
        a.trail('all')
        wholeAlarm(a, [mia])
      }),
      emails,
      { 'sns:Subscribe': 1 },
    ],
    [
      'the rule at home sends to the topic of the bill: that is not used',
      account((a) => {
        a.trail('all').topic('neverroot-spend', { publishers: ['events.amazonaws.com'] })
        wholeAlarm(a, emails)
        const home = a.account.eventRules.find((r) => r.region === 'us-east-1')!
        home.targets[0]!.Arn = a.topicArn('neverroot-spend')
      }),
      emails,
      {
        'sns:CreateTopic': 1,
        'sns:SetTopicAttributes': 1,
        'sns:Subscribe': 2,
        'events:PutRule': 1,
        'events:PutTargets': 1,
      },
    ],
    ['nobody is named', account((a) => a.trail('all')), [], {}],
  ]
  it.each(cases)('%s', async (_when, world, configured, wanted) => {
    const at = await stage(world, configured)
    const plan = await at.plan()
    expect(counted(plan)).toEqual(wanted)
    if (calls(plan).length === 0) return
    const applied = await at.apply(plan)
    expect(applied.outcomes.filter((o) => !['applied', 'waiting'].includes(o.result))).toEqual([])
    confirmAll(world)
    expect((await statusOf(at)).status).toBe('pass')
    expect(calls(await at.plan())).toEqual([])
    expect(exceptHome(world)).toBeGreaterThan(1)
  })

  it('asks for people where none are named, and for another where one is', async () => {
    const world = account((a) => a.trail('all'))
    expect((await (await stage(world, [])).plan()).items[0]!.asks).toMatchObject([
      { setting: 'alerts.emails' },
    ])
    const one = await (await stage(world, [mia])).plan()
    expect(one.items[0]!.asks![0]!.question).toContain('another person')
    expect(calls(one)).toContain('sns:Subscribe')
  })

  it('leaves a role of that name that somebody else may assume, and builds nothing on it', async () => {
    const world = account((a) => a.trail('all').role(name, { trust: 'lambda.amazonaws.com' }))
    const at = await stage(world)
    const applied = await at.apply(await at.plan())
    expect(applied.outcomes.find((o) => o.action === 'iam:CreateRole')).toMatchObject({ result: 'failed' })
    expect(applied.outcomes.some((o) => o.action === 'iam:PutRolePolicy' && o.result === 'applied')).toBe(
      false,
    )
    expect(world.accounts[id]!.eventRules.map((r) => r.region)).toEqual(['us-east-1'])
  })
})
