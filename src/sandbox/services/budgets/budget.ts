/** Budgets themselves: reading, making, changing, deleting. */
import type * as sdk from '@aws-sdk/client-budgets'
import { amount } from '../../cost-data.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Budget } from '../../world.ts'
import { checkBudget, checkNotification, checkRoom, checkSubscribers } from './check.ts'
import { budgetOf, own, paged, plain, type Stored } from './common.ts'
import { calculatedSpend, historicalLimit, history, periodAt } from './spend.ts'

const DAY = 86_400_000
/** AWS's own far end of a budget without one. */
const FOREVER = '2087-06-15T00:00:00.000Z'

const COST_TYPES = {
  IncludeTax: true,
  IncludeSubscription: true,
  UseBlended: false,
  IncludeRefund: true,
  IncludeCredit: true,
  IncludeUpfront: true,
  IncludeRecurring: true,
  IncludeOtherSubscription: true,
  IncludeSupport: true,
  IncludeDiscount: true,
  UseAmortized: false,
}

const dated = <T extends object>(value: T | undefined, ...fields: (keyof T)[]): T | undefined =>
  value && {
    ...value,
    ...Object.fromEntries(fields.flatMap((f) => (value[f] ? [[f, new Date(value[f] as string)]] : []))),
  }

/** A budget as the API returns it. FilterExpression and Metrics come only when asked for (ShowFilterExpression). */
function shape(call: Call, { budget }: Budget, showFilter: boolean | undefined): sdk.Budget {
  const { FilterExpression, Metrics, TimePeriod, LastUpdatedTime, AutoAdjustData, ...rest } = budget
  return {
    ...(rest as unknown as sdk.Budget),
    ...(showFilter && FilterExpression
      ? { FilterExpression: FilterExpression as sdk.Expression, Metrics: Metrics as sdk.Metric[] }
      : {}),
    TimePeriod: dated(TimePeriod as sdk.TimePeriod, 'Start', 'End'),
    ...(AutoAdjustData
      ? { AutoAdjustData: dated(AutoAdjustData as sdk.AutoAdjustData, 'LastAutoAdjustTime') }
      : {}),
    LastUpdatedTime: new Date(LastUpdatedTime as string),
    CalculatedSpend: calculatedSpend(call, budget),
    HealthStatus: { Status: 'HEALTHY' },
  }
}

/** A budget as the world keeps it: AWS's defaults filled in, an auto-adjusting limit computed. */
function complete(call: Call, given: sdk.Budget, before?: Budget['budget']): Budget['budget'] {
  const budget = plain<Budget['budget']>(given)
  delete budget.CalculatedSpend
  delete budget.HealthStatus
  const expression = budget.FilterExpression || budget.Metrics
  if (expression) budget.Metrics ??= ['UnblendedCost']
  else {
    budget.CostFilters ??= {}
    budget.CostTypes = { ...COST_TYPES, ...(budget.CostTypes as object) }
  }
  const period = (budget.TimePeriod ?? {}) as { Start?: string; End?: string }
  const earlier = before?.TimePeriod as { Start?: string } | undefined
  budget.TimePeriod = {
    Start:
      period.Start ??
      earlier?.Start ??
      periodAt({ ...budget, TimePeriod: period }, call.now).start.toISOString(),
    End: period.End ?? FOREVER,
  }
  const adjust = given.AutoAdjustData
  if (adjust) {
    const periods = adjust.HistoricalOptions?.BudgetAdjustmentPeriod ?? 30
    budget.BudgetLimit = { Amount: amount(historicalLimit(call, budget, periods)), Unit: 'USD' }
    budget.AutoAdjustData = {
      ...(budget.AutoAdjustData as object),
      LastAutoAdjustTime: call.now.toISOString(),
    }
  }
  budget.LastUpdatedTime = call.now.toISOString()
  return budget
}

function withSubscribers(given: readonly sdk.NotificationWithSubscribers[]): Stored[] {
  const made: Stored[] = []
  for (const { Notification, Subscribers } of given) {
    checkNotification(Notification)
    checkSubscribers(Subscribers)
    checkRoom(made, Notification)
    const { NotificationState: _, ...notification } = Notification
    made.push(plain({ notification, subscribers: Subscribers }))
  }
  return made
}

export const budgets: Handlers<typeof sdk> = {
  DescribeBudgets(input, call) {
    const account = own(call, input)
    const { items, next } = paged(call, input, account.budgets, { max: 1000, default: 100 })
    return { Budgets: items.map((b) => shape(call, b, input.ShowFilterExpression)), NextToken: next }
  },

  DescribeBudget(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName)
    return { Budget: shape(call, budget, input.ShowFilterExpression) }
  },

  CreateBudget(input, call) {
    const account = own(call, input)
    checkBudget(input.Budget)
    const name = input.Budget.BudgetName!
    if (account.budgets.some((b) => b.budget.BudgetName === name)) {
      throw new AwsError(
        'DuplicateRecordException',
        `Error creating budget: ${name} - the budget already exists.`,
        409,
      )
    }
    const notifications = withSubscribers(input.NotificationsWithSubscribers ?? [])
    account.budgets.push({ budget: complete(call, input.Budget), notifications })
    return {}
  },

  // The new budget replaces the old one whole; its notifications stay.
  UpdateBudget(input, call) {
    const account = own(call, input)
    checkBudget(input.NewBudget)
    const stored = budgetOf(account, input.NewBudget.BudgetName, 'update budget')
    stored.budget = complete(call, input.NewBudget, stored.budget)
    return {}
  },

  DeleteBudget(input, call) {
    const account = own(call, input)
    const stored = budgetOf(account, input.BudgetName, 'delete budget')
    account.budgets.splice(account.budgets.indexOf(stored), 1)
    return {}
  },

  // Daily budgets keep 60 days, the others twelve periods (assumed).
  DescribeBudgetPerformanceHistory(input, call) {
    const { budget } = budgetOf(own(call, input), input.BudgetName)
    const back = budget.TimeUnit === 'DAILY' ? 60 * DAY : 365 * DAY
    const from = input.TimePeriod?.Start ?? new Date(call.now.getTime() - back)
    const to = input.TimePeriod?.End ?? call.now
    const { items, next } = paged(call, input, history(call, budget, from, to), { max: 100, default: 100 }, [
      budget.BudgetName,
      input.TimePeriod,
    ])
    return {
      BudgetPerformanceHistory: {
        BudgetName: budget.BudgetName,
        BudgetType: budget.BudgetType as sdk.BudgetType,
        CostFilters: budget.CostFilters as Record<string, string[]> | undefined,
        CostTypes: budget.CostTypes as sdk.CostTypes | undefined,
        TimeUnit: budget.TimeUnit as sdk.TimeUnit,
        BudgetedAndActualAmountsList: items,
      },
      NextToken: next,
    }
  },
}
