import type { Output } from '../aws/index.ts'
import type { CostRules, FilterExpression } from './budget-scope.ts'

export type RawBudget = NonNullable<Output<'budgets:DescribeBudgets'>['Budgets']>[number]

type Amount = { readonly Amount: string; readonly Unit: string }

/**
 * Everything of a budget that its owner sets, as UpdateBudget takes it: that call replaces the whole budget, so what is
 * left out is lost. What AWS works out by itself (spend so far, health, times of change) is no part of it.
 *
 * Times are whole seconds since 1970, as the protocol writes them: a form is data, and survives JSON.
 */
export type BudgetForm = {
  readonly BudgetName: string
  readonly BudgetType: string
  readonly TimeUnit: string
  readonly BudgetLimit?: Amount
  readonly PlannedBudgetLimits?: Readonly<Record<string, Amount>>
  readonly AutoAdjustData?: {
    readonly AutoAdjustType: string
    readonly HistoricalOptions?: { readonly BudgetAdjustmentPeriod: number }
  }
  readonly CostFilters?: Readonly<Record<string, readonly string[]>>
  readonly CostTypes?: Readonly<Record<string, boolean>>
  readonly FilterExpression?: FilterExpression
  readonly Metrics?: readonly string[]
  readonly TimePeriod?: { readonly Start?: number; readonly End?: number }
  readonly BillingViewArn?: string
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

/** The form of a budget as DescribeBudgets returns it. */
export function formOf(raw: RawBudget): BudgetForm {
  const { TimePeriod: period, BillingViewArn } = raw
  const form: BudgetForm = {
    BudgetName: raw.BudgetName ?? '',
    BudgetType: raw.BudgetType ?? '',
    TimeUnit: raw.TimeUnit ?? '',
    ...amountOf(raw),
    ...countedBy(raw),
    ...(period
      ? {
          TimePeriod: {
            ...(period.Start ? { Start: seconds(period.Start) } : {}),
            ...(period.End ? { End: seconds(period.End) } : {}),
          },
        }
      : {}),
    ...(BillingViewArn ? { BillingViewArn } : {}),
  }
  // The SDK's objects may carry fields that are undefined; a form has those that are there.
  return JSON.parse(JSON.stringify(form)) as BudgetForm
}

/**
 * A budget has exactly one of a fixed amount, planned ones and an adjustment; for the last two AWS shows the amount of
 * today as well, and refuses it in a request (AWS Budgets API reference, Budget and CreateBudget). LookBackAvailablePeriods
 * and LastAutoAdjustTime are AWS's own.
 */
function amountOf(raw: RawBudget): Partial<BudgetForm> {
  const { AutoAdjustData: auto, PlannedBudgetLimits, BudgetLimit } = raw
  if (auto?.AutoAdjustType) {
    const periods = auto.HistoricalOptions?.BudgetAdjustmentPeriod
    return {
      AutoAdjustData: {
        AutoAdjustType: auto.AutoAdjustType,
        ...(periods === undefined ? {} : { HistoricalOptions: { BudgetAdjustmentPeriod: periods } }),
      },
    }
  }
  if (PlannedBudgetLimits)
    return { PlannedBudgetLimits: PlannedBudgetLimits as BudgetForm['PlannedBudgetLimits'] }
  return BudgetLimit ? { BudgetLimit: BudgetLimit as Amount } : {}
}

/**
 * CostFilters and CostTypes, or FilterExpression and Metrics: never both in one request. Where an answer holds both, a
 * filter expression is the newer word (AWS Budgets API reference, Budget: the other two are deprecated).
 */
function countedBy(raw: RawBudget): Partial<BudgetForm> {
  const { CostFilters, CostTypes, FilterExpression, Metrics } = raw
  if (FilterExpression || (Metrics?.length && !CostTypes))
    return {
      ...(FilterExpression ? { FilterExpression: FilterExpression as FilterExpression } : {}),
      ...(Metrics?.length ? { Metrics } : {}),
    }
  return {
    ...(CostFilters ? { CostFilters } : {}),
    ...(CostTypes ? { CostTypes: CostTypes as BudgetForm['CostTypes'] } : {}),
  }
}

/** Which costs a budget counts, read off its raw form or off one that is only planned. */
export function rulesOf(
  given: Pick<
    RawBudget | BudgetForm,
    'CostTypes' | 'CostFilters' | 'FilterExpression' | 'Metrics' | 'BillingViewArn'
  >,
): CostRules {
  return {
    ...(given.CostTypes ? { types: { ...given.CostTypes } } : {}),
    ...(given.CostFilters ? { filters: given.CostFilters } : {}),
    ...(given.FilterExpression ? { expression: given.FilterExpression as FilterExpression } : {}),
    ...(given.Metrics?.[0] ? { metric: given.Metrics[0] } : {}),
    ...(given.BillingViewArn && !/:billingview\/primary$/.test(given.BillingViewArn)
      ? { customView: true }
      : {}),
  }
}
