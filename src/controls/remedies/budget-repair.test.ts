/** What mending a daily budget comes to: each flaw with its call, everything else carried over, undo exact. */
import { describe, expect, it } from 'vitest'
import {
  account,
  actionsOf,
  alert,
  budget,
  costTypes,
  form,
  holdsNobody,
  mia,
  noTopic,
  pat,
  remedy,
} from '../../../test/support/spend.ts'
import type { Budget } from '../../facts/budgets.ts'
import type { Circumstances } from '../../model/index.ts'
import exists from '../daily-budget-exists.ts'
import fits from '../daily-budget-fits-typical-spend.ts'
import { exampleSpend } from '../support/spend-alarm.ts'

const none = { IncludeCredit: false, IncludeRefund: false, IncludeTax: false }
const all = { ...costTypes, IncludeCredit: true, IncludeRefund: true }
const { CostFilters: _f, CostTypes: _t, ...uncounted } = form
const { BudgetLimit: _l, ...unlimited } = form
const own = { Dimensions: { Key: 'LINKED_ACCOUNT' as const, Values: [account] } }
const withoutTax = { Not: { Dimensions: { Key: 'RECORD_TYPE' as const, Values: ['Tax'] } } }
const hides = { Not: { Dimensions: { Key: 'RECORD_TYPE' as const, Values: ['Credit', 'Refund', 'Tax'] } } }
const adjusting = {
  AutoAdjustType: 'HISTORICAL' as const,
  HistoricalOptions: { BudgetAdjustmentPeriod: 30 },
}
const spend = exampleSpend(58, 12.4)

interface Case {
  when: string
  given: Budget
  /** The whole NewBudget. */
  becomes: object
  was?: object
  says?: string
  spend?: typeof spend
}

const mended: Case[] = [
  {
    when: 'counts credits, refunds and tax',
    given: budget({ CostTypes: all }),
    becomes: { ...form, CostTypes: { ...costTypes, ...none } },
    was: { ...form, CostTypes: all },
    says: 'budget Daily spend: no longer counts credits, refunds and tax; all else stays',
  },
  {
    when: 'counts credits by AWS’s defaults, which an answer may leave out',
    given: budget({ CostTypes: undefined }),
    becomes: { ...uncounted, CostFilters: {}, CostTypes: none },
    was: { ...uncounted, CostFilters: {} },
  },
  {
    when: 'counts credits, and is ten times a typical day',
    given: budget({ CostTypes: all, BudgetLimit: { Amount: '124.0', Unit: 'USD' } }),
    becomes: {
      ...form,
      CostTypes: { ...costTypes, ...none },
      BudgetLimit: { Amount: '18.60', Unit: 'USD' },
    },
    was: { ...form, CostTypes: all, BudgetLimit: { Amount: '124.0', Unit: 'USD' } },
    says: '124 USD a day becomes 18.60 USD',
  },
  {
    when: 'counts credits, and what is spent cannot be seen: the amount stays',
    given: budget({ CostTypes: all, BudgetLimit: { Amount: '124.0', Unit: 'USD' } }),
    becomes: {
      ...form,
      CostTypes: { ...costTypes, ...none },
      BudgetLimit: { Amount: '124.0', Unit: 'USD' },
    },
    was: { ...form, CostTypes: all, BudgetLimit: { Amount: '124.0', Unit: 'USD' } },
    spend: exampleSpend(5, 12.4),
  },
  {
    when: 'has no amount',
    given: budget({ BudgetLimit: undefined, CostTypes: { ...costTypes, IncludeTax: false } }),
    becomes: {
      ...form,
      CostTypes: { ...costTypes, IncludeTax: false },
      BudgetLimit: { Amount: '18.60', Unit: 'USD' },
    },
    was: { ...unlimited, CostTypes: { ...costTypes, IncludeTax: false } },
    says: 'no amount a day becomes 18.60 USD',
  },
  {
    when: 'has ended',
    given: budget({
      CostTypes: { ...costTypes, IncludeTax: false },
      TimePeriod: { Start: new Date('2024-05-06'), End: new Date('2026-11-01') },
    }),
    becomes: {
      ...form,
      CostTypes: { ...costTypes, IncludeTax: false },
      TimePeriod: { Start: form.TimePeriod.Start },
    },
    was: {
      ...form,
      CostTypes: { ...costTypes, IncludeTax: false },
      TimePeriod: { Start: form.TimePeriod.Start, End: Date.UTC(2026, 10, 1) / 1000 },
    },
    says: 'no longer ends',
  },
  {
    when: 'has not begun',
    given: budget({
      CostTypes: { ...costTypes, IncludeTax: false },
      TimePeriod: { Start: new Date('2027-01-01'), End: new Date('2087-06-15') },
    }),
    becomes: {
      ...form,
      CostTypes: { ...costTypes, IncludeTax: false },
      TimePeriod: { ...form.TimePeriod, Start: Date.UTC(2026, 10, 23) / 1000 },
    },
    was: {
      ...form,
      CostTypes: { ...costTypes, IncludeTax: false },
      TimePeriod: { ...form.TimePeriod, Start: Date.UTC(2027, 0, 1) / 1000 },
    },
    says: 'begins today',
  },
  {
    when: 'of the newer form, with one condition',
    given: budget({
      CostFilters: undefined,
      CostTypes: undefined,
      FilterExpression: own,
      Metrics: ['UnblendedCost'],
    }),
    becomes: { ...uncounted, FilterExpression: { And: [own, hides] }, Metrics: ['UnblendedCost'] },
    was: { ...uncounted, FilterExpression: own, Metrics: ['UnblendedCost'] },
  },
  {
    when: 'of the newer form, with several conditions, one of which leaves tax out already',
    given: budget({
      CostFilters: undefined,
      CostTypes: undefined,
      FilterExpression: { And: [own, withoutTax] },
      Metrics: ['UnblendedCost'],
    }),
    becomes: {
      ...uncounted,
      FilterExpression: {
        And: [own, withoutTax, { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund'] } } }],
      },
      Metrics: ['UnblendedCost'],
    },
    was: { ...uncounted, FilterExpression: { And: [own, withoutTax] }, Metrics: ['UnblendedCost'] },
    says: 'no longer counts credits and refunds;',
  },
  {
    when: 'of the newer form, without a condition',
    given: budget({ CostFilters: undefined, CostTypes: undefined, Metrics: ['UnblendedCost'] }),
    becomes: { ...uncounted, FilterExpression: hides, Metrics: ['UnblendedCost'] },
    was: { ...uncounted, Metrics: ['UnblendedCost'] },
  },
  {
    when: 'counts credits and adjusts its amount by itself: it goes on doing so',
    given: budget(
      {
        CostTypes: all,
        BudgetLimit: { Amount: '0.4', Unit: 'USD' },
        AutoAdjustData: { ...adjusting, LastAutoAdjustTime: new Date('2026-11-22') },
      },
      [alert([mia, pat], { threshold: 150 })],
    ),
    becomes: { ...unlimited, CostTypes: { ...costTypes, ...none }, AutoAdjustData: adjusting },
    was: { ...unlimited, CostTypes: all, AutoAdjustData: adjusting },
    says: 'its amount goes on adjusting itself',
  },
  {
    when: 'keeps to filters that leave out nothing of this account',
    given: budget({ CostTypes: all, CostFilters: { LinkedAccount: [account] } }),
    becomes: {
      ...form,
      CostTypes: { ...costTypes, ...none },
      CostFilters: { LinkedAccount: [account] },
    },
    was: { ...form, CostTypes: all, CostFilters: { LinkedAccount: [account] } },
  },
]

describe('a daily budget is mended, not doubled', () => {
  it.each(mended.map((c) => [c.when, c] as const))('%s', (_when, c) => {
    const found = remedy(exists, { budgets: { list: [c.given] }, spend: c.spend ?? spend, topic: noTopic })
    expect(actionsOf(found)).toEqual(['budgets:UpdateBudget'])
    const [step] = found.steps!
    expect(step!.input).toEqual({ AccountId: account, NewBudget: c.becomes })
    expect(step!.undo).toEqual({
      action: 'budgets:UpdateBudget',
      input: { AccountId: account, NewBudget: c.was ?? form },
      weakens: true,
    })
    expect(step!.does).toContain(c.says ?? '')
    expect(JSON.stringify(found.basis)).not.toContain(String(c.spend ?? 12.4))
  })
})

interface Beside {
  when: string
  given: Budget[]
  says?: string
  over?: Partial<Circumstances>
  spend?: typeof spend
}

const expensive = exampleSpend(58, 12.4, Object.fromEntries([40, 42, 44, 46, 48].map((day) => [day, 400])))

const beside: Beside[] = [
  {
    when: 'watches one service',
    given: [budget({ CostFilters: { Service: ['Amazon S3'] } })],
    says: 'budget Daily spend stays as it is: it watches only a part of the spend (Service)',
  },
  {
    when: 'watches one tag',
    given: [
      budget({
        CostFilters: undefined,
        CostTypes: undefined,
        FilterExpression: { Tags: { Key: 'team', Values: ['web'] } },
        Metrics: ['UnblendedCost'],
      }),
    ],
    says: 'tag team',
  },
  {
    when: 'follows a billing view',
    given: [budget({ BillingViewArn: `arn:aws:billing::${account}:billingview/custom-1` })],
    says: 'billing view',
  },
  {
    when: 'is of no use to AWS any more',
    given: [budget({ HealthStatus: { Status: 'UNHEALTHY' } })],
    says: 'unhealthy',
  },
  {
    when: 'covers all accounts of a payer, and counts credits',
    given: [budget({ CostTypes: all })],
    over: { vantage: 'management', profile: 'business' },
  },
  {
    when: 'covers all accounts of a payer, and is never tripped from here',
    given: [
      budget({ BudgetLimit: { Amount: '10000', Unit: 'USD' } }, [alert()], {
        history: [{ limit: 10_000, actual: 8_000 }],
      }),
    ],
    over: { vantage: 'management', profile: 'business' },
    says: 'covers several accounts',
  },
  {
    when: 'is named after a person: no plan can name it',
    given: [budget({ BudgetName: `Daily ${mia}`, CostTypes: all })],
    says: 'another daily budget stays as it is',
  },
  {
    when: 'adjusts its amount by itself, and a few expensive days would spoil it',
    given: [budget({ CostTypes: all, AutoAdjustData: adjusting }, [alert([mia], { threshold: 150 })])],
    spend: expensive,
  },
  {
    when: 'adjusts its amount by itself and has none yet',
    given: [budget({ BudgetLimit: undefined, AutoAdjustData: adjusting })],
    says: 'has no amount',
  },
]

describe('a daily budget is left alone, and a new one is made beside it', () => {
  it.each(beside.map((c) => [c.when, c] as const))('%s', (_when, c) => {
    const given = { budgets: { list: c.given }, spend: c.spend ?? spend, topic: noTopic }
    const found = remedy(exists, given, c.over)
    expect(actionsOf(found)).toEqual([
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ])
    const last = found.steps!.at(-1)!
    expect(last.input).toMatchObject({
      Budget: {
        BudgetName: 'neverroot-daily',
        BudgetLimit: { Amount: '18.60' },
        ...(c.over?.vantage === 'management' ? { CostFilters: { LinkedAccount: [account] } } : {}),
      },
    })
    expect(last.does).toContain(c.says ?? 'Daily spend')
    expect(holdsNobody(found)).toBe(true)
    expect(last.does).not.toContain(mia)
  })
})

describe('the alerts of a mended budget', () => {
  const rightIn = (usd: number) => alert([mia, pat], { threshold: usd, thresholdType: 'ABSOLUTE_VALUE' })

  it('follow the amount where the right one was an amount of money', () => {
    const given = budget({ CostTypes: all, BudgetLimit: { Amount: '124.0', Unit: 'USD' } }, [rightIn(124)])
    const found = remedy(exists, { budgets: { list: [given] }, spend, topic: noTopic })
    expect(actionsOf(found)).toEqual(['budgets:UpdateBudget', 'budgets:UpdateNotification'])
    const of = { AccountId: account, BudgetName: 'Daily spend' }
    const key = { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN' }
    const money = { ...key, Threshold: 124, ThresholdType: 'ABSOLUTE_VALUE' }
    const percent = { ...key, Threshold: 100, ThresholdType: 'PERCENTAGE' }
    expect(found.steps![1]!.input).toEqual({ ...of, OldNotification: money, NewNotification: percent })
    expect(found.steps![1]!.undo?.input).toEqual({ ...of, OldNotification: percent, NewNotification: money })
  })

  it('stay where the amount of money is still the amount', () => {
    const given = budget({ CostTypes: all }, [rightIn(18.6)])
    const found = remedy(exists, { budgets: { list: [given] }, spend, topic: noTopic })
    expect(actionsOf(found)).toEqual(['budgets:UpdateBudget'])
  })

  it('get the right one where only a budget that stays flawed has it', () => {
    const narrow = budget({ BudgetName: 'S3', CostFilters: { Service: ['Amazon S3'] } })
    const given = budget({ CostTypes: all }, [alert([mia], { threshold: 80 })])
    const found = remedy(exists, { budgets: { list: [narrow, given] }, spend, topic: noTopic })
    expect(actionsOf(found)).toEqual(['budgets:UpdateBudget', 'budgets:CreateNotification'])
    expect(found.steps![1]!.input).toMatchObject({ BudgetName: 'Daily spend' })
    const asked = remedy(
      exists,
      { budgets: { list: [narrow, given] }, spend, topic: noTopic },
      { configuration: {} },
    )
    expect(actionsOf(asked)).toEqual(['budgets:UpdateBudget'])
    expect(asked.asks).toMatchObject([{ setting: 'alerts.emails' }])
  })

  it('are all there is to do for a budget that alerts only on a forecast', () => {
    const given = budget({ CostTypes: { ...costTypes, IncludeTax: false } }, [
      alert([mia], { type: 'FORECASTED' }),
    ])
    const found = remedy(exists, { budgets: { list: [given] }, spend, topic: noTopic })
    expect(actionsOf(found)).toEqual([])
    expect(found.waiting).toEqual(['the alert of daily-budget-alerts-at-its-limit brings it'])
  })
})

const quiet = { ...costTypes, IncludeTax: false }

describe('a good daily budget gets the amount that fits', () => {
  it.each<
    [
      when: string,
      budgets: Budget[],
      amount: string | undefined,
      over?: Partial<Circumstances>,
      days?: typeof spend,
    ]
  >([
    ['too high', [budget({ BudgetLimit: { Amount: '124', Unit: 'USD' }, CostTypes: quiet })], '18.60'],
    ['too low', [budget({ BudgetLimit: { Amount: '10', Unit: 'USD' }, CostTypes: quiet })], '18.60'],
    [
      'of an idle account: the floor',
      [budget({ BudgetLimit: { Amount: '25', Unit: 'USD' }, CostTypes: quiet })],
      '1.00',
      {},
      exampleSpend(58, 0),
    ],
    ['it fits: nothing', [budget({ CostTypes: quiet })], undefined],
    [
      'ten days are no pattern: nothing',
      [budget({ BudgetLimit: { Amount: '124', Unit: 'USD' }, CostTypes: quiet })],
      undefined,
      {},
      exampleSpend(10, 12.4),
    ],
    [
      'of several accounts, by its own history',
      [budget({ BudgetLimit: { Amount: '64', Unit: 'USD' } }, [alert()], { history: days(60) })],
      '90.00',
      { vantage: 'management', profile: 'business' },
    ],
    [
      'the fixed one of two, of which the other adjusts itself',
      [
        budget(
          { BudgetName: 'auto', AutoAdjustData: adjusting, BudgetLimit: { Amount: '90', Unit: 'USD' } },
          [alert([mia], { threshold: 150 })],
        ),
        budget({ BudgetLimit: { Amount: '124', Unit: 'USD' }, CostTypes: quiet }),
      ],
      '18.60',
    ],
  ])('%s', (_when, list, amount, over = {}, days_ = spend) => {
    const found = remedy(fits, { budgets: { list }, spend: days_, topic: noTopic }, over)
    expect(actionsOf(found)).toEqual(amount ? ['budgets:UpdateBudget'] : [])
    if (!amount) return
    expect(found.steps![0]!.input).toMatchObject({
      NewBudget: { BudgetName: 'Daily spend', BudgetLimit: { Amount: amount, Unit: 'USD' } },
    })
  })

  it.each<[when: string, given: Budget, over: Partial<Circumstances>]>([
    [
      'adjusts itself to more than fits',
      budget({ AutoAdjustData: adjusting, BudgetLimit: { Amount: '90', Unit: 'USD' } }, [
        alert([mia], { threshold: 150 }),
      ]),
      {},
    ],
    [
      'is of several accounts, and would be no alarm for this one any more',
      budget({ BudgetLimit: { Amount: '1040', Unit: 'USD' } }, [alert()], { history: days(1000) }),
      { vantage: 'management', profile: 'business' },
    ],
  ])('or one is made beside it, which %s', (_when, given, over) => {
    const found = remedy(fits, { budgets: { list: [given] }, spend, topic: noTopic }, over)
    expect(found.steps!.at(-1)!.input).toMatchObject({ Budget: { BudgetLimit: { Amount: '18.60' } } })
  })

  it.each<[when: string, list: Budget[], waits: string]>([
    ['there is none', [], 'the new budget of daily-budget-exists brings it'],
    [
      'it is mended anyway',
      [budget({ CostTypes: all, BudgetLimit: { Amount: '124', Unit: 'USD' } })],
      'the mended budget of daily-budget-exists brings it',
    ],
    [
      'it adjusts itself and only lacks its alert',
      [budget({ AutoAdjustData: adjusting, BudgetLimit: { Amount: '12.4', Unit: 'USD' } })],
      'the alert of daily-budget-alerts-at-its-limit brings it',
    ],
  ])('or waits: %s', (_when, list, waits) => {
    const found = remedy(fits, { budgets: { list }, spend, topic: noTopic })
    expect([actionsOf(found), found.waiting]).toEqual([[], [waits]])
  })

  it('is a person’s to judge where somebody says that it does not fit, and it cannot be made better', () => {
    const said = { holds: false, by: 'mia', at: new Date('2026-11-01') }
    const few = exampleSpend(10, 12.4)
    const given = (Amount: string) => ({
      budgets: { list: [budget({ BudgetLimit: { Amount, Unit: 'USD' }, CostTypes: quiet })] },
      spend: few,
      said,
      topic: noTopic,
    })
    expect(actionsOf(remedy(fits, given('124')))).toEqual(['budgets:UpdateBudget'])
    expect(actionsOf(remedy(fits, given('18.6')))).toEqual([])
  })
})

function days(usd: number) {
  return Array.from({ length: 58 }, () => ({ limit: usd, actual: usd }))
}

describe('what a plan rests on', () => {
  const basis = (usd: number, over: Parameters<typeof budget>[0] = {}) =>
    remedy(exists, {
      budgets: { list: [budget({ CostTypes: all, ...over })] },
      spend: exampleSpend(58, usd),
      topic: noTopic,
    }).basis
  it('is no amount that moves from day to day', () => {
    expect(basis(12.4)).toEqual(basis(99))
    const auto = { AutoAdjustData: adjusting }
    expect(basis(12.4, { ...auto, BudgetLimit: { Amount: '12', Unit: 'USD' } })).toEqual(
      basis(12.4, { ...auto, BudgetLimit: { Amount: '13', Unit: 'USD' } }),
    )
  })
  it('is how the budget is set', () => {
    expect(basis(12.4)).not.toEqual(basis(12.4, { BudgetLimit: { Amount: '20', Unit: 'USD' } }))
    expect(basis(12.4)).not.toEqual(basis(12.4, { CostFilters: { LinkedAccount: [account] } }))
  })
})
