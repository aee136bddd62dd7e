import { describe, expect, it } from 'vitest'
import { findingOf, itemOf, outcomeOf, planOf, stepOf } from '../../../test/support/plans.ts'
import type { Finding, ItemOutcome, Outcome, PlanItem } from '../../model/index.ts'
import { cameTo } from './look-again.ts'

const one = stepOf('a/1')
const two = stepOf('a/2')
const item = (over: Partial<PlanItem> = {}, steps = [one, two]) => itemOf('a', steps, over)

interface Case {
  name: string
  item?: PlanItem
  /** What became of the two steps. Default: done. */
  outcomes?: Partial<Outcome>[]
  /** What is found now; undefined: it could not be looked at. */
  finding: Partial<Finding> | undefined
  comes: Pick<ItemOutcome, 'result' | 'status' | 'message'>
}

const procedure = { title: 'Do it by hand', steps: [], link: 'https://aws.example' }
const fails = { status: 'fail', message: 'still bad' } as const

const cases: Case[] = [
  { name: 'passes', finding: {}, comes: { result: 'fixed', status: 'pass', message: 'as it should be' } },
  {
    name: 'does not apply any more',
    finding: { status: 'not-applicable', message: 'no users' },
    comes: { result: 'fixed', status: 'not-applicable', message: 'no users' },
  },
  {
    name: 'passes although a step failed: what is seen counts',
    outcomes: [{ result: 'failed', message: 'no' }, { result: 'skipped' }],
    finding: {},
    comes: { result: 'fixed', status: 'pass', message: 'as it should be' },
  },
  {
    name: 'fails although all was done: believed is only what is seen',
    finding: fails,
    comes: { result: 'not-fixed', ...fails },
  },
  {
    name: 'cannot be seen although all was done',
    finding: { status: 'unknown', message: 'iam:GetAccountSummary was denied' },
    comes: { result: 'not-fixed', status: 'unknown', message: 'iam:GetAccountSummary was denied' },
  },
  {
    name: 'could not be looked at again',
    finding: undefined,
    comes: { result: 'not-fixed', status: 'unknown', message: 'it could not be looked at again' },
  },
  {
    name: 'a step failed: which one, and why',
    outcomes: [
      { result: 'failed', message: 'no quota' },
      { result: 'skipped', message: 'not tried' },
    ],
    finding: fails,
    comes: { result: 'not-fixed', status: 'fail', message: 'does a/1: no quota' },
  },
  {
    name: 'what failed is told before what was not tried because of it',
    outcomes: [
      { result: 'skipped', message: 'not tried' },
      { result: 'refused', message: 'denied' },
    ],
    finding: fails,
    comes: { result: 'not-fixed', status: 'fail', message: 'does a/2: denied' },
  },
  {
    name: 'nobody took the password',
    outcomes: [{}, { result: 'skipped', message: 'there is no terminal' }],
    finding: fails,
    comes: { result: 'not-fixed', status: 'fail', message: 'does a/2: there is no terminal' },
  },
  {
    name: 'the finding says what it waits for',
    outcomes: [{}, { result: 'waiting' }],
    finding: { ...fails, waiting: ['m... must click'] },
    comes: { result: 'waiting', status: 'fail', message: 'm... must click' },
  },
  {
    name: 'the plan said what people have to do',
    item: item({ waiting: ['a click', 'another click'] }),
    outcomes: [{}, { result: 'waiting' }],
    finding: fails,
    comes: { result: 'waiting', status: 'fail', message: 'a click; another click' },
  },
  {
    name: 'the step says what it waits for: a code',
    outcomes: [{}, { result: 'waiting', message: 'for the code' }],
    finding: { status: 'review', message: 'never verified', question: 'Is it answered?' },
    comes: { result: 'waiting', status: 'review', message: 'for the code' },
  },
  {
    name: 'the plan lacks a setting',
    item: item({ asks: [{ setting: 'alerts.emails', question: 'Who?' }] }),
    finding: fails,
    comes: { result: 'not-fixed', status: 'fail', message: 'needs alerts.emails in neverroot.yaml' },
  },
  {
    name: 'a person has to answer',
    finding: { status: 'review', message: 'never said', question: 'Is it right?' },
    comes: { result: 'left-to-people', status: 'review', message: 'Is it right?' },
  },
  {
    name: 'no calls: it is done by hand',
    item: item({ procedure }, []),
    finding: fails,
    comes: { result: 'left-to-people', status: 'fail', message: 'Do it by hand' },
  },
  {
    name: 'no calls, and no words for the hands',
    item: item({}, []),
    finding: fails,
    comes: { result: 'left-to-people', ...fails },
  },
  {
    name: 'no calls: it waits for another finding',
    item: item({ waiting: ['the new budget brings it'] }, []),
    finding: fails,
    comes: { result: 'waiting', status: 'fail', message: 'the new budget brings it' },
  },
  {
    name: 'no calls, and not to be seen: nobody has to be waited for',
    item: item({ waiting: ['the new budget brings it'] }, []),
    finding: { status: 'unknown', message: 'no day of spend is known' },
    comes: { result: 'not-fixed', status: 'unknown', message: 'no day of spend is known' },
  },
]

describe('a finding that is put right by the calls of another one', () => {
  const plan = planOf([item(), { ...item({ under: ['a/1', 'a/2'] }, []), id: 'b:1', control: 'b' }])
  const [first, second] = plan.items as [PlanItem, PlanItem]
  const of = (outcomes: Partial<Outcome>[], status: Finding['status']) =>
    cameTo(
      plan,
      first.steps.map((step, i) => outcomeOf(first, step, outcomes[i])),
      [findingOf(second, { ...fails, status })],
    )[1]!
  it.each<[string, Partial<Outcome>[], Finding['status'], string]>([
    ['and passes', [{}, {}], 'pass', 'fixed'],
    ['and fails on though all was done', [{}, {}], 'fail', 'not-fixed'],
    ['of which one was refused', [{ result: 'refused', message: 'denied' }, {}], 'fail', 'not-fixed'],
    ['of which one waits', [{}, { result: 'waiting', message: 'for the code' }], 'fail', 'waiting'],
  ])('%s', (_name, outcomes, status, result) => expect(of(outcomes, status).result).toBe(result))
})

describe('a finding that is looked at again', () => {
  it.each(cases)('$name', ({ item: given = item(), outcomes = [{}, {}], finding, comes }) => {
    const done = given.steps.map((step, i) => outcomeOf(given, step, outcomes[i]))
    const found = finding ? [findingOf(given, finding)] : []
    expect(cameTo(planOf([given]), done, found)).toEqual([{ id: given.id, control: 'a', ...comes }])
  })

  it('is told for each item, in the order of the plan, by its own steps', () => {
    const other = itemOf('b', [stepOf('b/1')])
    const done = [
      outcomeOf(other, other.steps[0]!, { result: 'failed', message: 'no' }),
      outcomeOf(item(), one),
    ]
    const came = cameTo(planOf([item({}, [one]), other]), done, [findingOf(other, fails), findingOf(item())])
    expect(came.map((o) => [o.control, o.result])).toEqual([
      ['a', 'fixed'],
      ['b', 'not-fixed'],
    ])
  })
})
