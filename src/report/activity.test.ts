/** What the text says: never more than was looked at, nothing that others wrote as it is, and each line within the width. */
import { describe, expect, it } from 'vitest'
import type { Activity, ActivityConclusion, ActivityEvent, OrganizationActivity } from '../model/index.ts'
import { activityHeadline } from './activity-headline.ts'
import { deviceWords } from './activity-words.ts'
import { terminalActivity } from './activity.ts'
import { terminalOrganizationActivity } from './organization-activity.ts'

const at = '2026-11-23T06:30:00.000Z'
const since = '2026-08-25T06:30:00.000Z'
const event: ActivityEvent = {
  id: '1',
  at: '2026-11-21T06:30:00.000Z',
  region: 'us-east-1',
  source: 'signin.amazonaws.com',
  name: 'ConsoleLogin',
  kind: 'console',
  planned: false,
  mfa: false,
}
const seenOf = (over: Partial<Activity> = {}): Activity => ({
  schema: 'neverroot/activity/1',
  at,
  tool: { name: 'neverroot', version: '0' },
  caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
  vantage: 'standalone',
  partition: 'aws',
  subject: { kind: 'account', id: '111111111111', name: 'mia-lab' },
  conclusion: 'not-seen',
  unplanned: { count: 0 },
  kinds: [],
  events: [],
  signs: [],
  report: { generated: at, keys: [] },
  looked: [{ region: 'us-east-1', since, complete: true }],
  notLooked: ['eu-west-1'],
  couldNotLook: [],
  notes: [],
  calls: { total: 0, byAction: {}, throttled: 0, retried: 0, seconds: 0 },
  ...over,
})
const gap = {
  what: 'events of root',
  region: 'us-east-1',
  why: 'denied',
  message: 'it was denied',
  needs: [],
  use: true,
} as const
const used = { conclusion: 'used', unplanned: { count: 1, last: event.at } } as const

describe('the headline', () => {
  it.each<[when: string, over: Partial<Activity>, says: string]>([
    [
      'nothing, in one Region',
      {},
      'No use of root in us-east-1 in the last 90 days, and none elsewhere by the credential report.',
    ],
    ['nothing, everywhere', { notLooked: [] }, 'No use of root in us-east-1 in the last 90 days.'],
    [
      'planned use',
      { conclusion: 'planned' },
      'Every use of root was planned in us-east-1 in the last 90 days, and none elsewhere by the credential report.',
    ],
    [
      'a sign-in',
      { ...used, events: [event] },
      'Root was used without a plan: 1 event, the last 2 days ago (console sign-in without MFA).',
    ],
    [
      'a call',
      { ...used, events: [{ ...event, kind: 'session', source: 'ec2.amazonaws.com', name: 'RunInstances' }] },
      'Root was used without a plan: 1 event, the last 2 days ago (root session, ec2:RunInstances in us-east-1).',
    ],
    [
      'a key, by the report alone',
      {
        ...used,
        report: {
          generated: at,
          keys: [{ active: true, lastUsed: event.at, service: 's3', region: 'eu-west-1' }],
        },
      },
      'Root was used without a plan: 1 event, the last 2 days ago (access key, s3 in eu-west-1, by the credential report).',
    ],
    [
      'use, and not all could be seen',
      { ...used, events: [event], couldNotLook: [gap] },
      'Root was used without a plan: 1 event, the last 2 days ago (console sign-in without MFA). Not everything could be looked at.',
    ],
    [
      'what was refused',
      { conclusion: 'cannot-tell', couldNotLook: [gap] },
      'Cannot tell whether root was used: none was seen, and events of root could not be looked at.',
    ],
    [
      'a record that does not say who it was',
      { conclusion: 'cannot-tell', events: [{ ...event, kind: 'ambiguous' }] },
      "Cannot tell whether root was used: 1 event may be a person's or of a session that was opened centrally; the management account can tell.",
    ],
  ])('%s', (_when, over, says) => {
    expect(activityHeadline(seenOf(over))).toBe(says)
  })
})

describe('the text', () => {
  const view = (width: number, ascii = true) => ({
    style: { width, color: false, ascii },
    verbose: false,
    place: ' --profile x',
  })
  const full = seenOf({
    ...used,
    subject: { kind: 'account', id: '111111111111', name: 'mia\u001b[2J-lab' },
    events: [event, { ...event, id: '2', kind: 'access-key', agent: 'evil\u202egnp', about: 'mié' }],
    kinds: [{ kind: 'console', count: 1, planned: 0, refused: 0, last: event.at }],
    couldNotLook: [gap, { ...gap, what: 'console sign-ins' }],
    signs: [
      {
        id: '3',
        at: event.at,
        region: 'us-east-1',
        source: 'signin.amazonaws.com',
        name: 'EmailUpdated',
        topic: 'address',
        text: 'the root e-mail address was changed',
        verified: false,
        planned: false,
      },
    ],
  })

  it('holds no control characters, and in ASCII nothing else', () => {
    expect(terminalActivity(full, view(80))).toMatch(/^[\n\x20-\x7e]*$/)
    expect(terminalActivity(full, view(80, false))).not.toMatch(/[\u001b\u202e]/)
  })

  it.each([60, 80, 140])('keeps to %i columns, but for commands to copy', (width) => {
    const long = terminalActivity(full, view(width))
      .split('\n')
      .filter((line) => line.length > width && !line.includes('neverroot '))
    expect(long).toEqual([])
  })

  it('tells a reason once, and marks what AWS does not document', () => {
    const text = terminalActivity(full, view(120))
    expect(text.match(/it was denied/g)).toHaveLength(1)
    expect(text).toContain('events of root in us-east-1, console sign-ins in us-east-1: it was denied')
    expect(text.replace(/\s+/g, ' ')).toContain(
      'EmailUpdated: a name that AWS does not document, shown and not scored',
    )
  })

  it.each<[conclusion: ActivityConclusion, says: string]>([
    ['used', 'Root was used without a plan in 1 of 1 account.'],
    ['cannot-tell', 'No unplanned use of root was seen in 1 account. In 1 it cannot be told.'],
    ['not-seen', 'No unplanned use of root was seen in 1 account.'],
  ])('of an organization with one account, %s', (conclusion, says) => {
    const {
      schema: _s,
      tool,
      caller,
      partition,
      calls,
      ...seen
    } = seenOf({
      conclusion,
      unplanned: { count: 1, last: event.at },
      couldNotLook: [gap],
    })
    const given: OrganizationActivity = {
      schema: 'neverroot/activity-organization/1',
      at,
      tool,
      caller,
      partition,
      organization: 'o-abcdefghij',
      vantage: 'management',
      accounts: [{ ...seen, how: 'role x' }],
      calls,
    }
    expect(terminalOrganizationActivity(given, view(100))).toContain(says)
  })
})

it.each([
  ['mfa/root-account-mfa-device', 'app root-account-mfa-device'],
  ['u2f/root/blue-key-2BIKVQS6WG6ZLXJFD4BR3RDRXX', 'security key or passkey blue-key'],
  ['u2f/root/blue-key', 'security key or passkey blue-key'],
  ['GAHT...123', 'token GAHT...123'],
])('%s is called %s', (device, words) => expect(deviceWords(device)).toBe(words))
