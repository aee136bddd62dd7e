/** What budgets would have made of the days at hand: plain arithmetic, no opinion. Amounts are in the bill's currency. */
import type { Budget, BudgetNotification } from './budgets.ts'
import { type CostRules, metricOf, shareOf } from './budget-scope.ts'
import type { DailySpend } from './daily-spend.ts'

export interface DayAmount {
  day: string
  amount: number
}

/** Middle of the values, the mean of the two middle ones; 0 for none. Fees on the first of a month do not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2
}

/**
 * What a budget with these rules would have counted on each day, of this account. Undefined where it follows no cost,
 * or only some services, Regions or tags: the spend at hand cannot tell.
 */
export function amountsOf(spend: DailySpend, rules: CostRules, account: string): DayAmount[] | undefined {
  const metric = metricOf(rules)
  if (!metric || shareOf(rules, { account, recordType: 'Usage' }) !== 'all') return undefined
  return spend.days.map(({ day, byType }) => ({
    day,
    amount: Object.entries(byType).reduce(
      (sum, [recordType, amounts]) =>
        shareOf(rules, { account, recordType }) === 'all' ? sum + (amounts[metric] ?? 0) : sum,
      0,
    ),
  }))
}

/** Plain usage without credits and refunds: the day that an alarm should be measured against. */
export const plainRules: CostRules = { types: { IncludeCredit: false, IncludeRefund: false } }

/** The amount at which an alert on what was spent speaks up; undefined for forecasts and for falling spend. */
export function firePoint(limit: number | undefined, alert: BudgetNotification): number | undefined {
  if (alert.type !== 'ACTUAL' || alert.operator !== 'GREATER_THAN') return undefined
  if (alert.thresholdType === 'ABSOLUTE_VALUE') return alert.threshold
  return limit === undefined ? undefined : (limit * alert.threshold) / 100
}

/** The lowest point at which any alert of a budget speaks up; undefined where none does, or its alerts are not known. */
export function lowestAlert({ limit, notifications = [] }: Budget): number | undefined {
  const points = notifications.flatMap((n) => firePoint(limit, n) ?? [])
  return points.length > 0 ? Math.min(...points) : undefined
}

/** The same, and its limit where its alerts are not known. */
export const lowestFirePoint = (budget: Budget): number | undefined =>
  budget.notifications ? lowestAlert(budget) : budget.limit

/** How much must be spent on top of a typical day before an alert speaks up. */
export const smallestBurn = (point: number, typical: number): number => Math.max(0, point - typical)

/** The days on which an alert at this point would have spoken up. */
export const backTest = (days: readonly DayAmount[], point: number): DayAmount[] =>
  days.filter((d) => d.amount > point)

/**
 * By how many times an auto-adjusting limit has grown: from the budget's own history where there is one, else from the
 * limit it would have had after the first `periods` of the days at hand (the average of past periods is how AWS sets
 * it). Undefined where neither tells.
 */
export function drift(budget: Budget, days: readonly DayAmount[] | undefined): number | undefined {
  const { limit, history, autoAdjust } = budget
  if (limit === undefined || !autoAdjust) return undefined
  const first = history?.find((p) => p.limit > 0)?.limit ?? firstAverage(days, autoAdjust.periods ?? 0)
  return first ? limit / first : undefined
}

function firstAverage(days: readonly DayAmount[] | undefined, periods: number): number | undefined {
  if (!days || periods < 1 || days.length < periods) return undefined
  return days.slice(0, periods).reduce((sum, d) => sum + d.amount, 0) / periods
}
