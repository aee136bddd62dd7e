import { describe, expect, it } from 'vitest'
import type { Recovery, RecoveryFindings, RecoveryGraph } from '../model/index.ts'
import { mermaidRecovery } from './recovery-mermaid.ts'
import { svgRecovery } from './recovery-svg.ts'
import { recoveryHeadline } from './recovery-words.ts'
import { terminalRecovery } from './recovery.ts'

const hostile = `mia"]; click n0 "x" <script>alert(1)</script> & 'x' \u001b[2J\u202e`

const graph = (label: string): RecoveryGraph => ({
  nodes: [
    { id: 'root', kind: 'goal', label: 'root', takes: 'any', of: ['way-a', 'way-b'], state: 'known' },
    { id: 'way-a', kind: 'way', label: 'by mail', takes: 'all', of: ['a', 'b'], state: 'known' },
    { id: 'way-b', kind: 'way', label: 'by key', takes: 'all', of: ['b'], state: 'cut', because: 'no key' },
    { id: 'a', kind: 'holder', who: 'people', label: 'mail administrator', state: 'untold', together: 1 },
    { id: 'b', kind: 'holder', who: 'principal', label, state: 'known', together: 2, count: 3 },
  ],
  doubts: [{ id: 'd', holders: ['a', 'b'], text: 'they may be one' }],
  changes: [],
})

const two: RecoveryFindings = {
  fewest: { known: { count: 3, sets: [['a', 'b']] }, worst: { count: 2, sets: [['a', 'b']] } },
  gains: [
    {
      id: 'x',
      text: 'part them',
      known: 3,
      worst: 3,
      left: { known: 1, worst: 1 },
      raises: true,
      control: 'c',
    },
  ],
}

const drawn = (label: string, found: RecoveryFindings = two): Recovery => ({
  schema: 'neverroot/recovery/1',
  at: '2026-11-23T06:30:00.000Z',
  tool: { name: 'neverroot', version: '0' },
  caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
  subject: { kind: 'account', id: '111111111111', name: label },
  vantage: 'standalone',
  graph: graph(label),
  ...found,
  couldNotLook: [{ what: label, message: 'denied', needs: [] }],
  calls: { total: 0, byAction: {}, throttled: 0, retried: 0, seconds: 0 },
})

describe('the headline', () => {
  const one = { known: { count: 1, sets: [['a']] }, worst: { count: 1, sets: [['a']] } }
  const nobody = { known: { sets: [] }, worst: { sets: [] } }
  it.each<[when: string, found: RecoveryFindings, says: string]>([
    ['one', { fewest: one, gains: [] }, 'One is enough: mail administrator alone suffices.'],
    [
      'two, or one hand',
      {
        ...two,
        fewest: { known: { count: 2, sets: [['a', 'b']] }, worst: { count: 1, sets: [['a', 'b']] } },
      },
      'It takes 2, such as mail administrator + build. It takes only 1 if one hand is all of it: mail administrator + build.',
    ],
    [
      'two, or one who may exist',
      { ...two, fewest: { known: { count: 2, sets: [['a', 'b']] }, worst: one.worst } },
      'It takes 2, such as mail administrator + build. It takes only 1 if it is so, which was not seen: mail administrator.',
    ],
    ['nobody', { fewest: nobody, gains: [] }, 'Nobody can become root in a way that is known here.'],
    [
      'nobody for certain',
      { fewest: { known: { sets: [] }, worst: one.worst }, gains: [] },
      'Nobody is known to be able to become root; at worst it takes 1: mail administrator.',
    ],
    [
      'a member that only the centre might reach',
      { fewest: { known: { sets: [] }, worst: one.worst }, withoutCentre: nobody, gains: [] },
      'The centre of the organization may become root of it; from here that does not show. Without the centre: nobody can become root in a way that is known here.',
    ],
  ])('%s', (_, found, says) => {
    expect(recoveryHeadline(drawn('build', found))).toBe(says)
  })
})

describe('a name that would be markup', () => {
  it('stays a name in the picture', () => {
    const svg = svgRecovery(drawn(hostile))
    expect(svg).not.toMatch(/<script|<\/script|\u001b|\u202e/)
    expect(svg).toContain('&#60;script&#62;')
  })

  it('stays a name in the diagram', () => {
    const text = mermaidRecovery(drawn(hostile))
    expect(text).not.toMatch(/<script|\u001b|\u202e|"\]; click/)
    const lines = text.split('\n')
    expect(lines[0]).toMatch(/^%% [^{}"]+$/)
    for (const line of lines.slice(1)) if (line.includes('click')) expect(line).toMatch(/^ {2}n\d+\(/)
    for (const line of lines.slice(1)) expect((line.match(/"/g) ?? []).length % 2).toBe(0)
  })

  it('moves nothing on a terminal', () => {
    const style = { width: 80, color: false, ascii: true }
    const text = terminalRecovery(drawn(hostile), { style, verbose: true, place: '' })
    expect(text).toMatch(/^[\x20-\x7e\n]+$/)
  })
})

describe('the text', () => {
  it('tells what is cut with the reason, who must act together, and what nobody has said', () => {
    const style = { width: 80, color: false, ascii: true }
    const text = terminalRecovery(drawn('build'), { style, verbose: false, place: ' --profile x' })
    expect(text).toContain('- by key (cut: no key)')
    expect(text).toContain('takes  mail administrator (?)')
    expect(text).toContain('takes  build (2 together)')
    expect(text).toContain('? they may be one')
    expect(text).toContain('1  part them: at worst from 2 to 3')
    expect(text).toContain('--output recovery.svg --profile x')
  })
})
