import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requireGoodPassword } from '../../sandbox/services/iam/password-policy.ts'
import type { Account } from '../../sandbox/world.ts'
import { firstPassword } from './password.ts'

/** Every policy that IAM lets one set, as far as it is about the password itself. */
const policies = fc.record({
  MinimumPasswordLength: fc.integer({ min: 6, max: 128 }),
  RequireSymbols: fc.boolean(),
  RequireNumbers: fc.boolean(),
  RequireUppercaseCharacters: fc.boolean(),
  RequireLowercaseCharacters: fc.boolean(),
})
const under = (passwordPolicy: unknown) =>
  ({ iam: { passwordPolicy }, name: 'mia', email: 'mia@corp.example' }) as unknown as Account

/** The symbols that IAM counts (IAM API reference, UpdateAccountPasswordPolicy). */
const symbol = /[!@#$%^&*()_+\-=[\]{}|']/

describe('the first password', () => {
  it('is taken under every policy that IAM can have', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const password = firstPassword(policy)
        requireGoodPassword(under(policy), password)
        expect(password).toMatch(symbol)
        expect(password.length).toBeGreaterThanOrEqual(Math.max(24, policy.MinimumPasswordLength))
        expect(password.length).toBeLessThanOrEqual(128)
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[policy: string, minimum: number | undefined, length: number]>([
    ['no policy', undefined, 24],
    ['the shortest minimum', 6, 24],
    ['a minimum that 24 exceeds by enough', 20, 24],
    ['a minimum of 24', 24, 28],
    ['a long minimum', 100, 104],
    ['a minimum just below the most', 125, 128],
    ['the longest minimum', 128, 128],
  ])('%s (%s): %s characters', (_policy, MinimumPasswordLength, length) => {
    expect(firstPassword({ MinimumPasswordLength })).toHaveLength(length)
  })

  it('is taken where no policy is set', () => {
    for (let n = 0; n < 200; n += 1) requireGoodPassword(under(undefined), firstPassword({}))
  })

  it('always holds all four kinds, begins with a letter, and has nothing that is easily misread', () => {
    for (let n = 0; n < 2000; n += 1) {
      const password = firstPassword({})
      for (const kind of [/[A-Z]/, /[a-z]/, /\d/, symbol]) expect(password).toMatch(kind)
      expect(password).toMatch(/^[A-Za-z]/)
      expect(password).toMatch(/^[A-Za-z2-9@#=-]+$/)
      expect(password).not.toMatch(/[OolIZSGB]/)
    }
  })

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 5000 }, () => firstPassword({}))).size).toBe(5000)
  })

  it('prefers no character and no place', () => {
    const drawn = Array.from({ length: 4000 }, () => firstPassword({}))
    const counts = new Map<string, number>()
    for (const password of drawn)
      for (const character of password.slice(1)) counts.set(character, (counts.get(character) ?? 0) + 1)
    expect(counts.size).toBe(56)
    // About 1640 each; digits and symbols a little more, because none is ever without them: 2 % and 22 %.
    const even = (4000 * 23) / 56
    for (const [character, count] of counts)
      expect(Math.abs(count - even) / even, character).toBeLessThan(0.4)
    // A symbol stands in every place behind the first about as often: nothing is put at an end.
    const places = Array.from({ length: 23 }, (_, at) => drawn.filter((p) => symbol.test(p[at + 1]!)).length)
    for (const [at, count] of places.entries()) {
      expect(count, `place ${at + 2}`).toBeGreaterThan(4000 * 0.05)
      expect(count, `place ${at + 2}`).toBeLessThan(4000 * 0.13)
    }
  })
})
