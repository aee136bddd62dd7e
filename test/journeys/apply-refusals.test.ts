/** What is refused before the first call: nothing is changed then, nothing is written down, and the lock is gone. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isRead } from '../../src/aws/index.ts'
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import type { ApplyAccountOptions, Plan, PlanItem, Step } from '../../src/index.ts'
import { newWorld, rootCall } from '../../src/sandbox/builder.ts'
import { makeScenario } from '../../src/sandbox/index.ts'
import { contents } from '../support/accidents.ts'
import { declared, type Stage, stageOf } from '../support/applying.ts'
import { began } from '../support/audit.ts'

const sha256 = 'a'.repeat(64)
const config = { path: '/work/neverroot.yaml', sha256 }

interface Case {
  name: string
  /** The plan as it comes back from whoever had it. */
  changed?: (plan: Plan) => Plan
  /** What happens in between. */
  meanwhile?: (stage: Stage) => unknown
  options?: Partial<ApplyAccountOptions>
  code: string
  told?: RegExp
}

/** Whoever edits a plan can count its digest anew. */
const signed = (plan: Plan): Plan => ({ ...plan, digest: digestOfPlan(plan) })
const withItems = (change: (item: PlanItem) => PlanItem) => (plan: Plan) =>
  signed({ ...plan, items: plan.items.map(change) })
const withSteps = (control: string, change: (steps: readonly Step[]) => readonly Step[]) =>
  withItems((item) => (item.control === control ? { ...item, steps: change(item.steps) } : item))
const budget = 'daily-budget-exists'
const extra = (over: Partial<Step>): Step => ({
  id: `${budget}/9`,
  account: '222222222222',
  as: 'caller',
  action: 'iam:DeleteUser',
  input: { UserName: 'robin' },
  does: 'tidies up',
  risk: 'safe',
  ...over,
})

const cases: Case[] = [
  { name: 'a word was changed', changed: (p) => ({ ...p, items: p.items.slice(1) }), code: 'changed-plan' },
  {
    name: 'it is for another account',
    changed: (p) => signed({ ...p, account: '999999999999' }),
    code: 'wrong-account',
    told: /for account 999999999999, and you are signed in to 222222222222/,
  },
  { name: 'it is a day old', meanwhile: (stage) => stage.pass(24), code: 'expired-plan' },
  {
    name: 'the configuration was changed',
    options: { config: { ...config, sha256: 'b'.repeat(64) } },
    code: 'facts-moved',
    told: /configuration was changed/,
  },
  {
    name: 'the configuration is gone',
    options: { config: undefined },
    code: 'facts-moved',
    told: /there is none now/,
  },
  {
    name: 'it calls what no plan calls',
    changed: withSteps(budget, (s) => [...s, extra({ action: 's3:DeleteBucket' })]),
    code: 'not-ours',
    told: /s3:DeleteBucket is nothing that a plan/,
  },
  {
    name: 'it is about another account in one step',
    changed: withSteps(budget, (s) => [{ ...s[0]!, account: '111111111111' }, ...s.slice(1)]),
    code: 'wrong-account',
    told: /is about account 111111111111/,
  },
  {
    name: 'it acts as root of a member',
    changed: withSteps(budget, (s) => [{ ...s[0]!, as: 'root-task:IAMDeleteRootUserCredentials' }]),
    code: 'not-supported',
  },
  {
    name: 'it takes back what is not ours',
    changed: withSteps(budget, (s) => [{ ...s[0]!, undo: { action: 'ec2:RunInstances', input: {} } }]),
    code: 'not-ours',
  },
  ...[
    [
      'mails to somebody else',
      withSteps(budget, (s) =>
        s.map((step) =>
          step.action === 'sns:Subscribe'
            ? { ...step, input: { ...(step.input as object), Endpoint: 'thief@evil.example' } }
            : step,
        ),
      ),
    ],
    [
      'writes another number',
      withSteps('contacts-are-not-leavers', (s) =>
        s.map((step) => ({
          ...step,
          input: JSON.parse(
            JSON.stringify(step.input).replace('{"$config":"contacts.primary.phone"}', '"+61 2 0000 0000"'),
          ) as Step['input'],
        })),
      ),
    ],
  ].map(([name, changed]): Case => ({
    name: `it ${name as string}`,
    changed: changed as Case['changed'],
    code: 'not-ours',
    told: /names people, values or rights in the plan itself/,
  })),
  ...[
    ['has a call more', withSteps(budget, (s) => [...s, extra({})])],
    ['has a call less', withSteps(budget, (s) => s.slice(0, -1))],
    [
      'has calls where people have to act',
      withSteps('root-has-mfa', () => [extra({ id: 'root-has-mfa/1' })]),
    ],
    [
      'is taken back otherwise',
      withSteps(budget, (s) =>
        s.map((step) =>
          step.undo ? { ...step, undo: { action: 'iam:DeleteUser', input: { UserName: 'robin' } } } : step,
        ),
      ),
    ],
    [
      'says that it does no harm',
      withSteps(budget, (s) => s.map((step) => ({ ...step, risk: 'disruptive' as const }))),
    ],
  ].map(([name, changed]): Case => ({
    name: `it ${name as string}`,
    changed: changed as Case['changed'],
    code: 'facts-moved',
    told: /would be put right by other calls now/,
  })),
  {
    name: 'the contact was changed meanwhile',
    meanwhile: ({ world, account }) => (world.accounts[account]!.contact!.City = 'Perth'),
    code: 'facts-moved',
    told: /what contacts-are-not-leavers rests on/,
  },
  {
    name: 'somebody has put it right',
    meanwhile: async (stage) => stage.apply(await stage.plan()),
    code: 'facts-moved',
    told: /password-policy-is-strong is not open any more/,
  },
  {
    name: 'the account looks taken over',
    meanwhile: ({ world, account }) => {
      const of = world.accounts[account]!
      const event = rootCall('iam', 'DeactivateMFADevice', { at: 0.01 })
      of.events.push(event({ world, account: of }))
    },
    code: 'looks-taken-over',
    told: /No plan for 222222222222 while it looks taken over/,
  },
  { name: 'nobody confirms it', options: { confirmed: undefined }, code: 'not-confirmed' },
  { name: 'another account is confirmed', options: { confirmed: '111111111111' }, code: 'not-confirmed' },
]

describe('a plan is refused before anything is done:', () => {
  it.each(cases)('$name', async ({ changed, meanwhile, options, code, told = /./ }) => {
    const stage = await stageOf(await makeScenario('neglected-business', began), { as: 'business', config })
    const plan = await stage.plan()
    await meanwhile?.(stage)
    const before = contents(stage.world)
    const runs = () =>
      existsSync(join(stage.folder, 'journal')) ? readdirSync(join(stage.folder, 'journal')) : []
    const [journals, requests] = [runs(), { ...stage.sandbox.requests }]
    await expect(stage.apply(changed ? changed(plan) : plan, options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(told),
      hint: expect.stringMatching(/./),
    })
    expect(contents(stage.world)).toEqual(before)
    expect(runs()).toEqual(journals)
    const written = Object.keys(stage.sandbox.requests).filter(
      (o) => !isRead(o) && stage.sandbox.requests[o] !== requests[o],
    )
    expect(written, 'calls that change something').toEqual([])
    expect(readdirSync(stage.folder).filter((name) => name.endsWith('.lock'))).toEqual([])
  })

  it('somebody else is about to change the account', async () => {
    const stage = await stageOf(await makeScenario('neglected-business', began), { as: 'business' })
    const plan = await stage.plan()
    let answer: (typed: string) => void = () => undefined
    let asked: () => void = () => undefined
    const waiting = new Promise<void>((resolve) => (asked = resolve))
    const ask = async ({ code }: { code: string }) => {
      if (code === 'confirm-phone') return declared.contacts!.primary!.phone
      if (code !== 'confirm-account') return undefined
      asked()
      return new Promise<string>((resolve) => (answer = resolve))
    }
    const applied = stage.apply(plan, { confirmed: undefined, host: { notify: () => undefined, ask } })
    await waiting
    await expect(stage.apply(plan)).rejects.toMatchObject({ code: 'apply-under-way' })
    await expect(stage.undo()).rejects.toMatchObject({ code: 'apply-under-way' })
    answer(stage.account)
    expect(await applied).toMatchObject({ complete: true })
    await expect(stage.apply(plan), 'the lock is free, and the plan is done').rejects.toMatchObject({
      code: 'facts-moved',
    })
  })
})

describe('there is nothing to carry on with or to take back', () => {
  it('where nothing was ever applied', async () => {
    const stage = await stageOf(await makeScenario('neglected-business', began))
    await expect(stage.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
    await expect(stage.undo()).rejects.toMatchObject({ code: 'no-such-run' })
    await expect(stage.undo({ run: '2026-11-23T0630' })).rejects.toMatchObject({ code: 'no-such-run' })
  })

  it('of another account in the same folder', async () => {
    const business = await stageOf(await makeScenario('neglected-business', began), { as: 'business' })
    await business.apply(await business.plan())
    const personal = await stageOf(await makeScenario('neglected-personal', began), {
      folder: business.folder,
    })
    await expect(personal.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
    await expect(personal.undo()).rejects.toMatchObject({ code: 'no-such-run' })
    expect(await business.undo()).toMatchObject({ complete: true })
  })

  it('where the world has no finding that a call puts right', async () => {
    const world = newWorld({ scenario: 'test', began })
      .account('111111111111', (a) =>
        a.user('mia', (u) => u.console({ lastUsed: 1 }).admin().key().isCaller()),
      )
      .build()
    const stage = await stageOf(world, { configuration: {}, only: ['root-has-mfa'] })
    const plan = await stage.plan()
    expect(plan.items.map((i) => [i.control, i.steps.length])).toEqual([['root-has-mfa', 0]])
    expect(await stage.apply(plan)).toMatchObject({ outcomes: [], complete: true })
    await expect(stage.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' })
  })
})
