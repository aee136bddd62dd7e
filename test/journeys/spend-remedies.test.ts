/**
 * The spend alarm from the first look to the last: a flawed world, its plan, every call of it made against the sandbox, a
 * second look that finds what was claimed, a second plan with nothing left to call, and every undo in reverse.
 */
import { describe, expect, it } from 'vitest'
import { permissionFor } from '../../src/aws/index.ts'
import { controls, type Profile } from '../../src/index.ts'
import { underWords } from '../../src/model/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { type Audited, began } from '../support/audit.ts'
import { Life, spendControls as spend } from '../support/spend-life.ts'
import {
  account,
  adjusting,
  alsoAt,
  credits,
  daily,
  expression,
  id,
  legacy,
  mia,
  organization,
  pat,
} from '../support/spend-worlds.ts'

const sam = 'sam@corp.example'

type Spend = (typeof spend)[number]
const [alerts, exists, fits, teams, people] = spend

interface Case {
  when: string
  world: () => World
  /** What fails at first, and passes (or is people's word to give) once the calls are made. */
  fails: Spend[]
  calls: string[]
  emails?: string[]
  as?: Profile
}

const cases: Case[] = [
  {
    when: 'no budget at all',
    world: () => account(() => undefined),
    fails: [exists, fits, alerts, people],
    calls: [
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ],
  },
  {
    when: 'a monthly budget that has the name of ours',
    world: () => account((a) => a.budget('neverroot-daily', { limit: 50, recipients: [mia] })),
    fails: [exists, fits, alerts, people],
    calls: [
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ],
  },
  {
    when: 'a topic with the name of ours, with a policy and a subscriber who has not confirmed',
    world: () =>
      account((a) =>
        a.topic('neverroot-spend', {
          publishers: ['events.amazonaws.com'],
          emails: [{ address: mia, pending: true }],
        }),
      ),
    fails: [exists, fits, alerts, people],
    calls: ['sns:SetTopicAttributes', 'sns:Subscribe', 'budgets:CreateBudget'],
  },
  {
    when: 'credits hide what is spent',
    world: () => account((a) => credits(a).budget('Daily', { ...daily, credits: true })),
    fails: [exists, fits],
    calls: ['budgets:UpdateBudget'],
  },
  {
    when: 'credits hide what is spent, in a budget of the newer form',
    world: () => account((a) => credits(a).budget('Daily', { ...daily, more: expression })),
    fails: [exists, fits],
    calls: ['budgets:UpdateBudget'],
  },
  {
    when: 'ten times a typical day, and the alert is an amount of money',
    world: () =>
      account((a) => {
        a.budget('Daily', { ...daily, limit: 124, at: 124, more: { CostTypes: legacy } })
        a.account.budgets[0]!.notifications[0]!.notification.ThresholdType = 'ABSOLUTE_VALUE'
      }),
    fails: [fits],
    calls: ['budgets:UpdateBudget', 'budgets:UpdateNotification'],
  },
  {
    when: 'an idle account with a limit of 25 USD',
    world: () =>
      newWorld({ scenario: 'test', began })
        .account(id, (a) =>
          a
            .created(900)
            .user('mia', (u) => u.console({ lastUsed: 1 }).admin().key().isCaller())
            .budget('Daily', { ...daily, limit: 25 }),
        )
        .build(),
    fails: [fits],
    calls: ['budgets:UpdateBudget'],
  },
  {
    when: 'it has ended',
    world: () =>
      account((a) =>
        a.budget('Daily', {
          ...daily,
          more: { TimePeriod: { Start: '2026-01-01T00:00:00.000Z', End: '2026-11-01T00:00:00.000Z' } },
        }),
      ),
    fails: [exists],
    calls: ['budgets:UpdateBudget'],
  },
  {
    when: 'it has not begun',
    world: () =>
      account((a) =>
        a.budget('Daily', {
          ...daily,
          more: { TimePeriod: { Start: '2027-01-01T00:00:00.000Z', End: '2087-06-15T00:00:00.000Z' } },
        }),
      ),
    fails: [exists],
    calls: ['budgets:UpdateBudget'],
  },
  {
    when: 'it watches one service',
    world: () =>
      account((a) => a.budget('S3', { ...daily, more: { CostFilters: { Service: ['Amazon S3'] } } })),
    fails: [exists, fits],
    calls: [
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ],
  },
  {
    when: 'it alerts only on a forecast, to one person',
    world: () => account((a) => a.budget('Daily', { ...daily, type: 'FORECASTED', recipients: [mia] })),
    fails: [exists, alerts, people],
    calls: ['budgets:CreateNotification'],
  },
  {
    when: 'it has five alerts, and none is the right one',
    world: () =>
      account((a) => {
        a.budget('Daily', { ...daily, at: 50, recipients: [mia] })
        for (const [at, over] of [[60], [70], [90], [95, { NotificationType: 'FORECASTED' }]] as const)
          alsoAt(a, at, [mia], over)
      }),
    fails: [alerts, people],
    calls: ['budgets:UpdateNotification', 'budgets:CreateSubscriber'],
  },
  {
    when: 'it adjusts itself and alerts at its average',
    world: () => account((a) => a.budget('Daily', { ...daily, more: adjusting })),
    fails: [fits, alerts],
    calls: ['budgets:CreateNotification'],
  },
  {
    when: 'it adjusts itself, and credits hide what is spent',
    world: () =>
      account((a) =>
        credits(a).budget('Daily', {
          ...daily,
          credits: true,
          at: 150,
          more: { ...adjusting, BudgetLimit: { Amount: '0', Unit: 'USD' } },
        }),
      ),
    fails: [exists],
    calls: ['budgets:UpdateBudget'],
  },
  {
    when: 'it adjusts itself, and a few expensive days have lifted it',
    world: () =>
      account((a) => {
        a.spend(10, 400).spend(12, 400).spend(14, 400)
        a.budget('Daily', {
          ...daily,
          at: 150,
          more: { ...adjusting, BudgetLimit: { Amount: '52.4', Unit: 'USD' } },
        })
      }),
    fails: [fits],
    calls: [
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ],
  },
  {
    when: 'one person, under two addresses',
    world: () =>
      account((a) => a.budget('Daily', { ...daily, recipients: [mia, 'mia.example+aws@posteo.example'] })),
    fails: [people],
    calls: ['budgets:CreateSubscriber'],
  },
  {
    when: 'the topic does not let AWS Budgets publish',
    world: () =>
      account((a) =>
        a
          .topic('spend', { emails: [{ address: mia, authenticated: true }] })
          .budget('Daily', { ...daily, recipients: [a.topicArn('spend')] }),
      ),
    fails: [people],
    calls: ['budgets:CreateSubscriber', 'budgets:CreateSubscriber'],
  },
  {
    when: 'the second one has a filter at the topic',
    world: () =>
      account((a) =>
        a
          .topic('spend', {
            publishers: ['budgets.amazonaws.com'],
            emails: [
              { address: mia, authenticated: true },
              { address: pat, authenticated: true, filter: '{"level":["high"]}' },
            ],
          })
          .budget('Daily', { ...daily, recipients: [a.topicArn('spend')] }),
      ),
    fails: [people],
    calls: ['budgets:CreateSubscriber'],
  },
  {
    when: 'a payer’s huge budget for everybody, which the small management account never trips',
    world: () => organization((payer) => payer.budget('Everybody', { ...daily, limit: 12_000 })),
    fails: [exists],
    calls: [
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ],
    as: 'business',
  },
  {
    when: 'a payer’s budget for the management account alone, ten times too high',
    world: () =>
      organization((payer) =>
        payer.budget('Own', {
          ...daily,
          limit: 124,
          more: { CostFilters: { LinkedAccount: [payer.account.id] } },
        }),
      ),
    fails: [fits],
    calls: ['budgets:UpdateBudget'],
    as: 'business',
  },
  {
    when: 'a business, whose alert reaches nobody',
    world: () =>
      account((a) => a.topic('spend').budget('Daily', { ...daily, recipients: [a.topicArn('spend')] })),
    fails: [teams, people],
    calls: ['budgets:CreateSubscriber'],
    emails: ['aws-alerts@corp.example'],
    as: 'business',
  },
  {
    when: 'all is wrong at once: credits, the amount, the alert and the people',
    world: () =>
      account((a) =>
        credits(a).budget('Daily', { ...daily, credits: true, limit: 300, at: 80, recipients: [sam] }),
      ),
    fails: [exists, fits, alerts, people],
    calls: ['budgets:UpdateBudget', 'budgets:CreateNotification'],
  },
]

const told = (audited: Audited) => audited.findings.map((f) => [f.control, f.status, f.message])

describe('the spend alarm is put right, and taken back', () => {
  it.each(cases.map((c) => [c.when, c] as const))('%s', async (_when, c) => {
    const life = await Life.of(c.world(), c)
    const before = await life.look()
    const failing = before.findings.filter((f) => f.status === 'fail').map((f) => f.control)
    expect(failing.sort()).toEqual([...c.fails].sort())

    const plan = await life.plan()
    const steps = plan.items.flatMap((item) => item.steps)
    expect(steps.map((s) => s.action)).toEqual(c.calls)
    expect(JSON.stringify(steps.map((s) => [s.input, s.undo]))).not.toMatch(/(posteo|mail|corp)\.example/)
    // Each failure has its calls, or says where they stand.
    for (const item of plan.items.filter((i) => i.status === 'fail'))
      expect([
        item.control,
        item.steps.length + [...underWords(item), ...(item.waiting ?? [])].length,
      ]).not.toEqual([item.control, 0])

    const undo = await life.apply(plan)
    const after = await life.look()
    for (const control of c.fails) {
      const { status, message } = after.of(control)
      // Who reads a mailbox only people can say.
      const wanted = control === people || control === teams ? ['pass', 'review'] : ['pass']
      expect([control, wanted.includes(status), message]).toEqual([control, true, message])
    }
    const second = await life.plan()
    expect(second.items.flatMap((item) => item.steps)).toEqual([])

    for (const { undo: take } of undo) await take()
    expect(told(await life.look())).toEqual(told(before))
    expect(undo.every(({ step }) => step.undo?.weakens)).toBe(true)
  })

  it('is done by calls that the controls say they make', async () => {
    const made = new Map<string, Set<string>>()
    for (const c of cases) {
      const life = await Life.of(c.world(), c)
      for (const item of (await life.plan()).items)
        for (const { action, undo } of item.steps)
          for (const a of [action, ...(undo ? [undo.action] : [])])
            made.set(item.control, (made.get(item.control) ?? new Set()).add(permissionFor(a as never)))
    }
    for (const [control, actions] of made) {
      const writes = controls.find((c) => c.id === control)?.writes ?? []
      expect([control, writes.flatMap((w) => w.actions)]).toEqual([
        control,
        expect.arrayContaining([...actions]),
      ])
    }
  })
})

describe('where people have to act first', () => {
  it('a subscription that a mail scanner may have confirmed is nobody’s to make again', async () => {
    const life = await Life.of(
      account((a) =>
        a
          .topic('spend', {
            publishers: ['budgets.amazonaws.com'],
            emails: [{ address: mia, authenticated: true }, { address: pat }],
          })
          .budget('Daily', { ...daily, recipients: [a.topicArn('spend')] }),
      ),
    )
    expect((await life.look()).of(people).status).toBe('review')
    expect((await life.plan()).items.flatMap((i) => i.steps)).toEqual([])
  })
})

describe('a subscription that waits for its confirmation', () => {
  it('is waited for, not made again', async () => {
    const life = await Life.of(
      account((a) =>
        a
          .topic('spend', {
            publishers: ['budgets.amazonaws.com'],
            emails: [
              { address: mia, authenticated: true },
              { address: pat, pending: true },
            ],
          })
          .budget('Daily', { ...daily, recipients: [a.topicArn('spend')] }),
      ),
    )
    const plan = await life.plan()
    const item = plan.items.find((i) => i.control === people)!
    expect(item.steps).toEqual([])
    expect(item.waiting).toEqual(['p...@mail.example must click the link in the confirmation mail from AWS'])
  })
})
