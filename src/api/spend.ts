/** What the account spends a day, what its budgets would have said to it, and what the configuration would set. */
import { rightPoint } from '../controls/support/right-alert.ts'
import { limitFor, newDays } from '../controls/remedies/daily-budget.ts'
import { assess } from '../engine/assess.ts'
import { type Budget, budgets, isDailyCost } from '../facts/budgets.ts'
import { type DailySpend, dailySpend } from '../facts/daily-spend.ts'
import { amountsOf, backTest, lowestFirePoint, median, plainRules } from '../facts/spend-arithmetic.ts'
import type { Fact, PageSpend, PageSpendDay } from '../model/index.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'

/**
 * Complete days of the connected account, its cost budgets, and on which days each would have fired. Reads only; a
 * look at the spend is paid once a day (USD 0.01). Throws UserError where it cannot begin.
 */
export async function spendOf(options: LookOptions): Promise<PageSpend> {
  const connected = await connect(options, options.host)
  try {
    const how = await assessOptions(options, connected)
    // Of the catalogue nothing is judged: it is asked for the account's circumstances alone.
    const assessment = await assess({ ...how, only: [], section: undefined })
    const { circumstances } = assessment
    const [spend, own] = await Promise.all([assessment.get(dailySpend), assessment.get(budgets)])
    const list =
      own.state === 'known'
        ? own.value.list.filter(({ type, limit }) => type === 'COST' && limit !== undefined)
        : []
    if (spend.state !== 'known')
      return { unit: 'USD', days: [], budgets: list.map((b) => lineOf(b, [])), because: because(spend) }
    const { value } = spend
    const plain = amountsOf(value, plainRules, connected.caller.account) ?? []
    const days = newDays(value, circumstances)
    const limit = limitFor(days, circumstances)
    return {
      unit: value.unit,
      days: plain.map(({ day, amount }): PageSpendDay => ({ day, amount })),
      budgets: list.map((budget) =>
        lineOf(
          budget,
          firedDays(budget, value, connected.caller.account, circumstances.baseline.budgetFactor),
        ),
      ),
      ...(days.length > 0
        ? {
            proposed: {
              limit,
              typical: median(days.map(({ amount }) => amount)),
              fires: backTest(days, limit).map(({ day }) => day),
            },
          }
        : { because: 'There is no complete day of spend yet.' }),
    }
  } finally {
    connected.door.close()
  }
}

const lineOf = ({ name, limit, period }: Budget, fires: readonly string[]): PageSpend['budgets'][number] => ({
  name,
  limit: limit ?? 0,
  period,
  fires,
})

/** The days on which a daily budget's lowest alert would have spoken up; none where what it counts cannot be told from here. */
function firedDays(budget: Budget, spend: DailySpend, account: string, factor: number): string[] {
  // What a month's budget says depends on the days before: only a daily one is tried on each day by itself.
  if (!isDailyCost(budget)) return []
  const point = lowestFirePoint(budget) ?? rightPoint(budget, factor)
  const days = amountsOf(spend, budget.rules, account)
  return point === undefined || !days ? [] : backTest(days, point).map(({ day }) => day)
}

const because = (fact: Exclude<Fact<DailySpend>, { state: 'known' }>): string =>
  fact.state === 'unknown'
    ? `What is spent could not be looked at: ${fact.message}.`
    : 'What is spent could not be looked at.'
