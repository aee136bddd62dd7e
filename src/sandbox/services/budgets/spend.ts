/** What a budget measures: its period, the rows it counts, what was spent and what is expected. */
import type * as sdk from '@aws-sdk/client-budgets'
import { amount, costFilter, total, visibleRows, type CostExpression, type CostRow } from '../../cost-data.ts'
import { AwsError, type Call } from '../../service.ts'
import type { Budget } from '../../world.ts'

const DAY = 86_400_000
const utc = (year: number, month: number, day = 1): Date => new Date(Date.UTC(year, month, day))

export interface Period {
  start: Date
  /** Exclusive. */
  end: Date
}

/** The budget's period that a moment falls into, UTC. */
export function periodAt(budget: Budget['budget'], at: Date): Period {
  const year = at.getUTCFullYear()
  const month = at.getUTCMonth()
  switch (budget.TimeUnit) {
    case 'DAILY':
      return { start: utc(year, month, at.getUTCDate()), end: utc(year, month, at.getUTCDate() + 1) }
    case 'QUARTERLY':
      return { start: utc(year, month - (month % 3)), end: utc(year, month - (month % 3) + 3) }
    case 'ANNUALLY':
      return { start: utc(year, 0), end: utc(year + 1, 0) }
    case 'CUSTOM': {
      const { Start, End } = budget.TimePeriod as { Start: string; End: string }
      return { start: new Date(Start), end: new Date(End) }
    }
    default:
      return { start: utc(year, month), end: utc(year, month + 1) }
  }
}

/** Record types that CostTypes can leave out, and the flag that does. */
const FLAGS: Record<CostRow['recordType'], string | undefined> = {
  Usage: undefined,
  Credit: 'IncludeCredit',
  Refund: 'IncludeRefund',
  Tax: 'IncludeTax',
  Support: 'IncludeSupport',
  Recurring: 'IncludeRecurring',
}

/** Legacy CostFilters that a made world has data for. */
const LEGACY: Record<string, 'SERVICE' | 'LINKED_ACCOUNT' | 'RECORD_TYPE'> = {
  Service: 'SERVICE',
  LinkedAccount: 'LINKED_ACCOUNT',
  RecordType: 'RECORD_TYPE',
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message)

/** The rows that a budget counts, by its filter expression or by its legacy filters and cost types. */
export function counted(call: Call, budget: Budget['budget']): CostRow[] {
  const rows = visibleRows(call)
  if (budget.FilterExpression)
    return rows.filter(costFilter(budget.FilterExpression as CostExpression, invalid))
  const types = (budget.CostTypes ?? {}) as Record<string, boolean | undefined>
  const filters = Object.entries((budget.CostFilters ?? {}) as Record<string, string[]>)
    .filter(([, Values]) => Values.length > 0)
    .map(([key, Values]) => costFilter({ Dimensions: { Key: LEGACY[key] ?? key, Values } }, invalid))
  return rows.filter((row) => {
    const flag = FLAGS[row.recordType]
    return (flag === undefined || types[flag] !== false) && filters.every((f) => f(row))
  })
}

/** There are few days and many rows. */
const parsedDays = new Map<string, number>()
function timeOf(day: string): number {
  let time = parsedDays.get(day)
  if (time === undefined) parsedDays.set(day, (time = Date.parse(day)))
  return time
}

const within = (rows: readonly CostRow[], { start, end }: Period): CostRow[] =>
  rows.filter((r) => timeOf(r.day) >= start.getTime() && timeOf(r.day) < end.getTime())

const usd = (value: number): sdk.Spend => ({ Amount: amount(value), Unit: 'USD' })

/**
 * Spend of the current period, and a forecast where five weeks of data exist and the period is longer than a day
 * ("AWS requires approximately 5 weeks of usage data to generate budget forecasts"). The forecast is a mean, assumed.
 */
export function calculatedSpend(call: Call, budget: Budget['budget']): sdk.CalculatedSpend {
  const rows = counted(call, budget)
  const period = periodAt(budget, call.now)
  const actual = total(within(rows, period))
  const since = call.now.getTime() - 35 * DAY
  const enough = rows.some((r) => timeOf(r.day) <= since)
  if (budget.TimeUnit === 'DAILY' || !enough) return { ActualSpend: usd(actual) }
  const recent = total(rows.filter((r) => timeOf(r.day) > since)) / 35
  const left = Math.max(0, (period.end.getTime() - call.now.getTime()) / DAY)
  return { ActualSpend: usd(actual), ForecastedSpend: usd(actual + recent * left) }
}

/** The limit of an auto-adjusting budget: the mean of the last whole periods (AutoAdjustData, HISTORICAL). */
export function historicalLimit(call: Call, budget: Budget['budget'], periods: number): number {
  const rows = counted(call, budget)
  let { start } = periodAt(budget, call.now)
  let sum = 0
  for (let i = 0; i < periods; i += 1) {
    const period = periodAt(budget, new Date(start.getTime() - 1))
    sum += total(within(rows, period))
    start = period.start
  }
  return sum / periods
}

/** Budgeted and actual amounts of each period from `from` to `to`, oldest first. */
export function history(
  call: Call,
  budget: Budget['budget'],
  from: Date,
  to: Date,
): sdk.BudgetedAndActualAmounts[] {
  const rows = counted(call, budget)
  const amounts: sdk.BudgetedAndActualAmounts[] = []
  for (let period = periodAt(budget, from); period.start < to; period = periodAt(budget, period.end)) {
    amounts.push({
      BudgetedAmount: budget.BudgetLimit as sdk.Spend,
      ActualAmount: usd(total(within(rows, period))),
      TimePeriod: { Start: period.start, End: period.end },
    })
    if (budget.TimeUnit === 'CUSTOM') break
  }
  return amounts
}
