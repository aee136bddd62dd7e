import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding, Grade, Letter, Posture, Severity, Status } from '../model/index.ts'
import { PostureCounter } from './posture.ts'

type Told = [status: Status, severity: Severity, grade?: Grade]

function postureOf(told: readonly Told[]): Posture {
  const counter = new PostureCounter()
  for (const [status, severity, grade] of told)
    counter.add({ status, severity, ...(grade ? { grade } : {}) } as Finding)
  return counter.posture()
}

const p = (severity: Severity, grade: Grade = 'proven'): Told => ['pass', severity, grade]
const f = (severity: Severity): Told => ['fail', severity, 'proven']

describe('posture', () => {
  const cases: [string, Told[], Letter, number | null][] = [
    [
      'nothing known',
      [
        ['unknown', 'low'],
        ['review', 'low'],
      ],
      'F',
      null,
    ],
    ['no finding at all', [], 'F', null],
    ['all pass', [p('critical'), p('high'), p('medium'), p('low')], 'A', 100],
    ['a witnessed pass counts whole', [p('critical', 'witnessed')], 'A', 100],
    ['a stated pass counts half', [p('critical', 'stated')], 'D', 50],
    ['stated beside proven', [p('critical'), p('high', 'stated')], 'C', 83],
    ['weights 10, 5, 2, 1', [p('critical'), f('low')], 'B', 91],
    ['weights the other way', [p('low'), f('medium')], 'F', 33],
    ['a critical failure caps at F', [...Array<Told>(99).fill(p('critical')), f('critical')], 'F', 99],
    ['a high failure caps at C', [...Array<Told>(99).fill(p('critical')), f('high')], 'C', 99],
    ['a medium failure caps nothing', [...Array<Told>(99).fill(p('critical')), f('medium')], 'A', 100],
    ['a critical unknown caps at B', [p('critical'), ['unknown', 'critical']], 'B', 100],
    ['a high review caps at B', [p('critical'), ['review', 'high']], 'B', 100],
    ['a medium unknown caps nothing', [p('critical'), ['unknown', 'medium']], 'A', 100],
    [
      'what is excepted or not applicable counts nowhere',
      [p('low'), ['excepted', 'critical'], ['not-applicable', 'critical']],
      'A',
      100,
    ],
    ['a cap never lifts', [f('medium'), ['unknown', 'critical']], 'F', 0],
  ]
  it.each(cases)('%s', (_when, told, grade, score) => {
    expect(postureOf(told)).toMatchObject({ grade, score })
  })

  it.each([
    [95, 'A'],
    [94, 'B'],
    [85, 'B'],
    [84, 'C'],
    [70, 'C'],
    [69, 'D'],
    [50, 'D'],
    [49, 'F'],
  ] as const)('%i is %s', (score, grade) => {
    const told = [...Array<Told>(score).fill(p('low')), ...Array<Told>(100 - score).fill(f('low'))]
    expect(postureOf(told)).toMatchObject({ score, grade })
  })

  it('coverage is a number beside the score', () => {
    const told: Told[] = [
      p('low'),
      f('low'),
      ['unknown', 'low'],
      ['review', 'low'],
      ['excepted', 'low'],
      ['not-applicable', 'low'],
    ]
    expect(postureOf(told)).toMatchObject({
      known: { count: 2, of: 4 },
      counts: { pass: 1, fail: 1, review: 1, unknown: 1, excepted: 1, notApplicable: 1 },
    })
  })
})

describe('posture, whatever the findings', () => {
  const severity = fc.constantFrom<Severity[]>('critical', 'high', 'medium', 'low')
  const status = fc.constantFrom<Status[]>('pass', 'fail', 'review', 'unknown', 'not-applicable', 'excepted')
  const grade = fc.constantFrom<Grade[]>('proven', 'witnessed', 'stated')
  const told = fc.array(fc.tuple(status, severity, grade) as fc.Arbitrary<Told>, { maxLength: 40 })
  const letters = 'ABCDF'
  const rank = (posture: Posture) => letters.indexOf(posture.grade)

  it('turning a failure into a proven pass never lowers score or grade', () => {
    fc.assert(
      fc.property(told, fc.nat(), (all, pick) => {
        const failing = all.flatMap(([s], i) => (s === 'fail' ? [i] : []))
        fc.pre(failing.length > 0)
        const chosen = failing[pick % failing.length]!
        const better = all.map((one, i): Told => (i === chosen ? ['pass', one[1], 'proven'] : one))
        const [before, after] = [postureOf(all), postureOf(better)]
        expect(after.score!).toBeGreaterThanOrEqual(before.score!)
        expect(rank(after)).toBeLessThanOrEqual(rank(before))
      }),
    )
  })

  it('one more proven pass never lowers the score; one more failure never raises it', () => {
    fc.assert(
      fc.property(told, severity, (all, s) => {
        const before = postureOf(all).score
        expect(postureOf([...all, p(s)]).score!).toBeGreaterThanOrEqual(before ?? 0)
        expect(postureOf([...all, f(s)]).score!).toBeLessThanOrEqual(before ?? 100)
      }),
    )
  })

  it('caps hold, the order does not matter, the score is 0 to 100', () => {
    fc.assert(
      fc.property(told, (all) => {
        const posture = postureOf(all)
        const has = (s: Status, ...severities: Severity[]) =>
          all.some((t) => t[0] === s && severities.includes(t[1]))
        if (has('fail', 'critical')) expect(posture.grade).toBe('F')
        if (has('fail', 'high')) expect(rank(posture)).toBeGreaterThanOrEqual(2)
        if (has('unknown', 'critical', 'high') || has('review', 'critical', 'high'))
          expect(rank(posture)).toBeGreaterThanOrEqual(1)
        expect(postureOf([...all].reverse())).toEqual(posture)
        if (posture.score !== null) {
          expect(posture.score).toBeGreaterThanOrEqual(0)
          expect(posture.score).toBeLessThanOrEqual(100)
        }
        expect(posture.known.count).toBeLessThanOrEqual(posture.known.of)
      }),
    )
  })
})
