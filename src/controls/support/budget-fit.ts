/** Judges one daily budget's amount against a typical day. */
import type { Budget } from '../../facts/budgets.ts'
import type { DailySpend } from '../../facts/daily-spend.ts'
import {
  amountsOf,
  backTest,
  type DayAmount,
  drift,
  firePoint,
  median,
} from '../../facts/spend-arithmetic.ts'
import type { Statement } from '../../facts/statement.ts'
import {
  type Baseline,
  cannotTell,
  type Circumstances,
  type Evidence,
  type Fact,
  fail,
  missing,
  pass,
  review,
  type Verdict,
} from '../../model/index.ts'
import { money, shortDay } from './money.ts'
import { rightAlert, rightPoint, slack } from './right-alert.ts'
import { speaker } from './said.ts'
import { count, list } from './words.ts'

export const fitQuestion = 'Is the daily budget about half as much again as what a typical day costs?'
/** Fewer complete days than this are no pattern. */
export const fewestDays = 14
/** An auto-adjusting limit that has grown beyond this many times its first value has followed the spend. */
const mostDrift = 3

/** What a limit may be, around `budgetFactor` (1.5) times a typical day: from 1.25 to 2 times; a floor for idle accounts. */
function bounds(typical: number, { budgetFactor, budgetFloorUsd }: Baseline) {
  return {
    low: (typical * budgetFactor * 1.25) / 1.5,
    high: Math.max((typical * budgetFactor * 2) / 1.5, budgetFloorUsd),
    wanted: Math.max(typical * budgetFactor, budgetFloorUsd),
  }
}

/**
 * The amounts that are measured, the telling one first: a fixed limit; of one that adjusts itself the amounts at which its
 * alerts speak up, else where the right one would. An earlier warning beside an alert that fits does no harm.
 */
export function pointsOf(budget: Budget, { budgetFactor }: Baseline): number[] {
  const { limit, autoAdjust, notifications } = budget
  if (!autoAdjust) return limit === undefined ? [] : [limit]
  const points = (notifications ?? []).flatMap((n) => firePoint(limit, n) ?? []).sort((a, b) => a - b)
  const would = rightPoint(budget, budgetFactor)
  if (would === undefined) return points
  return rightAlert(budget, budgetFactor) || points.length === 0 ? [would, ...points] : points
}

/** True for an amount that is neither too close to a typical day nor too far above it. */
export function fits(amount: number, typical: number, baseline: Baseline): boolean {
  const { low, high } = bounds(typical, baseline)
  return amount >= low - slack && amount <= high + slack
}

/** `evidence`: what the figures rest on; a statement is evidence only where it decides. */
export function fit(
  budget: Budget,
  spend: Fact<DailySpend>,
  said: Fact<Statement>,
  evidence: readonly Evidence[],
  circumstances: Circumstances,
): Verdict {
  const { baseline, subject, vantage } = circumstances
  const { unit } = budget
  const points = pointsOf(budget, baseline)
  let [point] = points
  if (point === undefined || (budget.autoAdjust && !budget.notifications))
    return cannotTell('At which amount the daily budget alerts could not be seen.', ['budgets:ViewBudget'])
  if (budget.maybeShared)
    return cannotTell(
      `The daily budget of ${money(point, unit)} may cover several accounts: ${budget.maybeShared.message}.`,
      budget.maybeShared.needs,
    )
  const shared = (vantage === 'management' || budget.payers) && budget.reach.others
  if (!shared && spend.state !== 'known') return missing(spend)
  const days = shared
    ? budget.history?.map((p, i): DayAmount => ({ day: String(i), amount: p.actual }))
    : spend.state === 'known'
      ? amountsOf(spend.value, budget.rules, subject.id)
      : undefined
  if (!days)
    return shared
      ? cannotTell('What the accounts of this budget usually spend could not be seen.', [
          'budgets:ViewBudget',
        ])
      : fail(
          `The daily budget of ${money(point, unit)} counts only a part of the spend, so it fits no typical day. Run neverroot plan.`,
          { evidence },
        )
  if (days.length < fewestDays)
    return settled(
      said,
      evidence,
      `${money(point, unit)} a day, but only ${count(days.length, 'complete day')} of spend ${days.length === 1 ? 'is' : 'are'} known: a typical day needs ${fewestDays}.`,
    )
  const typical = median(days.map((d) => d.amount))
  const { low, high, wanted } = bounds(typical, baseline)
  point = points.find((p) => fits(p, typical, baseline)) ?? point
  const told = `${money(point, unit)} a day`
  const fired = backTest(days, point)
  const usual = `typical day ${money(typical, unit)}, median of ${days.length}`
  if (point < low - slack)
    return fail(
      `${told} is too close to a typical day (${usual}). It would have fired on ${fired.length} of ${days.length} days, and people stop reading. Set it to ${money(wanted, unit)}: neverroot plan.`,
      { evidence },
    )
  if (point > high + slack)
    return fail(
      typical < slack
        ? `${told}, while a typical day costs nothing. A thief could spend up to it every day. Set it to ${money(wanted, unit)}: neverroot plan.`
        : `${money(point, unit)} is ${(point / typical).toFixed(1)} times a typical day (${usual}). A thief could spend up to it every day. Set it to ${money(wanted, unit)}: neverroot plan.`,
      { evidence },
    )
  const grown = drift(budget, days)
  if (grown !== undefined && grown > mostDrift)
    return settled(
      said,
      evidence,
      `${told}, but the limit adjusts itself and is ${grown.toFixed(1)} times what it was at first: it has followed the spend up.`,
    )
  const when = shared
    ? ''
    : `: ${list(
        fired.map((d) => `${shortDay(d.day)} (${money(d.amount, unit)})`),
        3,
      )}`
  return pass(
    `${told} (${usual}); would have fired on ${fired.length === 0 ? 'none' : `${fired.length}${when}`}`,
    { evidence },
  )
}

/** Where figures cannot decide, a person can. */
function settled(said: Fact<Statement>, evidence: readonly Evidence[], message: string): Verdict {
  if (said.state !== 'known') return review(message, fitQuestion)
  const more = { evidence: [...evidence, ...said.evidence] }
  return said.value.holds
    ? pass(`${speaker(said.value)} says that it fits`, more)
    : fail(`${speaker(said.value)} says that it does not fit. Run neverroot plan.`, more)
}
