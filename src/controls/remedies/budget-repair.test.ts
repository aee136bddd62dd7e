/** What mending a daily budget comes to: each flaw with its call, everything else carried over, undo exact. */
import { describe, expect, it } from 'vitest'
import {
  account,
  actionsOf,
  alert,
  budget,
  costTypes,
  form,
  mia,
  noTopic,
  pat,
  remedy,
} from '../../../test/support/spend.ts'
import type { Budget } from '../../facts/budgets.ts'
import exists from '../daily-budget-exists.ts'
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
