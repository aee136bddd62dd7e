/** A daily budget of the product's own, where there is none that can be mended. */
import type { CostRules } from '../../facts/budget-scope.ts'
import type { Budget } from '../../facts/budgets.ts'
import type { DailySpend } from '../../facts/daily-spend.ts'
import { amountsOf, type DayAmount, median } from '../../facts/spend-arithmetic.ts'
import type { Topic } from '../../facts/topic.ts'
import type { Circumstances, Fact, Json, Remediation } from '../../model/index.ts'
import { money } from '../support/money.ts'
import { list } from '../support/words.ts'
import { basisOf } from './spend-choice.ts'
import { askForPeople, mostEmails, namesSomebody, peopleOf, subscriber } from './spend-emails.ts'
import { freeName } from './spend-names.ts'
import { wayThroughTopic } from './spend-topic.ts'
import { topicBasis } from './topic-people.ts'
import { stepsOf } from './steps.ts'

/** What credits, refunds and taxes would hide or add is left out: a jump must show as it is. */
const costTypes = {
  IncludeCredit: false,
  IncludeRefund: false,
  IncludeTax: false,
  IncludeSubscription: true,
  IncludeSupport: true,
  IncludeUpfront: true,
  IncludeRecurring: true,
  IncludeOtherSubscription: true,
  IncludeDiscount: true,
  UseBlended: false,
  UseAmortized: false,
} as const
const rules: CostRules = { types: costTypes }

/** The limit for a daily budget: the typical day times the factor, to the cent, at least the floor. */
export function limitFor(days: readonly DayAmount[], { baseline }: Circumstances): number {
  const typical = median(days.map((d) => d.amount))
  return Math.max(baseline.budgetFloorUsd, Math.round(typical * baseline.budgetFactor * 100) / 100)
}

/** The days at hand as a new budget would have counted them. */
export const newDays = (spend: DailySpend, { subject }: Circumstances): readonly DayAmount[] =>
  amountsOf(spend, rules, subject.id) ?? []

/** What a new budget is made from. */
export interface Given {
  budgets: readonly Budget[]
  spend: DailySpend | undefined
  topic: Fact<Topic>
  /** Daily budgets that stay as they are, and why; `why` continues `it ...`. */
  beside?: readonly { budget: Budget; why: string }[]
}

/**
 * A daily cost budget that alerts at its limit, by e-mail and through a topic of its own in the account of the budget:
 * topics of other accounts do not work for budgets. Each recipient of the topic must click on a mail from AWS.
 */
export function makeDailyBudget(control: string, given: Given, circumstances: Circumstances): Remediation {
  const { budgets, spend, topic } = given
  const { subject, configuration, vantage } = circumstances
  const names = budgets.flatMap((b) => (b.payers ? [] : b.name))
  const name = freeName(names)
  // Not the amount: it moves from day to day, and what was reviewed is made.
  const basis = { name, daily: basisOf(budgets), topic: topicBasis(topic) }
  const people = peopleOf(configuration)
  if (people.length === 0) return { basis, asks: [askForPeople] }
  const days = spend ? newDays(spend, circumstances) : []
  const limit = limitFor(days, circumstances)
  const unit = spend?.unit ?? 'USD'
  const step = stepsOf(control, subject.id)
  const way = circumstances.central
    ? { because: 'a topic in each account would ask everybody as often to confirm it' }
    : wayThroughTopic(step, topic, people, name, circumstances)
  const through = 'arn' in way ? way : undefined
  const named = people.slice(0, mostEmails)
  const create = step({
    action: 'budgets:CreateBudget',
    input: {
      AccountId: subject.id,
      Budget: {
        BudgetName: name,
        BudgetType: 'COST',
        TimeUnit: 'DAILY',
        BudgetLimit: { Amount: limit.toFixed(2), Unit: unit },
        CostTypes: costTypes,
        ...(vantage === 'management' ? { CostFilters: { LinkedAccount: [subject.id] } } : {}),
      },
      NotificationsWithSubscribers: [
        {
          Notification: {
            NotificationType: 'ACTUAL',
            ComparisonOperator: 'GREATER_THAN',
            Threshold: 100,
            ThresholdType: 'PERCENTAGE',
          },
          Subscribers: [
            ...named.map(subscriber),
            ...(through ? [{ SubscriptionType: 'SNS', Address: through.arn }] : []),
          ] satisfies Json[],
        },
      ],
    },
    does: [
      `budget ${name}: ${money(limit, unit)} a day${days.length === 0 ? ', the least there is, since no day of spend is known' : ''}, alert at 100 % to ${list(
        named.map((p) => p.masked),
        mostEmails,
      )}`,
      ...('because' in way ? [`by e-mail alone: ${way.because}`] : []),
      ...(given.beside ?? []).slice(0, 2).map(staysBeside),
    ].join('; '),
    undo: {
      action: 'budgets:DeleteBudget',
      input: { AccountId: subject.id, BudgetName: name },
      weakens: true,
    },
  })
  return {
    basis,
    steps: [...(through?.steps ?? []), create],
    ...(through && through.waiting.length > 0 ? { waiting: through.waiting } : {}),
  }
}

const staysBeside = ({ budget, why }: { budget: Budget; why: string }): string =>
  `${namesSomebody(budget.name) ? 'another daily budget' : `budget ${budget.name}`} stays as it is: it ${why}`
