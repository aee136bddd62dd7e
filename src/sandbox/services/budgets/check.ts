/** What Budgets refuses (Budget, Notification and Subscriber API reference). */
import type * as sdk from '@aws-sdk/client-budgets'
import { costFilter, type CostExpression } from '../../cost-data.ts'
import { AwsError } from '../../service.ts'
import { detected, violations } from '../../validate.ts'
import { invalid, sameNotification, type Stored } from './common.ts'

/** "A budget can have up to five notifications", though the request's list would take ten. */
const NOTIFICATIONS = 5
const EMAILS = 10

const TYPES = [
  'COST',
  'USAGE',
  'RI_UTILIZATION',
  'RI_COVERAGE',
  'SAVINGS_PLANS_UTILIZATION',
  'SAVINGS_PLANS_COVERAGE',
]
const UNITS = ['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY', 'CUSTOM']

const required = (input: object, rules: Parameters<typeof violations>[1], prefix = ''): void => {
  const found = violations(input, rules, prefix)
  if (found.length) throw invalid(detected(found.map((f) => f.message)))
}

export function checkBudget(budget: sdk.Budget | undefined): asserts budget is sdk.Budget {
  if (!budget) throw invalid('Budget is required.')
  required(
    budget,
    { BudgetName: { min: 1, max: 100 }, BudgetType: { values: TYPES }, TimeUnit: { values: UNITS } },
    'budget.',
  )
  if (/[:\\]|\/action\//.test(budget.BudgetName!)) {
    throw invalid("Budget name must not contain ':', '\\' or '/action/'.")
  }
  if (!budget.BudgetLimit && !budget.PlannedBudgetLimits && !budget.AutoAdjustData) {
    throw invalid('Budget limit is required.')
  }
  const limit = budget.BudgetLimit?.Amount
  if (limit !== undefined && !/^\d+(\.\d+)?$/.test(limit))
    throw invalid(`Invalid budget limit amount: ${limit}`)
  if (budget.BudgetType === 'COST' && budget.BudgetLimit && budget.BudgetLimit.Unit !== 'USD') {
    throw invalid('The unit of a cost budget must be USD.')
  }
  const legacy = Object.keys(budget.CostFilters ?? {}).length > 0 || budget.CostTypes
  if (legacy && (budget.FilterExpression || budget.Metrics)) {
    throw invalid('FilterExpression and Metrics can not be used together with CostFilters and CostTypes.')
  }
  if ((budget.Metrics?.length ?? 0) > 1) throw invalid('A budget takes one metric.')
  costFilter(budget.FilterExpression as CostExpression | undefined, invalid)
  checkAdjustment(budget)
  const { Start, End } = budget.TimePeriod ?? {}
  if (Start && End && Start >= End) throw invalid('Start must come before End.')
  if (budget.TimeUnit === 'CUSTOM' && !End) throw invalid('A custom budget needs an end.')
}

/** Periods that HISTORICAL may average, by time unit (HistoricalOptions). */
const PERIODS: Record<string, number> = { DAILY: 60, MONTHLY: 12, QUARTERLY: 4, ANNUALLY: 1 }

function checkAdjustment({ AutoAdjustData: data, TimeUnit }: sdk.Budget): void {
  if (!data) return
  const periods = data.HistoricalOptions?.BudgetAdjustmentPeriod
  if (data.AutoAdjustType === 'HISTORICAL' && periods === undefined) {
    throw invalid('HistoricalOptions is required for AutoAdjustType HISTORICAL.')
  }
  const max = PERIODS[TimeUnit!] ?? 0
  if (periods !== undefined && (periods < 1 || periods > max)) {
    throw invalid(`BudgetAdjustmentPeriod must be between 1 and ${max} for ${TimeUnit} budgets.`)
  }
}

export function checkNotification(
  notification: sdk.Notification | undefined,
): asserts notification is sdk.Notification {
  if (!notification) throw invalid('Notification is required.')
  required(
    notification,
    {
      NotificationType: { values: ['ACTUAL', 'FORECASTED'] },
      ComparisonOperator: { values: ['GREATER_THAN', 'LESS_THAN', 'EQUAL_TO'] },
      Threshold: { min: 0, max: 15_000_000_000_000 },
      ThresholdType: { values: ['PERCENTAGE', 'ABSOLUTE_VALUE'], optional: true },
    },
    'notification.',
  )
}

/** Subscribers of one notification: at least one, ten e-mail addresses and one topic at most. */
export function checkSubscribers(subscribers: readonly sdk.Subscriber[] | undefined): void {
  if (!subscribers?.length) throw invalid('At least one subscriber is required.')
  for (const s of subscribers) {
    required(
      s,
      { SubscriptionType: { values: ['EMAIL', 'SNS'] }, Address: { min: 1, max: 2147483647 } },
      'subscriber.',
    )
    const shape =
      s.SubscriptionType === 'SNS' ? /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]+$/ : /^[^\s@]+@[^\s@]+\.[^\s@]+$/
    if (!shape.test(s.Address!)) throw invalid(`Invalid subscriber address: ${s.Address}`)
  }
  if (new Set(subscribers.map((s) => s.Address)).size < subscribers.length) {
    throw new AwsError('DuplicateRecordException', 'The subscriber already exists.', 409)
  }
  const emails = subscribers.filter((s) => s.SubscriptionType === 'EMAIL').length
  if (emails > EMAILS || subscribers.length - emails > 1) {
    throw new AwsError(
      'CreationLimitExceededException',
      'A notification can have one SNS subscriber and up to 10 email subscribers.',
      405,
    )
  }
}

/** That a notification may join the ones a budget has. */
export function checkRoom(existing: readonly Stored[], notification: sdk.Notification): void {
  if (existing.some((n) => sameNotification(n.notification, notification))) {
    throw new AwsError('DuplicateRecordException', 'The notification already exists.', 409)
  }
  if (existing.length >= NOTIFICATIONS) {
    throw new AwsError('CreationLimitExceededException', 'A budget can have up to five notifications.', 405)
  }
}
