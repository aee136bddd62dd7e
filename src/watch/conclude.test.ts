/** What a look comes to: that nobody used root is only said where everything could be looked at. */
import { describe, expect, it } from 'vitest'
import type { ActivityEvent, ActivityGap, ActivityKind, ReportedUse } from '../model/index.ts'
import { conclude, countKinds, reportedOnly } from './conclude.ts'

const now = new Date('2026-11-23T06:30:00Z')
const eventOf = (kind: ActivityKind, over: Partial<ActivityEvent> = {}): ActivityEvent => ({
  id: kind,
  at: '2026-11-20T06:30:00.000Z',
  region: 'us-east-1',
  source: 'iam.amazonaws.com',
  name: 'ListUsers',
  kind,
  planned: false,
  ...over,
})
const gap = (use: boolean): ActivityGap => ({
  what: 'it',
  why: 'denied',
  message: 'it was denied',
  needs: [],
  use,
})
const report = (over: Partial<ReportedUse> = {}): ReportedUse => ({
  generated: now.toISOString(),
  keys: [],
  ...over,
})
const planned = { planned: true }

interface Case {
  when: string
  events?: ActivityEvent[]
  reported?: ReportedUse
  gaps?: ActivityGap[]
  windows?: { from: Date; until: Date }[]
  then: string
  count?: number
}

const cases: Case[] = [
  { when: 'nothing happened', then: 'not-seen' },
  { when: 'a sign-in', events: [eventOf('console')], then: 'used', count: 1 },
  { when: 'a key', events: [eventOf('access-key')], then: 'used', count: 1 },
  { when: 'a session', events: [eventOf('session')], then: 'used', count: 1 },
  {
    when: 'use that AWS refused: root was there',
    events: [eventOf('session', { refused: 'AccessDenied' })],
    then: 'used',
    count: 1,
  },
  { when: 'a failed sign-in', events: [eventOf('failed-sign-in')], then: 'not-seen' },
  {
    when: 'sessions opened centrally, and AWS itself',
    events: [eventOf('assumed-root'), eventOf('service')],
    then: 'not-seen',
  },
  { when: 'planned use', events: [eventOf('console', planned)], then: 'planned' },
  {
    when: 'planned use and other use',
    events: [eventOf('console', planned), eventOf('access-key')],
    then: 'used',
    count: 1,
  },
  { when: 'a session that could be either', events: [eventOf('ambiguous')], then: 'cannot-tell' },
  { when: 'one in a planned window', events: [eventOf('ambiguous', planned)], then: 'not-seen' },
  { when: 'a Region that could not be looked at', gaps: [gap(true)], then: 'cannot-tell' },
  {
    when: 'planned use, and one that could not',
    events: [eventOf('console', planned)],
    gaps: [gap(true)],
    then: 'cannot-tell',
  },
  {
    when: 'use, and one that could not',
    events: [eventOf('console')],
    gaps: [gap(true)],
    then: 'used',
    count: 1,
  },
  { when: 'signs that could not be looked for', gaps: [gap(false)], then: 'not-seen' },
  {
    when: 'a password that only the report saw',
    reported: report({ passwordLastUsed: '2026-11-21T00:00:00.000Z' }),
    then: 'used',
    count: 1,
  },
  {
    when: 'the same, a hundred days ago',
    reported: report({ passwordLastUsed: '2026-08-15T00:00:00.000Z' }),
    then: 'not-seen',
  },
  {
    when: 'a password whose sign-in is an event',
    events: [eventOf('console')],
    reported: report({ passwordLastUsed: '2026-11-20T06:31:00.000Z' }),
    then: 'used',
    count: 1,
  },
  {
    when: 'a key that the report saw in another Region, beside an event of another day',
    events: [eventOf('access-key')],
    reported: report({ keys: [{ active: true, lastUsed: '2026-11-22T06:31:00.000Z' }] }),
    then: 'used',
    count: 2,
  },
  {
    when: 'a report of use within a planned window',
    reported: report({ passwordLastUsed: '2026-11-21T00:00:00.000Z' }),
    windows: [{ from: new Date('2026-11-20T23:00:00Z'), until: new Date('2026-11-21T01:00:00Z') }],
    then: 'planned',
  },
]

describe('what a look comes to', () => {
  it.each(cases)('$when: $then', ({ events = [], reported, gaps = [], windows = [], then, count = 0 }) => {
    const found = conclude({ events, reported, couldNotLook: gaps, windows, now })
    expect(found.conclusion).toBe(then)
    expect(found.unplanned.count).toBe(count)
  })

  it('adding what could not be looked at never makes it quieter', () => {
    const order = ['not-seen', 'planned', 'cannot-tell', 'used']
    for (const { events = [], reported, gaps = [], windows = [] } of cases) {
      const seen = { events, reported, windows, now }
      const before = conclude({ ...seen, couldNotLook: gaps }).conclusion
      const after = conclude({ ...seen, couldNotLook: [...gaps, gap(true)] }).conclusion
      expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before))
    }
  })
})

it('a key in use is told by the report where no event shows it, and not twice', () => {
  const keys = [{ active: true, lastUsed: '2026-11-20T06:40:00.000Z' }]
  expect(reportedOnly({ events: [eventOf('console')], reported: report({ keys }), now })).toHaveLength(1)
  expect(reportedOnly({ events: [eventOf('access-key')], reported: report({ keys }), now })).toEqual([])
})

it('counts each kind once, people first', () => {
  const events = [eventOf('service'), eventOf('console', planned), eventOf('console', { refused: 'x' })]
  expect(countKinds(events)).toEqual([
    { kind: 'console', count: 2, planned: 1, refused: 1, last: events[0]!.at },
    { kind: 'service', count: 1, planned: 0, refused: 0, last: events[0]!.at },
  ])
})
