/** Mending a daily budget: what changes in its form, and nothing else. */
import { type BudgetForm, rulesOf } from '../../facts/budget-form.ts'
import { type FilterExpression, reachOf, shareOf } from '../../facts/budget-scope.ts'
import type { Budget, BudgetNotification } from '../../facts/budgets.ts'
import type { Baseline, Circumstances, Json, Step } from '../../model/index.ts'
import { money } from '../support/money.ts'
import { rightAlert } from '../support/right-alert.ts'
import { list } from '../support/words.ts'
import type { stepsOf } from './steps.ts'
import { changeAlert, rightKey } from './spend-alert.ts'

export interface Mended {
  /** The budget as an audit would see it afterwards. */
  budget: Budget
  form: BudgetForm
  /** What changes, in words. */
  changes: readonly string[]
}

/** Tax alone is no flaw that a finding names: it goes when something else is mended, and is worth no call of its own. */
export const isTaxOnly = ({ changes }: Mended): boolean =>
  changes.length === 1 && changes[0] === noLonger(['Tax'])

/** What hides spend, or adds what nobody can spend: a jump must show as it is. The names that Cost Explorer has for them. */
const leftOut = {
  Credit: { flag: 'IncludeCredit', word: 'credits' },
  Refund: { flag: 'IncludeRefund', word: 'refunds' },
  Tax: { flag: 'IncludeTax', word: 'tax' },
} as const
type LeftOut = keyof typeof leftOut
const noLonger = (types: readonly LeftOut[]) => `no longer counts ${list(types.map((t) => leftOut[t].word))}`

/**
 * Makes a budget count every cost but credits, refunds and tax, from today on and without an end, with the amount that
 * `amountFor` gives (undefined: the one it has). An amount that adjusts itself goes on doing so. Undefined where nothing
 * would change.
 */
export function mended(
  budget: Budget,
  amountFor: (counted: Budget) => number | undefined,
  circumstances: Circumstances,
): Mended | undefined {
  if (!budget.form) return undefined
  const changes: string[] = []
  const { subject } = circumstances
  let form = inForce(budget, budget.form, circumstances.now, changes)
  form = withoutWhatHides(form, subject.id, changes)
  const rules = rulesOf(form)
  const counted: Budget = { ...budget, rules, reach: reachOf(rules, subject.id) }
  const amount = budget.autoAdjust ? undefined : amountFor(counted)
  if (amount !== undefined && amount !== budget.limit) {
    const before = budget.limit === undefined ? 'no amount' : money(budget.limit, budget.unit)
    changes.push(`${before} a day becomes ${money(amount, budget.unit)}`)
    form = { ...form, BudgetLimit: { Amount: amount.toFixed(2), Unit: budget.unit } }
  }
  if (changes.length === 0) return undefined
  const { from, to: _to, ...rest } = counted
  const end = form.TimePeriod?.End
  return {
    form,
    changes,
    budget: {
      ...rest,
      ...(amount === undefined ? {} : { limit: amount }),
      ...(from ? { from: new Date(Math.min(+from, +circumstances.now)) } : {}),
      ...(end === undefined ? {} : { to: new Date(end * 1000) }),
      form,
    },
  }
}

/** Changes the amount and nothing else: what a budget over several accounts counts is not only about this one. */
export function withAmount(budget: Budget, amount: number): Mended | undefined {
  if (!budget.form || budget.autoAdjust || amount === budget.limit) return undefined
  const form = { ...budget.form, BudgetLimit: { Amount: amount.toFixed(2), Unit: budget.unit } }
  return {
    form,
    budget: { ...budget, limit: amount, form },
    changes: [`${money(budget.limit ?? 0, budget.unit)} a day becomes ${money(amount, budget.unit)}`],
  }
}

/**
 * One call for the whole budget, whose alerts and subscribers stay (AWS Budgets API reference, UpdateBudget), and one more
 * where the right alert was an amount of money that is no longer the limit.
 */
export function repairSteps(
  step: ReturnType<typeof stepsOf>,
  before: Budget,
  after: Mended,
  { subject, baseline }: Circumstances,
): Step[] {
  const update = (form: BudgetForm): Json => ({ AccountId: subject.id, NewBudget: form as unknown as Json })
  const stays = before.autoAdjust ? 'its amount goes on adjusting itself, all else stays' : 'all else stays'
  const steps = [
    step({
      action: 'budgets:UpdateBudget',
      input: update(after.form),
      does: `budget ${before.name}: ${after.changes.join('; ')}; ${stays}`,
      // A budget may have actions that stop machines or take rights away: they follow the new amount.
      risk: 'disruptive',
      undo: { action: 'budgets:UpdateBudget', input: update(before.form ?? after.form), weakens: true },
    }),
  ]
  const alert = leftBehind(before, after.budget, baseline)
  return alert
    ? [...steps, changeAlert(step, after.budget, alert, rightKey(after.budget, baseline), subject.id)]
    : steps
}

/** The alert that was right, as an amount of money, and is not any more once the amount of the budget is another. */
function leftBehind(
  before: Budget,
  after: Budget,
  { budgetFactor }: Baseline,
): BudgetNotification | undefined {
  const alert = rightAlert(before, budgetFactor)
  return alert && !rightAlert(after, budgetFactor) ? alert : undefined
}

/** The mended budget with the alert that `repairSteps` changes along with it. */
export function withItsAlert(before: Budget, after: Budget, baseline: Baseline): Budget {
  const alert = leftBehind(before, after, baseline)
  if (!alert || !after.notifications) return after
  const moved = { ...alert, ...rightKey(after, baseline) }
  return { ...after, notifications: after.notifications.map((n) => (n === alert ? moved : n)) }
}

/**
 * From today and for ever. Without an end AWS sets its own, the year 2087; a budget past its end is soon deleted with its
 * alerts (AWS Budgets API reference, TimePeriod).
 */
function inForce(budget: Budget, form: BudgetForm, now: Date, changes: string[]): BudgetForm {
  const period = { ...form.TimePeriod }
  if (budget.to && budget.to <= now) {
    changes.push('no longer ends')
    delete period.End
  }
  if (budget.from && budget.from > now) {
    changes.push('begins today')
    period.Start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) / 1000
  }
  return form.TimePeriod ? { ...form, TimePeriod: period } : form
}

/** In the form that the budget has: flags in the older one, an expression in the newer one. */
function withoutWhatHides(form: BudgetForm, account: string, changes: string[]): BudgetForm {
  const rules = rulesOf(form)
  const counted = (Object.keys(leftOut) as LeftOut[]).filter(
    (recordType) => shareOf(rules, { account, recordType }) !== 'none',
  )
  if (counted.length === 0) return form
  changes.push(noLonger(counted))
  if (!form.FilterExpression && !form.Metrics) {
    const off = Object.fromEntries(counted.map((type) => [leftOut[type].flag, false]))
    return { ...form, CostTypes: { ...form.CostTypes, ...off } }
  }
  const excluded: FilterExpression = { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: counted } } }
  return {
    ...form,
    FilterExpression: both(form.FilterExpression, excluded),
    // A filter expression without a metric makes a budget that shows nothing.
    Metrics: form.Metrics ?? ['UnblendedCost'],
  }
}

/** A list of conditions gets one more; anything else becomes one of two. */
function both(first: FilterExpression | undefined, second: FilterExpression): FilterExpression {
  if (!first) return second
  return first.And && Object.keys(first).length === 1
    ? { And: [...first.And, second] }
    : { And: [first, second] }
}
