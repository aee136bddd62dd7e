import { describe, expect, it } from 'vitest'
import { InvalidPattern } from './matchers.ts'
import { parsePattern } from './pattern.ts'

const root = {
  source: 'aws.signin',
  detail: { userIdentity: { type: 'Root' }, n: 5, list: ['a', 'b'], ip: '10.0.1.9', name: 'Mia', none: null },
}

describe('event patterns', () => {
  const cases: [pattern: object, matches: boolean][] = [
    [{ source: ['aws.signin'] }, true],
    [{ source: ['aws.iam', 'aws.signin'] }, true],
    [{ source: ['aws'] }, false],
    [{ detail: { userIdentity: { type: ['Root'] } } }, true],
    [{ detail: { userIdentity: { type: ['root'] } } }, false],
    [{ detail: { userIdentity: { type: [{ 'equals-ignore-case': 'root' }] } } }, true],
    [{ detail: { userIdentity: { invokedBy: [{ exists: false }] } } }, true],
    [{ detail: { absent: { deeper: [{ exists: false }] } } }, true],
    [{ detail: { userIdentity: { type: [{ exists: true }] } } }, true],
    [{ detail: { userIdentity: [{ exists: true }] } }, false],
    [{ source: [{ prefix: 'aws.' }] }, true],
    [{ source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
    [{ source: [{ suffix: 'signin' }] }, true],
    [{ source: [{ wildcard: 'aws.*n' }] }, true],
    [{ source: [{ wildcard: 'aws.s' }] }, false],
    [{ source: [{ wildcard: 'a\\*s*' }] }, false],
    [{ source: [{ 'anything-but': 'aws.iam' }] }, true],
    [{ source: [{ 'anything-but': ['aws.iam', 'aws.signin'] }] }, false],
    [{ source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
    [{ source: [{ 'anything-but': { wildcard: ['*.iam', '*.sts'] } }] }, true],
    [{ detail: { eventType: [{ 'anything-but': 'AwsServiceEvent' }] } }, false],
    [{ detail: { n: [5] } }, true],
    [{ detail: { n: ['5'] } }, false],
    [{ detail: { n: [{ numeric: ['>', 1, '<=', 5] }] } }, true],
    [{ detail: { n: [{ numeric: ['=', 4] }] } }, false],
    [{ detail: { list: ['b'] } }, true],
    [{ detail: { list: ['c'] } }, false],
    [{ detail: { none: [null] } }, true],
    [{ detail: { ip: [{ cidr: '10.0.1.0/24' }] } }, true],
    [{ detail: { ip: [{ cidr: '10.0.2.0/24' }] } }, false],
    [{ $or: [{ source: ['x'] }, { detail: { n: [5] } }] }, true],
    [{ $or: [{ source: ['x'] }, { detail: { n: [6] } }] }, false],
    [{ source: ['aws.signin'], detail: { n: [6] } }, false],
  ]
  it.each(cases)('%j: %s', (pattern, matches) => {
    expect(parsePattern(JSON.stringify(pattern))(root)).toBe(matches)
  })

  it('an element of a list of objects must match whole', () => {
    const pattern = parsePattern(JSON.stringify({ list: { a: ['1'], b: ['2'] } }))
    expect(pattern({ list: [{ a: '1', b: '2' }] })).toBe(true)
    expect(pattern({ list: [{ a: '1' }, { b: '2' }] })).toBe(false)
  })

  const invalid: [pattern: string, reason: RegExp][] = [
    ['{', /not valid JSON/],
    ['[]', /not an object/],
    ['{}', /Empty/],
    ['{"source":"aws"}', /"source" must be an object or an array/],
    ['{"source":[]}', /Empty arrays/],
    ['{"detail":{}}', /Empty objects/],
    ['{"source":[{"prefix":1}]}', /must be a string/],
    ['{"source":[{"like":"x"}]}', /Unrecognized match type like/],
    ['{"source":[{"prefix":"a","suffix":"b"}]}', /Only one key/],
    ['{"source":[{"wildcard":"a**"}]}', /Consecutive/],
    ['{"n":[{"numeric":["=>",1]}]}', /operator/],
    ['{"n":[{"exists":"yes"}]}', /true or false/],
  ]
  it.each(invalid)('refuses %s', (source, reason) => {
    expect(() => parsePattern(source)).toThrow(InvalidPattern)
    expect(() => parsePattern(source)).toThrow(reason)
  })
})
