import { describe, expect, it } from 'vitest'
import type { ActivityEvent, ActivityGap } from '../model/index.ts'
import { drillLook, type TidyUp } from './root-drill.ts'

const window = { from: '2026-11-23T06:00:00.000Z', until: '2026-11-23T08:00:00.000Z' }
const now = new Date('2026-11-23T07:00:00Z')
const late = new Date('2026-11-23T09:00:00Z')
const done: TidyUp = { people: 2, keyBack: true, passwordRenewed: true }
const event = (over: Partial<ActivityEvent> = {}): ActivityEvent => ({
  id: 'e1',
  at: '2026-11-23T06:11:00.000Z',
  region: 'us-east-1',
  source: 'signin.amazonaws.com',
  name: 'ConsoleLogin',
  kind: 'console',
  planned: true,
  mfa: true,
  device: 'safe-1',
  ...over,
})
const denied: ActivityGap = {
  what: 'sign-ins',
  why: 'denied',
  message: 'cloudtrail:LookupEvents was denied',
  needs: ['cloudtrail:LookupEvents'],
  use: true,
}

describe('a drill', () => {
  it('counts where root signed in with MFA and all is tidy again', () => {
    const look = drillLook(window, { events: [event()], couldNotLook: [] }, done, now)
    expect(look).toEqual({
      signIn: { at: '2026-11-23T06:11:00.000Z', mfa: true, device: 'safe-1', minutes: 11 },
      missing: [],
    })
  })

  it('is told by the first of several sign-ins', () => {
    const events = [event({ at: '2026-11-23T06:40:00.000Z' }), event()]
    expect(drillLook(window, { events, couldNotLook: [] }, done, now).signIn?.minutes).toBe(11)
  })

  it.each<
    [
      when: string,
      events: ActivityEvent[],
      gaps: ActivityGap[],
      said: Partial<TidyUp>,
      at: Date,
      missing: RegExp,
    ]
  >([
    ['nobody signed in yet', [], [], {}, now, /^no sign-in of root is seen in it yet/],
    ['nobody signed in at all', [], [], {}, late, /^no sign-in of root was seen in it$/],
    ['it cannot be seen', [], [denied], {}, late, /cannot be seen: cloudtrail:LookupEvents was denied/],
    ['somebody signed in before', [event({ at: '2026-11-23T05:59:00.000Z' })], [], {}, late, /no sign-in/],
    ['somebody signed in after', [event({ at: '2026-11-23T08:01:00.000Z' })], [], {}, late, /no sign-in/],
    ['the password was wrong', [event({ kind: 'failed-sign-in' })], [], {}, late, /no sign-in/],
    ['AWS refused it', [event({ refused: 'Failed' })], [], {}, late, /no sign-in/],
    ['a session was opened centrally', [event({ kind: 'assumed-root' })], [], {}, late, /no sign-in/],
    ['it was without MFA', [event({ mfa: false })], [], {}, now, /without MFA/],
    [
      'nobody knows whether it was with MFA',
      [event({ mfa: undefined as never })],
      [],
      {},
      now,
      /without MFA/,
    ],
    [
      'keys of root were used in it',
      [event(), event({ id: 'e2', kind: 'access-key', name: 'ListBuckets' })],
      [],
      {},
      now,
      /access keys made 1 call/,
    ],
    ['nobody took part', [event()], [], { people: 0 }, now, /nobody took part/],
    ['the key is not back', [event()], [], { keyBack: false }, now, /key is not back/],
    ['the password is the old one', [event()], [], { passwordRenewed: false }, now, /not renewed/],
  ])('does not count where %s', (_when, events, couldNotLook, said, at, missing) => {
    const look = drillLook(window, { events, couldNotLook }, { ...done, ...said }, at)
    expect(look.missing).toEqual([expect.stringMatching(missing)])
  })
})
