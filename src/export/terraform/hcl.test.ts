import fc from 'fast-check'
import hcl from 'hcl2-parser'
import { describe, expect, it } from 'vitest'
import { Call, Expression, hclFile, literal } from './hcl.ts'

/** What HCL's own parser makes of a text. */
const parsed = (text: string): unknown => (hcl.parseToObject(text) as [unknown, unknown])[0]

describe('a string of HCL', () => {
  it.each([
    ['an interpolation', 'a${var.b}'],
    ['an escaped one', 'a$${b} $$${c}'],
    ['a directive', '%{ if true }x%{ endif } %%{'],
    ['dollars', '$ $$ {$ ${'],
    ['quotes and backslashes', '"\\" \\n \\u0041'],
    ['line breaks', 'a\nb\r\tc'],
    ['letters beyond ASCII', 'Séc 漢字 😀'],
    ['what changes the direction of writing', 'a\u202eb\u2066c\u{e0001}'],
    ['control characters', '\u0001\u001b\u007f\u2028'],
  ])('%s is text', (_name, text) => {
    expect(parsed(`x = ${literal(text)}`)).toEqual({ x: text })
    expect(literal(text)).toMatch(/^"[^\n\u202e\u2066\u2028]*"$/)
  })

  it('any text is text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', '$', '${', '%{', '\\'),
        (text, end) => {
          // Composed letters: HCL normalises strings (HCL native syntax specification, "Template Literals").
          const given = `${text}${end}`.normalize('NFC')
          expect(parsed(`x = ${literal(given)}`)).toEqual({ x: given })
        },
      ),
    )
  })
})

describe('a file of HCL', () => {
  it('is written as terraform fmt writes it', () => {
    const text = hclFile(
      ['# head'],
      [
        {
          type: 'resource',
          labels: ['a', 'b'],
          comments: ['# why'],
          attributes: {
            name: 'x',
            longer_name: new Expression('var.y'),
            policy: new Call('jsonencode', { Version: '1', 'aws:Key': [{ a: 1, bc: true }] }),
            list: [1, 2],
            one: ['x'],
            none: [],
            gone: undefined,
          },
          blocks: [{ type: 'lifecycle', attributes: { prevent_destroy: true } }, { type: 'empty' }],
        },
      ],
    )
    expect(text).toBe(`# head

# why
resource "a" "b" {
  name        = "x"
  longer_name = var.y
  policy = jsonencode({
    Version = "1"
    "aws:Key" = [
      {
        a  = 1
        bc = true
      },
    ]
  })
  list = [
    1,
    2,
  ]
  one  = ["x"]
  none = []

  lifecycle {
    prevent_destroy = true
  }

  empty {}
}
`)
    expect(parsed(text)).toBeTruthy()
  })
})
