/** What the controls about the spend alarm share: which budgets are a daily alarm for this account, and why not. */
import { type Budget, type Budgets, isDailyCost } from '../../facts/budgets.ts'
import type { DailySpend } from '../../facts/daily-spend.ts'
import { amountsOf, lowestAlert, median, plainRules, smallestBurn } from '../../facts/spend-arithmetic.ts'
import { type Baseline, cannotTell, type Circumstances, type Verdict } from '../../model/index.ts'
import { money } from './money.ts'
import { rightPoint } from './right-alert.ts'
import { count, list } from './words.ts'

/** A payer's budget over many accounts counts where this much extra spend here would trip it. */
const leastExtra = 50
const typicalDays = 5

export interface Flawed {
  budget: Budget
  /** Continues `the daily budget ...`. */
  flaw: string
}

export interface DailyAlarm {
  /** Daily budgets that this account's spend alone can trip. */
  good: readonly Budget[]
  /** Daily budgets over many accounts whose usual spend is not known. */
  unclear: readonly Budget[]
  flawed: readonly Flawed[]
  /** Every other budget. */
  others: readonly Budget[]
}

export function dailyAlarm(
  budgets: readonly Budget[],
  spend: DailySpend | undefined,
  circumstances: Circumstances,
): DailyAlarm {
  const good: Budget[] = []
  const unclear: Budget[] = []
  const flawed: Flawed[] = []
  for (const budget of budgets.filter(isDailyCost)) {
    const flaw = flawOf(budget, circumstances.now)
    const verdict = flaw ? { flaw } : tripped(budget, spend, circumstances)
    if (verdict === 'good') good.push(budget)
    else if (verdict === 'unclear') unclear.push(budget)
    else flawed.push({ budget, flaw: verdict.flaw })
  }
  return { good, unclear, flawed, others: budgets.filter((b) => !isDailyCost(b)) }
}

/** The budgets to judge further: the good ones, or whatever daily ones there are; a payer's that is no alarm here is none. */
export function candidates({ good, unclear, flawed }: DailyAlarm): readonly Budget[] {
  return good.length > 0 ? good : [...unclear, ...flawed.map((f) => f.budget).filter((b) => !b.payers)]
}

function flawOf(budget: Budget, now: Date): string | undefined {
  const { reach, notifications } = budget
  if (budget.limit === undefined) return 'has no amount'
  if (budget.to && budget.to <= now) return 'has ended'
  if (budget.from && budget.from > now) return 'has not begun'
  if (!budget.healthy) return 'follows a billing view that AWS calls unhealthy'
  if (reach.usage === 'some') return `watches only a part of the spend (${list(reach.limitedBy)})`
  if (reach.credits || reach.refunds) {
    const what = [...(reach.credits ? ['credits'] : []), ...(reach.refunds ? ['refunds'] : [])]
    return `counts ${list(what)}, which hide what is spent`
  }
  if (notifications && notifications.length > 0 && notifications.every((n) => n.type === 'FORECASTED'))
    return 'alerts only on a forecast, which needs five weeks of data and is not what was spent'
  return undefined
}

function tripped(
  budget: Budget,
  spend: DailySpend | undefined,
  { vantage, subject, baseline }: Circumstances,
): 'good' | 'unclear' | { flaw: string } {
  if (budget.maybeShared) return 'unclear'
  if ((vantage !== 'management' && !budget.payers) || !budget.reach.others) return 'good'
  // Of a payer's amount that adjusts itself, what goes on top of it stands in its alert alone, and that is the payer's choice.
  if (budget.payers && budget.autoAdjust && lowestAlert(budget) === undefined)
    return budget.notifications
      ? {
          flaw: 'covers several accounts, sets its amount by itself and has no alert on actual cost above it',
        }
      : 'unclear'
  const needed = extraNeeded(budget, baseline)
  const usual = usualOf(budget)
  const own = spend && amountsOf(spend, plainRules, subject.id)
  const enough = Math.max(leastExtra, typicalDays * median((own ?? []).map((d) => d.amount)))
  if (needed <= enough) return 'good'
  if (usual === undefined || !own) return 'unclear'
  return {
    flaw: `covers several accounts: ${money(needed, budget.unit)} more than usual would have to be spent here before it alerts`,
  }
}

/** What a budget counts on a usual day, by its own history. */
const usualOf = ({ history }: Budget): number | undefined =>
  history?.length ? median(history.map((p) => p.actual)) : undefined

/**
 * What must be spent on top of a usual day before a budget over several accounts alerts. Without an alert it is measured by
 * the one that it must have: what is measured must not grow once that one is there.
 */
function extraNeeded(budget: Budget, { budgetFactor }: Baseline): number {
  const point = lowestAlert(budget) ?? rightPoint(budget, budgetFactor) ?? Infinity
  // Not knowing what the others spend, assume that they spend nothing: then the whole limit is needed.
  return smallestBurn(point, usualOf(budget) ?? 0)
}

/** True where no account of those that a budget covers loses its alarm when it is changed so, whatever each of them spends. */
export const staysAlarmForAll = (before: Budget, after: Budget, baseline: Baseline): boolean =>
  extraNeeded(after, baseline) <= Math.max(leastExtra, extraNeeded(before, baseline))

/**
 * True where a payer, who was not seen from here, may watch this account's spend. Without `seen` it is asked for a fix, which
 * is made only of what was judged: from the centre, that the payer's were seen.
 */
export const hasPayerElsewhere = (
  { vantage, central }: Circumstances,
  seen?: Pick<Budgets, 'payerSeen'>,
): boolean => (vantage === 'member' || vantage === 'delegated') && (seen ? seen.payerSeen : central) !== true

export const askPayer = (): Verdict =>
  cannotTell(
    "No daily budget of its own. Whether one of the payer's covers it can be seen only there: ask the payer (management account).",
  )

/** `only a monthly budget of 50 USD, 1 recipient`, `no budget at all`. */
export function insteadOf(others: readonly Budget[]): string {
  const [first, ...rest] = others.filter((b) => b.type === 'COST')
  if (!first) return others.length > 0 ? 'only budgets that follow no cost' : 'no budget at all'
  const amount = first.limit === undefined ? '' : ` of ${money(first.limit, first.unit)}`
  const period = first.period === 'DAILY' ? 'daily budget for other accounts' : `${word(first.period)} budget`
  const told = recipientsOf(first)
  return `only ${/^[aeiou]/.test(period) ? 'an' : 'a'} ${period}${amount}${
    told === undefined ? '' : `, ${count(told, 'recipient')}`
  }${rest.length > 0 ? ` and ${count(rest.length, 'other')}` : ''}`
}

const word = (period: string) => (period === 'ANNUALLY' ? 'yearly' : period.toLowerCase())

function recipientsOf(budget: Budget): number | undefined {
  const known = (budget.notifications ?? []).flatMap((n) => n.subscribers ?? [])
  const asked = budget.notifications?.every((n) => n.subscribers)
  return asked ? new Set(known.map((s) => s.address)).size : undefined
}
