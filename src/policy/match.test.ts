import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileActions, matchesPattern, patternsMeet } from './match.ts'

describe('a pattern', () => {
  it.each<[string, string, boolean]>([
    ['*', '', true],
    ['*', 'anything at all', true],
    ['', '', true],
    ['', 'a', false],
    ['abc', 'abc', true],
    ['abc', 'ABC', false],
    ['abc', 'abcd', false],
    ['abc', 'ab', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'abbc', false],
    ['?', '', false],
    ['??', 'ab', true],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'ba', true],
    ['*a', 'ab', false],
    ['a*c', 'ac', true],
    ['a*c', 'abbbc', true],
    ['a*c', 'abcb', false],
    ['a**c', 'abc', true],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'ab', false],
    ['*?', '', false],
    ['?*', 'a', true],
    ['a.c', 'abc', false],
    ['a+(b)[c]{d}^$|\\', 'a+(b)[c]{d}^$|\\', true],
    ['arn:aws:s3:::*', 'arn:aws:s3:::bucket/key:with:colons', true],
    ['arn:aws:s3:::bucket/*/x', 'arn:aws:s3:::bucket/a/b/x', true],
    ['arn:aws:iam::*:root', 'arn:aws:iam::111111111111:root', true],
    ['arn:*:root', 'arn:aws:iam::111111111111:root', true],
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/key', false],
    ['arn:aws:s3:::bucket-??', 'arn:aws:s3:::bucket-01', true],
    ['*', '*', true],
    ['arn:aws:s3:::*', '*', false],
  ])('%j and %j: %s', (pattern, value, expected) => {
    expect(matchesPattern(pattern, value)).toBe(expected)
  })

  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8 })
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 10 })

  it('agrees with the regular expression that says the same', () => {
    fc.assert(
      fc.property(letters, texts, (pattern, value) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's')
        expect(matchesPattern(pattern, value)).toBe(expression.test(value))
      }),
      { numRuns: 2000 },
    )
  })

  it('takes no time out of measure for a hostile pattern', () => {
    const began = performance.now()
    expect(matchesPattern(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

describe('a list of actions', () => {
  it.each<[string[], string, boolean]>([
    [['s3:DeleteBucket'], 's3:deletebucket', true],
    [['S3:delete*'], 's3:deletebucket', true],
    [['s3:Get*', 's3:List*'], 's3:listallmybuckets', true],
    [['s3:Get*', 's3:List*'], 's3:deletebucket', false],
    [['s3:*'], 's3express:getsession', false],
    [['s3*'], 's3express:getsession', true],
    [['*:Get*'], 'iam:getuser', true],
    [['*Bucket'], 's3:deletebucket', true],
    [['iam:*User*'], 'iam:createuser', true],
    [['iam:?etUser'], 'iam:getuser', true],
    [['i?m:GetUser'], 'iam:getuser', true],
    [['*'], 'anything:atall', true],
    [['iam:GetUser', '*'], 's3:getobject', true],
    [['iam:GetUser'], 'iam:getuserpolicy', false],
    [['iam:*'], 'iam:', true],
  ])('%j and %s: %s', (patterns, action, expected) => {
    expect(compileActions(patterns)(action)).toBe(expected)
  })

  it('agrees with matching pattern by pattern', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), minLength: 1, maxLength: 6 })
    const action = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 5 }), action, (patterns, value) => {
        const expected = patterns.some((one) => matchesPattern(one, value))
        expect(compileActions(patterns)(value)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('two patterns', () => {
  it.each<[string, string, boolean]>([
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['a', 'a', true],
    ['a', 'b', false],
    ['a*', '*b', true],
    ['a*', 'b*', false],
    ['a?', '?b', true],
    ['*a', 'b', false],
    ['a**', 'a', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:*', true],
    ['arn:aws:s3:::b', 'arn:aws:iam::*:*', false],
  ])('%j and %j meet: %s', (one, other, expected) => {
    expect(patternsMeet(one, other)).toBe(expected)
    expect(patternsMeet(other, one)).toBe(expected)
  })

  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 })
  /** Every text of up to eight letters: of patterns as short as these, two that meet do so in one of them. */
  const texts = ['', ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((length) => words(length))]
  function words(length: number): string[] {
    return Array.from({ length: 2 ** length }, (_, bits) =>
      Array.from({ length }, (_, i) => ((bits >> i) & 1 ? 'a' : 'b')).join(''),
    )
  }

  it('meet where one text matches both', () => {
    fc.assert(
      fc.property(patterns, patterns, (one, other) => {
        const meet = texts.some((text) => matchesPattern(one, text) && matchesPattern(other, text))
        expect(patternsMeet(one, other)).toBe(meet)
      }),
      { numRuns: 2000 },
    )
  })
})
