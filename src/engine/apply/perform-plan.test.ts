/** What is written before and after each call, what stops a run, and what a later run makes of what was written. */
import { describe, expect, it } from 'vitest'
import { type Answers, errors, fakeHand, thrown } from '../../../test/support/fake-hand.ts'
import { itemOf, linesOf, now, planOf, stepOf } from '../../../test/support/plans.ts'
import { type Plan, type Step, UserError } from '../../model/index.ts'
import type { PasswordSink } from '../../ports.ts'
import type { BeforeImage } from '../../store/before-images.ts'
import type { JournalNote } from '../../store/journal.ts'
import { performPlan } from './perform-plan.ts'

const full = new UserError('cannot-write', 'the disk is full', 'make room')

interface Given {
  writes?: Answers[]
  reads?: Record<string, Answers>
  earlier?: JournalNote[]
  /** The disk is full from this line of the journal on. */
  room?: number
  guard?: (step: Step) => string | undefined
  sink?: PasswordSink
  keep?: () => void
}

/** Performs a plan; gives what came of it, and one text for each line of the journal and each thing that was kept. */
async function run(plan: Plan, given: Given = {}) {
  const fake = fakeHand({
    reads: { 'iam:GetGroup': errors.none, ...given.reads },
    ...(given.writes ? { writes: given.writes } : {}),
  })
  const journal: string[] = []
  const kept: Record<string, BeforeImage> = {}
  const notes: JournalNote[] = []
  const performing = performPlan({
    plan,
    hand: fake.hand,
    rescue: fake.hand.write,
    meanings: { config: (path) => ({ name: 'Administrators' })[path], observed: () => undefined },
    journal: {
      run: 'run',
      write(note) {
        if (journal.length === given.room) throw full
        notes.push(note)
        journal.push(
          `${note.kind} ${'step' in note ? note.step : ''}${note.kind === 'end' ? ` ${note.result}` : ''}`,
        )
      },
    },
    earlier: linesOf(...(given.earlier ?? [])),
    now: () => now,
    keep: async (step, image) => {
      given.keep?.()
      kept[step] = image
    },
    guard: async (step) => given.guard?.(step),
    sink: given.sink,
    askCode: async () => undefined,
    told: () => undefined,
  })
  const done = await performing.catch((error: Error) => error)
  const calls = fake.writes.map(([operation]) => operation)
  if (done instanceof Error) return { error: done, journal, notes, kept, calls }
  return { ...done, results: done.outcomes.map((o) => `${o.step} ${o.result}`), journal, notes, kept, calls }
}

const group = (id: string, over: Partial<Step> = {}) =>
  stepOf(id, { input: { GroupName: { $config: 'name' } }, ...over })
const two = planOf([itemOf('a', [group('a/1'), group('a/2')]), itemOf('b', [group('b/1')])])
const whole = ['begin a/1', 'end a/1 applied', 'begin a/2', 'end a/2 applied', 'begin b/1', 'end b/1 applied']

describe('a plan that is performed', () => {
  interface Case extends Given {
    name: string
    plan?: Plan
    results: string[]
    written: string[]
    /** What stopped it, although no call failed. */
    broken?: UserError
  }
  const cases: Case[] = [
    { name: 'goes on step by step', results: ['a/1 applied', 'a/2 applied', 'b/1 applied'], written: whole },
    {
      name: 'leaves the rest of an item whose step failed, and goes on with the next one',
      writes: [errors.denied],
      results: ['a/1 refused', 'a/2 skipped', 'b/1 applied'],
      written: ['begin a/1', 'end a/1 refused', 'begin b/1', 'end b/1 applied'],
    },
    {
      name: 'ends where the credentials are gone',
      writes: [{}, errors.expired],
      results: ['a/1 applied', 'a/2 failed', 'b/1 skipped'],
      written: [...whole.slice(0, 3), 'end a/2 failed'],
    },
    {
      name: 'ends where credentials cannot be had any more in the middle of a call',
      writes: [
        {},
        () => {
          throw new UserError('credentials-expired', 'the sign-in has expired', 'aws login')
        },
      ],
      results: ['a/1 applied', 'a/2 failed', 'b/1 skipped'],
      written: [...whole.slice(0, 3), 'end a/2 failed'],
    },
    {
      name: 'does nothing that cannot be written down',
      room: 0,
      results: ['a/1 skipped', 'a/2 skipped', 'b/1 skipped'],
      written: [],
      broken: full,
    },
    {
      name: 'tells what was done although it could not be written down, and ends',
      room: 1,
      results: ['a/1 applied', 'a/2 skipped', 'b/1 skipped'],
      written: ['begin a/1'],
      broken: full,
    },
    {
      name: 'does nothing whose undo could not be kept',
      plan: planOf([itemOf('a', [group('a/1', { undo: { action: 'iam:DeleteGroup', input: {} } })])]),
      keep: () => {
        throw full
      },
      results: ['a/1 skipped'],
      written: [],
      broken: full,
    },
    {
      name: 'does nothing that the guard holds back, and writes down that it did not',
      guard: (step) => (step.id === 'a/1' ? 'nobody else was seen' : undefined),
      results: ['a/1 refused', 'a/2 skipped', 'b/1 applied'],
      written: ['end a/1 refused', 'begin b/1', 'end b/1 applied'],
    },
    {
      name: 'does nothing whose input stands for nothing',
      plan: planOf([itemOf('a', [stepOf('a/1', { input: { $config: 'nothing' } }), group('a/2')])]),
      results: ['a/1 failed', 'a/2 skipped'],
      written: [],
    },
    {
      name: 'does nothing that could not be taken back: its undo stands for nothing',
      plan: planOf([
        itemOf('a', [group('a/1', { undo: { action: 'iam:DeleteGroup', input: { $observed: 'x.y' } } })]),
      ]),
      results: ['a/1 failed'],
      written: [],
    },
  ]
  it.each(cases)('$name', async ({ plan = two, results, written, broken, ...given }) => {
    const done = await run(plan, given)
    expect(done).toMatchObject({ results, journal: written })
    expect('broken' in done ? done.broken : undefined).toBe(broken)
  })

  it('leaves a beginning without an end where the process ends in the middle of a call', async () => {
    const { error, journal } = await run(two, { writes: [{}, thrown] })
    expect(error?.message).toBe('cut off')
    expect(journal).toEqual(whole.slice(0, 3))
  })

  it('keeps what undo needs before it begins, with its references resolved', async () => {
    const undo = { action: 'iam:DeleteGroup', input: { GroupName: { $config: 'name' } } } as const
    const { kept } = await run(planOf([itemOf('a', [group('a/1', { undo })])]), { writes: [thrown] })
    expect(kept).toEqual({
      'a/1': { done: { GroupName: 'Administrators' }, undo: { GroupName: 'Administrators' } },
    })
  })

  it('writes down only what later steps need of an answer', async () => {
    const topic = stepOf('a/1', { action: 'sns:CreateTopic', input: { Name: 't' } })
    const policy = stepOf('a/2', {
      action: 'sns:SetTopicAttributes',
      input: { TopicArn: { $output: ['a/1', 'TopicArn'] }, AttributeName: 'Policy', AttributeValue: '{}' },
    })
    const reads = { 'sns:GetTopicAttributes': [errors.none, {}] }
    const { notes } = await run(planOf([itemOf('a', [topic, policy])]), {
      reads,
      writes: [{ TopicArn: 'arn:t', Secret: 'no' }],
    })
    expect(notes[1]).toEqual({ kind: 'end', step: 'a/1', result: 'applied', output: { TopicArn: 'arn:t' } })
  })
})

describe('a plan that is carried on with', () => {
  const there = { Group: {} }
  const begun: JournalNote = { kind: 'begin', step: 'a/1', action: 'iam:CreateGroup' }
  const ended = (
    result: 'applied' | 'already-so' | 'waiting' | 'refused' | 'failed',
    more = {},
  ): JournalNote => ({
    kind: 'end',
    step: 'a/1',
    result,
    ...more,
  })
  const one = planOf([itemOf('a', [group('a/1')])])

  it.each<[string, JournalNote[], Given['reads'], string, string[]]>([
    ['was done: not called again, whatever is seen', [begun, ended('applied')], {}, 'applied', []],
    ['was so already', [ended('already-so')], {}, 'already-so', []],
    ['waits for people: nobody is asked twice', [begun, ended('waiting')], {}, 'waiting', []],
    ['was cut off before the call', [begun], {}, 'applied', ['iam:CreateGroup']],
    ['was cut off after the call', [begun], { 'iam:GetGroup': there }, 'applied', []],
    ['was refused: tried again', [begun, ended('refused')], {}, 'applied', ['iam:CreateGroup']],
    [
      'was refused, and made by somebody else since',
      [begun, ended('refused')],
      { 'iam:GetGroup': there },
      'already-so',
      [],
    ],
    [
      'failed, and had been done all the same',
      [begun, ended('failed', { unclear: true })],
      { 'iam:GetGroup': there },
      'applied',
      [],
    ],
  ])('%s', async (_name, earlier, reads, result, calls) => {
    const done = await run(one, { earlier, ...(reads ? { reads } : {}) })
    expect(done).toMatchObject({ results: [`a/1 ${result}`], calls })
  })

  it('takes from the journal what an earlier step gave', async () => {
    const topic = stepOf('a/1', { action: 'sns:CreateTopic' })
    const remove = stepOf('a/2', {
      action: 'sns:DeleteTopic',
      input: { TopicArn: { $output: ['a/1', 'TopicArn'] } },
    })
    const done = await run(planOf([itemOf('a', [topic, remove])]), {
      earlier: [begun, ended('applied', { output: { TopicArn: 'arn:t' } })],
      reads: { 'sns:GetTopicAttributes': {} },
    })
    expect(done).toMatchObject({ results: ['a/1 applied', 'a/2 applied'] })
  })
})
