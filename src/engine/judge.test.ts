import { describe, expect, it } from 'vitest'
import {
  type Acknowledgement,
  type AnyControl,
  type Attestation,
  defineControl,
  type ExceptionRecord,
  type Fact,
  fail,
  known,
  noRecords,
  type Observation,
  pass,
  type Records,
  review,
  unattested,
  unknown,
  valueOf,
} from '../model/index.ts'
import { exampleCircumstances } from './examples.ts'
import { judge } from './judge.ts'

const collector = (name: string) => ({ name, reads: [], collect: async () => known(true) })

/** Passes where its required fact is true and its considered one is not false. */
const control: AnyControl = defineControl({
  id: 'lights-are-off',
  title: 'Lights are off',
  section: 'guardrails',
  severity: 'high',
  profiles: ['business'],
  rows: ['E1'],
  rationale: '',
  judged: '',
  references: [],
  fix: { api: true, hand: false },
  notIn: { 'aws-cn': 'there are no lights in China' },
  requires: { dark: collector('dark'), said: collector('said') },
  considers: { quiet: collector('quiet') },
  judge: ({ dark }, { quiet }) =>
    dark && valueOf(quiet) !== false ? pass('dark') : fail('A light is on. Why. Put it out.'),
  examples: [],
})

const observation: Observation = {
  kind: 'observation',
  source: 'iam:GetUser',
  at: '2026-11-23T06:00:00.000Z',
  saw: 1,
}
const said: Attestation = {
  kind: 'attestation',
  source: 'mia',
  at: '2026-11-01T00:00:00.000Z',
  saw: true,
  control: control.id,
  by: 'mia',
  holds: true,
  expires: '2026-11-22T06:30:00.000Z',
}
const drilled: Acknowledgement = {
  kind: 'acknowledgement',
  source: 'drill',
  at: said.at,
  saw: 2,
  control: control.id,
  people: 2,
  expires: said.expires,
}

const good: Record<string, Fact<unknown>> = {
  dark: known(true, [observation]),
  said: known(true),
  quiet: known(true),
}
const denied = unknown('denied', 'iam:GetUser was denied', ['iam:GetUser'])
const business = { ...exampleCircumstances, profile: 'business' as const }
const now = business.now.getTime()
const at = (ms: number) => new Date(now + ms).toISOString()

const look = (
  facts: Record<string, Fact<unknown>>,
  given: Partial<typeof exampleCircumstances> = {},
  records: Records = noRecords,
) => judge(control, { ...good, ...facts }, { ...business, ...given }, records)

describe('the order of judging', () => {
  const cases: [string, Parameters<typeof look>, object][] = [
    ['the judge, where everything is known', [{}], { status: 'pass', grade: 'proven', message: 'dark' }],
    ['the judge, with something considered unknown', [{ quiet: denied }], { status: 'pass' }],
    ['something considered that is bad is enough', [{ quiet: known(false) }], { status: 'fail' }],
    [
      'the profile before everything',
      [{ dark: denied }, { profile: 'personal', partition: 'aws-cn' }],
      { status: 'not-applicable', message: 'business profile only', evidence: [] },
    ],
    [
      'the partition before facts',
      [{ dark: denied }, { partition: 'aws-cn' }],
      { status: 'not-applicable', message: 'there are no lights in China' },
    ],
    [
      'unknown before the judge',
      [{ dark: denied, quiet: known(false) }],
      { status: 'unknown', message: 'iam:GetUser was denied', needs: ['iam:GetUser'] },
    ],
    [
      'unattested before the judge',
      [{ said: unattested('Are they off?') }],
      { status: 'review', question: 'Are they off?' },
    ],
    [
      'unknown before unattested, whichever is asked for first',
      [{ dark: unattested('Is it dark?'), said: denied }],
      { status: 'unknown', needs: ['iam:GetUser'] },
    ],
    [
      'a statement that lapsed yesterday is a question again, with its dates',
      [{ said: unattested('Are they off?', said) }],
      {
        status: 'review',
        question: 'Are they off?',
        message: 'What was said on 2026-11-01 lapsed on 2026-11-22.',
      },
    ],
  ]
  it.each(cases)('%s', (_when, [facts, given], then) => {
    expect(look(facts, given)).toMatchObject(then)
  })

  it('only a pass or a failure has a grade: the weakest evidence gives it', () => {
    expect(look({ said: known(true, [said]) }).grade).toBe('stated')
    expect(look({ said: known(true, [drilled]) }).grade).toBe('witnessed')
    expect(look({ said: known(true, [drilled, said]) }).grade).toBe('stated')
    expect(look({ dark: known(false, [observation]) })).toMatchObject({ status: 'fail', grade: 'proven' })
    for (const finding of [
      look({ dark: denied }),
      look({ said: unattested('?') }),
      look({}, { profile: 'personal' }),
    ])
      expect(finding).not.toHaveProperty('grade')
  })

  it('what needs nobody carries nothing of it', () => {
    const passed = look({})
    for (const key of ['needs', 'question', 'fix', 'waiting', 'exception'])
      expect(passed).not.toHaveProperty(key)
    expect(passed.id).toBe('lights-are-off:111111111111')
    expect(look({ dark: known(false) }).fix).toEqual({ api: true, hand: false })
  })
})

describe('exceptions', () => {
  const until = (expires: string): Records => ({
    ...noRecords,
    exception: (id): ExceptionRecord | undefined =>
      id === control.id
        ? { control: id, subject: '111111111111', owner: 'sam', reason: 'moving house', expires }
        : undefined,
  })
  const dark = { dark: known(false, [observation]) }

  it('an active one hides a failure, and says what it hides', () => {
    const finding = look(dark, {}, until(at(86_400_000)))
    expect(finding).toMatchObject({
      status: 'excepted',
      message: 'A light is on. Why. Put it out.',
      exception: { owner: 'sam', reason: 'moving house', would: 'fail' },
    })
    expect(finding).not.toHaveProperty('grade')
  })

  it.each([
    ['yesterday', -86_400_000],
    ['this very moment', 0],
  ])('one that lapsed %s shows the failure again, and says so', (_when, ms) => {
    expect(look(dark, {}, until(at(ms)))).toMatchObject({
      status: 'fail',
      grade: 'proven',
      message: `A light is on. Why. Put it out. (The exception of sam lapsed on ${at(ms).slice(0, 10)}.)`,
    })
  })

  it('one hides what is unknown or open too, never a pass, never what is not judged', () => {
    const active = until(at(1))
    expect(look({ dark: denied }, {}, active)).toMatchObject({
      status: 'excepted',
      exception: { would: 'unknown' },
    })
    expect(look({ said: unattested('?') }, {}, active)).toMatchObject({ exception: { would: 'review' } })
    expect(look({}, {}, active).status).toBe('pass')
    expect(look({}, {}, until(at(-1))).message).toBe('dark')
    expect(look({}, { profile: 'personal' }, active).status).toBe('not-applicable')
  })

  it('one of another control hides nothing', () => {
    const other: Records = { ...noRecords, exception: () => undefined }
    expect(look(dark, {}, other).status).toBe('fail')
  })
})

it('a judge that asks a question keeps it', () => {
  const asking = { ...control, judge: () => review('one mailbox', 'Who reads it?') }
  expect(judge(asking, good, business, noRecords)).toMatchObject({
    status: 'review',
    question: 'Who reads it?',
  })
})
