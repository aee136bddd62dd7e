import { describe, expect, it } from 'vitest'
import type { Budget, BudgetNotification } from './budgets.ts'
import type { DailySpend } from './daily-spend.ts'
import {
  amountsOf,
  backTest,
  drift,
  firePoint,
  lowestFirePoint,
  median,
  plainRules,
  smallestBurn,
} from './spend-arithmetic.ts'

const alert = (over: Partial<BudgetNotification> = {}): BudgetNotification => ({
  type: 'ACTUAL',
  operator: 'GREATER_THAN',
  threshold: 100,
  thresholdType: 'PERCENTAGE',
  ...over,
})

const budget = (over: Partial<Budget> = {}): Budget => ({
  name: 'daily',
  type: 'COST',
  period: 'DAILY',
  limit: 18.6,
  unit: 'USD',
  rules: {},
  reach: { usage: 'all', credits: false, refunds: false, others: false, limitedBy: [] },
  healthy: true,
  ...over,
})

describe('median', () => {
  it.each<[string, number[], number]>([
    ['nothing', [], 0],
    ['one', [3], 3],
    ['odd', [9, 1, 5], 5],
    ['even', [1, 2, 10, 4], 3],
    ['a fee on the first of the month does not move it', [12, 12, 1200, 12, 13], 12],
    ['an idle account', [0, 0, 0, 0], 0],
  ])('%s', (_name, values, expected) => expect(median(values)).toBe(expected))
})

describe('what a budget would have counted', () => {
  const spend: DailySpend = {
    unit: 'USD',
    days: [
      {
        day: '2026-11-01',
        byType: {
          Usage: { UnblendedCost: 10, AmortizedCost: 8 },
          Credit: { UnblendedCost: -10, AmortizedCost: -10 },
          Tax: { UnblendedCost: 2, AmortizedCost: 2 },
          Support: { UnblendedCost: 29, AmortizedCost: 29 },
          SomethingNew: { UnblendedCost: 1, AmortizedCost: 1 },
        },
      },
      { day: '2026-11-02', byType: {} },
    ],
  }
  const amounts = (rules: Parameters<typeof amountsOf>[1]) =>
    amountsOf(spend, rules, '111111111111')?.map((d) => d.amount)
  it.each<[string, Parameters<typeof amountsOf>[1], number[] | undefined]>([
    ['everything: credits hide the usage', {}, [32, 0]],
    ['without credits and refunds', plainRules, [42, 0]],
    [
      'without tax and support; an unknown type is usage',
      { types: { IncludeCredit: false, IncludeTax: false, IncludeSupport: false } },
      [11, 0],
    ],
    ['amortized', { types: { UseAmortized: true, IncludeCredit: false } }, [40, 0]],
    [
      'usage only, by expression',
      { expression: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } }, metric: 'UnblendedCost' },
      [10, 0],
    ],
    ['one service: cannot be told', { filters: { Service: ['Amazon S3'] } }, undefined],
    ['hours are no cost', { metric: 'Hours' }, undefined],
  ])('%s', (_name, rules, expected) => expect(amounts(rules)).toEqual(expected))
})

describe('when an alert speaks up', () => {
  it.each<[string, number | undefined, Partial<BudgetNotification>, number | undefined]>([
    ['percent of the limit', 20, { threshold: 150 }, 30],
    ['an absolute value', 20, { threshold: 7, thresholdType: 'ABSOLUTE_VALUE' }, 7],
    ['a forecast', 20, { type: 'FORECASTED' }, undefined],
    ['falling spend', 20, { operator: 'LESS_THAN' }, undefined],
    ['no limit known', undefined, {}, undefined],
  ])('%s', (_name, limit, over, expected) => expect(firePoint(limit, alert(over))).toBe(expected))

  it('is the lowest of its alerts, or the limit while they are not known', () => {
    const both = [alert(), alert({ threshold: 50 }), alert({ type: 'FORECASTED', threshold: 10 })]
    expect(lowestFirePoint(budget({ notifications: both }))).toBe(9.3)
    expect(lowestFirePoint(budget())).toBe(18.6)
    expect(lowestFirePoint(budget({ notifications: [] }))).toBeUndefined()
  })

  it('counts what is spent on top of a typical day, and the days that would have fired', () => {
    expect(smallestBurn(18.6, 12.4)).toBeCloseTo(6.2)
    expect(smallestBurn(10, 12.4)).toBe(0)
    const days = [
      { day: 'a', amount: 18.6 },
      { day: 'b', amount: 22.75 },
    ]
    expect(backTest(days, 18.6).map((d) => d.day)).toEqual(['b'])
  })
})

describe('an auto-adjusting limit that has drifted', () => {
  const auto = { type: 'HISTORICAL', periods: 2 }
  const days = [4, 6, 30, 40].map((amount, i) => ({ day: `2026-11-0${i + 1}`, amount }))
  it.each<[string, Partial<Budget>, number | undefined]>([
    ['against its own history', { autoAdjust: auto, limit: 30, history: [{ limit: 10, actual: 9 }] }, 3],
    ['against what it would have been at first', { autoAdjust: auto, limit: 35 }, 7],
    ['a fixed limit does not drift', { limit: 35 }, undefined],
    ['too few days', { autoAdjust: { type: 'HISTORICAL', periods: 30 }, limit: 35 }, undefined],
  ])('%s', (_name, over, expected) => expect(drift(budget(over), days)).toBe(expected))
})
