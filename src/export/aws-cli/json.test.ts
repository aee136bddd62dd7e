import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Reference, type Value } from '../given.ts'
import { hereDocument } from './json.ts'

/** What a command gets on its standard input when sh reads the document. */
function throughShell(value: Value, variables: Record<string, string> = {}, shell = ['sh']): unknown {
  const { expands, text } = hereDocument(value, ({ path }) => path)
  const script = `cat <<${expands ? 'JSON' : "'JSON'"}\n${text}\nJSON\n`
  return JSON.parse(
    execFileSync(shell[0]!, [...shell.slice(1), '-c', script], {
      encoding: 'utf8',
      env: { ...variables, LC_ALL: 'C' },
    }),
  )
}

const odd: [what: string, text: string][] = [
  ['quotes of both kinds', `"it's"`],
  ['a variable', '$HOME ${HOME} $'],
  ['a command', '$(id) `id`'],
  ['backslashes', '\\ \\\\ \\n \\" \\$'],
  ['line breaks', 'a\nb\r\nc\tJSON\nJSON'],
  ['letters beyond ASCII', 'Séc 漢字 😀 \u2028'],
  ['control characters', '\u0000\u001b[31m\u007f'],
  ['half a character', '\ud800'],
  ['an exclamation mark', '!!'],
  ['nothing', ''],
]

describe('JSON for a here-document', () => {
  describe.each([
    ['alone', undefined],
    ['beside a variable', new Reference('output', 'arn', 'a/1')],
  ])('%s', (_name, beside) => {
    it.each(odd)('%s arrives exactly', (_what, text) => {
      for (const shell of [['sh'], ['bash', '--norc']])
        expect(
          throughShell({ text, [`key ${text}`]: [text, { text }], beside }, { arn: 'arn:x' }, shell),
        ).toEqual({
          text,
          [`key ${text}`]: [text, { text }],
          ...(beside ? { beside: 'arn:x' } : {}),
        })
    })

    it('any value arrives exactly', () => {
      fc.assert(
        fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
          const given = { value: value as Value, beside }
          const { value: got } = throughShell(given, { arn: 'arn:x' }) as { value: unknown }
          // JSON has no minus zero.
          expect(got).toEqual(JSON.parse(JSON.stringify(value)))
        }),
        { numRuns: 40 },
      )
    })
  })

  it('is ASCII', () => {
    for (const [, text] of odd) expect(hereDocument({ text }, () => '').text).toMatch(/^[\n\x20-\x7e]*$/)
  })

  it('knows a reference by its class, not by its looks', () => {
    const { expands, text } = hereDocument({ kind: 'output', path: 'x', step: 'y' }, () => 'gotcha')
    expect({ expands, text: JSON.parse(text) as unknown }).toEqual({
      expands: false,
      text: { kind: 'output', path: 'x', step: 'y' },
    })
  })
})
