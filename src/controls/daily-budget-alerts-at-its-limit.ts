import { type Budget, type BudgetNotification, budgets } from '../facts/budgets.ts'
import { cannotTell, defineControl, fail, pass, type Verdict } from '../model/index.ts'
import { alertAtLimit } from './remedies/spend-alarm.ts'
import { budgetWrites } from './remedies/spend-writes.ts'
import { askPayer, candidates, dailyAlarm, hasPayerElsewhere } from './support/daily-budget.ts'
import { money } from './support/money.ts'
import { rightAlert, rightPercent, rightPoint } from './support/right-alert.ts'
import {
  budgetsBestPractices,
  budgetTriggers,
  dailyBudgetProcedure,
  exampleBudget,
  spendStandards,
} from './support/spend-alarm.ts'
import { list } from './support/words.ts'

const id = 'daily-budget-alerts-at-its-limit'

export default defineControl({
  id,
  title: 'The daily budget alerts when its amount is spent',
  section: 'spend-alarm',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'have a daily budget without an alert at its limit',
  rows: ['B4'],
  rationale:
    'A budget alone tells nobody anything. Its alert must go off on what was really spent, at the amount that was chosen.',
  judged:
    'The daily budget has an alert on actual cost, greater than 100 % of the budgeted amount or the same amount in money; 150 % where the amount adjusts itself to the average of past days.',
  cannotKnow: 'An alert goes off at most once a day, when AWS next refreshes its cost data.',
  references: [budgetsBestPractices],
  standards: spendStandards,
  triggers: [
    'budgets:CreateNotification',
    'budgets:UpdateNotification',
    'budgets:DeleteNotification',
    ...budgetTriggers,
  ],
  fix: { api: true, hand: false },
  procedure: dailyBudgetProcedure,
  requires: { budgets },
  judge({ budgets }, _, circumstances) {
    const chosen = candidates(dailyAlarm(budgets.list, undefined, circumstances))
    if (chosen.length === 0)
      return hasPayerElsewhere(circumstances, budgets)
        ? askPayer()
        : fail('No daily budget, so none that alerts. Run neverroot plan.')
    const verdicts = chosen.map((b) => alertsOf(b, circumstances.baseline.budgetFactor))
    return (
      (['pass', 'unknown'] as const)
        .map((status) => verdicts.find((v) => v.status === status))
        .find(Boolean) ?? verdicts[0]!
    )
  },
  remediate({ budgets }, _, circumstances) {
    return alertAtLimit(id, budgets.list, circumstances)
  },
  writes: [budgetWrites],
  examples: [
    {
      when: 'actual cost above 100 percent',
      facts: { budgets: { list: [exampleBudget()] } },
      then: 'pass',
      says: 'at 100 % (18.60 USD)',
    },
    {
      when: 'the same amount in money',
      facts: { budgets: { list: [alerting({ threshold: 18.6, thresholdType: 'ABSOLUTE_VALUE' })] } },
      then: 'pass',
    },
    {
      when: 'only a forecast',
      facts: { budgets: { list: [alerting({ type: 'FORECASTED' })] } },
      then: 'fail',
      says: 'only at 100 % of a forecast',
    },
    { when: 'only at 80 percent', facts: { budgets: { list: [alerting({ threshold: 80 })] } }, then: 'fail' },
    {
      when: 'when spend falls below it',
      facts: { budgets: { list: [alerting({ operator: 'LESS_THAN' })] } },
      then: 'fail',
    },
    {
      when: 'it alerts nobody',
      facts: { budgets: { list: [exampleBudget({ notifications: [] })] } },
      then: 'fail',
      says: 'has no alert',
    },
    {
      when: 'an auto-adjusting one at 150 percent',
      facts: { budgets: { list: [alerting({ threshold: 150 }, { autoAdjust: { type: 'HISTORICAL' } })] } },
      then: 'pass',
    },
    {
      when: 'an auto-adjusting one at 100 percent: every second day is above average',
      facts: { budgets: { list: [alerting({}, { autoAdjust: { type: 'HISTORICAL' } })] } },
      then: 'fail',
      says: 'not at 150 %',
    },
    {
      when: 'its alerts could not be read',
      facts: { budgets: { list: [exampleBudget({ notifications: undefined })] } },
      then: 'unknown',
    },
    { when: 'there is no daily budget', facts: { budgets: { list: [] } }, then: 'fail' },
    {
      when: 'a member has none of its own',
      facts: { budgets: { list: [] } },
      given: { vantage: 'member', profile: 'business' },
      then: 'unknown',
    },
  ],
})

function alertsOf(budget: Budget, factor: number): Verdict {
  const { notifications, unit } = budget
  if (!notifications)
    return cannotTell('The alerts of the daily budget could not be read.', ['budgets:ViewBudget'])
  if (notifications.length === 0)
    return fail('The daily budget has no alert. It tells nobody anything. Run neverroot plan.')
  const percent = rightPercent(budget, factor)
  const amount = rightPoint(budget, factor)
  if (rightAlert(budget, factor))
    return pass(`at ${percent} %${amount === undefined ? '' : ` (${money(amount, unit)})`}`)
  return fail(
    `The daily budget alerts only ${list(notifications.map((n) => told(n, unit)))}, not at ${percent} % of what was spent. Run neverroot plan to add that alert.`,
  )
}

function told(n: BudgetNotification, unit: string): string {
  const value = n.thresholdType === 'PERCENTAGE' ? `${n.threshold} %` : money(n.threshold, unit)
  const where = n.operator === 'GREATER_THAN' ? 'at' : n.operator === 'LESS_THAN' ? 'below' : 'at exactly'
  return `${where} ${value}${n.type === 'FORECASTED' ? ' of a forecast' : ''}`
}

/** The good daily budget with its one alert changed. */
function alerting(change: Partial<BudgetNotification>, over: Partial<Budget> = {}): Budget {
  const budget = exampleBudget(over)
  return { ...budget, notifications: budget.notifications?.map((n) => ({ ...n, ...change })) }
}
