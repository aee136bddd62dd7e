/** What every account cost: one answer, in pages, kept small and given back whole. */
import { describe, expect, it } from 'vitest'
import { fakeSource } from '../../test/support/fake-source.ts'
import { known } from '../model/index.ts'
import { type CostMetric, costMetrics } from './budget-scope.ts'
import { organizationPlace } from './organization-place.ts'
import { organizationSpend } from './organization-spend.ts'

type Costs = Partial<Record<CostMetric, number>>
/** `day account type` -> its costs, in the order in which AWS sends them. */
type Page = [key: string, costs: Costs][]

const days = { first: '2026-11-10', second: '2026-11-11' }
const same = (n: number): Costs => Object.fromEntries(costMetrics.map((metric) => [metric, n]))
const [main, other] = costMetrics

const answer = (page: Page, NextPageToken?: string) => ({
  ResultsByTime: Object.values(days).map((Start) => ({
    TimePeriod: { Start },
    Groups: page
      .filter(([key]) => key.startsWith(Start))
      .map(([key, costs]) => ({
        Keys: key.split(' ').slice(1),
        Metrics: Object.fromEntries(
          Object.entries(costs).map(([metric, n]) => [metric, { Amount: String(n), Unit: 'USD' }]),
        ),
      })),
  })),
  NextPageToken,
})

async function spend(...pages: Page[]) {
  const { source } = fakeSource({
    'ce:GetCostAndUsage': ({ NextPageToken = '0' }: { NextPageToken?: string }) => {
      const n = Number(NextPageToken)
      return answer(pages[n]!, n + 1 < pages.length ? String(n + 1) : undefined)
    },
  })
  const get = source.get
  const at = {
    ...source,
    get: async (fact: object) =>
      fact === organizationPlace ? known({ vantage: 'management' }) : get(fact as typeof organizationSpend),
  }
  const fact = await organizationSpend.collect(at as never)
  if (fact.state !== 'known') throw new Error(fact.state)
  const seen = (account: string, day: string) => fact.value.of(account).find((d) => d.day === day)!.byType
  return { seen, fact }
}

describe('what an account cost on a day', () => {
  it.each<[string, Page[], object, object]>([
    [
      'is the same in every metric',
      [
        [
          [`${days.first} 1 Usage`, same(3)],
          [`${days.second} 1 Usage`, same(4)],
        ],
      ],
      { Usage: same(3) },
      { Usage: same(4) },
    ],
    [
      'differs from a day on: the days before keep what they were',
      [
        [
          [`${days.first} 1 Usage`, same(3)],
          [`${days.second} 1 Usage`, { ...same(4), [other!]: 9 }],
        ],
      ],
      { Usage: same(3) },
      { Usage: { ...same(4), [other!]: 9 } },
    ],
    [
      'differs on one day and is the same on the next',
      [
        [
          [`${days.first} 1 Usage`, { ...same(3), [other!]: 1 }],
          [`${days.second} 1 Usage`, same(4)],
        ],
      ],
      { Usage: { ...same(3), [other!]: 1 } },
      { Usage: same(4) },
    ],
    [
      'comes in two pages, one for each type',
      [[[`${days.first} 1 Usage`, same(3)]], [[`${days.first} 1 Tax`, { ...same(1), [other!]: 2 }]]],
      { Usage: same(3), Tax: { ...same(1), [other!]: 2 } },
      {},
    ],
    [
      'comes in two parts of one day',
      [[[`${days.first} 1 Usage`, same(3)]], [[`${days.first} 1 Usage`, { ...same(1), [other!]: 5 }]]],
      { Usage: { ...same(4), [other!]: 8 } },
      {},
    ],
    ['has no first metric', [[[`${days.first} 1 Usage`, { [other!]: 5 }]]], { Usage: { [other!]: 5 } }, {}],
  ])('%s', async (_when, pages, first, second) => {
    const { seen } = await spend(...pages)
    expect([seen('1', days.first), seen('1', days.second)]).toEqual([first, second])
    expect(seen('2', days.first)).toEqual({})
  })

  it('is kept once where all metrics are the same', async () => {
    const written: unknown[] = []
    const { source } = fakeSource({ 'ce:GetCostAndUsage': answer([[`${days.first} 1 Usage`, same(3)]]) })
    await organizationSpend.collect({
      ...source,
      cache: {
        read: async () => undefined,
        write: async (_: string, value: unknown) => void written.push(value),
      },
      get: async () => known({ vantage: 'management' }),
    } as never)
    expect(Object.keys((written[0] as Record<string, Record<string, object>>)['1']!['Usage']!)).toEqual([
      main,
    ])
  })
})
