import { describe, expect, it } from 'vitest'
import { type Match, matchesEvent, matchesPatternText } from './event-pattern.ts'
import { rootSamples } from './root-event-samples.ts'

const event = {
  source: 'aws.signin',
  'detail-type': 'AWS Console Sign In via CloudTrail',
  region: 'us-east-1',
  detail: {
    userIdentity: { type: 'Root', arn: 'arn:aws:iam::111111111111:root' },
    eventName: 'ConsoleLogin',
    count: 3,
    tags: ['a', 'b'],
    devices: [{ kind: 'key' }, { kind: 'app' }],
    nothing: null,
  },
}

describe('event patterns', () => {
  it.each<[when: string, pattern: object, match: Match]>([
    ['the empty pattern', {}, 'yes'],
    ['an exact value', { detail: { userIdentity: { type: ['Root'] } } }, 'yes'],
    ['one of several values', { source: ['aws.iam', 'aws.signin'] }, 'yes'],
    ['another value', { detail: { userIdentity: { type: ['IAMUser'] } } }, 'no'],
    ['every field must match', { source: ['aws.signin'], region: ['eu-west-1'] }, 'no'],
    ['a field that is not there', { detail: { userIdentity: { userName: ['x'] } } }, 'no'],
    ['null is a value', { detail: { nothing: [null] } }, 'yes'],
    ['a number', { detail: { count: [3] } }, 'yes'],
    ['one of an array', { detail: { tags: ['b'] } }, 'yes'],
    ['one of an array of objects', { detail: { devices: { kind: ['app'] } } }, 'yes'],
    ['prefix', { source: [{ prefix: 'aws.' }] }, 'yes'],
    ['prefix, whatever the case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, 'yes'],
    ['suffix', { detail: { userIdentity: { arn: [{ suffix: ':root' }] } } }, 'yes'],
    ['suffix of something else', { detail: { userIdentity: { arn: [{ suffix: ':user' }] } } }, 'no'],
    ['equals-ignore-case', { detail: { eventName: [{ 'equals-ignore-case': 'consolelogin' }] } }, 'yes'],
    ['wildcard', { detail: { userIdentity: { arn: [{ wildcard: 'arn:aws:iam::*:root' }] } } }, 'yes'],
    ['wildcard is not a regular expression', { source: [{ wildcard: 'awsXsig*' }] }, 'no'],
    ['exists', { detail: { userIdentity: { arn: [{ exists: true }] } } }, 'yes'],
    ['exists not', { detail: { userIdentity: { invokedBy: [{ exists: false }] } } }, 'yes'],
    ['exists not, below what is not there', { detail: { a: { b: [{ exists: false }] } } }, 'yes'],
    ['anything but', { detail: { eventType: [{ 'anything-but': ['AwsServiceEvent'] }] } }, 'no'],
    ['anything but, and it is there', { detail: { eventName: [{ 'anything-but': 'Other' }] } }, 'yes'],
    ['anything but itself', { detail: { eventName: [{ 'anything-but': ['ConsoleLogin'] }] } }, 'no'],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }, 'no'],
    ['anything but prefixes', { source: [{ 'anything-but': { prefix: ['x', 'y'] } }] }, 'yes'],
    ['numeric', { detail: { count: [{ numeric: ['>', 0, '<=', 3] }] } }, 'yes'],
    ['numeric outside', { detail: { count: [{ numeric: ['<', 3] }] } }, 'no'],
    ['$or', { $or: [{ source: ['x'] }, { region: ['us-east-1'] }] }, 'yes'],
    ['$or of nothing that fits', { source: ['aws.signin'], $or: [{ region: ['x'] }] }, 'no'],
    ['an operator that is not modelled', { source: [{ cidr: '10.0.0.0/8' }] }, 'cannot-tell'],
    ['what is not modelled does not matter beside a no', { source: [{ cidr: 'x' }], region: ['x'] }, 'no'],
    ['what is not modelled does not matter beside a yes', { source: [{ cidr: 'x' }, 'aws.signin'] }, 'yes'],
    ['a value that is no list', { source: 'aws.signin' }, 'cannot-tell'],
  ])('%s', (_when, pattern, match) => {
    expect(matchesEvent(pattern as Record<string, unknown>, event)).toBe(match)
  })

  it.each(['', 'not json', '[]', 'null'])('cannot tell %j', (text) => {
    expect(matchesPatternText(text, event)).toBe('cannot-tell')
  })
})

describe('rules that people deploy, against the samples of root events', () => {
  const where = { account: '111111111111', partition: 'aws', region: 'us-east-1', globalRegion: 'us-east-1' }
  const all = rootSamples(where)
  const matched = (pattern: object) =>
    new Set(all.filter((s) => matchesEvent(pattern as never, s.event) === 'yes').map((s) => s.kind))

  it.each<[string, object, string[]]>([
    [
      'every root event, AWS itself left out',
      {
        'detail-type': ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
        detail: {
          userIdentity: { type: ['Root'], invokedBy: [{ exists: false }] },
          eventType: [{ 'anything-but': 'AwsServiceEvent' }],
        },
      },
      ['sign-in', 'call'],
    ],
    [
      'sign-in only',
      { source: ['aws.signin'], detail: { userIdentity: { type: ['Root'] }, eventName: ['ConsoleLogin'] } },
      ['sign-in'],
    ],
    ['of another account', { account: ['222222222222'] }, []],
    ['of IAM users', { detail: { userIdentity: { type: ['IAMUser'] } } }, []],
  ])('%s', (_when, pattern, kinds) => {
    expect([...matched(pattern)].sort()).toEqual([...kinds].sort())
  })
})
