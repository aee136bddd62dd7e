/** How the findings about the daily budget are put right: a budget is mended where that is clearly right, or one is made. */
import type { Budget } from '../../facts/budgets.ts'
import type { DailySpend } from '../../facts/daily-spend.ts'
import { amountsOf, type DayAmount, median } from '../../facts/spend-arithmetic.ts'
import type { Statement } from '../../facts/statement.ts'
import type { Circumstances, Fact, Remediation } from '../../model/index.ts'
import { fewestDays, fit, fits } from '../support/budget-fit.ts'
import { candidates, type DailyAlarm, dailyAlarm, staysAlarmForAll } from '../support/daily-budget.ts'
import { rightAlert, rightPoint } from '../support/right-alert.ts'
import { isTaxOnly, mended, type Mended, repairSteps, withAmount, withItsAlert } from './budget-repair.ts'
import { type Given, limitFor, makeDailyBudget } from './daily-budget.ts'
import { alertSteps } from './spend-alert.ts'
import {
  alarmIsMissing,
  atThePayer,
  basisOf,
  choiceOf,
  isPayers,
  isShared,
  mendable,
  ranked,
} from './spend-choice.ts'
import { namesSomebody } from './spend-emails.ts'
import { stepsOf } from './steps.ts'

/**
 * For daily-budget-exists: the best daily budget is mended, with its amount where that is wrong too; where none can be, a
 * new one is made beside them.
 */
export function mendOrMake(control: string, given: Given, circumstances: Circumstances): Remediation {
  const { budgets, spend } = given
  const alarm = dailyAlarm(budgets, spend, circumstances)
  if (!alarmIsMissing(alarm, circumstances)) return {}
  const budget = toMend(alarm, spend, circumstances)
  if (!budget) {
    const beside = alarm.flawed.flatMap(({ budget: b, flaw }) => (b.payers ? [] : { budget: b, why: flaw }))
    return makeDailyBudget(control, { ...given, beside }, circumstances)
  }
  const after = mended(budget, (b) => properAmount(b, spend, circumstances), circumstances)
  const needed = after && !isTaxOnly(after) ? after : undefined
  const found = mend(control, budget, needed, alarm, given, circumstances)
  const { notifications = [] } = budget
  const onlyForecasts = notifications.length > 0 && notifications.every((n) => n.type === 'FORECASTED')
  if (!onlyForecasts || choiceOf(budgets, circumstances).alerts !== 'wrong') return found
  return { ...found, waiting: ['the alert of daily-budget-alerts-at-its-limit brings it'] }
}

/**
 * The calls that mend a budget. Where it was no alarm and only others have the right alert, it gets one too: once it is
 * good, its own alerts are the ones that count.
 */
function mend(
  control: string,
  budget: Budget,
  after: Mended | undefined,
  alarm: DailyAlarm,
  { budgets }: Given,
  circumstances: Circumstances,
): Remediation {
  const step = stepsOf(control, circumstances.subject.id)
  const steps = after ? repairSteps(step, budget, after, circumstances) : []
  const lacks = budget.notifications && !rightAlert(budget, circumstances.baseline.budgetFactor)
  const alert =
    lacks && !alarm.good.includes(budget) && choiceOf(budgets, circumstances).alerts === 'right'
      ? alertSteps(step, after?.budget ?? budget, circumstances)
      : undefined
  return {
    basis: { daily: basisOf(budgets) },
    steps: [...steps, ...(alert?.steps ?? [])],
    ...(alert?.asks.length ? { asks: alert.asks } : {}),
  }
}

/** The flawed budget that is mended; undefined where a new one is made. */
function toMend(alarm: DailyAlarm, spend: DailySpend | undefined, circumstances: Circumstances) {
  const flawed = alarm.flawed.map((f) => f.budget)
  return ranked(flawed, circumstances).find(
    (b) => mendable(b, circumstances) && settles(b, spend, circumstances),
  )
}

/** A new budget that is made beside this one has its alert: then this one needs none. */
const unlessNew = ['daily-budget-exists', 'daily-budget-fits-typical-spend'].map((control) => ({
  control,
  action: 'budgets:CreateBudget' as const,
  waiting: `the new budget of ${control} brings it`,
}))

/** For daily-budget-alerts-at-its-limit: the budget that is to be the alarm gets its alert. */
export function alertAtLimit(
  control: string,
  list: readonly Budget[],
  circumstances: Circumstances,
): Remediation {
  const { makes, chosen, alerts, payers } = choiceOf(list, circumstances)
  const basis = { daily: basisOf(list) }
  if (payers) return { basis, waiting: [atThePayer] }
  if (makes) return { basis, waiting: ['the new budget of daily-budget-exists brings it'] }
  const budget = chosen.find((b) => !b.payers && !namesSomebody(b.name))
  if (alerts !== 'wrong' || !budget) return { basis }
  const { steps, asks } = alertSteps(stepsOf(control, circumstances.subject.id), budget, circumstances)
  return { basis, steps, ...(asks.length > 0 ? { asks } : {}), unless: unlessNew }
}

/**
 * For daily-budget-fits-typical-spend: the budget gets the amount that fits. Where its amount is not ours to set (it
 * adjusts itself, or is shared by accounts and would no longer be an alarm for this one), one is made beside it.
 */
export function fitTheBudget(
  control: string,
  given: Given,
  spend: Fact<DailySpend>,
  said: Fact<Statement>,
  circumstances: Circumstances,
): Remediation {
  const { budgets } = given
  const alarm = dailyAlarm(budgets, given.spend, circumstances)
  const basis = { daily: basisOf(budgets) }
  const chosen = ranked(candidates(alarm), circumstances)
  // Nothing to put right where a person has to answer first, or nobody could look.
  if (chosen.some((b) => fit(b, spend, said, [], circumstances).status !== 'fail')) return { basis }
  if (alarmIsMissing(alarm, circumstances)) {
    const mend = toMend(alarm, given.spend, circumstances)
    // With few days only somebody's word says that it does not fit: that is heard once the budget counts what it should.
    const later = mend && !enough(daysOf(mend, given.spend, circumstances))
    const brings = `the ${mend ? 'mended' : 'new'} budget of daily-budget-exists brings it`
    return { basis, waiting: [later ? 'once daily-budget-exists is put right, plan again' : brings] }
  }
  if (isPayers(chosen)) return { basis, waiting: [atThePayer] }
  // Whether a budget over several accounts is an alarm for this one could not be told: then nothing is clearly right.
  if (alarm.good.length === 0 && alarm.unclear.length > 0) return { basis }
  const own = chosen.filter((b) => !b.payers)
  for (const budget of own.filter((b) => !b.autoAdjust)) {
    const after = isShared(budget, circumstances)
      ? fittedForAll(budget, given.spend, circumstances)
      : mendable(budget, circumstances)
        ? mended(budget, (b) => fittedAmount(b, given.spend, circumstances), circumstances)
        : undefined
    if (after) return mend(control, budget, after, alarm, given, circumstances)
  }
  const adjusting = own.filter((b) => b.autoAdjust)
  if (
    choiceOf(budgets, circumstances).alerts === 'wrong' &&
    adjusting.length > 0 &&
    wouldFit(adjusting[0]!, given.spend, circumstances)
  )
    return { basis, waiting: ['the alert of daily-budget-alerts-at-its-limit brings it'] }
  // A fixed amount of our own that cannot be made better is a person's to judge.
  if (own.some((b) => !b.autoAdjust && mendable(b, circumstances))) return { basis }
  const beside = own.map((budget) => ({ budget, why: whyBeside(budget, alarm.flawed) }))
  return makeDailyBudget(control, { ...given, beside }, circumstances)
}

function whyBeside(budget: Budget, flawed: readonly { budget: Budget; flaw: string }[]): string {
  const flaw = flawed.find((f) => f.budget === budget)?.flaw
  return flaw ?? (budget.autoAdjust ? 'sets its amount by itself' : 'is about several accounts')
}

/** What was spent on each day at hand, as this budget would have counted it. */
const daysOf = (budget: Budget, spend: DailySpend | undefined, { subject }: Circumstances) =>
  spend && amountsOf(spend, budget.rules, subject.id)

const enough = (days: readonly DayAmount[] | undefined): days is readonly DayAmount[] =>
  days !== undefined && days.length >= fewestDays

const typicalOf = (days: readonly DayAmount[]) => median(days.map((d) => d.amount))

/** The amount that a budget should have; undefined where the one it has will do, or nobody can tell. */
function properAmount(budget: Budget, spend: DailySpend | undefined, circumstances: Circumstances) {
  const days = daysOf(budget, spend, circumstances)
  if (budget.limit === undefined) return limitFor(days ?? [], circumstances)
  if (!enough(days) || fits(budget.limit, typicalOf(days), circumstances.baseline)) return undefined
  return limitFor(days, circumstances)
}

/** The same where the one it has was judged not to fit, if only by somebody's word. */
function fittedAmount(budget: Budget, spend: DailySpend | undefined, circumstances: Circumstances) {
  const days = daysOf(budget, spend, circumstances)
  return days ? limitFor(days, circumstances) : undefined
}

/**
 * A budget over several accounts is measured by its own history. It must still be an alarm afterwards: for this account, and
 * for every other one that may rest on it.
 */
function fittedForAll(
  budget: Budget,
  spend: DailySpend | undefined,
  circumstances: Circumstances,
): Mended | undefined {
  if (!budget.history?.length || !budget.form || namesSomebody(JSON.stringify(budget.form))) return undefined
  const { baseline } = circumstances
  const days = budget.history.map((p, i) => ({ day: String(i), amount: p.actual }))
  const after = withAmount(budget, limitFor(days, circumstances))
  if (!after) return undefined
  const settled = withItsAlert(budget, after.budget, baseline)
  const isAlarm = dailyAlarm([settled], spend, circumstances).good.length > 0
  return isAlarm && staysAlarmForAll(budget, settled, baseline) ? after : undefined
}

/** Whether an amount that adjusts itself fits once there is an alert at half as much again. */
function wouldFit(budget: Budget, spend: DailySpend | undefined, circumstances: Circumstances): boolean {
  const days = daysOf(budget, spend, circumstances)
  const point = rightPoint(budget, circumstances.baseline.budgetFactor)
  return enough(days) && point !== undefined && fits(point, typicalOf(days), circumstances.baseline)
}

/**
 * Whether a mended budget will have an amount that fits. A fixed one is set; one that adjusts itself becomes the average of
 * the days it looks back on, counted anew, which a few expensive days can spoil.
 */
function settles(budget: Budget, spend: DailySpend | undefined, circumstances: Circumstances): boolean {
  const { autoAdjust } = budget
  if (!autoAdjust?.periods) return true
  const change = mended(budget, () => undefined, circumstances)
  const after = change && !isTaxOnly(change) ? change.budget : undefined
  const days = daysOf(after ?? budget, spend, circumstances)
  if (!enough(days)) return true
  // Without a change to the budget nothing is counted anew: what it says now is what it stays, until its next period.
  if (!after) return wouldFit(budget, spend, circumstances)
  const back = days.slice(-autoAdjust.periods)
  const average = back.reduce((sum, d) => sum + d.amount, 0) / back.length
  const { baseline } = circumstances
  return fits(average * baseline.budgetFactor, typicalOf(days), baseline)
}
