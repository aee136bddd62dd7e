import { describe, expect, it } from 'vitest'
import { type CostRules, metricOf, reachOf, shareOf } from './budget-scope.ts'

const me = '111111111111'
const not = (...Values: string[]) => ({ Not: { Dimensions: { Key: 'RECORD_TYPE', Values } } })
const dimension = (Key: string, ...Values: string[]) => ({ Dimensions: { Key, Values } })

describe('what a budget sees of an account', () => {
  it.each<[when: string, rules: CostRules, reach: Partial<ReturnType<typeof reachOf>>]>([
    ['no rules: everything, credits included by default', {}, { usage: 'all', credits: true, others: true }],
    [
      'credits and refunds switched off',
      { types: { IncludeCredit: false, IncludeRefund: false } },
      { usage: 'all', credits: false, refunds: false },
    ],
    ['only one of them switched off', { types: { IncludeCredit: false } }, { credits: false, refunds: true }],
    ['one service', { filters: { Service: ['Amazon S3'] } }, { usage: 'some', limitedBy: ['Service'] }],
    ['filtered to this account', { filters: { LinkedAccount: [me] } }, { usage: 'all', others: false }],
    ['filtered to two accounts', { filters: { LinkedAccount: [me, '2'] } }, { usage: 'all', others: true }],
    ['filtered to another account', { filters: { LinkedAccount: ['222222222222'] } }, { usage: 'none' }],
    [
      'an expression that leaves out credits and refunds',
      { expression: not('Credit', 'Refund'), metric: 'UnblendedCost' },
      { usage: 'all', credits: false, refunds: false, others: true },
    ],
    [
      'an expression that keeps usage of this account only',
      { expression: { And: [dimension('LINKED_ACCOUNT', me), dimension('RECORD_TYPE', 'Usage')] } },
      { usage: 'all', credits: false, others: false },
    ],
    [
      'a Region left out: somebody can spend there',
      { expression: { Not: dimension('REGION', 'eu-west-1') } },
      { usage: 'some', limitedBy: ['REGION'] },
    ],
    ['one tag', { expression: { Tags: { Key: 'team' } } }, { usage: 'some', limitedBy: ['tag team'] }],
    [
      'this account or one service',
      { expression: { Or: [dimension('LINKED_ACCOUNT', me), dimension('SERVICE', 'x')] } },
      { usage: 'all', others: true },
    ],
    ['a custom billing view', { customView: true }, { usage: 'some', limitedBy: ['billing view'] }],
    [
      'a match option that is not modelled',
      { expression: { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [], MatchOptions: ['ABSENT'] } } },
      { usage: 'some' },
    ],
  ])('%s', (_when, rules, reach) => {
    expect(reachOf(rules, me)).toMatchObject(reach)
  })

  it.each([
    ['Tax', 'IncludeTax'],
    ['Recurring reservation fee', 'IncludeRecurring'],
    ['SavingsPlanUpfrontFee', 'IncludeUpfront'],
    ['EdpDiscount', 'IncludeDiscount'],
    ['Support', 'IncludeSupport'],
  ])('%s follows %s', (recordType, include) => {
    const cost = { account: me, recordType }
    expect(shareOf({ types: { [include]: true } }, cost)).toBe('all')
    expect(shareOf({ types: { [include]: false } }, cost)).toBe('none')
  })

  it.each(['Usage', 'DiscountedUsage', 'SomethingNew'])(
    '%s is usage, whatever is switched off',
    (recordType) => {
      const types = { IncludeTax: false, IncludeDiscount: false, IncludeCredit: false }
      expect(shareOf({ types }, { account: me, recordType })).toBe('all')
    },
  )

  it.each<[CostRules, string | undefined]>([
    [{}, 'UnblendedCost'],
    [{ types: { UseBlended: true } }, 'BlendedCost'],
    [{ types: { UseAmortized: true } }, 'AmortizedCost'],
    [{ metric: 'NetUnblendedCost' }, 'NetUnblendedCost'],
    [{ metric: 'UsageQuantity' }, undefined],
  ])('metric of %j is %s', (rules, metric) => {
    expect(metricOf(rules)).toBe(metric)
  })
})
