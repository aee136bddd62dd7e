import { describe, expect, it } from 'vitest'
import { account, fakeSource as sight, refused as error, standalone } from '../../test/support/fake-source.ts'
import type { Json } from '../model/index.ts'
import { dailySpend } from './daily-spend.ts'

const dayOf = (n: number) => new Date(Date.UTC(2026, 8, 23 + n)).toISOString().slice(0, 10)
const result = (n: number, usd: number | undefined, more: object = {}) => ({
  TimePeriod: { Start: dayOf(n), End: dayOf(n + 1) },
  Groups:
    usd === undefined
      ? []
      : [{ Keys: ['Usage'], Metrics: { UnblendedCost: { Amount: String(usd), Unit: 'USD' } } }],
  Estimated: false,
  ...more,
})

describe('daily spend', () => {
  it('asks once for the last 60 days, neither today nor yesterday, and says what it costs first', async () => {
    const spent: number[] = []
    const { source, calls } = sight(
      {
        'organizations:DescribeOrganization': standalone,
        'ce:GetCostAndUsage': { ResultsByTime: Array.from({ length: 58 }, (_, n) => result(n + 2, 12.4)) },
      },
      { spend: (_operation, usd) => spent.push(usd) },
    )
    const fact = await source.get(dailySpend)
    expect(fact).toMatchObject({ state: 'known', value: { unit: 'USD' } })
    if (fact.state === 'known') expect(fact.value.days).toHaveLength(58)
    const asked = calls.filter(([op]) => op === 'ce:GetCostAndUsage').map(([, input]) => input)
    expect(asked).toHaveLength(1)
    expect(asked[0].TimePeriod).toEqual({ Start: '2026-09-25', End: '2026-11-22' })
    expect(asked[0].Filter).toBeUndefined()
    expect(spent).toEqual([0.01])
  })

  it('looks only at its own account where others are seen too', async () => {
    const organization = { Id: 'o-1', MasterAccountId: account, FeatureSet: 'ALL' }
    const { source, calls } = sight({
      'organizations:DescribeOrganization': { Organization: organization },
      'ce:GetCostAndUsage': { ResultsByTime: [] },
    })
    await source.get(dailySpend)
    expect(calls.find(([op]) => op === 'ce:GetCostAndUsage')?.[1].Filter).toEqual({
      Dimensions: { Key: 'LINKED_ACCOUNT', Values: [account] },
    })
  })

  it.each<[string, object[], Date | undefined, number]>([
    [
      'days that are not billed yet count',
      [result(1, 1), result(2, 9, { Estimated: true }), result(3, 1)],
      undefined,
      3,
    ],
    [
      'days without cost between costs are days',
      [result(1, 1), result(2, undefined), result(3, 1)],
      undefined,
      3,
    ],
    [
      'days before the first cost are no data',
      [result(1, undefined), result(2, 1)],
      new Date('2020-01-01'),
      1,
    ],
    [
      'an old account that never cost anything was idle',
      [result(1, undefined), result(2, undefined)],
      new Date('2020-01-01'),
      2,
    ],
    ['an account of unknown age without any cost has no data', [result(1, undefined)], undefined, 0],
    [
      'days before the account was made are no data',
      [result(1, undefined), result(2, undefined)],
      new Date('2026-09-24T10:00Z'),
      1,
    ],
  ])('%s', async (_when, results, created, days) => {
    const { source } = sight({
      'organizations:DescribeOrganization': standalone,
      'ce:GetCostAndUsage': { ResultsByTime: results },
      ...(created
        ? { 'account:GetAccountInformation': { AccountName: 'lab', AccountCreatedDate: created } }
        : {}),
    })
    const fact = await source.get(dailySpend)
    expect(fact.state === 'known' && fact.value.days.length).toBe(days)
  })

  it('adds up pages, each of which costs', async () => {
    let spent = 0
    const group = (type: string, usd: number) => ({
      Keys: [type],
      Metrics: { UnblendedCost: { Amount: String(usd), Unit: 'USD' } },
    })
    const pages: Record<string, unknown> = {
      first: {
        ResultsByTime: [result(1, undefined, { Groups: [group('Usage', 2)] })],
        NextPageToken: 'more',
      },
      more: { ResultsByTime: [result(1, undefined, { Groups: [group('Tax', 1)] })] },
    }
    const { source } = sight(
      {
        'organizations:DescribeOrganization': standalone,
        'ce:GetCostAndUsage': (input: { NextPageToken?: string }) => pages[input.NextPageToken ?? 'first'],
      },
      { spend: (_operation, usd) => (spent += usd) },
    )
    const fact = await source.get(dailySpend)
    expect(fact.state === 'known' && fact.value.days).toEqual([
      { day: dayOf(1), byType: { Usage: { UnblendedCost: 2 }, Tax: { UnblendedCost: 1 } } },
    ])
    expect(spent).toBeCloseTo(0.02)
  })

  it.each([
    [error('DataUnavailableException', 'no data'), 'no data yet'],
    [error('AccessDeniedException', 'User not enabled for cost explorer access'), 'never opened'],
    [error('AccessDeniedException', 'not authorized'), 'was denied'],
  ])('says why nothing is to be had: %s', async (refusal, says) => {
    const { source } = sight({
      'organizations:DescribeOrganization': standalone,
      'ce:GetCostAndUsage': refusal,
    })
    const fact = await source.get(dailySpend)
    expect(fact.state === 'unknown' && fact.message).toContain(says)
  })

  it('asks for nothing when Cost Explorer is switched off', async () => {
    const { source, calls } = sight({}, { costExplorer: false })
    expect(await source.get(dailySpend)).toMatchObject({
      state: 'unknown',
      message: 'switched off by --no-cost-explorer',
    })
    expect(calls).toEqual([])
  })

  it('does not pay twice on one day', async () => {
    const kept = new Map<string, Json>()
    const cache = {
      read: async (key: string) => kept.get(key),
      write: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
    }
    const answers = {
      'organizations:DescribeOrganization': standalone,
      'ce:GetCostAndUsage': { ResultsByTime: [result(1, 3)] },
    }
    const first = sight(answers, { cache })
    const again = sight(answers, { cache })
    const [a, b] = [await first.source.get(dailySpend), await again.source.get(dailySpend)]
    expect(again.calls.filter(([op]) => op.startsWith('ce:'))).toEqual([])
    expect(a.state === 'known' && b.state === 'known' && a.value).toEqual(b.state === 'known' && b.value)
    expect([...kept.keys()]).toEqual([`cost-explorer/daily-spend/1/${account}/2026-11-23`])
  })
})
