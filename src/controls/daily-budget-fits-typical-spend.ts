import { budgets } from '../facts/budgets.ts'
import { dailySpend } from '../facts/daily-spend.ts'
import { spendTopic } from '../facts/spend-topic.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, known, missing, unattested, unknown, valueOf } from '../model/index.ts'
import { fitTheBudget } from './remedies/spend-alarm.ts'
import { budgetWrites, spendTopicWrites } from './remedies/spend-writes.ts'
import { fit, fitQuestion as question } from './support/budget-fit.ts'
import { askPayer, candidates, dailyAlarm, hasPayerElsewhere } from './support/daily-budget.ts'
import { evidenceOf } from './support/evidence.ts'
import {
  budgetsBestPractices,
  budgetTriggers,
  dailyBudgetProcedure,
  exampleBudget,
  exampleSpend,
  spendStandards,
} from './support/spend-alarm.ts'

const id = 'daily-budget-fits-typical-spend'

export default defineControl({
  id,
  title: 'The daily budget fits what a typical day costs',
  section: 'spend-alarm',
  severity: 'medium',
  profiles: ['personal', 'business'],
  everyMember: 'have a daily budget that does not fit what they spend',
  rows: ['B3', 'F1'],
  rationale:
    'A limit far above a typical day lets a thief spend up to it every day; one too close to it cries wolf until nobody reads it.',
  judged:
    "The limit (for an auto-adjusting one, limit times alert threshold) lies between 1.25 and 2 times a typical day: the median of the last 60 complete days, counted with the budget's own metric and filters. Idle accounts: at most 1 USD. Fewer than 14 days of data cannot show a typical day.",
  cannotKnow:
    'The next two months may be unlike the last two. The back-test says on which of the days at hand the alert would have fired.',
  references: [budgetsBestPractices],
  standards: spendStandards,
  triggers: budgetTriggers,
  fix: { api: true, hand: false },
  procedure: dailyBudgetProcedure,
  considers: { budgets, spend: dailySpend, said: statement(id, question), topic: spendTopic },
  judge(_, { budgets, spend, said }, circumstances) {
    if (budgets.state !== 'known') return missing(budgets)
    const chosen = candidates(dailyAlarm(budgets.value.list, valueOf(spend), circumstances))
    // What somebody said is evidence only where it decides.
    const seen = evidenceOf(budgets, spend)
    if (chosen.length === 0)
      return hasPayerElsewhere(circumstances, budgets.value)
        ? askPayer()
        : fail('No daily budget, so none that fits. Run neverroot plan.', { evidence: seen })
    const verdicts = chosen.map((budget) => fit(budget, spend, said, seen, circumstances))
    return (
      (['pass', 'review', 'unknown'] as const)
        .map((status) => verdicts.find((v) => v.status === status))
        .find(Boolean) ?? verdicts[0]!
    )
  },
  remediate(_, { budgets, spend, said, topic }, circumstances) {
    if (budgets.state !== 'known') return {}
    const { list } = budgets.value
    return fitTheBudget(id, { budgets: list, spend: valueOf(spend), topic }, spend, said, circumstances)
  },
  writes: [budgetWrites, spendTopicWrites],
  examples: [
    {
      when: 'half as much again as a typical day, and two days stood out',
      facts: {
        budgets: { list: [exampleBudget()] },
        spend: exampleSpend(58, 12.4, { 10: 41.1, 39: 22.75 }),
      },
      then: 'pass',
      says: '18.60 USD a day (typical day 12.40 USD, median of 58); would have fired on 2: 3 Oct (41.10 USD) and 1 Nov (22.75 USD)',
    },
    {
      when: 'the limit is ten times a typical day',
      facts: { budgets: { list: [exampleBudget({ limit: 124 })] }, spend: exampleSpend(58, 12.4) },
      then: 'fail',
      says: '124 USD is 10.0 times a typical day',
    },
    {
      when: 'the limit is below a typical day',
      facts: { budgets: { list: [exampleBudget({ limit: 10 })] }, spend: exampleSpend(58, 12.4) },
      then: 'fail',
      says: 'It would have fired on 58 of 58 days',
    },
    {
      when: 'an idle account with the floor as its limit',
      facts: { budgets: { list: [exampleBudget({ limit: 1 })] }, spend: exampleSpend(58, 0) },
      then: 'pass',
    },
    {
      when: 'an idle account with a limit above the floor',
      facts: { budgets: { list: [exampleBudget({ limit: 25 })] }, spend: exampleSpend(58, 0) },
      then: 'fail',
      says: 'a typical day costs nothing',
    },
    {
      when: 'ten days of data are no pattern',
      facts: {
        budgets: { list: [exampleBudget()] },
        spend: exampleSpend(10, 12.4),
        said: unattested(question),
      },
      then: 'review',
      says: 'only 10 complete days',
    },
    {
      when: 'ten days of data, and somebody has looked',
      facts: {
        budgets: { list: [exampleBudget()] },
        spend: exampleSpend(10, 12.4),
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'pass',
      says: 'mia',
    },
    {
      when: 'auto-adjusting with an alert at 150 percent',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              limit: 12.4,
              autoAdjust: { type: 'HISTORICAL', periods: 30 },
              notifications: [
                { type: 'ACTUAL', operator: 'GREATER_THAN', threshold: 150, thresholdType: 'PERCENTAGE' },
              ],
            }),
          ],
        },
        spend: exampleSpend(58, 12.4),
      },
      then: 'pass',
      says: '18.60 USD a day',
    },
    {
      when: 'auto-adjusting with an earlier warning beside that alert',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              limit: 12.4,
              autoAdjust: { type: 'HISTORICAL', periods: 30 },
              notifications: [
                { type: 'ACTUAL', operator: 'GREATER_THAN', threshold: 100, thresholdType: 'PERCENTAGE' },
                { type: 'ACTUAL', operator: 'GREATER_THAN', threshold: 150, thresholdType: 'PERCENTAGE' },
              ],
            }),
          ],
        },
        spend: exampleSpend(58, 12.4),
      },
      then: 'pass',
      says: '18.60 USD a day',
    },
    {
      when: 'auto-adjusting with an alert at its average alone',
      facts: {
        budgets: {
          list: [exampleBudget({ limit: 12.4, autoAdjust: { type: 'HISTORICAL', periods: 30 } })],
        },
        spend: exampleSpend(58, 12.4),
      },
      then: 'fail',
      says: '12.40 USD a day is too close',
    },
    {
      when: 'an auto-adjusting limit that has followed the spend up',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              limit: 12.4,
              autoAdjust: { type: 'HISTORICAL', periods: 30 },
              history: [{ limit: 3, actual: 3 }],
              notifications: [
                { type: 'ACTUAL', operator: 'GREATER_THAN', threshold: 150, thresholdType: 'PERCENTAGE' },
              ],
            }),
          ],
        },
        spend: exampleSpend(58, 12.4),
        said: unattested(question),
      },
      then: 'review',
      says: '4.1 times',
    },
    {
      when: 'Cost Explorer is switched off',
      facts: {
        budgets: { list: [exampleBudget()] },
        spend: unknown('unsupported', 'switched off by --no-cost-explorer'),
      },
      then: 'unknown',
      says: '--no-cost-explorer',
    },
    {
      when: 'whether the account pays for others could not be seen: ten times its own day is no failure yet',
      facts: {
        budgets: {
          list: [
            exampleBudget({
              limit: 124,
              maybeShared: { message: 'organizations:DescribeOrganization was denied', needs: [] },
            }),
          ],
        },
        spend: exampleSpend(58, 12.4),
      },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'may cover several accounts',
    },
    { when: 'there is no daily budget', facts: { budgets: { list: [] } }, then: 'fail' },
    {
      when: 'a member has none of its own',
      facts: { budgets: known({ list: [] }) },
      given: { vantage: 'member', profile: 'business' },
      then: 'unknown',
    },
  ],
})
