import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mark, withoutSecret } from './redact.ts'

function passedOn(secret: string, pieces: readonly string[]): string {
  let written = ''
  const out = withoutSecret(secret, (text) => (written += text))
  for (const piece of pieces) out.push(piece)
  out.end()
  return written
}

describe('a secret in a stream', () => {
  const secret = 'abcabd'
  it.each<[what: string, pieces: string[], written: string]>([
    ['nothing', [], ''],
    ['text without it', ['one ', 'two\n'], 'one two\n'],
    ['alone', ['abcabd'], mark],
    ['in the middle', ['x abcabd y'], `x ${mark} y`],
    ['twice', ['abcabdabcabd'], mark + mark],
    ['broken in two', ['x abc', 'abd y'], `x ${mark} y`],
    ['broken into letters', [...'x abcabd y'], `x ${mark} y`],
    ['behind a false beginning', ['abc', 'abcabd'], `abc${mark}`],
    ['a beginning that comes to nothing', ['abcab', 'x'], 'abcabx'],
    ['a short beginning at the end', ['x a'], 'x a'],
    ['most of it at the end', ['x abcab'], `x ${mark}`],
  ])('%s', (_what, pieces, written) => {
    expect(passedOn(secret, pieces)).toBe(written)
  })

  it('a question without a line break is passed on at once', () => {
    const seen: string[] = []
    withoutSecret(secret, (text) => seen.push(text)).push('Touch your key ')
    expect(seen).toEqual(['Touch your key '])
  })

  it('never comes through, wherever the pieces break; the rest always does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    const pieces = fc.array(fc.oneof(letters, fc.constant('abaab')), { maxLength: 8 })
    fc.assert(
      fc.property(pieces, (all) => {
        const written = passedOn('abaab', all)
        expect(written).not.toContain('abaab')
        const whole = all.join('').replaceAll('abaab', mark)
        const tail = /abaa$/.test(whole) ? `${whole.slice(0, -4)}${mark}` : whole
        expect(written).toBe(tail)
      }),
      { numRuns: 2000 },
    )
  })
})
