/** Every kind of event with a root identity, as CloudTrail writes it, and what it is told to be. */
import { describe, expect, it } from 'vitest'
import type { TrailEvent, TrailRecord } from './event-history.ts'
import { isOfRoot, kindOf, type RootEventKind, rootEventOf, withMarked } from './root-event.ts'

const id = '111111111111'
const root = { type: 'Root', arn: `arn:aws:iam::${id}:root`, accountId: id }
const at = new Date('2026-11-20T06:30:00Z')
const eventOf = (name: string, record: TrailRecord, source = 'iam.amazonaws.com'): TrailEvent => ({
  id: 'e1',
  at,
  name,
  source,
  region: 'us-east-1',
  record: { eventType: 'AwsApiCall', userIdentity: root, ...record },
})
const key = (accessKeyId: string, more: object = {}) => ({ userIdentity: { ...root, accessKeyId, ...more } })
const signIn = (outcome: string | undefined, more: TrailRecord = {}): TrailEvent =>
  eventOf(
    'ConsoleLogin',
    {
      eventType: 'AwsConsoleSignIn',
      ...(outcome ? { responseElements: { ConsoleLogin: outcome } } : { responseElements: null }),
      ...more,
    },
    'signin.amazonaws.com',
  )
const centrally = new Map([['ASIACENTRALLYOPENED0', { at, task: 'IAMAuditRootUserCredentials', target: id }]])

interface Case {
  when: string
  event: TrailEvent
  then: RootEventKind
  /** Default: a member, whose root can be assumed. */
  canBeAssumed?: false
}

const cases: Case[] = [
  { when: 'a sign-in that worked', event: signIn('Success'), then: 'console' },
  { when: 'a sign-in with a wrong password', event: signIn('Failure'), then: 'failed-sign-in' },
  { when: 'a sign-in whose outcome is not said', event: signIn(undefined), then: 'failed-sign-in' },
  {
    when: 'a second factor that was wrong',
    event: eventOf(
      'CheckMfa',
      { eventType: 'AwsConsoleSignIn', responseElements: { CheckMfa: 'Failure' } },
      'signin.amazonaws.com',
    ),
    then: 'failed-sign-in',
  },
  {
    when: 'a second factor that was right, before the sign-in',
    event: eventOf(
      'CheckMfa',
      { eventType: 'AwsConsoleSignIn', responseElements: { CheckMfa: 'Success' } },
      'signin.amazonaws.com',
    ),
    then: 'session',
  },
  { when: 'a long-term key', event: eventOf('ListUsers', key('AKIAROOTKEY000000001')), then: 'access-key' },
  {
    when: 'a long-term key that AWS refused',
    event: eventOf('ListUsers', { ...key('AKIAROOTKEY000000001'), errorCode: 'AccessDenied' }),
    then: 'access-key',
  },
  {
    when: 'a session of a standalone account',
    event: eventOf('ListUsers', key('ASIASESSION000000001')),
    canBeAssumed: false,
    then: 'session',
  },
  {
    when: 'a session of a member, without a mark and without its AssumeRoot event',
    event: eventOf('ListAccessKeys', key('ASIASESSION000000001')),
    then: 'ambiguous',
  },
  {
    when: 'the mark of an assumed root, as text',
    event: eventOf(
      'ListAccessKeys',
      key('ASIASESSION000000001', { sessionContext: { assumedRoot: 'true' } }),
    ),
    then: 'assumed-root',
  },
  {
    when: 'the mark of an assumed root, as a boolean',
    event: eventOf('ListAccessKeys', key('ASIASESSION000000001', { sessionContext: { assumedRoot: true } })),
    then: 'assumed-root',
  },
  {
    when: 'a mark that says no',
    event: eventOf(
      'ListAccessKeys',
      key('ASIASESSION000000001', { sessionContext: { assumedRoot: 'false' } }),
    ),
    then: 'ambiguous',
  },
  {
    when: 'no mark, and a key that an AssumeRoot event names',
    event: eventOf('DeleteLoginProfile', key('ASIACENTRALLYOPENED0')),
    then: 'assumed-root',
  },
  {
    when: 'AWS itself, by the type of the event',
    event: eventOf('RotateKey', { eventType: 'AwsServiceEvent' }),
    then: 'service',
  },
  {
    when: 'AWS on behalf of root',
    event: eventOf('AcceptHandshake', {
      userIdentity: { ...root, invokedBy: 'organizations.amazonaws.com' },
    }),
    then: 'service',
  },
  {
    when: 'AWS with a key of root in hand',
    event: eventOf('Decrypt', {
      userIdentity: { ...root, accessKeyId: 'AKIAROOTKEY000000001', invokedBy: 'AWS Internal' },
    }),
    then: 'service',
  },
  {
    when: 'a console page without a key of its own',
    event: eventOf(
      'SetIAMAccessPreference',
      { eventType: 'AwsConsoleAction' },
      'billingconsole.amazonaws.com',
    ),
    then: 'session',
  },
]

describe('how an event of root came about', () => {
  it.each(cases)('$when: $then', ({ event, then, canBeAssumed = true }) => {
    expect(kindOf(event, { assumed: centrally, canBeAssumed })).toBe(then)
  })
})

describe('whose event it is', () => {
  it.each<[when: string, event: TrailEvent, is: boolean]>([
    ['root', signIn('Success'), true],
    [
      'root of an account with an alias',
      signIn('Success', { userIdentity: { ...root, userName: 'corp' } }),
      true,
    ],
    [
      'an IAM user called root',
      signIn('Success', { userIdentity: { type: 'IAMUser', userName: 'root' } }),
      false,
    ],
    ['a role', eventOf('ListUsers', { userIdentity: { type: 'AssumedRole' } }), false],
    ['nobody', eventOf('ListUsers', { userIdentity: {} }), false],
    [
      'somebody who asks for a new password: no use, whoever it names',
      eventOf('PasswordRecoveryRequested', { eventType: 'AwsConsoleSignIn' }, 'signin.amazonaws.com'),
      false,
    ],
  ])('%s', (_when, event, is) => {
    expect(isOfRoot(event)).toBe(is)
  })
})

describe('what is kept of a record', () => {
  const how = { assumed: centrally, canBeAssumed: true }

  it('the device of a sign-in, and only the network and the program that it came from', () => {
    const record = {
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'Yes', MFAIdentifier: `arn:aws:iam::${id}:u2f/root/blue-key-R1` },
      sourceIPAddress: '203.0.113.77',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) of mia',
    }
    expect(rootEventOf(eventOf('ConsoleLogin', record, 'signin.amazonaws.com'), how)).toEqual({
      id: 'e1',
      at,
      name: 'ConsoleLogin',
      source: 'signin.amazonaws.com',
      region: 'us-east-1',
      kind: 'console',
      mfa: true,
      device: 'u2f/root/blue-key-R1',
      from: '203.0.113.*',
      agent: 'a browser',
    })
  })

  it('whom it was about, root itself not; AWS’s code; the session that AssumeRoot tells of', () => {
    const about = (userName: string) => ({ requestParameters: { userName } })
    expect(rootEventOf(eventOf('CreateAccessKey', about('mia')), how).about).toBe('mia')
    expect(rootEventOf(eventOf('EnableMFADevice', about('AWS ROOT USER')), how)).not.toHaveProperty('about')
    const refused = rootEventOf(
      eventOf('ListUsers', { ...key('ASIACENTRALLYOPENED0'), errorCode: 'AccessDenied' }),
      how,
    )
    expect(refused).toMatchObject({ refused: true, error: 'AccessDenied', assumed: { target: id } })
  })
})

it('one marked record tells of all that the same session did, and of no other', () => {
  const marked = eventOf(
    'ListAccessKeys',
    key('ASIASESSION000000001', { sessionContext: { assumedRoot: 'true' } }),
  )
  const same = eventOf('DeleteAccessKey', key('ASIASESSION000000001'))
  const other = eventOf('DeleteAccessKey', key('ASIASESSION000000002'))
  const how = withMarked([marked, same, other], { assumed: new Map(), canBeAssumed: true })
  expect([marked, same, other].map((event) => kindOf(event, how))).toEqual([
    'assumed-root',
    'assumed-root',
    'ambiguous',
  ])
})
