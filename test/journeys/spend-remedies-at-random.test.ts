/** Made worlds, flawed in many ways at once: whatever the plan is, one time is enough and every call can be taken back. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { noRecords, type Profile } from '../../src/index.ts'
import { began } from '../support/audit.ts'
import { Life, spendControls } from '../support/spend-life.ts'

const id = '111111111111'
const payer = '999999999999'
const people = ['mia.example@posteo.example', 'pat@mail.example', 'sam@corp.example'] as const
const alias = 'mia.example+aws@posteo.example'

const alert = fc.record({
  type: fc.constantFrom('ACTUAL', 'ACTUAL', 'ACTUAL', 'FORECASTED'),
  operator: fc.constantFrom('GREATER_THAN', 'GREATER_THAN', 'GREATER_THAN', 'LESS_THAN'),
  threshold: fc.constantFrom(50, 80, 100, 100, 120, 150, 'limit' as const),
  to: fc.subarray([...people, alias, 'topic'], { minLength: 1 }),
})
const budget = fc.record({
  name: fc.constantFrom('Daily', 'neverroot-daily', 'Spend', 'mia@corp.example daily'),
  period: fc.constantFrom('DAILY', 'DAILY', 'DAILY', 'MONTHLY'),
  limit: fc.constantFrom(1, 10, 18.6, 124, 9_000),
  credits: fc.boolean(),
  tax: fc.boolean(),
  newer: fc.boolean(),
  filter: fc.constantFrom(undefined, undefined, undefined, 'service', 'own', 'other'),
  adjusts: fc.constantFrom(undefined, undefined, 3, 30),
  when: fc.constantFrom('now', 'now', 'now', 'over', 'to-come'),
  alerts: fc.uniqueArray(alert, {
    maxLength: 5,
    selector: (a) => `${a.type} ${a.operator} ${a.threshold}`,
  }),
})
const topic = fc.record({
  publishers: fc.subarray(['budgets.amazonaws.com', 'events.amazonaws.com']),
  emails: fc.uniqueArray(
    fc.record({
      address: fc.constantFrom(...people, alias),
      pending: fc.boolean(),
      authenticated: fc.boolean(),
      filter: fc.constantFrom(undefined, undefined, '{"level":["high"]}'),
    }),
    { selector: (e) => e.address },
  ),
})
const made = fc.record({
  place: fc.constantFrom('alone', 'alone', 'payer', 'member'),
  as: fc.constantFrom<Profile>('personal', 'business'),
  days: fc.constantFrom(0, 6, 70),
  usd: fc.constantFrom(0, 12.4),
  credits: fc.boolean(),
  spike: fc.boolean(),
  budgets: fc.uniqueArray(budget, { maxLength: 3, selector: (b) => b.name }),
  topic,
  ours: fc.option(topic, { nil: undefined }),
  emails: fc.subarray([people[0], alias, people[1], people[2]]),
  said: fc.constantFrom(undefined, undefined, true, false),
})
type Made = typeof made extends fc.Arbitrary<infer T> ? T : never

function worldOf(given: Made): World {
  const caller = given.place === 'payer' ? payer : id
  const describe = (a: AccountBuilder) => {
    a.created(900).user('mia', (u) =>
      u.created(400).console({ lastUsed: 1, lastChanged: 100 }).admin().key().isCaller(),
    )
    if (given.days > 0) a.dailySpend({ days: given.days, usd: given.usd, wobble: 0.04 })
    if (given.days > 0 && given.credits)
      a.dailySpend({ days: given.days, usd: -given.usd, recordType: 'Credit' })
    if (given.spike) a.spend(5, 900)
    a.topic('spend', given.topic)
    if (given.ours) a.topic('neverroot-spend', given.ours)
    for (const b of given.budgets) addBudget(a, b)
  }
  const world = newWorld({ scenario: 'test', began })
  if (given.place === 'alone') return world.account(id, describe).build()
  const other = (a: AccountBuilder) => a.created(900).dailySpend({ days: 70, usd: 50 })
  return world
    .account(payer, caller === payer ? describe : other)
    .account(id, caller === id ? describe : other)
    .organization(payer, (o) => o.member(id))
    .build()
}

function addBudget(a: AccountBuilder, b: Made['budgets'][number]): void {
  const kinds = [...(b.credits ? [] : ['Credit', 'Refund']), ...(b.tax ? [] : ['Tax'])]
  const value = { service: 'Amazon S3', own: a.account.id, other: '222222222222' }[b.filter ?? 'own']
  const key = b.filter === 'service' ? 'SERVICE' : 'LINKED_ACCOUNT'
  const parts = [
    ...(kinds.length > 0 ? [{ Not: { Dimensions: { Key: 'RECORD_TYPE', Values: kinds } } }] : []),
    ...(b.filter ? [{ Dimensions: { Key: key, Values: [value] } }] : []),
  ]
  const counted = b.newer
    ? {
        CostFilters: undefined,
        CostTypes: undefined,
        Metrics: ['UnblendedCost'],
        ...(parts.length > 0 ? { FilterExpression: parts.length > 1 ? { And: parts } : parts[0] } : {}),
      }
    : {
        ...(b.filter
          ? { CostFilters: { [b.filter === 'service' ? 'Service' : 'LinkedAccount']: [value] } }
          : {}),
        CostTypes: { IncludeCredit: b.credits, IncludeRefund: b.credits, IncludeTax: b.tax },
      }
  const span = {
    now: ['2026-01-01', '2087-06-15'],
    over: ['2026-01-01', '2026-11-01'],
    'to-come': ['2027-01-01', '2087-06-15'],
  }
  const [Start, End] = span[b.when as keyof typeof span].map((day) => `${day}T00:00:00.000Z`)
  a.budget(b.name, {
    period: b.period as 'DAILY',
    limit: b.limit,
    more: {
      ...counted,
      TimePeriod: { Start, End },
      ...(b.adjusts && b.period === 'DAILY'
        ? {
            AutoAdjustData: {
              AutoAdjustType: 'HISTORICAL',
              HistoricalOptions: { BudgetAdjustmentPeriod: b.adjusts },
            },
          }
        : {}),
    },
  })
  a.account.budgets.at(-1)!.notifications = b.alerts.map((alert) => ({
    notification: {
      NotificationType: alert.type as 'ACTUAL',
      ComparisonOperator: alert.operator as 'GREATER_THAN',
      Threshold: alert.threshold === 'limit' ? b.limit : (alert.threshold as number),
      ThresholdType: alert.threshold === 'limit' ? 'ABSOLUTE_VALUE' : 'PERCENTAGE',
    },
    subscribers: alert.to.map((to) =>
      to === 'topic'
        ? { SubscriptionType: 'SNS' as const, Address: a.topicArn('spend') }
        : { SubscriptionType: 'EMAIL' as const, Address: to },
    ),
  }))
}

const saying = (holds: boolean | undefined) =>
  holds === undefined
    ? noRecords
    : {
        ...noRecords,
        attestation: (control: string) => ({
          kind: 'attestation' as const,
          source: 'ledger',
          at: '2026-11-01T00:00:00.000Z',
          saw: {},
          control,
          by: 'mia',
          holds,
          expires: '2027-11-01T00:00:00.000Z',
        }),
      }

describe('a spend alarm of any kind', () => {
  it('is put right once, by nobody’s address, and taken back whole', async () => {
    await fc.assert(
      fc.asyncProperty(made, async (given) => {
        const { emails, as } = given
        const life = await Life.of(worldOf(given), { emails, as, records: saying(given.said) })
        // AWS works out an amount that adjusts itself when a budget is made.
        await life.settle()
        const told = async () => (await life.look()).findings.map((f) => [f.control, f.status, f.message])
        const before = await told()
        const plan = await life.plan()
        const steps = plan.items.flatMap((i) => i.steps)
        expect(JSON.stringify(steps.map((s) => [s.input, s.undo]))).not.toMatch(/@/)
        expect(new Set(steps.map((s) => JSON.stringify([s.action, s.input]))).size).toBe(steps.length)
        const undo = await life.apply(plan)
        const after = await life.look()
        // What waits for another finding's calls waits for the people whom that one asks for.
        const waits = emails.length === 0 ? plan.items.filter((i) => i.waiting) : []
        for (const item of plan.items.filter((i) => i.steps.length > 0 && !i.asks && !waits.includes(i)))
          // Whoever said that something is not so has to say so again.
          if (given.said !== false || !/fits|reaches/.test(item.control))
            expect([item.control, after.of(item.control).status, after.of(item.control).message]).not.toEqual(
              [item.control, 'fail', expect.anything()],
            )
        const later = plan.items.some((i) => i.waiting?.some((w) => w.endsWith('plan again')))
        if (!later) expect((await life.plan()).items.flatMap((i) => i.steps.map((s) => s.does))).toEqual([])
        for (const { undo: take } of undo) await take()
        expect(await told()).toEqual(before)
        expect(before.map(([control]) => control).sort()).toEqual([...spendControls].sort())
      }),
      { numRuns: Number(process.env.RUNS ?? 25), seed: Number(process.env.SEED ?? 26) },
    )
  }, 600_000)
})
