/** aws_budgets_budget: the one resource that is more than a few fields. */
import type { Value } from '../given.ts'
import type { Alert, Thing } from '../things.ts'
import { type Block, Expression, type Hcl } from './hcl.ts'
import { costTypeArguments } from './words.ts'

type Budget = Extract<Thing, { kind: 'budget' }>
type Fields = Readonly<Record<string, Value | undefined>>
/** A value in Terraform's words; throws NoWord where it has none. */
export type Put = (value: Value | undefined) => Hcl

/** Something of the plan that the provider has no argument for. */
export class NoWord extends Error {}

/** Arguments and blocks of a budget. Throws NoWord for what only some versions of the provider know. */
export function budgetBody(
  { budget, alerts, existed, name }: Budget,
  put: Put,
): Pick<Block, 'attributes' | 'blocks'> {
  const { BudgetType, TimeUnit, BudgetLimit, TimePeriod, CostTypes, CostFilters, AutoAdjustData, ...rest } =
    budget
  const { BudgetName: _, BillingViewArn, ...unknown } = rest
  const view = typeof BillingViewArn === 'string' && !/:billingview\/primary$/.test(BillingViewArn)
  const left = [...Object.keys(unknown), ...(view ? ['BillingViewArn'] : [])]
  if (left.length > 0)
    throw new NoWord(`the budget has ${left.join(', ')}, which only recent versions of the provider know`)
  const limit = fields(BudgetLimit)
  const period = fields(TimePeriod)
  return {
    attributes: {
      name,
      budget_type: put(BudgetType),
      time_unit: put(TimeUnit),
      ...(limit ? { limit_amount: put(limit.Amount), limit_unit: put(limit.Unit) } : {}),
      ...(period?.Start === undefined ? {} : { time_period_start: moment(period.Start) }),
      ...(period?.End === undefined ? {} : { time_period_end: moment(period.End) }),
    },
    blocks: [
      ...costTypes(fields(CostTypes), put),
      ...Object.entries(fields(CostFilters) ?? {}).map(([key, values]) => ({
        type: 'cost_filter',
        attributes: { name: key, values: put(values) },
      })),
      ...autoAdjust(fields(AutoAdjustData), put),
      ...alerts.map((alert) => notification(alert, put)),
      ...(existed ? [keepAlerts] : []),
    ],
  }
}

/**
 * Of a budget that is there the plan knows no alerts, and Terraform takes "none written down" for "none wanted": without
 * this it would remove them all.
 */
const keepAlerts: Block = {
  type: 'lifecycle',
  attributes: { prevent_destroy: true, ignore_changes: [new Expression('notification')] },
}

const fields = (value: Value | undefined): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined

function costTypes(given: Fields | undefined, put: Put): Block[] {
  if (!given) return []
  const attributes = Object.entries(given).map(([name, value]) => [
    wordFor(costTypeArguments, name),
    put(value),
  ])
  return [{ type: 'cost_types', attributes: Object.fromEntries(attributes) as Record<string, Hcl> }]
}

function autoAdjust(given: Fields | undefined, put: Put): Block[] {
  if (!given) return []
  const options = fields(given.HistoricalOptions)
  return [
    {
      type: 'auto_adjust_data',
      attributes: { auto_adjust_type: put(given.AutoAdjustType) },
      blocks: options
        ? [
            {
              type: 'historical_options',
              attributes: { budget_adjustment_period: put(options.BudgetAdjustmentPeriod) },
            },
          ]
        : [],
    },
  ]
}

function notification({ notification: given, subscribers }: Alert, put: Put): Block {
  const of = (type: string) =>
    subscribers.filter((s) => s.SubscriptionType === type).map((s) => put(s.Address))
  const emails = of('EMAIL')
  const topics = of('SNS')
  return {
    type: 'notification',
    attributes: {
      notification_type: put(given.NotificationType),
      comparison_operator: put(given.ComparisonOperator),
      threshold: put(given.Threshold),
      threshold_type: put(given.ThresholdType),
      ...(emails.length > 0 ? { subscriber_email_addresses: emails } : {}),
      ...(topics.length > 0 ? { subscriber_sns_topic_arns: topics } : {}),
    },
  }
}

/** Seconds since 1970 as the provider writes them: `2017-07-01_00:00`. */
function moment(value: Value): string {
  const at = new Date(typeof value === 'number' ? value * 1000 : String(value))
  if (Number.isNaN(at.getTime())) throw new NoWord('the budget has a time that cannot be read')
  return at.toISOString().slice(0, 16).replace('T', '_')
}

export function wordFor(words: Readonly<Record<string, string>>, name: string): string {
  const word = Object.hasOwn(words, name) ? words[name] : undefined
  if (word === undefined) throw new NoWord(`the provider has no argument for ${name}`)
  return word
}
