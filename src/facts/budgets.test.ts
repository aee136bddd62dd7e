import { describe, expect, it } from 'vitest'
import { fakeSource, refused, standalone } from '../../test/support/fake-source.ts'
import { budgets, isDailyCost } from './budgets.ts'

const notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 100,
  ThresholdType: 'PERCENTAGE',
}
const raw = (BudgetName: string, over: object = {}) => ({
  BudgetName,
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: { Amount: '50.0', Unit: 'USD' },
  CostTypes: { IncludeCredit: false, IncludeRefund: false },
  ...over,
})
const aws = (list: object[], over: Record<string, unknown> = {}) => ({
  'organizations:DescribeOrganization': standalone,
  'budgets:DescribeBudgets': { Budgets: list },
  'budgets:DescribeBudgetNotificationsForAccount': {
    BudgetNotificationsForAccount: list.map((b) => ({
      BudgetName: (b as { BudgetName: string }).BudgetName,
      Notifications: [notification],
    })),
  },
  'budgets:DescribeSubscribersForNotification': {
    Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'mia.example@posteo.example' }],
  },
  ...over,
})

describe('budgets', () => {
  it('asks one question where there is none', async () => {
    const { source, calls } = fakeSource(aws([]))
    expect(await source.get(budgets)).toMatchObject({ state: 'known', value: { list: [] } })
    expect(calls.map(([operation]) => operation)).toEqual(['budgets:DescribeBudgets'])
  })

  it.each<[when: string, place: unknown, filters: object, unsure: boolean]>([
    ['a standalone account', standalone, {}, false],
    ['nobody may see whether it pays for others', refused('AccessDeniedException'), {}, true],
    [
      'nobody may see, and the budget is for this account only',
      refused('AccessDeniedException'),
      { CostFilters: { LinkedAccount: ['111111111111'] } },
      false,
    ],
  ])('knows whether a daily budget may cover several accounts: %s', async (_when, place, filters, unsure) => {
    const list = [raw('d', { TimeUnit: 'DAILY', ...filters })]
    const { source } = fakeSource(aws(list, { 'organizations:DescribeOrganization': place }))
    const fact = await source.get(budgets)
    if (fact.state !== 'known') throw new Error('not known')
    expect(fact.value.list[0]?.maybeShared?.needs).toEqual(
      unsure ? ['organizations:DescribeOrganization'] : undefined,
    )
  })

  it('tells who is told, and keeps no address in the evidence', async () => {
    const { source } = fakeSource(aws([raw('Monthly spend')]))
    const fact = await source.get(budgets)
    if (fact.state !== 'known') throw new Error('not known')
    expect(fact.value.list[0]).toMatchObject({
      period: 'MONTHLY',
      limit: 50,
      reach: { usage: 'all', credits: false },
      notifications: [{ threshold: 100, subscribers: [{ kind: 'EMAIL' }] }],
    })
    expect(JSON.stringify(fact.evidence)).not.toContain('posteo')
    expect(fact.evidence.length).toBe(3)
  })

  it.each([
    ['a daily one: only its alerts', [raw('m'), raw('d', { TimeUnit: 'DAILY' }), raw('q')], 1],
    ['no daily one: a few of the others', ['a', 'b', 'c', 'd', 'e'].map((name) => raw(name)), 3],
  ])('asks for the subscribers of what matters: %s', async (_when, list, asked) => {
    const { source, calls } = fakeSource(aws(list))
    await source.get(budgets)
    const subscribers = calls.filter(([op]) => op === 'budgets:DescribeSubscribersForNotification')
    expect(subscribers.length).toBe(asked)
  })

  it('asks for the history of a limit that adjusts itself, oldest first', async () => {
    const period = (day: string, amount: string) => ({
      BudgetedAmount: { Amount: amount, Unit: 'USD' },
      ActualAmount: { Amount: '1', Unit: 'USD' },
      TimePeriod: { Start: new Date(day) },
    })
    const auto = { AutoAdjustType: 'HISTORICAL', HistoricalOptions: { BudgetAdjustmentPeriod: 30 } }
    const { source } = fakeSource(
      aws([raw('d', { TimeUnit: 'DAILY', AutoAdjustData: auto })], {
        'budgets:DescribeBudgetPerformanceHistory': {
          BudgetPerformanceHistory: {
            BudgetedAndActualAmountsList: [period('2026-11-02', '30'), period('2026-11-01', '10')],
          },
        },
      }),
    )
    const fact = await source.get(budgets)
    expect(fact.state === 'known' && fact.value.list[0]).toMatchObject({
      autoAdjust: { type: 'HISTORICAL', periods: 30 },
      history: [{ limit: 10 }, { limit: 30 }],
    })
  })

  it('knows the budgets where only the alerts are refused', async () => {
    const { source } = fakeSource(
      aws([raw('d', { TimeUnit: 'DAILY' })], {
        'budgets:DescribeBudgetNotificationsForAccount': refused('AccessDeniedException'),
      }),
    )
    const fact = await source.get(budgets)
    expect(fact.state === 'known' && fact.value.list[0]?.notifications).toBeUndefined()
    expect(fact.state).toBe('known')
  })

  it('is unknown where it may not look, and names the one permission there is', async () => {
    const { source } = fakeSource({ 'budgets:DescribeBudgets': refused('AccessDeniedException') })
    expect(await source.get(budgets)).toMatchObject({ state: 'unknown', needs: ['budgets:ViewBudget'] })
  })

  it.each([
    ['daily cost', {}, true],
    ['of another account', { CostFilters: { LinkedAccount: ['222222222222'] } }, false],
    ['usage', { BudgetType: 'USAGE' }, false],
    ['monthly', { TimeUnit: 'MONTHLY' }, false],
  ])('counts as a daily cost budget: %s', async (_when, over, expected) => {
    const { source } = fakeSource(aws([raw('d', { TimeUnit: 'DAILY', ...over })]))
    const fact = await source.get(budgets)
    expect(fact.state === 'known' && fact.value.list.map(isDailyCost)).toEqual([expected])
  })
})
