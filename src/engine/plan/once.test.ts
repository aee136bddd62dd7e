import { describe, expect, it } from 'vitest'
import { type Json, type PlanItem, type Step, underWords } from '../../model/index.ts'
import { callOf, planOnce } from './once.ts'

const step = (id: string, input: Json, over: Partial<Step> = {}): Step => ({
  id,
  account: '111111111111',
  as: 'caller',
  action: 'account:PutContactInformation',
  input,
  does: id,
  risk: 'safe',
  ...over,
})

const item = (control: string, steps: Step[], over: Partial<PlanItem> = {}): PlanItem => ({
  id: `${control}:111111111111`,
  control,
  subject: { kind: 'account', id: '111111111111' },
  status: 'fail',
  message: control,
  basedOn: '0',
  steps,
  ...over,
})

const shown = (items: readonly PlanItem[]) =>
  items.map((i) => [i.control, i.steps.map((s) => s.id), [...underWords(i), ...(i.waiting ?? [])]])
const elsewhere = (control: string) => `the calls under ${control} put this right too`

describe('two findings that the same call puts right', () => {
  it.each<[string, PlanItem[], unknown[]]>([
    [
      'nothing twice: as it is',
      [item('a', [step('a/1', 1)]), item('b', [step('b/1', 2)])],
      [
        ['a', ['a/1'], []],
        ['b', ['b/1'], []],
      ],
    ],
    [
      'the same call: under the first',
      [item('a', [step('a/1', 1)]), item('b', [step('b/1', 1)])],
      [
        ['a', ['a/1'], []],
        ['b', [], [elsewhere('a')]],
      ],
    ],
    [
      'calls of two others',
      [item('a', [step('a/1', 1)]), item('b', [step('b/1', 2)]), item('c', [step('c/1', 1), step('c/2', 2)])],
      [
        ['a', ['a/1'], []],
        ['b', ['b/1'], []],
        ['c', [], [elsewhere('a'), elsewhere('b')]],
      ],
    ],
    [
      'a part of the calls: torn apart never',
      [item('a', [step('a/1', 1)]), item('b', [step('b/1', 1), step('b/2', 2)])],
      [
        ['a', ['a/1'], []],
        ['b', ['b/1', 'b/2'], []],
      ],
    ],
    [
      'three times',
      [item('a', [step('a/1', 1)]), item('b', [step('b/1', 1)]), item('c', [step('c/1', 1)])],
      [
        ['a', ['a/1'], []],
        ['b', [], [elsewhere('a')]],
        ['c', [], [elsewhere('a')]],
      ],
    ],
    [
      'what it waits for anyway stays',
      [item('a', [step('a/1', 1)]), item('b', [step('b/1', 1)], { waiting: ['a click'] })],
      [
        ['a', ['a/1'], []],
        ['b', [], [elsewhere('a'), 'a click']],
      ],
    ],
    [
      'no calls at all: as it is',
      [item('a', []), item('b', [], { waiting: ['somebody'] })],
      [
        ['a', [], []],
        ['b', [], ['somebody']],
      ],
    ],
  ])('%s', (_name, items, comes) => {
    expect(shown(planOnce(items))).toEqual(comes)
  })

  it.each<[string, Partial<Step>]>([
    ['another account', { account: '222222222222' }],
    ['another action', { action: 'account:PutAlternateContact' }],
    ['another Region', { region: 'eu-west-1' }],
    ['somebody else', { as: 'member' }],
  ])('%s makes it another call', (_name, over) => {
    const [, second] = planOnce([item('a', [step('a/1', 1)]), item('b', [step('b/1', 1, over)])])
    expect(second!.steps).toHaveLength(1)
  })
})

describe('what a step calls', () => {
  it('is the same text, however it is spelled, told and taken back', () => {
    const one = step('a/1', { x: 1, y: [{ b: 2, a: 1 }] })
    const other = step(
      'b/7',
      { y: [{ a: 1, b: 2 }], x: 1 },
      {
        does: 'otherwise told',
        risk: 'disruptive',
        undo: { action: 'account:PutContactInformation', input: 1 },
      },
    )
    expect(callOf(one)).toBe(callOf(other))
  })
})
