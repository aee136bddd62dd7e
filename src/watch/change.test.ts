/** What one finding's change comes to, case by case. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Status } from '../model/index.ts'
import { changeOf } from './change.ts'
import { isLetter, type Letter, letterOf } from './letters.ts'

type Case = [was: string, now: Status, then: ReturnType<typeof changeOf>]

const cases: Case[] = [
  ['p', 'pass', undefined],
  ['p', 'fail', 'fail'],
  ['p', 'unknown', 'unknown'],
  ['p', 'review', 'review'],
  ['p', 'not-applicable', undefined],
  ['p', 'excepted', undefined],
  ['f', 'fail', undefined],
  ['f', 'pass', 'fixed'],
  ['f', 'unknown', 'unknown'],
  ['f', 'review', 'review'],
  ['f', 'not-applicable', 'fixed'],
  ['f', 'excepted', undefined],
  ['u', 'unknown', undefined],
  ['u', 'fail', 'fail'],
  ['u', 'pass', undefined],
  ['u', 'review', undefined],
  ['U', 'unknown', undefined],
  ['U', 'fail', undefined],
  ['U', 'pass', 'fixed'],
  ['U', 'review', undefined],
  ['r', 'review', undefined],
  ['r', 'fail', 'fail'],
  ['r', 'pass', undefined],
  ['r', 'unknown', 'unknown'],
  ['R', 'fail', 'fail'],
  ['R', 'pass', 'fixed'],
  ['R', 'unknown', 'unknown'],
  ['n', 'fail', 'fail'],
  ['n', 'unknown', 'unknown'],
  ['n', 'review', undefined],
  ['n', 'pass', undefined],
  ['e', 'fail', 'fail'],
  ['e', 'review', 'review'],
  ['e', 'pass', undefined],
  ['e', 'unknown', 'unknown'],
  ['E', 'fail', 'fail'],
  ['E', 'pass', 'fixed'],
  ['E', 'review', 'review'],
  ['E', 'excepted', undefined],
  ['E', 'unknown', 'unknown'],
]

describe('a change', () => {
  it.each(cases)('%s, then %s: %s', (was, status, then) => {
    expect(changeOf(was as Letter, { status }, false)).toBe(then)
  })

  it.each<[Status, ReturnType<typeof changeOf>]>([
    ['fail', 'fail'],
    ['unknown', 'unknown'],
    ['review', undefined],
    ['pass', undefined],
    ['not-applicable', undefined],
  ])('in an account that joined, %s: %s; and nothing at a first look', (status, then) => {
    expect(changeOf(undefined, { status }, true)).toBe(then)
    expect(changeOf(undefined, { status }, false)).toBeUndefined()
  })

  it('is told once: whatever came before, the same again is none', () => {
    for (const [was, status] of cases) {
      const letter = letterOf(status, was as Letter)
      expect(isLetter(letter)).toBe(true)
      expect(changeOf(letter, { status }, false)).toBeUndefined()
    }
  })

  it('leaves whoever hears of it with what is so: never a failure that was not told, never one that is gone', () => {
    const status = fc.constantFrom<Status>('pass', 'fail', 'unknown', 'review', 'not-applicable', 'excepted')
    fc.assert(
      fc.property(fc.array(status, { minLength: 2, maxLength: 12 }), ([first, ...rest]) => {
        let letter = letterOf(first!, undefined)
        let heard = first === 'fail'
        for (const now of rest) {
          const change = changeOf(letter, { status: now }, false)
          if (change === 'fail') heard = true
          if (change === 'fixed') heard = false
          if (now === 'fail') expect(heard).toBe(true)
          if (now === 'pass' || now === 'not-applicable') expect(heard).toBe(false)
          letter = letterOf(now, letter)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('a failure that cannot be told for a while is neither fixed nor new', () => {
    const hidden = letterOf('unknown', 'f')
    expect(changeOf(hidden, { status: 'fail' }, false)).toBeUndefined()
    expect(changeOf(letterOf('unknown', hidden), { status: 'pass' }, false)).toBe('fixed')
  })
})
