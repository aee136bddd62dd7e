/** The alert that a daily budget must have: on what was really spent, at the amount that was chosen. */
import type { Budget, BudgetNotification } from '../../facts/budgets.ts'

/** Half a cent: amounts are told in cents. */
export const slack = 0.005

/**
 * The threshold in percent: a limit that adjusts itself is the average of past days, so that what goes on top stands in
 * the threshold (AWS Budgets API reference, AutoAdjustData).
 */
export const rightPercent = ({ autoAdjust }: Budget, factor: number): number =>
  autoAdjust ? Math.round(factor * 10_000) / 100 : 100

/** The same in money; undefined where the budget has no amount. */
export const rightPoint = (budget: Budget, factor: number): number | undefined =>
  budget.limit === undefined ? undefined : (budget.limit * rightPercent(budget, factor)) / 100

/** The alert on actual cost at the right amount, as a percentage or in money; undefined where there is none. */
export function rightAlert(budget: Budget, factor: number): BudgetNotification | undefined {
  const percent = rightPercent(budget, factor)
  const amount = rightPoint(budget, factor)
  return budget.notifications?.find(
    (n) =>
      n.type === 'ACTUAL' &&
      n.operator === 'GREATER_THAN' &&
      (n.thresholdType === 'PERCENTAGE'
        ? n.threshold === percent
        : amount !== undefined && Math.abs(n.threshold - amount) <= slack),
  )
}
