import { describe, expect, it } from 'vitest'
import type { Drift, WatchNotice } from '../model/index.ts'
import { letterOf } from './letter.ts'
import { account, now } from './testing.ts'

const drift = (kind: Drift['kind'], more: Partial<Drift> = {}): Drift => ({
  kind,
  finding: `root-has-mfa:${account}`,
  control: 'root-has-mfa',
  title: 'Root has MFA',
  severity: 'critical',
  subject: { kind: 'account', id: account },
  now: 'fail',
  message: 'Root has no MFA.',
  ...more,
})
const notice = (more: Partial<WatchNotice> = {}): WatchNotice => ({
  schema: 'neverroot/watch-notice/1',
  id: 'f00d',
  at: now.toISOString(),
  subject: { kind: 'account', id: account, name: 'mia-lab' },
  drift: [],
  ...more,
})

describe('the subject', () => {
  it.each<[string, Partial<WatchNotice>, string]>([
    ['one change', { drift: [drift('fail')] }, 'neverroot 111111111111 mia-lab: 1 new failure'],
    [
      'several, the gravest first',
      { drift: [drift('fixed'), drift('fail'), drift('fail')] },
      'neverroot 111111111111 mia-lab: 2 new failure, 1 fixed',
    ],
    [
      'a takeover before all',
      { signs: ['x'], drift: [drift('fixed')] },
      'neverroot 111111111111 mia-lab: signs of a takeover, 1 fixed',
    ],
    [
      'a gap alone',
      { gap: { since: now.toISOString(), until: now.toISOString(), every: 60 } },
      'neverroot 111111111111 mia-lab: nobody looked for a while',
    ],
    [
      'a sandbox',
      { sandbox: 'startup', drift: [drift('fail')] },
      '[sandbox startup] neverroot 111111111111 mia-lab: 1 new failure',
    ],
    [
      'an account without a name',
      { subject: { kind: 'account', id: account, name: account }, drift: [drift('fail')] },
      'neverroot 111111111111: 1 new failure',
    ],
    [
      'a name that no subject can hold',
      { subject: { kind: 'account', id: account, name: 'Büro\r\nBcc: x' }, drift: [drift('fail')] },
      'neverroot 111111111111 B?ro?Bcc: x: 1 new failure',
    ],
  ])('tells %s', (_, more, expected) => {
    expect(letterOf(notice(more)).subject).toBe(expected)
  })

  it('is one that SNS takes, however long the name is', () => {
    const { subject } = letterOf(notice({ subject: { kind: 'account', id: account, name: 'n'.repeat(200) } }))
    expect(subject).toMatch(/^[!-~][ -~]{0,98}$/)
    expect(subject).toHaveLength(99)
  })
})

describe('the text', () => {
  it('says what changed, where, and how to look', () => {
    const { text } = letterOf(
      notice({
        signs: ['2026-11-23: a password was recovered'],
        drift: [
          drift('lapsing', {
            expires: '2026-12-01T00:00:00Z',
            subject: { kind: 'account', id: '222222222222' },
          }),
        ],
      }),
    )
    expect(text).toBe(`neverroot: what changed in 111111111111 mia-lab, 2026-11-23 06:30 UTC

Somebody else may have been in the account:
- 2026-11-23: a password was recovered

lapses soon (until 2026-12-01): root-has-mfa, critical in 222222222222
  Root has no MFA.

Look yourself: neverroot audit
Notice f00d: the same however often it comes.
`)
  })

  it.each([
    ['an address in a message', 'It is aws-root@corp.example.', 'It is a...@corp.example.'],
    ['one that is masked already', 'It is a...@corp.example.', 'It is a...@corp.example.'],
    ['two of them', '<x.y@a.example>, z@b.example', '<x...@a.example>, z...@b.example'],
  ])('masks %s', (_, message, expected) => {
    expect(letterOf(notice({ drift: [drift('fail', { message })] })).text).toContain(`  ${expected}\n`)
  })
})
