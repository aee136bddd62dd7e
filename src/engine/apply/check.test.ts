import { describe, expect, it } from 'vitest'
import { account, itemOf, mia, now, planOf, stepOf } from '../../../test/support/plans.ts'
import type { Caller, Json, Plan, PlanItem, Step } from '../../model/index.ts'
import { type Checked, checkPlan, refuseMoved } from './check.ts'

const root: Caller = { account, arn: `arn:aws:iam::${account}:root`, root: true }
const sha = 'a'.repeat(64)
const plan = (over: Partial<Step> = {}, of: Partial<Plan> = {}) =>
  planOf([itemOf('administrator-exists', [stepOf('administrator-exists/1', over)])], of)

/** The code of the refusal, and its words. */
function refusal(given: Plan, checked: Partial<Checked> = {}): string | undefined {
  try {
    checkPlan(given, { caller: mia, now, ...checked })
    return undefined
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
}

describe('a plan', () => {
  it.each<[string, Plan, Partial<Checked>]>([
    ['as it was made', plan(), {}],
    [
      'with its configuration',
      plan({}, { config: { path: 'neverroot.yaml', sha256: sha } }),
      { config: sha },
    ],
    ['without one, where there is one now', plan(), { config: sha }],
    ['in a root session', plan(), { caller: root }],
    ['on its last second', plan(), { now: new Date(now.getTime() + 3_599_000) }],
    ['with an undo of ours', plan({ undo: { action: 'iam:DeleteGroup', input: {} } }), {}],
    ['without calls', planOf([itemOf('root-has-mfa', [])]), {}],
  ])('%s may be applied', (_name, given, checked) => {
    expect(refusal(given, checked)).toBeUndefined()
  })

  it.each<[string, Plan, Partial<Checked>, string]>([
    ['changed since', { ...plan(), account: '222222222222' }, {}, 'changed-plan: '],
    [
      'with a word changed',
      { ...plan(), items: [{ ...plan().items[0]!, message: 'x' }] },
      {},
      'changed-plan: ',
    ],
    [
      'for another account',
      plan({}, { account: '222222222222' }),
      {},
      'wrong-account: The plan is for account 222222222222, and you are signed in to 111111111111',
    ],
    ['on the second it expires', plan(), { now: new Date(now.getTime() + 3_600_000) }, 'expired-plan: '],
    [
      'whose configuration was changed',
      plan({}, { config: { path: 'neverroot.yaml', sha256: sha } }),
      { config: 'b'.repeat(64) },
      'facts-moved: The configuration was changed',
    ],
    [
      'whose configuration is gone',
      plan({}, { config: { path: 'neverroot.yaml', sha256: sha } }),
      {},
      'facts-moved: The plan rests on the configuration neverroot.yaml, and there is none now',
    ],
    [
      'with a step about another account',
      plan({ account: '222222222222' }),
      {},
      'wrong-account: administrator-exists/1: it is about account 222222222222',
    ],
    [
      'with a step as somebody else',
      plan({ as: 'root-task:IAMDeleteRootUserCredentials' }),
      {},
      'not-supported: ',
    ],
    ['with a step as a member', plan({ as: 'member' }), {}, 'not-supported: '],
    [
      'that calls what no plan calls',
      plan({ action: 'iam:CreateAccessKey' }),
      {},
      'not-ours: administrator-exists/1: iam:CreateAccessKey',
    ],
    [
      'that calls a word of the language',
      plan({ action: 'constructor:x' as Step['action'] }),
      {},
      'not-ours: ',
    ],
    [
      'whose undo is nothing of ours',
      plan({ undo: { action: 's3:DeleteBucket', input: {} } }),
      {},
      'not-ours: ',
    ],
    [
      'whose undo takes a way in away',
      plan({ undo: { action: 'iam:DeleteAccessKey', input: { AccessKeyId: 'A' } } }),
      {},
      'not-ours: ',
    ],
  ])('%s is refused', (_name, given, checked, told) => {
    expect(refusal(given, checked)).toMatch(new RegExp(`^${told}`))
  })
})

describe("one member's part of a plan", () => {
  const asRoot = (over: Partial<Step> = {}): Partial<Step> => ({
    as: 'root-task:IAMDeleteRootUserCredentials',
    action: 'iam:DeleteLoginProfile',
    input: {},
    ...over,
  })
  const recovery: Step['undo'] = {
    action: 'iam:CreateLoginProfile',
    as: 'root-task:IAMCreateRootUserPassword',
    input: {},
  }

  it.each<[string, Partial<Step>]>([
    ['as its root', asRoot()],
    ['whose undo allows recovery', asRoot({ undo: recovery })],
    [
      'that takes a device from root',
      asRoot({ action: 'iam:DeactivateMFADevice', input: { SerialNumber: 's' } }),
    ],
  ])('%s may be applied, and nowhere else', (_name, step) => {
    expect(refusal(plan(step), { member: true })).toBeUndefined()
    expect(refusal(plan(step))).toMatch(/^not-supported: /)
  })

  it.each<[string, Partial<Step>, string]>([
    ['as root of another one', asRoot({ account: '222222222222' }), 'wrong-account: '],
    ['through the role of somebody', { as: 'member' }, 'not-supported: '],
    ['as somebody unheard of', { as: 'owner' as 'member' }, 'not-supported: '],
    ['that makes an administrator', { action: 'iam:CreateUser' }, 'not-ours: .*no administrator is made'],
    [
      'that makes a password',
      { input: { Password: { $secret: 'password' } } },
      'not-ours: .*no password is made',
    ],
    ['in another task', asRoot({ as: 'root-task:S3UnlockBucketPolicy' }), 'not-ours: .*no task'],
    ['with a call of another task', asRoot({ action: 'iam:CreateLoginProfile' }), 'not-ours: .*no part of'],
    ['that names a user', asRoot({ input: { UserName: 'tom' } }), 'not-ours: .*names a user'],
    [
      'whose undo is of another task',
      asRoot({ undo: { ...recovery, as: 'root-task:IAMDeleteRootUserCredentials' } }),
      'not-ours: .*no part of',
    ],
  ])('%s is refused', (_name, step, told) => {
    expect(refusal(plan(step), { member: true })).toMatch(new RegExp(`^${told}`))
  })

  it.each<[string, Partial<Step>]>([
    ['a device', { action: 'iam:DeactivateMFADevice', input: { UserName: 'tom', SerialNumber: 's' } }],
    ['a virtual device', { action: 'iam:DeleteVirtualMFADevice', input: { SerialNumber: 's' } }],
    ['their own password', { action: 'iam:DeleteLoginProfile', input: {} }],
  ])('takes nobody %s who is not root of a member', (_name, step) => {
    for (const member of [true, false])
      expect(refusal(plan(step), { member })).toMatch(/^not-ours: .*in a session of AssumeRoot alone/)
  })
})

const based = (digit: string) => digit.repeat(64)
const topic = stepOf('a/1', { action: 'sns:CreateTopic', input: { Name: 'neverroot-spend' } })
const budget = (Amount: string, name = 'neverroot-daily', over: Partial<Step> = {}): Step =>
  stepOf('a/2', {
    action: 'budgets:CreateBudget',
    input: {
      AccountId: account,
      Budget: { BudgetName: name, BudgetLimit: { Amount }, TimePeriod: { Start: Amount } } as Json,
    },
    ...over,
  })
const item = (steps: readonly Step[], over: Partial<PlanItem> = {}) =>
  itemOf('a', steps, { basedOn: based('1'), ...over })
const held = () => false

describe('what a plan rests on', () => {
  interface Case {
    name: string
    then: PlanItem[]
    now: PlanItem[]
    held?: (step: Step) => boolean
    /** Carrying on: whether the item was begun. */
    begun?: boolean
    /** Absent: it is as it was. */
    moved?: RegExp
  }
  const cases: Case[] = [
    { name: 'is as it was', then: [item([topic, budget('1')])], now: [item([topic, budget('1')])] },
    { name: 'is as it was but for the day', then: [item([budget('1')])], now: [item([budget('2')])] },
    { name: 'is told in other words', then: [item([topic])], now: [item([{ ...topic, does: 'otherwise' }])] },
    {
      name: 'is another basis',
      then: [item([topic])],
      now: [item([topic], { basedOn: based('2') })],
      moved: /what a rests on is not what it was/,
    },
    { name: 'is no finding any more', then: [item([topic])], now: [], moved: /a is not open any more/ },
    { name: 'counts only where there are calls', then: [item([])], now: [] },
    {
      name: 'would lead to another call',
      then: [item([topic])],
      now: [item([budget('1')])],
      moved: /other calls now/,
    },
    {
      name: 'would lead to one call more',
      then: [item([topic])],
      now: [item([topic, budget('1')])],
      moved: /other calls now/,
    },
    {
      name: 'would lead to one call less',
      then: [item([topic, budget('1')])],
      now: [item([topic])],
      moved: /other calls now/,
    },
    {
      name: 'would lead to another name',
      then: [item([budget('1', 'mine')])],
      now: [item([budget('1')])],
      moved: /other calls now/,
    },
    {
      name: 'would be taken back otherwise',
      then: [item([{ ...topic, undo: { action: 'iam:DeleteUser', input: {} } }])],
      now: [item([topic])],
      moved: /other calls now/,
    },
    {
      name: 'is held back now, and the guard says so',
      then: [item([topic])],
      now: [item([])],
      held: () => true,
    },
    {
      name: 'leads to nothing now, and nothing holds it back',
      then: [item([topic])],
      now: [item([])],
      moved: /other calls now/,
    },
    { name: 'was moved by the run itself', then: [item([topic, budget('1')])], now: [], begun: true },
    {
      name: 'was moved by an earlier item of the run: the rest is what is planned',
      then: [item([topic, budget('1')])],
      now: [item([budget('1')], { basedOn: based('2') })],
      begun: false,
    },
    {
      name: 'was moved, and would lead to something new',
      then: [item([topic])],
      now: [item([topic, budget('1')], { basedOn: based('2') })],
      begun: false,
      moved: /Nothing more was changed.*rests on/,
    },
    {
      name: 'was moved, and leads to nothing',
      then: [item([topic])],
      now: [item([], { basedOn: based('2') })],
      begun: false,
      moved: /rests on/,
    },
    {
      name: 'was put right by somebody else meanwhile',
      then: [item([topic])],
      now: [],
      begun: false,
      moved: /not open any more/,
    },
  ]

  const final = stepOf('a/1', {
    action: 'iam:DeleteAccessKey',
    input: { AccessKeyId: 'A' },
    risk: 'irreversible',
  })
  const second = { ...final, id: 'a/2', input: { AccessKeyId: 'B' } }

  it.each<[string, PlanItem[], ids: string[], held: boolean, fine: boolean]>([
    ['what is left is still planned', [item([second], { basedOn: based('2') })], ['a/2'], false, true],
    ['what is left is not planned any more', [item([], { basedOn: based('2') })], ['a/2'], false, false],
    ['what is left is no finding any more', [], ['a/2'], false, false],
    ['what is left is held back: the guard says so', [item([])], ['a/2'], true, true],
    ['nothing is left', [], [], false, true],
  ])('of what cannot be taken back, in an item that was begun: %s', (_name, fresh, left, is, fine) => {
    const look = () =>
      refuseMoved(planOf([item([final, second])]), {
        fresh: planOf(fresh),
        held: () => is,
        begun: () => true,
        left: (step) => left.includes(step.id),
      })
    if (fine) expect(look).not.toThrow()
    else expect(look).toThrow(/other calls now/)
  })

  it.each(cases)('$name', ({ then, now: fresh, held: is = held, begun, moved }) => {
    const look = () =>
      refuseMoved(planOf(then), {
        fresh: planOf(fresh),
        held: is,
        ...(begun === undefined ? {} : { begun: () => begun }),
      })
    if (moved) expect(look).toThrow(moved)
    else expect(look).not.toThrow()
  })

  it('is told for every finding', () => {
    const two = [item([topic]), itemOf('b', [stepOf('b/1')])]
    expect(() => refuseMoved(planOf(two), { fresh: planOf([]), held })).toThrow(
      'a is not open any more; b is not open any more.',
    )
  })
})
