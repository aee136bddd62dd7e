import { describe, expect, it } from 'vitest'
import type { Drift, WatchPass } from '../model/index.ts'
import { span, terminalWatch } from './watch.ts'

const pass = (over: Partial<WatchPass> = {}): WatchPass => ({
  schema: 'neverroot/watch/1',
  at: '2026-11-23T06:30:00.000Z',
  tool: { name: 'neverroot', version: '0' },
  caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
  subject: { kind: 'organization', id: 'o-a1b2c3d4e5', name: 'Corp' },
  since: '2026-11-22T06:30:00.000Z',
  signs: [],
  notes: [],
  drift: [],
  open: { fail: 2, unknown: 0, review: 1 },
  deliveries: {},
  calls: { total: 0, byAction: {}, throttled: 0, retried: 0, seconds: 0 },
  ...over,
})
const drift = (i: number, over: Partial<Drift> = {}): Drift => ({
  kind: 'fail',
  finding: `root-has-mfa:${i}`,
  control: 'root-has-mfa',
  title: 'Root has MFA',
  severity: 'critical',
  subject: { kind: 'account', id: String(100_000_000_000 + i), name: `team-${i}` },
  now: 'fail',
  message: 'no device',
  ...over,
})
const shown = (given: WatchPass, verbose = false) =>
  terminalWatch(given, { style: { width: 100, color: false, ascii: true }, verbose, place: '' })

describe('a pass as text', () => {
  it('without drift is one line', () => {
    expect(shown(pass())).toBe(
      ' o-a1b2c3d4e5  Corp   no drift since 2026-11-22 06:30 UTC   2 fail, 1 nobody has answered\n',
    )
  })

  it('tells what many accounts share once, the gravest first, fixed last', () => {
    const low = drift(7, { control: 'low-one', severity: 'low' })
    const fixed = drift(8, {
      kind: 'fixed',
      control: 'daily-budget-exists',
      now: 'pass',
      message: 'it exists',
    })
    const given = pass({ drift: [fixed, low, ...[0, 1, 2, 3, 4].map((i) => drift(i))] })
    expect(shown(given)).toBe(
      [
        ' o-a1b2c3d4e5  Corp   7 changes since 2026-11-22 06:30 UTC   2 fail, 1 nobody has answered',
        '',
        ' New failure',
        ' x critical  root-has-mfa in 100000000000 team-0, 100000000001 team-1, 100000000002 team-2 and 2',
        '             more',
        '             no device',
        ' x low       low-one in 100000000007 team-7',
        '             no device',
        '',
        ' Fixed',
        ' + critical  daily-budget-exists in 100000000008 team-8',
        '             it exists',
        '',
        ' Why, and how to fix it:  neverroot explain root-has-mfa',
        '',
      ].join('\n'),
    )
    expect(shown(given, true)).toContain('100000000004 team-4')
  })

  it('tells signs of a takeover before all else, a gap, and what was not sent', () => {
    const text = shown(
      pass({
        signs: ['2026-11-22: root made an access key for itself'],
        gap: { since: '2026-11-01T06:30:00.000Z', until: '2026-11-23T06:30:00.000Z', every: 86_400 },
        deliveries: { webhook: { to: 'hooks.corp.example', sent: 0, unsent: 2, because: 'it answered 500' } },
      }),
    )
    expect(text).toMatch(
      /1 change since[^]+\n Somebody else may have been in the account\n x 2026-11-22: root made/,
    )
    expect(text).toContain('Nobody looked from 2026-11-01 06:30 to 2026-11-23 06:30 UTC, though every 1 d')
    expect(text).toContain('2 notices for webhook wait for the next pass: it answered 500.')
  })

  it('names of others cannot move the cursor', () => {
    const given = pass({ drift: [drift(0, { subject: { kind: 'account', id: '1', name: '\u001b[2Jx' } })] })
    expect(shown(given)).not.toContain('\u001b')
  })
})

it.each([
  [90, '90 s'],
  [1800, '30 min'],
  [21_600, '6 h'],
  [86_400, '1 d'],
])('%d seconds are %s', (seconds, words) => expect(span(seconds)).toBe(words))
