/** Budgets and spend of a made world. */
import type { AccountBuilder } from '../../../src/sandbox/builder.ts'
import type { BudgetPart, SpendPart, TopicPart } from './spec.ts'

const ENDS = '2087-06-15T00:00:00.000Z'
const USAGE = { Dimensions: { Key: 'SERVICE', Values: ['Amazon Elastic Compute Cloud - Compute'] } }

export function addBudget(
  a: AccountBuilder,
  name: string,
  part: BudgetPart,
  topic: TopicPart | undefined,
): void {
  const has = (flaw: BudgetPart['flaws'][number]) => part.flaws.includes(flaw)
  const inDays = (days: number) => new Date(Date.parse(a.world.began) + days * 86_400_000).toISOString()
  const leftOut = [...(has('credits') ? [] : ['Credit']), ...(has('refunds') ? [] : ['Refund'])]
  const without = { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: leftOut } } }
  const parts = [...(leftOut.length > 0 ? [without] : []), ...(has('filtered') ? [USAGE] : [])]
  const expression = parts.length > 1 ? { And: parts } : parts[0]
  a.budget(name, {
    period: part.period,
    limit: part.limit,
    more: {
      ...(part.form === 'expression'
        ? {
            CostFilters: undefined,
            CostTypes: undefined,
            Metrics: ['UnblendedCost'],
            ...(expression ? { FilterExpression: expression } : {}),
          }
        : { ...(has('filtered') ? { CostFilters: { Service: USAGE.Dimensions.Values } } : {}) }),
      ...(has('no-limit') ? { BudgetLimit: undefined } : {}),
      ...(has('ended') || has('not-begun')
        ? {
            TimePeriod: {
              Start: inDays(has('not-begun') ? 30 : -90),
              End: has('ended') ? inDays(has('not-begun') ? 60 : -30) : ENDS,
            },
          }
        : {}),
      ...(part.adjusts === undefined
        ? {}
        : {
            AutoAdjustData: {
              AutoAdjustType: 'HISTORICAL',
              HistoricalOptions: { BudgetAdjustmentPeriod: part.period === 'DAILY' ? part.adjusts : 6 },
              LastAutoAdjustTime: inDays(-1),
            },
          }),
    },
  })
  const made = a.account.budgets.at(-1)!
  const types = made.budget.CostTypes as Record<string, boolean> | undefined
  if (types) Object.assign(types, { IncludeCredit: has('credits'), IncludeRefund: has('refunds') })
  // What is undefined is not there: worlds are JSON.
  made.budget = JSON.parse(JSON.stringify(made.budget)) as typeof made.budget
  made.notifications = part.notifications.flatMap(
    ({ type, threshold, absolute, operator, emails, topic: sns }) => {
      const subscribers = [
        ...emails.map((Address) => ({ SubscriptionType: 'EMAIL' as const, Address })),
        ...(sns && topic ? [{ SubscriptionType: 'SNS' as const, Address: a.topicArn('spend') }] : []),
      ]
      // Without anybody to tell AWS keeps no notification.
      if (subscribers.length === 0) return []
      return [
        {
          notification: {
            NotificationType: type,
            ComparisonOperator: operator,
            Threshold: threshold,
            ThresholdType: absolute ? ('ABSOLUTE_VALUE' as const) : ('PERCENTAGE' as const),
          },
          subscribers,
        },
      ]
    },
  )
}

export function addSpend(a: AccountBuilder, { kind, usd, costExplorer }: SpendPart): void {
  a.costExplorer(costExplorer)
  switch (kind) {
    case 'none':
      return
    case 'idle':
      return void a.dailySpend({ days: 60, usd: 0 })
    case 'steady':
      return void a.dailySpend({ days: 60, usd })
    case 'noisy':
      return void a.dailySpend({ days: 60, usd, wobble: 0.8, spikes: { 33: usd * 9, 7: usd * 3 } })
    case 'few-days':
      return void a.dailySpend({ days: 9, usd })
    case 'credited':
      a.dailySpend({ days: 60, usd, wobble: 0.1 })
      return void a.dailySpend({ days: 60, usd: -usd, recordType: 'Credit', service: 'AWS Credits' })
  }
}
