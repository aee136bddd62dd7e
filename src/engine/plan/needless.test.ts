import { describe, expect, it } from 'vitest'
import type { PlanItem, Step } from '../../model/index.ts'
import { type Remedied, withoutNeedless } from './needless.ts'

const one = '111111111111'
const step = (action: Step['action'], account = one): Step => ({
  id: action,
  account,
  as: 'caller',
  action,
  input: {},
  does: action,
  risk: 'safe',
})
const item = (control: string, steps: Step[], over: Partial<PlanItem> = {}): PlanItem => ({
  id: `${control}:${one}`,
  control,
  subject: { kind: 'account', id: one },
  status: 'fail',
  message: control,
  basedOn: '0',
  steps,
  ...over,
})
const unless = [
  { control: 'exists', action: 'iam:CreateUser', waiting: 'somebody new brings it' },
  { control: 'fits', action: 'budgets:CreateBudget', waiting: 'the new budget brings it' },
] as const
const alerts = (over: Partial<PlanItem> = {}): Remedied => ({
  item: item('alerts', [step('budgets:CreateNotification')], over),
  unless,
})

describe('a call that another finding’s fix makes needless', () => {
  it.each<[when: string, all: Remedied[], calls: string[][], waiting: readonly string[] | undefined]>([
    [
      'is left out, and what brings it is said',
      [{ item: item('fits', [step('budgets:CreateBudget')]) }, alerts()],
      [['budgets:CreateBudget'], []],
      ['the new budget brings it'],
    ],
    [
      'is left out whichever stands first, beside what waits anyway',
      [alerts({ waiting: ['a click'] }), { item: item('fits', [step('budgets:CreateBudget')]) }],
      [[], ['budgets:CreateBudget']],
      ['the new budget brings it', 'a click'],
    ],
    [
      'is made where the other fix is another one',
      [{ item: item('fits', [step('budgets:UpdateBudget')]) }, alerts()],
      [['budgets:UpdateBudget'], ['budgets:CreateNotification']],
      undefined,
    ],
    [
      'is made where the other finding is not in the plan',
      [{ item: item('exists', [step('budgets:CreateBudget')]) }, alerts()],
      [['budgets:CreateBudget'], ['budgets:CreateNotification']],
      undefined,
    ],
    [
      'is made where the other one is about another account',
      [
        {
          item: item('fits', [step('budgets:CreateBudget')], {
            subject: { kind: 'account', id: '222222222222' },
          }),
        },
        alerts(),
      ],
      [['budgets:CreateBudget'], ['budgets:CreateNotification']],
      undefined,
    ],
    [
      'says nothing where there was none',
      [{ item: item('fits', [step('budgets:CreateBudget')]) }, { ...alerts(), item: item('alerts', []) }],
      [['budgets:CreateBudget'], []],
      undefined,
    ],
  ])('%s', (_when, all, calls, waiting) => {
    const made = withoutNeedless(all)
    expect(made.map(({ steps }) => steps.map(({ action }) => action))).toEqual(calls)
    expect(made.find(({ control }) => control === 'alerts')!.waiting).toEqual(waiting)
  })
})
