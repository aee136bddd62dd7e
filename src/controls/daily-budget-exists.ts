import { budgets } from '../facts/budgets.ts'
import { type DailySpend, dailySpend } from '../facts/daily-spend.ts'
import { amountsOf, lowestFirePoint, median, smallestBurn } from '../facts/spend-arithmetic.ts'
import { spendTopic } from '../facts/spend-topic.ts'
import { cannotTell, type Circumstances, defineControl, fail, pass, valueOf } from '../model/index.ts'
import { limitFor, newDays } from './remedies/daily-budget.ts'
import { mendOrMake } from './remedies/spend-alarm.ts'
import { budgetWrites, spendTopicWrites } from './remedies/spend-writes.ts'
import { fewestDays } from './support/budget-fit.ts'
import { askPayer, dailyAlarm, hasPayerElsewhere, insteadOf } from './support/daily-budget.ts'
import { money } from './support/money.ts'
import {
  budgetsBestPractices,
  budgetsGuide,
  budgetTriggers,
  dailyBudgetProcedure,
  exampleBudget,
  exampleSpend,
  spendStandards,
} from './support/spend-alarm.ts'
import { sentence } from './support/words.ts'

const maybeShared = {
  message: 'organizations:DescribeOrganization was denied',
  needs: ['organizations:DescribeOrganization' as const],
}

const lag = '8 to 12 hours after it is spent'

const id = 'daily-budget-exists'

export default defineControl({
  id,
  title: 'A daily budget watches what this account spends',
  section: 'spend-alarm',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'have no daily budget that alarms',
  rows: ['B1', 'B2'],
  rationale:
    'A jump in the bill is often the first sign of a break-in. A monthly budget speaks up when most of a month has been spent; a daily one within the day.',
  judged:
    "A cost budget with a daily period, without credits and refunds, that this account's spend alone can trip: the account's own, the payer's for this account, or a payer's for several accounts that 50 USD or five typical days of extra spend here would trip.",
  cannotKnow:
    'AWS refreshes cost data up to three times a day, so an alert can be most of a day late. A budget of the payer is seen only from the payer.',
  references: [budgetsGuide, budgetsBestPractices],
  standards: spendStandards,
  triggers: budgetTriggers,
  fix: { api: true, hand: false },
  procedure: dailyBudgetProcedure,
  requires: { budgets },
  considers: { spend: dailySpend, topic: spendTopic },
  judge({ budgets }, { spend }, circumstances) {
    const days = valueOf(spend)
    const alarm = dailyAlarm(budgets.list, days, circumstances)
    const { good, unclear, flawed, others } = alarm
    const best = good[0]
    if (best) {
      const point = lowestFirePoint(best)
      const amounts = days && amountsOf(days, best.rules, circumstances.subject.id)
      const shared = (circumstances.vantage === 'management' || best.payers) && best.reach.others
      const usual = shared ? best.history?.map((p) => p.actual) : amounts?.map((d) => d.amount)
      const burn =
        point !== undefined && usual?.length
          ? `; ${money(smallestBurn(point, median(usual)), best.unit)} on top of a typical day alarms, ${lag}`
          : `, seen ${lag}`
      return pass(`${money(best.limit ?? 0, best.unit)} a day${burn}`)
    }
    const shared = unclear[0]?.maybeShared
    if (shared)
      return cannotTell(
        `A daily budget of ${money(unclear[0]!.limit ?? 0, unclear[0]!.unit)} may cover several accounts: ${shared.message}.`,
        shared.needs,
      )
    if (hasPayerElsewhere(circumstances, budgets)) return askPayer()
    if (unclear[0])
      return cannotTell(
        `A daily budget of ${money(unclear[0].limit ?? 0, unclear[0].unit)} covers several accounts. What they usually spend could not be seen, so neither could how much extra spend here trips it.`,
        spend.state === 'unknown' ? spend.needs : [],
      )
    const first = flawed[0]
    if (first)
      return fail(
        `The daily budget${first.budget.limit === undefined ? '' : ` of ${money(first.budget.limit, first.budget.unit)}`} ${first.flaw}. A jump in the bill here can pass it by. Run neverroot plan for one that sees all of it.`,
      )
    return fail(
      `${sentence(insteadOf(others))}. A jump in the bill would reach nobody the same day. Run neverroot plan for a daily one${suggestion(days, circumstances)}.`,
    )
  },
  remediate({ budgets }, { spend, topic }, circumstances) {
    return mendOrMake(id, { budgets: budgets.list, spend: valueOf(spend), topic }, circumstances)
  },
  writes: [budgetWrites, spendTopicWrites],
  examples: [
    {
      when: 'a daily budget without credits, and a typical day to measure it by',
      facts: { budgets: { list: [exampleBudget()] }, spend: exampleSpend(58, 12.4) },
      then: 'pass',
      says: '18.60 USD a day; 6.20 USD on top of a typical day alarms, 8 to 12 hours after',
    },
    {
      when: 'what is spent cannot be seen, the budget can',
      facts: { budgets: { list: [exampleBudget()] } },
      then: 'pass',
      says: '18.60 USD a day',
    },
    {
      when: 'there is only a monthly one',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              period: 'MONTHLY',
              limit: 50,
              notifications: [
                {
                  type: 'ACTUAL',
                  operator: 'GREATER_THAN',
                  threshold: 100,
                  thresholdType: 'PERCENTAGE',
                  subscribers: [{ kind: 'EMAIL', address: 'mia.example@posteo.example' }],
                },
              ],
            }),
          ],
        },
        spend: exampleSpend(58, 12.4),
      },
      then: 'fail',
      says: 'Only a monthly budget of 50 USD, 1 recipient. A jump',
    },
    { when: 'there is none', facts: { budgets: { list: [] } }, then: 'fail', says: 'No budget at all' },
    {
      when: 'the daily budget counts credits',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              reach: { usage: 'all', credits: true, refunds: true, others: true, limitedBy: [] },
            }),
          ],
        },
      },
      then: 'fail',
      says: 'counts credits and refunds',
    },
    {
      when: 'the daily budget is filtered to one service',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              reach: { usage: 'some', credits: false, refunds: false, others: true, limitedBy: ['Service'] },
            }),
          ],
        },
      },
      then: 'fail',
      says: 'only a part of the spend (Service)',
    },
    {
      when: 'the daily budget alerts only on a forecast',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              notifications: [
                {
                  type: 'FORECASTED',
                  operator: 'GREATER_THAN',
                  threshold: 100,
                  thresholdType: 'PERCENTAGE',
                },
              ],
            }),
          ],
        },
      },
      then: 'fail',
      says: 'forecast',
    },
    {
      when: 'an idle account has a budget of 1 USD',
      facts: { budgets: { list: [exampleBudget({ limit: 1 })] }, spend: exampleSpend(58, 0) },
      then: 'pass',
      says: '1 USD on top of a typical day alarms',
    },
    {
      when: 'a member has none of its own: the payer may have one',
      facts: { budgets: { list: [] } },
      given: { vantage: 'member', profile: 'business' },
      then: 'unknown',
      says: 'ask the payer',
    },
    {
      when: 'the budget of the whole organization is so large that this account never trips it',
      facts: {
        budgets: {
          list: [exampleBudget({ limit: 10_000, history: [{ limit: 10_000, actual: 8_000 }] })],
        },
        spend: exampleSpend(58, 12.4),
      },
      given: { vantage: 'management', profile: 'business' },
      then: 'fail',
      says: 'covers several accounts: 2000 USD more than usual',
    },
    {
      when: 'nobody can tell what the whole organization usually spends',
      facts: { budgets: { list: [exampleBudget({ limit: 10_000 })] }, spend: exampleSpend(58, 12.4) },
      given: { vantage: 'management', profile: 'business' },
      then: 'unknown',
    },
    {
      when: 'the payer has a budget filtered to this account',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              reach: { usage: 'all', credits: false, refunds: false, others: false, limitedBy: [] },
            }),
          ],
        },
      },
      given: { vantage: 'management', profile: 'business' },
      then: 'pass',
    },
    {
      when: 'whether the account pays for others could not be seen',
      facts: { budgets: { list: [exampleBudget({ maybeShared })] }, spend: exampleSpend(58, 12.4) },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'organizations:DescribeOrganization was denied',
    },
    {
      when: 'a tight budget of the whole organization: five typical days here would trip it',
      facts: {
        budgets: { list: [exampleBudget({ limit: 90, history: [{ limit: 90, actual: 60 }] })] },
        spend: exampleSpend(58, 12.4),
      },
      given: { vantage: 'management', profile: 'business' },
      then: 'pass',
      says: '30 USD on top',
    },
  ],
})

/** ` of 18.60 USD`, where a typical day is known. */
function suggestion(spend: DailySpend | undefined, circumstances: Circumstances): string {
  const days = spend && newDays(spend, circumstances)
  if (!days || days.length < fewestDays) return ''
  return ` of ${money(limitFor(days, circumstances), spend.unit)}`
}
