/**
 * Which budget is to be the alarm, and under which finding it is made so. The findings of the spend alarm rest on the same
 * budgets: each asks here, so that nothing is planned twice. Nothing here rests on amounts that move from day to day.
 */
import { type Budget, isDailyCost } from '../../facts/budgets.ts'
import type { Circumstances } from '../../model/index.ts'
import { candidates, type DailyAlarm, dailyAlarm, hasPayerElsewhere } from '../support/daily-budget.ts'
import { rightAlert } from '../support/right-alert.ts'
import { budgetName } from './spend-names.ts'
import { namesSomebody } from './spend-emails.ts'

/** True where a payer's budget counts more than the account that is looked at. */
export const isShared = ({ reach }: Budget, { vantage }: Circumstances): boolean =>
  vantage === 'management' && reach.others

/**
 * True where mending a budget is clearly right. One that watches a part of the spend (some services, a tag, a billing view)
 * does so because somebody wanted it, and one over several accounts is about more than this account: those stay as they
 * are. What holds somebody's address cannot stand in a plan.
 */
export function mendable(budget: Budget, circumstances: Circumstances): boolean {
  const { form, healthy, reach, maybeShared, autoAdjust, limit, payers } = budget
  return (
    form !== undefined &&
    !payers &&
    healthy &&
    reach.usage === 'all' &&
    !maybeShared &&
    !isShared(budget, circumstances) &&
    // AWS sets that amount; there is none that we could set.
    !(autoAdjust && limit === undefined) &&
    !namesSomebody(JSON.stringify(form))
  )
}

/** The best one first: what can be mended, what alerts already, what has a fixed amount, our own. */
export function ranked(budgets: readonly Budget[], circumstances: Circumstances): Budget[] {
  const factor = circumstances.baseline.budgetFactor
  const points = (b: Budget) =>
    8 * Number(mendable(b, circumstances)) +
    4 * Number(rightAlert(b, factor) !== undefined) +
    2 * Number(!b.autoAdjust) +
    Number(b.name === budgetName)
  return [...budgets].sort((a, b) => points(b) - points(a))
}

/** True where daily-budget-exists fails: no daily budget is good, and nobody else may have one. */
export const alarmIsMissing = ({ good, unclear }: DailyAlarm, circumstances: Circumstances): boolean =>
  good.length === 0 && unclear.length === 0 && !hasPayerElsewhere(circumstances)

export interface Choice {
  /** The budgets that the other findings judge. */
  chosen: readonly Budget[]
  /** A new budget is made: there is none, or none that is to be mended. */
  makes: boolean
  /** This one is made good under daily-budget-exists. */
  mends?: Budget
  /** All that is judged is the payer's, seen from a member: it is put right there. */
  payers: boolean
  /** Whether any of the chosen ones has the alert that it must have. */
  alerts: 'right' | 'wrong' | 'unseen'
}

/** What becomes of the budgets, as far as it can be told without what was spent. */
export function choiceOf(list: readonly Budget[], circumstances: Circumstances): Choice {
  const alarm = dailyAlarm(list, undefined, circumstances)
  const chosen = ranked(candidates(alarm), circumstances)
  const missing = alarmIsMissing(alarm, circumstances)
  const mends = missing ? chosen.find((b) => mendable(b, circumstances)) : undefined
  const factor = circumstances.baseline.budgetFactor
  return {
    chosen,
    makes: missing && !mends,
    ...(mends ? { mends } : {}),
    payers: isPayers(chosen),
    alerts: chosen.some((b) => rightAlert(b, factor))
      ? 'right'
      : chosen.some((b) => !b.notifications)
        ? 'unseen'
        : 'wrong',
  }
}

/** True where nothing but the payer's budgets is there, seen from a member. */
export const isPayers = (chosen: readonly Budget[]): boolean =>
  chosen.length > 0 && chosen.every((b) => b.payers)

/** What a finding waits for that is about a payer's budget: a member cannot change it. */
export const atThePayer =
  "the payer's budget is put right in the management account, unless daily-budget-exists makes one here"

/** The finding under which the configured people are put on an alert that is yet to be; undefined: there is one already. */
export function bringsPeople(
  { makes, mends, alerts }: Choice,
  { baseline }: Circumstances,
): { control: string; brings: string } | undefined {
  if (makes) return { control: 'daily-budget-exists', brings: 'new budget' }
  if (alerts === 'wrong') return { control: 'daily-budget-alerts-at-its-limit', brings: 'alert' }
  if (mends?.notifications && !rightAlert(mends, baseline.budgetFactor))
    return { control: 'daily-budget-exists', brings: 'alert' }
  return undefined
}

/** What a fix of the spend alarm rests on: the account's own daily budgets as they were set, and their alerts. */
export const basisOf = (list: readonly Budget[]) =>
  list
    .filter((b) => isDailyCost(b) && !b.payers)
    .map((b) => ({
      budget: b.form ?? b.name,
      healthy: b.healthy,
      alerts: b.notifications?.map(({ subscribers: _, ...alert }) => alert),
    }))
