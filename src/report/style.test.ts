import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statuses } from '../model/index.ts'
import { clip, paletteOf, tame, wrap } from './style.ts'

describe('clip', () => {
  it.each([
    ['what fits stays', 'four', 4, '…', 'four'],
    ['what does not is cut', 'fourteen', 5, '…', 'four…'],
    ['in ASCII', 'fourteen', 7, '...', 'four...'],
    ['no space before the ellipsis', 'four teen', 6, '…', 'four…'],
    ['no room for a word', 'four', 1, '…', ''],
    ['no room at all', 'four', -3, '…', ''],
  ])('%s', (_when, text, width, ellipsis, then) => {
    expect(clip(text, width, ellipsis)).toBe(then)
  })

  it('never is wider than asked, and is the text or a beginning of it', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 40 }), (text, width) => {
        const cut = clip(text, width, '…')
        expect(cut.length).toBeLessThanOrEqual(width)
        if (cut !== '' && cut !== text) {
          expect(cut.endsWith('…')).toBe(true)
          expect(text.startsWith(cut.slice(0, -1))).toBe(true)
        }
      }),
    )
  })
})

describe('wrap', () => {
  it.each([
    ['nothing', '', 10, []],
    ['one line', 'to be or', 10, ['to be or']],
    ['at spaces', 'to be or not to be', 8, ['to be or', 'not to', 'be']],
    ['a word that is too long stands alone', 'a arn:aws:iam::1:root b', 6, ['a', 'arn:aws:iam::1:root', 'b']],
    ['line breaks are spaces', 'to\nbe', 10, ['to be']],
  ])('%s', (_when, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines)
  })

  it('loses no word, and no line is wider than asked unless it is one word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^\S{1,12}$/)),
        fc.integer({ min: 1, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width)
          expect(lines.join(' ')).toBe(words.join(' '))
          for (const line of lines) if (line.includes(' ')) expect(line.length).toBeLessThanOrEqual(width)
        },
      ),
    )
  })
})

describe('signs', () => {
  it('each status has one of its own, without colour and in ASCII too', () => {
    for (const ascii of [false, true]) {
      const palette = paletteOf({ width: 80, color: false, ascii })
      const signs = statuses.map((status) => palette.sign(status))
      expect(new Set(signs).size).toBe(statuses.length)
      for (const sign of signs) expect(sign).toMatch(ascii ? /^[\x20-\x7e]$/ : /^[^\x00-\x1f]$/)
    }
  })

  it('colour adds escape codes only where it is asked for', () => {
    const escape = String.fromCharCode(27)
    expect(paletteOf({ width: 80, color: true, ascii: false }).status('fail', 'x')).toContain(escape)
    expect(paletteOf({ width: 80, color: false, ascii: false }).status('fail', 'x')).toBe('x')
  })
})

it('what others wrote cannot steer a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, ascii) => {
      const { name } = tame({ name: text }, ascii)
      expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      if (ascii) expect(name).toMatch(/^[\x20-\x7e]*$/)
    }),
  )
})
