/** The alert of a daily budget: made, or made of one that is there. */
import type { Budget, BudgetNotification } from '../../facts/budgets.ts'
import type { Ask, Baseline, Circumstances, Json, Step } from '../../model/index.ts'
import { firePoint, lowestAlert } from '../../facts/spend-arithmetic.ts'
import { mailboxOf } from '../support/addresses.ts'
import { rightPercent, rightPoint } from '../support/right-alert.ts'
import { list } from '../support/words.ts'
import { askForPeople, mostEmails, peopleOf, type Person, subscriber } from './spend-emails.ts'
import { isShared } from './spend-choice.ts'
import type { stepsOf } from './steps.ts'

/**
 * "A budget can have up to five notifications" (AWS Budgets user guide); the API reference says ten. Five are safe, and a
 * budget that has more is left with as many as it has.
 */
const mostAlerts = 5

/** AWS gives an alert no id: these four values are its key. */
type Key = Pick<BudgetNotification, 'type' | 'operator' | 'threshold' | 'thresholdType'>

export const asNotification = ({ type, operator, threshold, thresholdType }: Key): Json => ({
  NotificationType: type,
  ComparisonOperator: operator,
  Threshold: threshold,
  ThresholdType: thresholdType,
})

/** The alert that a budget must have. */
export const rightKey = (budget: Budget, { budgetFactor }: Baseline): Key => ({
  type: 'ACTUAL',
  operator: 'GREATER_THAN',
  threshold: rightPercent(budget, budgetFactor),
  thresholdType: 'PERCENTAGE',
})

type Make = ReturnType<typeof stepsOf>

/** Turns one alert into another; its subscribers stay (AWS Budgets API reference, UpdateNotification). */
export function changeAlert(step: Make, { name }: Budget, from: Key, to: Key, account: string): Step {
  const change = (before: Key, after: Key): Json => ({
    AccountId: account,
    BudgetName: name,
    OldNotification: asNotification(before),
    NewNotification: asNotification(after),
  })
  return step({
    action: 'budgets:UpdateNotification',
    input: change(from, to),
    does: `budget ${name}: the alert ${told(from)} becomes one ${told(to)}; whoever gets it goes on getting it`,
    undo: { action: 'budgets:UpdateNotification', input: change(to, from), weakens: true },
  })
}

/** Puts people on an alert, as many as there is room for. */
export function subscribeSteps(
  step: Make,
  { name }: Budget,
  alert: Key & Pick<BudgetNotification, 'subscribers'>,
  people: readonly Person[],
  account: string,
): Step[] {
  const room = mostEmails - (alert.subscribers ?? []).filter((s) => s.kind === 'EMAIL').length
  return people.slice(0, Math.max(0, room)).map((person) => {
    const input: Json = {
      AccountId: account,
      BudgetName: name,
      Notification: asNotification(alert),
      Subscriber: subscriber(person),
    }
    return step({
      action: 'budgets:CreateSubscriber',
      input,
      does: `budget ${name}: ${person.masked} gets the alert ${told(alert)}`,
      undo: { action: 'budgets:DeleteSubscriber', input, weakens: true },
    })
  })
}

/**
 * Gives a budget the alert that it must have, with everybody whom the configuration names. Where it has as many alerts as
 * it may have, the nearest one becomes the right one.
 */
export function alertSteps(
  step: Make,
  budget: Budget,
  circumstances: Circumstances,
): { steps: Step[]; asks: Ask[] } {
  const { subject, configuration, baseline } = circumstances
  const people = peopleOf(configuration)
  const key = rightKey(budget, baseline)
  const alerts = budget.notifications ?? []
  if (alerts.length >= mostAlerts) {
    const free = isShared(budget, circumstances) ? withoutFirst(budget, baseline) : alerts
    const nearest = nearestOf(free, budget, baseline)
    const known = (nearest.subscribers ?? []).map((s) => mailboxOf(s.address))
    const others = nearest.subscribers ? people.filter((p) => !known.includes(p.mailbox)) : []
    return {
      steps: [
        changeAlert(step, budget, nearest, key, subject.id),
        ...subscribeSteps(step, budget, { ...nearest, ...key }, others, subject.id),
      ],
      asks: [],
    }
  }
  // An alert without anybody is none: AWS refuses it too.
  if (people.length === 0) return { steps: [], asks: [askForPeople] }
  const named = people.slice(0, mostEmails)
  const of: Json = { AccountId: subject.id, BudgetName: budget.name, Notification: asNotification(key) }
  return {
    steps: [
      step({
        action: 'budgets:CreateNotification',
        input: { ...(of as object), Subscribers: named.map(subscriber) },
        does: `budget ${budget.name}: an alert ${told(key)}, to ${list(
          named.map((p) => p.masked),
          mostEmails,
        )}`,
        undo: { action: 'budgets:DeleteNotification', input: of, weakens: true },
      }),
    ],
    asks: [],
  }
}

/**
 * The alerts but the one that speaks up first, where that is before the right one would: other accounts may rest on it, and
 * with the right one alone more would have to be spent there before it alerts.
 */
function withoutFirst(budget: Budget, { budgetFactor }: Baseline): readonly BudgetNotification[] {
  const { notifications = [], limit } = budget
  const first = lowestAlert(budget)
  const right = rightPoint(budget, budgetFactor)
  if (first === undefined || right === undefined || first >= right) return notifications
  const kept = notifications.find((n) => firePoint(limit, n) === first)
  return notifications.filter((n) => n !== kept)
}

/** The alert on actual cost that speaks up closest to where it should; where there is none, whichever is closest. */
function nearestOf(
  alerts: readonly BudgetNotification[],
  budget: Budget,
  { budgetFactor }: Baseline,
): BudgetNotification {
  const percent = rightPercent(budget, budgetFactor)
  const point = rightPoint(budget, budgetFactor)
  const away = (alert: BudgetNotification) => {
    const fires = firePoint(budget.limit, alert)
    if (fires !== undefined && point) return Math.abs(fires - point) / point
    return alert.thresholdType === 'PERCENTAGE' ? Math.abs(alert.threshold - percent) / percent : Infinity
  }
  const class_ = ({ type, operator }: BudgetNotification) =>
    2 * Number(type !== 'ACTUAL') + Number(operator !== 'GREATER_THAN')
  return [...alerts].sort((a, b) => class_(a) - class_(b) || away(a) - away(b))[0]!
}

function told({ type, operator, threshold, thresholdType }: Key): string {
  const where = { GREATER_THAN: 'above', LESS_THAN: 'below', EQUAL_TO: 'at exactly' }[operator]
  const of = type === 'FORECASTED' ? ' of a forecast' : ''
  return `${where} ${threshold} ${thresholdType === 'PERCENTAGE' ? '% of the amount' : 'in money'}${of}`
}
