import { type Fetcher, observed, type Output } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { type CostMetric, costMetrics } from './budget-scope.ts'
import { costExplorerRequestUsd, daysAsked, iso, refusal, startOfDay } from './cost-explorer.ts'
import type { SpendDay } from './daily-spend.ts'
import { organizationPlace } from './organization-place.ts'
import { readParts, writeParts } from './organization-spend-cache.ts'

const dayMs = 86_400_000
const operation = 'ce:GetCostAndUsage'

/**
 * What every account of an organization cost on each day. Held small, since there may be ten thousand: numbers in arrays,
 * and of the five metrics only those that are not the same as the first.
 */
export interface OrganizationSpend {
  days: readonly string[]
  unit: string
  /** The days of one account, oldest first; every day without cost where the payer has none for it. */
  of(account: string): SpendDay[]
}

/** record type -> metric -> one amount for each day */
type OfAccount = Record<string, Partial<Record<CostMetric, number[]>>>
type Amounts = Record<string, OfAccount>

/**
 * One question for everybody, grouped by account and record type, asked of the payer once a day: a question for each of
 * ten thousand accounts would cost USD 100 (AWS Cost Explorer pricing; API reference, GetCostAndUsage, GroupBy).
 */
export const organizationSpend: Fetcher<OrganizationSpend> = {
  name: 'organization-spend',
  reads: [operation],
  async collect(source) {
    if (!source.costExplorer) return unknown('unsupported', 'switched off by --no-cost-explorer')
    const place = await source.get(organizationPlace)
    if (place.state !== 'known') return place
    if (place.value.vantage !== 'management')
      return unknown('elsewhere', 'what members cost shows to the payer: look from the management account')
    const today = startOfDay(source.now)
    const key = `cost-explorer/organization-spend/2/${source.caller.account}/${iso(today)}`
    let kept = source.cache && (await readParts<OfAccount>(source.cache, key))
    if (!kept) {
      const end = new Date(today.getTime() - dayMs)
      const start = new Date(end.getTime() - daysAsked * dayMs)
      const days = Array.from({ length: daysAsked }, (_, i) => iso(new Date(start.getTime() + i * dayMs)))
      const amounts: Amounts = {}
      let unit = 'USD'
      let at = ''
      let NextPageToken: string | undefined
      do {
        source.spend?.(operation, costExplorerRequestUsd)
        const answer = await source.call(operation, {
          TimePeriod: { Start: iso(start), End: iso(end) },
          Granularity: 'DAILY',
          Metrics: [...costMetrics],
          GroupBy: [
            { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' },
            { Type: 'DIMENSION', Key: 'RECORD_TYPE' },
          ],
          ...(NextPageToken ? { NextPageToken } : {}),
        })
        if (!answer.ok) return refusal(answer)
        for (const result of answer.output.ResultsByTime ?? []) unit = readDay(result, days, amounts) ?? unit
        at = answer.at
        NextPageToken = answer.output.NextPageToken
      } while (NextPageToken)
      kept = { at, unit, days, amounts }
      if (source.cache) await writeParts(source.cache, key, kept, new Date(today.getTime() + dayMs))
    }
    const { days, unit, amounts, at } = kept
    const evidence = observed(operation, at, {
      completeDays: days.length,
      from: days[0],
      to: days.at(-1),
      accounts: Object.keys(amounts).length,
    })
    return known({ days, unit, of: (account) => daysOf(days, amounts[account] ?? {}) }, [evidence])
  },
}

type Result = NonNullable<Output<typeof operation>['ResultsByTime']>[number]

/**
 * Adds a day's groups, a later page's to an earlier one's; gives the currency. A metric has a list of its own from the day
 * on which it is not the same as the first: most accounts have no blended or amortized costs, and all five lists of ten
 * thousand accounts would be five times the memory.
 */
function readDay(result: Result, days: readonly string[], amounts: Amounts): string | undefined {
  const day = days.indexOf(result.TimePeriod?.Start?.slice(0, 10) ?? '')
  if (day < 0) return undefined
  let unit: string | undefined
  const [main] = costMetrics
  for (const { Keys: [account = '', type = 'Usage'] = [], Metrics } of result.Groups ?? []) {
    const own = ((amounts[account] ??= {})[type] ??= {})
    const before = own[main]?.[day] ?? 0
    const first = Number(Metrics?.[main]?.Amount ?? 0)
    for (const metric of costMetrics) {
      const found = Metrics?.[metric]
      if (found?.Amount === undefined) continue
      const amount = Number(found.Amount)
      unit ??= found.Unit
      if (metric !== main && own[main] && !own[metric] && amount === first) continue
      const list = (own[metric] ??= startOf(own[main], before, day, days.length))
      list[day] = (list[day] ?? 0) + amount
    }
  }
  return unit
}

/** What a metric came to so far: the same as the first one, which may hold today's already. */
function startOf(main: readonly number[] | undefined, before: number, day: number, length: number): number[] {
  const list = main ? [...main] : Array<number>(length).fill(0)
  list[day] = main ? before : 0
  return list
}

function daysOf(days: readonly string[], types: OfAccount): SpendDay[] {
  const all = Object.entries(types)
  // Plain loops: this is gone through for every account, each time for all its days.
  return days.map((day, i) => {
    const byType: Record<string, Partial<Record<CostMetric, number>>> = {}
    for (const [type, own] of all) {
      const first = own[costMetrics[0]]
      const costs: Partial<Record<CostMetric, number>> = {}
      let something = false
      for (const metric of costMetrics) {
        const n = (own[metric] ?? first)?.[i]
        if (n === undefined) continue
        costs[metric] = n
        if (n !== 0) something = true
      }
      // AWS leaves out what a day has none of.
      if (something) byType[type] = costs
    }
    return { day, byType }
  })
}
