/** What members rest on in a payer's budget, before and after the payer's own findings are put right. */
import { describe, expect, it } from 'vitest'
import { exampleCircumstances } from '../../engine/examples.ts'
import { account, alert, budget, costTypes, mia, noTopic, pat, remedy } from '../../../test/support/spend.ts'
import type { BudgetForm } from '../../facts/budget-form.ts'
import { reachOf } from '../../facts/budget-scope.ts'
import { type Budget, type BudgetNotification, budgetOf } from '../../facts/budgets.ts'
import { type AnyControl, type Circumstances, known, type Status, type Step } from '../../model/index.ts'
import alerts from '../daily-budget-alerts-at-its-limit.ts'
import exists from '../daily-budget-exists.ts'
import fits from '../daily-budget-fits-typical-spend.ts'
import people from '../spend-alert-reaches-two-people.ts'
import { exampleSpend } from './spend-alarm.ts'

const member = '222222222222'
const factors = [1.2, 1.5, 2]
const history = (usd: number) => Array.from({ length: 58 }, () => ({ limit: usd, actual: usd }))
const from = (limit: number, usual: number, notifications: readonly BudgetNotification[] | undefined) =>
  budget({ BudgetLimit: { Amount: String(limit), Unit: 'USD' } }, notifications, {
    history: history(usual),
    ...(notifications ? {} : { notifications: undefined }),
  })
const adjusting = (
  limit: number,
  usual: number,
  notifications: readonly BudgetNotification[] | undefined,
) => ({
  ...from(limit, usual, notifications),
  autoAdjust: { type: 'HISTORICAL', periods: 60 },
})
const at = (threshold: number, over: Partial<BudgetNotification> = {}) => alert([mia], { threshold, ...over })
const forecasts = [60, 70, 80, 90].map((threshold) => at(threshold, { type: 'FORECASTED' }))

const asMember: Circumstances = {
  ...exampleCircumstances,
  profile: 'business',
  vantage: 'member',
  central: true,
  subject: { ...exampleCircumstances.subject, id: member },
  configuration: { alerts: { emails: [mia, pat] } },
}

const ofThePayer = (b: Budget): Budget => ({ ...b, reach: reachOf(b.rules, member), payers: true })

/** How a member, on whose typical day `usd` are spent, sees a payer's budget. */
function seenBy(usd: number, payers: Budget, factor: number): Status {
  const circumstances = { ...asMember, baseline: { ...asMember.baseline, budgetFactor: factor } }
  const list = [ofThePayer(payers)]
  const spend = known(exampleSpend(58, usd), [])
  const topic = known(noTopic, [])
  return exists.judge({ budgets: { list, payerSeen: true } }, { spend, topic }, circumstances).status
}

const sameKey = (one: BudgetNotification, key: Record<string, unknown>) =>
  one.type === key['NotificationType'] &&
  one.operator === key['ComparisonOperator'] &&
  one.threshold === key['Threshold'] &&
  one.thresholdType === key['ThresholdType']

const alertOf = (key: Record<string, unknown>) =>
  ({
    type: key['NotificationType'],
    operator: key['ComparisonOperator'],
    threshold: key['Threshold'],
    thresholdType: key['ThresholdType'],
  }) as BudgetNotification

/** The budget as it is after a step that is about it. */
function after(given: Budget, { action, input }: Step): Budget {
  const of = input as Record<string, Record<string, unknown>>
  const list = given.notifications ?? []
  switch (action) {
    case 'budgets:UpdateBudget': {
      const { TimePeriod: _, ...form } = of['NewBudget'] as unknown as BudgetForm
      const { limit, rules } = budgetOf(form as Parameters<typeof budgetOf>[0], account)
      return { ...given, rules, ...(limit === undefined ? {} : { limit }) }
    }
    case 'budgets:CreateNotification':
      return { ...given, notifications: [...list, alertOf(of['Notification']!)] }
    case 'budgets:UpdateNotification':
      return {
        ...given,
        notifications: [
          ...list.filter((n) => !sameKey(n, of['OldNotification']!)),
          alertOf(of['NewNotification']!),
        ],
      }
    default:
      return given
  }
}

const payer = { vantage: 'management', profile: 'business' } as const

/** What the payer's findings about its alarm do to this budget. */
function putRight(given: Budget, factor: number): { steps: Step[]; then: Budget } {
  const baseline = { ...exampleCircumstances.baseline, budgetFactor: factor }
  const facts = { budgets: { list: [given] }, spend: exampleSpend(58, 240), topic: noTopic }
  const steps = [alerts, fits].flatMap((c) => remedy(c, facts, { ...payer, baseline }).steps ?? [])
  return { steps, then: steps.reduce(after, given) }
}

describe('a payer’s budget on which members rest', () => {
  it.each<[when: string, given: Budget, changes: string[]]>([
    ['has no alert', from(340, 300, []), ['budgets:CreateNotification']],
    ['adjusts itself and has no alert', adjusting(280, 300, []), ['budgets:CreateNotification']],
    [
      'adjusts itself and alerts at its average',
      adjusting(280, 300, [at(100)]),
      ['budgets:CreateNotification'],
    ],
    ['is too close to a usual day, for a large amount', from(310, 300, [at(100)]), []],
    ['is too close to a usual day, for a small one', from(64, 60, [at(100)]), ['budgets:UpdateBudget']],
    [
      'is too close, and alerts at an amount of money',
      from(64, 60, [at(64, { thresholdType: 'ABSOLUTE_VALUE' })]),
      ['budgets:UpdateBudget', 'budgets:UpdateNotification'],
    ],
    ['is far too high', from(900, 300, [at(100)]), ['budgets:UpdateBudget']],
    [
      'has five alerts, of which one warns early: a forecast changes',
      from(450, 300, [at(70), ...forecasts]),
      ['budgets:UpdateNotification'],
    ],
    [
      'has five alerts, of which one comes late: that one changes',
      from(450, 300, [at(400), ...forecasts]),
      ['budgets:UpdateNotification'],
    ],
    ['has alerts that could not be read', from(340, 300, undefined), []],
  ])('%s: nobody’s alarm is lost when the payer’s is put right', (_when, given, changes) => {
    for (const own of factors) {
      const { steps, then } = putRight(given, own)
      if (own === exampleCircumstances.baseline.budgetFactor)
        expect(
          steps
            .map((s) => s.action)
            .filter((a) => a.startsWith('budgets:') && !/CreateBudget|Subscriber/.test(a)),
        ).toEqual(changes)
      for (const [usd, factor] of [3, 12, 100, 240].flatMap((u) => factors.map((f) => [u, f] as const)))
        if (seenBy(usd, given, factor) === 'pass')
          expect(seenBy(usd, then, factor), `${usd} USD a day, factors ${own} and ${factor}`).toBe('pass')
    }
  })

  it.each<[when: string, given: Budget, usd: number, status: Status]>([
    ['without an alert is measured by its amount', from(340, 300, []), 12, 'pass'],
    ['adjusts itself, and without an alert tells nobody anything', adjusting(280, 300, []), 240, 'fail'],
    ['adjusts itself, and its alerts could not be read', adjusting(280, 300, undefined), 240, 'unknown'],
    ['adjusts itself and alerts above that', adjusting(280, 300, [at(150)]), 240, 'pass'],
    [
      'adjusts itself and alerts above that, too high for a small member',
      adjusting(280, 300, [at(150)]),
      12,
      'fail',
    ],
  ])('which %s', (_when, given, usd, status) => {
    expect(seenBy(usd, given, 1.5)).toBe(status)
  })
})

describe('a member', () => {
  const spend = exampleSpend(58, 12)
  const plans = (list: Budget[], ...controls: AnyControl[]) =>
    controls.map((control) => {
      const facts = {
        budgets: { list, payerSeen: true },
        spend,
        topic: noTopic,
        people: { of: 'daily', recipients: [], blocked: [], others: 0, hidden: [] },
      }
      const { steps = [], waiting } = remedy(control, facts, asMember)
      return [control.id, steps.map(({ action }) => action), waiting]
    })

  it('waits for the payer where the payer’s budget is its alarm, and has no call for it', () => {
    const there = [
      "the payer's budget is put right in the management account, unless daily-budget-exists makes one here",
    ]
    for (const own of [[], [budget({ CostFilters: { Service: ['Amazon S3'] } })]])
      expect(plans([...own, ofThePayer(from(64, 60, []))], fits, alerts, people)).toEqual([
        [fits.id, [], there],
        [alerts.id, [], there],
        [people.id, [], there],
      ])
  })

  it('is not helped by the alert of a payer’s budget that is no alarm here', () => {
    const credits = { ...costTypes, IncludeCredit: true }
    const own = budget({ CostTypes: credits }, [at(80)])
    const payers = ofThePayer(budget({ CostTypes: credits }))
    const facts = (...list: Budget[]) => ({ budgets: { list, payerSeen: true as const } })
    expect(alerts.judge(facts(own, payers), {}, asMember).status).toBe('fail')
    expect(plans([own, payers], exists, alerts)).toEqual([
      [exists.id, ['budgets:UpdateBudget'], undefined],
      [alerts.id, ['budgets:CreateNotification'], undefined],
    ])
    expect(alerts.judge(facts(payers), {}, asMember).status).toBe('fail')
  })

  it('has its new budget called as if the payer’s were not there', () => {
    const payers = ofThePayer({ ...from(3_000, 300, [at(100)]), name: 'neverroot-daily' })
    const { steps } = remedy(exists, { budgets: { list: [payers] }, spend, topic: noTopic }, asMember)
    expect(steps!.at(-1)!.input).toMatchObject({ Budget: { BudgetName: 'neverroot-daily' } })
    expect(steps!.at(-1)!.does).not.toContain('stays as it is')
  })
})
