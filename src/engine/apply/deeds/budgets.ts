/** AWS Budgets. A notification has no id: its four values are its key. */
import { type Input, pages } from '../../../aws/index.ts'
import type { Json } from '../../../model/index.ts'
import { type Deed, type Given, type IsSo, no, otherwise, type Sight, text, when, yes } from './deed.ts'

const gone = /^NotFoundException$/
const duplicate = /^DuplicateRecordException$/

/** Budgets knows one action for every read. */
const reads = ['budgets:ViewBudget'] as const

type Notification = NonNullable<Input<'budgets:CreateNotification'>['Notification']>
type Found = IsSo | readonly Notification[]

const named = (given: Given) => ({
  AccountId: text(given.AccountId),
  BudgetName: text(given.BudgetName),
})

/** True where the budget that is there has every value that is wanted; AWS adds values of its own. */
function has(found: unknown, wanted: Json | undefined): boolean {
  if (wanted === undefined) return true
  if (Array.isArray(wanted))
    return (
      Array.isArray(found) &&
      found.length === wanted.length &&
      wanted.every((w, i) => has(found[i], w as Json))
    )
  if (typeof wanted === 'object' && wanted !== null) {
    // Filters that are empty count everything: that is not what any other filters do.
    if (Object.keys(wanted).length === 0) return Object.keys(found ?? {}).length === 0
    return (
      typeof found === 'object' &&
      found !== null &&
      Object.entries(wanted).every(([key, value]) => has((found as Record<string, unknown>)[key], value))
    )
  }
  // Plans hold whole seconds, as the protocol writes them.
  if (found instanceof Date)
    return typeof wanted === 'number'
      ? Math.floor(found.getTime() / 1000) === wanted
      : found.getTime() === new Date(String(wanted)).getTime()
  // Amounts are strings, and AWS writes 18.60 as 18.6.
  if (
    typeof wanted === 'string' &&
    typeof found === 'string' &&
    wanted !== '' &&
    !Number.isNaN(Number(wanted))
  )
    return Number(found) === Number(wanted)
  return found === wanted
}

const budgetIs =
  (field: 'Budget' | 'NewBudget'): Deed['isSo'] =>
  async (given, { call }) => {
    const wanted = given[field] as Readonly<Record<string, Json>>
    const answer = await call('budgets:DescribeBudget', {
      AccountId: text(given.AccountId),
      BudgetName: text(wanted.BudgetName),
      ShowFilterExpression: true,
    })
    if (!answer.ok) return otherwise(answer, gone, no)
    const found = answer.output.Budget
    return when(has(found, wanted) && ownedBy(wanted).every((field) => wanted[field] || !found?.[field]))
  }

/**
 * What a budget has only where its owner set it: a call that leaves it out takes it away. AWS may show a filter expression
 * beside the older filters and cost types, and then it says the same.
 */
const ownedBy = (wanted: Readonly<Record<string, Json>>) =>
  [
    'AutoAdjustData',
    'PlannedBudgetLimits',
    ...(wanted.CostTypes || wanted.CostFilters ? [] : (['FilterExpression'] as const)),
  ] as const

const sameNotification = (a: Partial<Notification>, b: Partial<Notification>) =>
  a.NotificationType === b.NotificationType &&
  a.ComparisonOperator === b.ComparisonOperator &&
  a.Threshold === b.Threshold &&
  (a.ThresholdType ?? 'PERCENTAGE') === (b.ThresholdType ?? 'PERCENTAGE')

async function notifications(given: Given, { call }: Sight, none: IsSo): Promise<Found> {
  const listed = await pages(
    { call },
    'budgets:DescribeNotificationsForBudget',
    { ...named(given), MaxResults: 100 },
    (o) => ({ items: o.Notifications, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
  )
  return listed.ok ? listed.items : otherwise(listed, gone, none)
}

const hasSubscriber =
  (wanted: boolean): Deed['isSo'] =>
  async (given, { call }) => {
    const listed = await pages(
      { call },
      'budgets:DescribeSubscribersForNotification',
      { ...named(given), Notification: given.Notification as unknown as Notification, MaxResults: 100 },
      (o) => ({ items: o.Subscribers, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    )
    if (!listed.ok) return otherwise(listed, gone, when(!wanted))
    const subscriber = given.Subscriber as { SubscriptionType?: string; Address?: string }
    const found = listed.items.some(
      (s) => s.SubscriptionType === subscriber.SubscriptionType && s.Address === subscriber.Address,
    )
    return when(found === wanted)
  }

export const budgetDeeds: Readonly<Record<string, Deed>> = {
  'budgets:CreateBudget': { reads, repeatable: false, isSo: budgetIs('Budget') },
  'budgets:UpdateBudget': { reads, repeatable: true, isSo: budgetIs('NewBudget') },
  'budgets:DeleteBudget': {
    reads,
    repeatable: true,
    already: gone,
    async isSo(given, { call }) {
      const answer = await call('budgets:DescribeBudget', named(given))
      return answer.ok ? no : otherwise(answer, gone, yes)
    },
  },
  'budgets:CreateNotification': {
    reads,
    repeatable: false,
    already: duplicate,
    async isSo(given, sight) {
      const found = await notifications(given, sight, no)
      if ('so' in found) return found
      return when(found.some((n) => sameNotification(n, given.Notification as unknown as Notification)))
    },
  },
  'budgets:UpdateNotification': {
    reads,
    repeatable: false,
    async isSo(given, sight) {
      const found = await notifications(given, sight, no)
      if ('so' in found) return found
      const is = (wanted: Json | undefined) =>
        found.some((n) => sameNotification(n, wanted as unknown as Notification))
      return when(is(given.NewNotification) && !is(given.OldNotification))
    },
  },
  'budgets:DeleteNotification': {
    reads,
    repeatable: true,
    already: gone,
    async isSo(given, sight) {
      const found = await notifications(given, sight, yes)
      if ('so' in found) return found
      return when(!found.some((n) => sameNotification(n, given.Notification as unknown as Notification)))
    },
  },
  'budgets:CreateSubscriber': { reads, repeatable: false, already: duplicate, isSo: hasSubscriber(true) },
  'budgets:DeleteSubscriber': { reads, repeatable: true, already: gone, isSo: hasSubscriber(false) },
}
