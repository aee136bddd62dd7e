import { describe, expect, it } from 'vitest'
import { isDoubt } from './answer.ts'
import { parsePolicy } from './parse.ts'
import { conditionsBefore, KnownKeys } from './partial.ts'

const known = new KnownKeys(
  { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:root', 'aws:PrincipalAccount': '111111111111' },
  (key) => key === 'aws:assumedroot',
)
const isRoot = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }
const isUser = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } }
const region = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }
const odd = { StringMatches: { 'aws:x': 'y' } }

type Expected = 'always' | 'never' | 'depends' | 'doubt'

describe('the conditions of a statement, before a request is made', () => {
  it.each<[string, Record<string, Record<string, unknown>>, Expected]>([
    ['none', {}, 'always'],
    ['one that the known key meets', isRoot, 'always'],
    ['one that the known key does not meet', isUser, 'never'],
    ['a key that is known to be absent', { Null: { 'aws:AssumedRoot': 'true' } }, 'always'],
    ['a key that is known to be absent, asked for', { Bool: { 'AWS:assumedroot': 'true' } }, 'never'],
    ['and with IfExists', { BoolIfExists: { 'aws:AssumedRoot': 'false' } }, 'always'],
    ['a key that is not known', region, 'depends'],
    ['whether it is there', { Null: { 'aws:RequestedRegion': 'true' } }, 'depends'],
    ['a known key and one that is not', { ...isRoot, ...region }, 'depends'],
    ['one that is not met, and one that is not known', { ...region, ...isUser }, 'never'],
    ['an operator that is not modelled', odd, 'doubt'],
    ['a doubt and one that is not met', { ...odd, ...isUser }, 'never'],
    ['a doubt and one that is not known', { ...region, ...odd }, 'doubt'],
    ['a doubt that takes a value to show', { NumericLessThan: { 'aws:x': 'ten' } }, 'doubt'],
    [
      'a variable of a known key',
      { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } },
      'always',
    ],
    [
      'a variable of a key that is not known',
      { StringEquals: { 'aws:PrincipalAccount': '${aws:SourceAccount}' } },
      'depends',
    ],
    [
      'a variable that is known to be absent',
      { StringEquals: { 'aws:PrincipalAccount': '${aws:AssumedRoot}' } },
      'never',
    ],
    [
      'and its default',
      { StringEquals: { 'aws:PrincipalAccount': "${aws:AssumedRoot, '111111111111'}" } },
      'always',
    ],
    ['a variable that is none', { StringEquals: { 'aws:PrincipalAccount': '${odd}' } }, 'doubt'],
    ['a variable that is none, of an unknown key', { StringEquals: { 'aws:x': '${odd}' } }, 'doubt'],
  ])('%s: %j is %s', (_, Condition, expected) => {
    const { statements } = parsePolicy({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition },
    })
    const prospect = conditionsBefore(statements[0]!, known)
    expect(isDoubt(prospect) ? 'doubt' : prospect).toBe(expected)
  })
})
