/** Notifications of a budget and who receives them. */
import type * as sdk from '@aws-sdk/client-budgets'
import type { Call, Handlers } from '../../service.ts'
import type { Budget } from '../../world.ts'
import { checkNotification, checkRoom, checkSubscribers } from './check.ts'
import { budgetOf, invalid, missing, notificationOf, own, paged, plain, type Stored } from './common.ts'
import { calculatedSpend } from './spend.ts'

/** A notification with its state: ALARM while the threshold is crossed. */
function shape(call: Call, { budget }: Budget, { notification }: Stored): sdk.Notification {
  const spend = calculatedSpend(call, budget)
  const measured = notification.NotificationType === 'ACTUAL' ? spend.ActualSpend : spend.ForecastedSpend
  const limit = Number((budget.BudgetLimit as sdk.Spend | undefined)?.Amount ?? 0)
  const absolute = notification.ThresholdType === 'ABSOLUTE_VALUE'
  const threshold = absolute ? notification.Threshold : (limit * notification.Threshold) / 100
  const value = Number(measured?.Amount ?? Number.NaN)
  const crossed = {
    GREATER_THAN: value > threshold,
    LESS_THAN: value < threshold,
    EQUAL_TO: value === threshold,
  }[notification.ComparisonOperator]
  return { ThresholdType: 'PERCENTAGE', ...notification, NotificationState: crossed ? 'ALARM' : 'OK' }
}

const at = (subscribers: Stored['subscribers'], wanted: sdk.Subscriber | undefined): number =>
  subscribers.findIndex(
    (s) => s.SubscriptionType === wanted?.SubscriptionType && s.Address === wanted.Address,
  )

export const notifications: Handlers<typeof sdk> = {
  DescribeBudgetNotificationsForAccount(input, call) {
    const account = own(call, input)
    const { items, next } = paged(call, input, account.budgets, { max: 1000, default: 50 })
    return {
      BudgetNotificationsForAccount: items.map((b) => ({
        BudgetName: b.budget.BudgetName,
        Notifications: b.notifications.map((n) => shape(call, b, n)),
      })),
      NextToken: next,
    }
  },

  DescribeNotificationsForBudget(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName)
    const { items, next } = paged(
      call,
      input,
      budget.notifications,
      { max: 100, default: 100 },
      input.BudgetName,
    )
    return { Notifications: items.map((n) => shape(call, budget, n)), NextToken: next }
  },

  DescribeSubscribersForNotification(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName)
    const { subscribers } = notificationOf(budget, input.Notification)
    const bind = [input.BudgetName, input.Notification]
    const { items, next } = paged(call, input, subscribers, { max: 100, default: 100 }, bind)
    return { Subscribers: items, NextToken: next }
  },

  CreateNotification(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName, 'create notification')
    checkNotification(input.Notification)
    checkSubscribers(input.Subscribers)
    checkRoom(budget.notifications, input.Notification)
    const { NotificationState: _, ...notification } = input.Notification
    budget.notifications.push(plain({ notification, subscribers: input.Subscribers }))
    return {}
  },

  UpdateNotification(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName, 'update notification')
    const stored = notificationOf(budget, input.OldNotification)
    checkNotification(input.NewNotification)
    checkRoom(
      budget.notifications.filter((n) => n !== stored),
      input.NewNotification,
    )
    const { NotificationState: _, ...notification } = input.NewNotification
    stored.notification = plain(notification)
    return {}
  },

  DeleteNotification(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName, 'delete notification')
    const stored = notificationOf(budget, input.Notification)
    budget.notifications.splice(budget.notifications.indexOf(stored), 1)
    return {}
  },

  CreateSubscriber(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName, 'create subscriber')
    const stored = notificationOf(budget, input.Notification)
    if (!input.Subscriber) throw invalid('Subscriber is required.')
    const joined = [...stored.subscribers, input.Subscriber]
    checkSubscribers(joined)
    stored.subscribers = plain(joined)
    return {}
  },

  UpdateSubscriber(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName, 'update subscriber')
    const stored = notificationOf(budget, input.Notification)
    const index = at(stored.subscribers, input.OldSubscriber)
    if (index < 0) throw missing("Unable to update subscriber - the subscriber doesn't exist.")
    if (!input.NewSubscriber) throw invalid('NewSubscriber is required.')
    const changed = stored.subscribers.with(index, plain(input.NewSubscriber))
    checkSubscribers(changed)
    stored.subscribers = changed
    return {}
  },

  // The last subscriber takes the notification with it (DeleteSubscriber API reference).
  DeleteSubscriber(input, call) {
    const budget = budgetOf(own(call, input), input.BudgetName, 'delete subscriber')
    const stored = notificationOf(budget, input.Notification)
    const index = at(stored.subscribers, input.Subscriber)
    if (index < 0) throw missing("Unable to delete subscriber - the subscriber doesn't exist.")
    stored.subscribers.splice(index, 1)
    if (!stored.subscribers.length) budget.notifications.splice(budget.notifications.indexOf(stored), 1)
    return {}
  },
}
