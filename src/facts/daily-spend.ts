import { type Fetcher, observed, type Output, type Source } from '../aws/index.ts'
import { type Fact, type Json, known, mapFact, unknown, valueOf } from '../model/index.ts'
import { accountInformation } from './account-information.ts'
import { type CostMetric, costMetrics } from './budget-scope.ts'
import { costExplorerRequestUsd, daysAsked, iso, refusal, startOfDay } from './cost-explorer.ts'
import { organizationPlace } from './organization-place.ts'
import { organizationSpend } from './organization-spend.ts'

/** What the account cost on one complete day, by record type (Usage, Tax, Credit ...) and metric. */
export interface SpendDay {
  /** yyyy-mm-dd, UTC */
  day: string
  byType: Readonly<Record<string, Readonly<Partial<Record<CostMetric, number>>>>>
}

/** Complete days, oldest first; days without cost are there, days before the account or its data began are not. */
export interface DailySpend {
  days: readonly SpendDay[]
  unit: string
}

const dayMs = 86_400_000
const operation = 'ce:GetCostAndUsage'

/**
 * The last 60 days of this account but today and yesterday, whose data is still arriving (AWS Cost Management user
 * guide, "Best practices for the AWS Cost Explorer API"). `Estimated` is not looked at: it marks what is not billed yet,
 * and that it marks no more than those last days is not documented. One paid question a day: every metric, by record
 * type, so that what any budget would have counted can be computed here.
 */
export const dailySpend: Fetcher<DailySpend> = {
  name: 'daily-spend',
  reads: [operation],
  async collect(source) {
    if (!source.costExplorer) return unknown('unsupported', 'switched off by --no-cost-explorer')
    const born = valueOf(await source.get(accountInformation))?.created
    const { account } = source.caller
    if (source.centre)
      return mapFact(await source.centre.get(organizationSpend), (spend) => ({
        // Made anew whenever they are looked at: hundreds of accounts are looked at at once, each with two months of days.
        get days() {
          return withData(spend.of(account), born)
        },
        unit: spend.unit,
      }))
    const today = startOfDay(source.now)
    const key = `cost-explorer/daily-spend/1/${account}/${iso(today)}`
    const kept = (await source.cache?.read(key)) as unknown as Kept | undefined
    const answer = kept ?? (await ask(source, today))
    if ('state' in answer) return answer
    if (!kept) await source.cache?.write(key, answer as unknown as Json, new Date(today.getTime() + dayMs))
    const days = withData(answer.days, born)
    return known({ days, unit: answer.unit }, [
      observed(operation, answer.at, {
        completeDays: days.length,
        from: days[0]?.day,
        to: days.at(-1)?.day,
        ...(kept ? { kept: true } : {}),
      }),
    ])
  },
}

interface Kept {
  at: string
  unit: string
  days: SpendDay[]
}

async function ask(source: Source, today: Date): Promise<Kept | Extract<Fact<never>, { state: 'unknown' }>> {
  const end = new Date(today.getTime() - dayMs)
  const start = new Date(end.getTime() - daysAsked * dayMs)
  const place = valueOf(await source.get(organizationPlace))?.vantage
  // A payer sees everybody's costs. Where it is not known who we are, the filter costs nothing.
  const ownOnly = place === undefined || place === 'management'
  const days = new Map<string, Record<string, Partial<Record<CostMetric, number>>>>()
  let unit = 'USD'
  let NextPageToken: string | undefined
  for (;;) {
    source.spend?.(operation, costExplorerRequestUsd)
    const answer = await source.call(operation, {
      TimePeriod: { Start: iso(start), End: iso(end) },
      Granularity: 'DAILY',
      Metrics: [...costMetrics],
      GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }],
      ...(ownOnly
        ? { Filter: { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [source.caller.account] } } }
        : {}),
      ...(NextPageToken ? { NextPageToken } : {}),
    })
    if (!answer.ok) return refusal(answer)
    for (const result of answer.output.ResultsByTime ?? []) {
      const day = result.TimePeriod?.Start?.slice(0, 10)
      if (!day) continue
      unit = readGroups(result.Groups ?? [], days, day) ?? unit
    }
    NextPageToken = answer.output.NextPageToken
    if (!NextPageToken) {
      const sorted = [...days].sort(([a], [b]) => a.localeCompare(b))
      return { at: answer.at, unit, days: sorted.map(([day, byType]) => ({ day, byType })) }
    }
  }
}

type Groups = NonNullable<NonNullable<Output<typeof operation>['ResultsByTime']>[number]['Groups']>

/** Adds a day's groups, a later page's to an earlier one's; gives the currency. */
function readGroups(
  groups: Groups,
  days: Map<string, Record<string, Partial<Record<CostMetric, number>>>>,
  day: string,
): string | undefined {
  const byType = days.get(day) ?? {}
  days.set(day, byType)
  let unit: string | undefined
  for (const group of groups) {
    const amounts = (byType[group.Keys?.[0] ?? 'Usage'] ??= {})
    for (const metric of costMetrics) {
      const found = group.Metrics?.[metric]
      if (found?.Amount === undefined) continue
      amounts[metric] = (amounts[metric] ?? 0) + Number(found.Amount)
      unit ??= found.Unit
    }
  }
  return unit
}

/**
 * Days before the account existed are no data, nor are days without cost before the first cost: an account that joins
 * an organization loses its older data. An account that never cost anything was idle since it was made.
 */
function withData(days: readonly SpendDay[], created: Date | undefined): SpendDay[] {
  const born = created ? iso(new Date(startOfDay(created).getTime() + dayMs)) : undefined
  const first = days.findIndex((d) => Object.keys(d.byType).length > 0)
  if (first >= 0) return days.slice(first)
  return born ? days.filter((d) => d.day >= born) : []
}
