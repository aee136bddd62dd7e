import { describe, expect, it } from 'vitest'
import { form, raw } from '../../test/support/spend.ts'
import { formOf, type RawBudget } from './budget-form.ts'

const adjusting = {
  AutoAdjustType: 'HISTORICAL' as const,
  HistoricalOptions: { BudgetAdjustmentPeriod: 30, LookBackAvailablePeriods: 12 },
  LastAutoAdjustTime: new Date('2026-11-22'),
}
const { CostFilters: _f, CostTypes: _t, ...uncounted } = form
const { BudgetLimit: _l, ...unlimited } = form
const filter = { Dimensions: { Key: 'LINKED_ACCOUNT' as const, Values: ['111111111111'] } }

describe('a budget as UpdateBudget takes it', () => {
  it.each<[when: string, over: Partial<RawBudget>, form: object]>([
    ['what AWS works out by itself is no part of it', {}, form],
    [
      'an amount that adjusts itself is not ours to send',
      { AutoAdjustData: adjusting },
      {
        ...unlimited,
        AutoAdjustData: {
          AutoAdjustType: 'HISTORICAL',
          HistoricalOptions: { BudgetAdjustmentPeriod: 30 },
        },
      },
    ],
    [
      'nor is the amount of today of one that is planned ahead',
      { PlannedBudgetLimits: { '1796083200': { Amount: '5', Unit: 'USD' } } },
      { ...unlimited, PlannedBudgetLimits: { '1796083200': { Amount: '5', Unit: 'USD' } } },
    ],
    [
      'a filter expression goes without the older filters',
      { FilterExpression: filter, Metrics: ['UnblendedCost'] },
      { ...uncounted, FilterExpression: filter, Metrics: ['UnblendedCost'] },
    ],
    [
      'a metric alone is of the newer form too',
      { CostFilters: undefined, CostTypes: undefined, Metrics: ['AmortizedCost'] },
      { ...uncounted, Metrics: ['AmortizedCost'] },
    ],
  ])('%s', (_when, over, expected) => {
    expect(formOf(raw(over))).toEqual(expected)
  })
})
