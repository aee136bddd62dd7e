import { type Fetcher, observed, type Output, pages, type Source } from '../aws/index.ts'
import { type AwsAction, type Fact, type Known, known, type Observation, valueOf } from '../model/index.ts'
import { type BudgetForm, formOf, type RawBudget, rulesOf } from './budget-form.ts'
import { type CostRules, type Reach, reachOf } from './budget-scope.ts'
import { organizationPlace } from './organization-place.ts'

export interface Subscriber {
  kind: 'EMAIL' | 'SNS'
  /** An e-mail address (personal data, never printed in full) or a topic's ARN. */
  address: string
}

/** An alert of a budget. AWS gives it no id: these four values are its key. */
export interface BudgetNotification {
  type: 'ACTUAL' | 'FORECASTED'
  operator: 'GREATER_THAN' | 'LESS_THAN' | 'EQUAL_TO'
  threshold: number
  thresholdType: 'PERCENTAGE' | 'ABSOLUTE_VALUE'
  /** Absent: not asked for, since nothing rests on it, or not to be had. */
  subscribers?: readonly Subscriber[]
}

export interface Budget {
  name: string
  /** COST, USAGE, RI_UTILIZATION ... */
  type: string
  /** DAILY, MONTHLY, QUARTERLY, ANNUALLY, CUSTOM */
  period: string
  limit?: number
  unit: string
  rules: CostRules
  /** What it sees of the account that was looked at. */
  reach: Reach
  autoAdjust?: { type: string; periods?: number }
  from?: Date
  to?: Date
  /** Whether the account is a payer could not be seen, so that `reach.others` may or may not matter; says why. */
  maybeShared?: { message: string; needs: readonly AwsAction[] }
  /** False: AWS says that it no longer follows its data. */
  healthy: boolean
  /** Absent: not to be had. */
  notifications?: readonly BudgetNotification[]
  /** Limit and spend of past periods, oldest first; asked for only where a judgement rests on it. */
  history?: readonly { limit: number; actual: number }[]
  /** As UpdateBudget would take it to leave everything as it is. */
  form?: BudgetForm
  /** True: it is the payer's, seen from there, and not the account's to change. */
  payers?: true
}

export interface Budgets {
  list: readonly Budget[]
  /** True: the payer's were looked at as well, and the daily ones that see this account are in the list. */
  payerSeen?: true
}

/** Subscribers are one call for each alert: this many alerts of budgets that are no daily alarm, to tell what there is. */
const mostOthers = 3
/** And this many of daily ones; a payer can have thousands of budgets. */
const mostDaily = 5
const mostHistories = 2

/**
 * The account's own budgets. AccountId must be the caller's own: what a payer has is seen only from the payer (AWS
 * Billing user guide, "Managing your costs with AWS Budgets"). One IAM action covers all of it.
 */
export const budgets: Fetcher<Budgets> = {
  name: 'budgets',
  reads: ['budgets:ViewBudget'],
  async collect(source) {
    const [own, payers] = await Promise.all([ownBudgets(source), ofThePayer(source)])
    if (!payers) return own
    return own.state === 'known'
      ? known({ list: [...own.value.list, ...payers.value.list], payerSeen: true }, [
          ...own.evidence,
          ...payers.evidence,
        ])
      : own
  },
}

/** The payer's daily budgets as they see a member; undefined where the payer is not who looks, or could not see its own. */
async function ofThePayer({ centre, caller }: Source): Promise<Known<Budgets> | undefined> {
  if (!centre || valueOf(await centre.get(organizationPlace))?.vantage !== 'management') return undefined
  const payer = await centre.get(budgets)
  if (payer.state !== 'known') return undefined
  const list = payer.value.list
    .map((b): Budget => ({ ...b, reach: reachOf(b.rules, caller.account), payers: true }))
    .filter(isDailyCost)
  return known({ list }, list.length > 0 ? payer.evidence : [])
}

async function ownBudgets(source: Source): Promise<Fact<Budgets>> {
  const AccountId = source.caller.account
  const listed = await pages(
    source,
    'budgets:DescribeBudgets',
    { AccountId, MaxResults: 1000, ShowFilterExpression: true },
    (o) => ({ items: o.Budgets, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
  )
  if (!listed.ok) return listed.unknown
  const found = await Promise.all(listed.items.map((raw) => placed(source, budgetOf(raw, AccountId))))
  const evidence: Observation[] = [
    observed('budgets:ViewBudget', listed.at, {
      budgets: found.length,
      cost: found.filter((b) => b.type === 'COST').map(seen),
    }),
  ]
  if (found.length === 0) return known({ list: [] }, evidence)
  const alerted = await withNotifications(source, found, evidence)
  const reached = await withSubscribers(source, alerted, evidence)
  return known({ list: await withHistory(source, reached) }, evidence)
}

/** A daily budget of what the account costs, whatever else may be wrong with it. */
export const isDailyCost = (budget: Budget): boolean =>
  budget.type === 'COST' && budget.period === 'DAILY' && budget.reach.usage !== 'none'

/** Marks a budget over several accounts, where nobody could see whether this one pays for others. */
async function placed(source: Source, budget: Budget): Promise<Budget> {
  if (!isDailyCost(budget) || !budget.reach.others) return budget
  const place = await source.get(organizationPlace)
  return place.state === 'unknown'
    ? { ...budget, maybeShared: { message: place.message, needs: place.needs } }
    : budget
}

type RawNotification = NonNullable<
  NonNullable<
    Output<'budgets:DescribeBudgetNotificationsForAccount'>['BudgetNotificationsForAccount']
  >[number]['Notifications']
>[number]

/** A budget as DescribeBudgets returns it, of the account that was looked at; its alerts are asked for elsewhere. */
export function budgetOf(raw: RawBudget, account: string): Budget {
  const rules = rulesOf(raw)
  const limit = Number(raw.BudgetLimit?.Amount ?? Number.NaN)
  const auto = raw.AutoAdjustData
  const periods = auto?.HistoricalOptions?.BudgetAdjustmentPeriod
  return {
    name: raw.BudgetName ?? '',
    type: raw.BudgetType ?? '',
    period: raw.TimeUnit ?? '',
    ...(Number.isFinite(limit) ? { limit } : {}),
    unit: raw.BudgetLimit?.Unit ?? 'USD',
    rules,
    reach: reachOf(rules, account),
    ...(auto?.AutoAdjustType
      ? { autoAdjust: { type: auto.AutoAdjustType, ...(periods ? { periods } : {}) } }
      : {}),
    ...(raw.TimePeriod?.Start ? { from: raw.TimePeriod.Start } : {}),
    ...(raw.TimePeriod?.End ? { to: raw.TimePeriod.End } : {}),
    healthy: raw.HealthStatus?.Status !== 'UNHEALTHY',
    form: formOf(raw),
  }
}

/** What the evidence keeps of a budget: no name, since people put anything into names. */
const seen = (b: Budget) => ({
  period: b.period,
  limit: b.limit,
  unit: b.unit,
  usage: b.reach.usage,
  credits: b.reach.credits,
  refunds: b.reach.refunds,
  ...(b.autoAdjust ? { autoAdjust: b.autoAdjust.type } : {}),
})

async function withNotifications(
  source: Source,
  found: Budget[],
  evidence: Observation[],
): Promise<Budget[]> {
  const listed = await pages(
    source,
    'budgets:DescribeBudgetNotificationsForAccount',
    { AccountId: source.caller.account, MaxResults: 1000 },
    (o) => ({
      items: o.BudgetNotificationsForAccount,
      next: o.NextToken ? { NextToken: o.NextToken } : undefined,
    }),
  )
  if (!listed.ok) return found
  const byName = new Map<string, RawNotification[]>()
  for (const { BudgetName: name = '', Notifications: more = [] } of listed.items)
    byName.set(name, [...(byName.get(name) ?? []), ...more])
  const alerted = found.map((b) => ({
    ...b,
    notifications: (byName.get(b.name) ?? []).flatMap(notificationOf),
  }))
  evidence.push(
    observed('budgets:ViewBudget', listed.at, {
      alerts: alerted
        .filter(isDailyCost)
        .flatMap((b) => b.notifications)
        .map((n) => `${n.type} ${n.operator} ${n.threshold} ${n.thresholdType}`),
    }),
  )
  return alerted
}

function notificationOf(raw: RawNotification): BudgetNotification[] {
  if (!raw.NotificationType || !raw.ComparisonOperator || raw.Threshold === undefined) return []
  return [
    {
      type: raw.NotificationType,
      operator: raw.ComparisonOperator,
      threshold: raw.Threshold,
      thresholdType: raw.ThresholdType ?? 'PERCENTAGE',
    },
  ]
}

/** Asks who gets the alerts that matter: those of daily budgets, or a few others where there is no daily one. */
async function withSubscribers(source: Source, list: Budget[], evidence: Observation[]): Promise<Budget[]> {
  const daily = list.filter(isDailyCost).sort((a, b) => flaws(a) - flaws(b))
  const asked = (daily.length > 0 ? daily : list)
    .flatMap((budget) => (budget.notifications ?? []).map((notification) => ({ budget, notification })))
    .sort((a, b) => Number(a.notification.type !== 'ACTUAL') - Number(b.notification.type !== 'ACTUAL'))
    .slice(0, daily.length > 0 ? mostDaily : mostOthers)
  const subscribers = new Map<BudgetNotification, readonly Subscriber[]>()
  await Promise.all(
    asked.map(async ({ budget, notification: n }) => {
      const listed = await pages(
        source,
        'budgets:DescribeSubscribersForNotification',
        {
          AccountId: source.caller.account,
          BudgetName: budget.name,
          Notification: {
            NotificationType: n.type,
            ComparisonOperator: n.operator,
            Threshold: n.threshold,
            ThresholdType: n.thresholdType,
          },
          MaxResults: 100,
        },
        (o) => ({ items: o.Subscribers, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
      )
      if (!listed.ok) return
      const who = listed.items.flatMap((s): Subscriber[] =>
        s.Address && s.SubscriptionType ? [{ kind: s.SubscriptionType, address: s.Address }] : [],
      )
      subscribers.set(n, who)
      evidence.push(
        observed('budgets:ViewBudget', listed.at, {
          subscribers: who.length,
          topics: who.filter((s) => s.kind === 'SNS').length,
        }),
      )
    }),
  )
  return list.map((b) =>
    b.notifications
      ? {
          ...b,
          notifications: b.notifications.map((n) => {
            const who = subscribers.get(n)
            return who ? { ...n, subscribers: who } : n
          }),
        }
      : b,
  )
}

const flaws = (b: Budget) =>
  Number(b.reach.usage !== 'all') + Number(b.reach.credits || b.reach.refunds) + Number(b.reach.others) / 2

/**
 * A limit that adjusts itself may have grown with the spend, and a budget over many accounts has a typical day that
 * this account's spend does not show: both are in the budget's own history, which costs nothing. How far back it
 * reaches for daily budgets is assumed (60 days).
 */
async function withHistory(source: Source, list: Budget[]): Promise<Budget[]> {
  const payer = valueOf(await source.get(organizationPlace))?.vantage === 'management'
  const wanted = list
    .filter((b) => isDailyCost(b) && (b.autoAdjust !== undefined || (payer && b.reach.others)))
    .sort((a, b) => flaws(a) - flaws(b))
    .slice(0, mostHistories)
  if (wanted.length === 0) return list
  const histories = new Map<Budget, Budget['history']>()
  await Promise.all(
    wanted.map(async (b) => {
      const answer = await source.call('budgets:DescribeBudgetPerformanceHistory', {
        AccountId: source.caller.account,
        BudgetName: b.name,
        MaxResults: 100,
      })
      if (!answer.ok) return
      const periods = answer.output.BudgetPerformanceHistory?.BudgetedAndActualAmountsList ?? []
      histories.set(
        b,
        [...periods]
          .sort((x, y) => +(x.TimePeriod?.Start ?? 0) - +(y.TimePeriod?.Start ?? 0))
          .map((p) => ({
            limit: Number(p.BudgetedAmount?.Amount ?? Number.NaN),
            actual: Number(p.ActualAmount?.Amount ?? Number.NaN),
          }))
          .filter((p) => Number.isFinite(p.limit) && Number.isFinite(p.actual)),
      )
    }),
  )
  return list.map((b) => (histories.has(b) ? { ...b, history: histories.get(b)! } : b))
}
