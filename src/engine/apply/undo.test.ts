import { describe, expect, it } from 'vitest'
import { account, itemOf, now, opened, planOf, runOf, stepOf } from '../../../test/support/plans.ts'
import type { Plan, Step } from '../../model/index.ts'
import type { BeforeImage } from '../../store/before-images.ts'
import type { JournalNote, Run } from '../../store/journal.ts'
import { resumable } from './apply.ts'
import { runToUndo, undoPlan } from './undo.ts'

const undoable = (id: string, over: Partial<Step> = {}) =>
  stepOf(id, { undo: { action: 'iam:DeleteGroup', input: { $config: 'x' } }, ...over })
const image: BeforeImage = { done: { GroupName: 'new' }, undo: { GroupName: 'old' } }
const imagesOf = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, image]))

const begin = (step: string): JournalNote => ({ kind: 'begin', step, action: 'iam:CreateGroup' })
const end = (
  step: string,
  result: 'applied' | 'already-so' | 'waiting' | 'refused' | 'failed' = 'applied',
): JournalNote => ({
  kind: 'end',
  step,
  result,
})
const done = (step: string) => [begin(step), end(step)]
const resumed: JournalNote = { kind: 'resumed', caller: 'x' }

const two = planOf([itemOf('a', [undoable('a/1'), undoable('a/2')]), itemOf('b', [undoable('b/1')])])

describe('what is taken back', () => {
  const cases: [
    name: string,
    plan: Plan,
    notes: JournalNote[],
    images: string[],
    taken: string[],
    stays: string[],
  ][] = [
    [
      'everything, last step first',
      two,
      ['a/1', 'a/2', 'b/1'].flatMap(done),
      ['a/1', 'a/2', 'b/1'],
      ['b/1', 'a/2', 'a/1'],
      [],
    ],
    ['not what was so already', two, [end('a/1', 'already-so'), ...done('a/2')], ['a/2'], ['a/2'], []],
    [
      'not what was refused',
      two,
      [begin('a/1'), end('a/1', 'refused'), ...done('b/1')],
      ['a/1', 'b/1'],
      ['b/1'],
      [],
    ],
    ['not what was never begun', two, done('a/1'), ['a/1', 'a/2'], ['a/1'], []],
    ['what was begun and cut off', two, [...done('a/1'), begin('a/2')], ['a/1', 'a/2'], ['a/2', 'a/1'], []],
    [
      'what was begun, cut off, and not tried again',
      two,
      [begin('a/1'), resumed, end('a/1', 'refused')],
      ['a/1'],
      ['a/1'],
      [],
    ],
    [
      'what failed, and may have been done',
      two,
      [begin('a/1'), { ...end('a/1', 'failed'), unclear: true } as JournalNote],
      ['a/1'],
      ['a/1'],
      [],
    ],
    ['what waits for people', two, [begin('b/1'), end('b/1', 'waiting')], ['b/1'], ['b/1'], []],
    [
      'not what is not known any more: it is said',
      two,
      [...done('a/1'), ...done('b/1')],
      ['b/1'],
      ['b/1'],
      ['does a/1'],
    ],
    [
      'not what no call takes back: it is said',
      planOf([itemOf('a', [stepOf('a/1'), undoable('a/2')])]),
      [...done('a/1'), ...done('a/2')],
      ['a/2'],
      ['a/2'],
      ['does a/1'],
    ],
    [
      'not what goes with something else: nothing is said',
      planOf([
        itemOf('a', [
          undoable('a/1'),
          stepOf('a/2', { input: { TopicArn: { $output: ['a/1', 'TopicArn'] } } }),
        ]),
      ]),
      [...done('a/1'), ...done('a/2')],
      ['a/1'],
      ['a/1'],
      [],
    ],
  ]

  it.each(cases)('%s', (_name, plan, notes, images, taken, stays) => {
    const { plan: undone, lasting } = undoPlan(runOf(plan, notes), imagesOf(...images), now)
    expect(undone.items.flatMap((i) => i.steps.map((s) => s.id))).toEqual(taken.map((id) => `undo/${id}`))
    expect(lasting).toEqual(stays)
  })

  it('stands in a plan of its own, which holds references and no values', () => {
    const { plan } = undoPlan(runOf(two, done('a/1')), imagesOf('a/1'), now)
    expect(plan).toMatchObject({ account, expires: '2026-11-23T07:30:00.000Z' })
    expect(plan.items[0]!.steps[0]).toEqual({
      id: 'undo/a/1',
      account,
      as: 'caller',
      action: 'iam:DeleteGroup',
      input: { $config: 'x' },
      does: 'takes back: does a/1',
      risk: 'disruptive',
    })
  })

  it('says what makes the account less safe, and keeps to the Region', () => {
    const step = stepOf('a/1', {
      region: 'eu-west-1',
      undo: { action: 'sns:DeleteTopic', input: {}, weakens: true },
    })
    const { plan } = undoPlan(runOf(planOf([itemOf('a', [step])]), done('a/1')), imagesOf('a/1'), now)
    expect(plan.items[0]!.steps[0]).toMatchObject({ weakens: true, region: 'eu-west-1' })
  })

  it.each<[string, Plan, JournalNote[], RegExp]>([
    ['changed nothing', two, [end('a/1', 'already-so')], /changed nothing: there is nothing to take back/],
    [
      'did only what stays',
      planOf([itemOf('a', [stepOf('a/1')])]),
      done('a/1'),
      /nothing that can be taken back: does a\/1/,
    ],
    ['is too long ago', two, done('a/1'), /nothing that can be taken back: does a\/1/],
  ])('a run that %s', (_name, plan, notes, told) => {
    expect(() => undoPlan(runOf(plan, notes), {}, now)).toThrow(told)
  })
})

const ids = ['2026-11-23T0630', '2026-11-23T0631', '2026-11-23T0632', '2026-11-23T0633'] as const
const run = (n: number, notes: JournalNote[] = done('a/1'), plan = two): Run => runOf(plan, notes, ids[n]!)
const undoing = (n: number, of: number, complete?: boolean): Run => ({
  ...run(n, []),
  lines: [
    { ...opened, undoes: ids[of]!, seq: 1, at: now.toISOString() } as Run['lines'][number],
    ...(complete === undefined ? [] : [{ kind: 'closed' as const, complete, seq: 2, at: now.toISOString() }]),
  ],
})
const elsewhere = (n: number) => run(n, done('a/1'), planOf(two.items, { account: '222222222222' }))

describe('the run that is taken back', () => {
  it.each<[string, Run[], string | undefined, string]>([
    ['the latest', [run(0), run(1)], undefined, ids[1]],
    ['the one that is named', [run(0), run(1)], ids[0], ids[0]],
    ['not one of another account', [run(0), elsewhere(1)], undefined, ids[0]],
    ['not one that was taken back', [run(0), run(1), undoing(2, 1, true)], undefined, ids[0]],
    ['one that was taken back in part', [run(0), undoing(1, 0, false)], undefined, ids[0]],
    ['one whose undoing was cut off', [run(0), undoing(1, 0)], undefined, ids[0]],
  ])('is %s', (_name, runs, named, is) => {
    expect(runToUndo(runs, account, named).id).toBe(is)
  })

  it.each<[string, Run[], string | undefined, string, RegExp]>([
    ['nothing was applied', [], undefined, 'no-such-run', /Nothing that was applied/],
    [
      'everything was taken back',
      [run(0), undoing(1, 0, true)],
      undefined,
      'no-such-run',
      /is left to take back/,
    ],
    ['it was taken back', [run(0), undoing(1, 0, true)], ids[0], 'undone-already', /was taken back already/],
    [
      'it took another one back',
      [run(0), undoing(1, 0, true)],
      ids[1],
      'no-such-run',
      /took another run back/,
    ],
    ['it is of another account', [elsewhere(0)], ids[0], 'no-such-run', /is not about account/],
  ])('is none: %s', (_name, runs, named, code, told) => {
    const choose = () => runToUndo(runs, account, named)
    expect(choose).toThrow(told)
    expect(choose).toThrow(expect.objectContaining({ code }))
  })
})

describe('the run that is carried on with', () => {
  const code = planOf([
    itemOf('a', [
      stepOf('a/1', { action: 'account:VerifyPhoneNumber', input: { Otp: { $secret: 'code' } } }),
    ]),
  ])
  const whole = ['a/1', 'a/2', 'b/1'].flatMap(done)

  it.each<[string, Run[], string]>([
    ['the latest', [run(0), run(1)], ids[1]],
    ['one that failed somewhere', [run(0, [...done('a/1'), end('a/2', 'failed'), ...done('b/1')])], ids[0]],
    ['one that waits for a code', [run(0, [end('a/1', 'waiting')], code)], ids[0]],
    ['not one of another account', [run(0), elsewhere(1)], ids[0]],
  ])('is %s', (_name, runs, is) => {
    expect(resumable(runs, account).id).toBe(is)
  })

  it.each<[string, Run[], RegExp]>([
    ['nothing was applied', [], /Nothing was applied/],
    ['the latest came to its end', [run(0), run(1, whole)], /came to its end/],
    [
      'its mails wait for people',
      [run(0, [...done('a/1'), ...done('a/2'), end('b/1', 'waiting')])],
      /came to its end/,
    ],
    ['it was taken back', [run(0), undoing(1, 0, true)], /was taken back since/],
    ['it was taken back in part', [run(0), undoing(1, 0)], /was taken back since/],
  ])('is none: %s', (_name, runs, told) => {
    expect(() => resumable(runs, account)).toThrow(told)
  })
})
