import { describe, expect, it } from 'vitest'
import { isDoubt } from '../answer.ts'
import { RequestContext } from '../context.ts'
import { compileCondition, operatorNames } from './evaluate.ts'

type Given = string | string[] | undefined
type Case = [operator: string, values: string[], given: Given, expected: boolean | 'doubt']

function outcome(operator: string, values: string[], given: Given): boolean | 'doubt' {
  const context = new RequestContext({
    'aws:username': 'anna',
    ...(given === undefined ? {} : { 'Test:Key': given }),
  })
  const answer = compileCondition({ operator, key: 'test:KEY', values }, true)(context)
  return isDoubt(answer) ? 'doubt' : answer
}

const table = (name: string, cases: Case[]) =>
  describe(name, () => {
    it.each(cases)('%s %j, request %j: %s', (operator, values, given, expected) => {
      expect(outcome(operator, values, given)).toBe(expected)
    })
  })

table('String operators', [
  ['StringEquals', ['a'], 'a', true],
  ['StringEquals', ['a'], 'A', false],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', ['a*'], 'ab', false],
  ['StringEquals', ['a*'], 'a*', true],
  ['StringEquals', ['${aws:username}'], 'anna', true],
  ['StringEquals', ['${aws:userid}'], 'anna', false],
  ['StringEquals', ['${aws:userid}', 'anna'], 'anna', true],
  ['StringEquals', ['a'], undefined, false],
  ['StringEquals', [], 'a', false],
  ['stringequals', ['a'], 'a', true],
  ['StringNotEquals', ['a'], 'b', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringNotEquals', ['a'], undefined, true],
  ['StringNotEquals', ['${aws:userid}'], 'b', false],
  ['StringNotEquals', ['${aws:userid}'], undefined, false],
  ['StringEqualsIgnoreCase', ['AbC'], 'aBc', true],
  ['StringEqualsIgnoreCase', ['ANNA', '${aws:username}x'], 'annaX', true],
  ['StringEqualsIgnoreCase', ['a'], 'b', false],
  ['StringNotEqualsIgnoreCase', ['A'], 'a', false],
  ['StringNotEqualsIgnoreCase', ['A'], 'b', true],
  ['StringNotEqualsIgnoreCase', ['A'], undefined, true],
  ['StringLike', ['a*'], 'abc', true],
  ['StringLike', ['a?'], 'abc', false],
  ['StringLike', ['*:root'], 'arn:aws:iam::111111111111:root', true],
  ['StringLike', ['a${*}'], 'ab', false],
  ['StringLike', ['A*'], 'abc', false],
  ['StringLike', ['*'], undefined, false],
  ['StringLike', ['*'], '', true],
  ['StringNotLike', ['a*'], 'abc', false],
  ['StringNotLike', ['a*'], 'xbc', true],
  ['StringNotLike', ['a*'], undefined, true],
  ['BinaryEquals', ['QmluYXJ5'], 'QmluYXJ5', true],
  ['BinaryEquals', ['QmluYXJ5'], 'qmluyxj5', false],
  ['BinaryEquals', ['QmluYXJ5'], undefined, false],
])

table('Numeric operators', [
  ['NumericEquals', ['10'], '10', true],
  ['NumericEquals', ['10'], '10.0', true],
  ['NumericEquals', ['10'], '11', false],
  ['NumericEquals', ['10', '11'], '11', true],
  ['NumericEquals', ['10'], 'ten', false],
  ['NumericEquals', ['ten'], '10', 'doubt'],
  ['NumericEquals', ['ten', '10'], '10', true],
  ['NumericEquals', ['ten'], undefined, false],
  ['NumericEquals', ['${aws:username}'], '10', 'doubt'],
  ['NumericNotEquals', ['10'], '11', true],
  ['NumericNotEquals', ['10'], '10', false],
  ['NumericNotEquals', ['10'], undefined, true],
  ['NumericNotEquals', ['ten'], '10', 'doubt'],
  ['NumericLessThan', ['10'], '9.5', true],
  ['NumericLessThan', ['10'], '10', false],
  ['NumericLessThan', ['9'], '10', false],
  ['NumericLessThanEquals', ['10'], '10', true],
  ['NumericLessThanEquals', ['10'], '10.1', false],
  ['NumericGreaterThan', ['3600'], '3601', true],
  ['NumericGreaterThan', ['3600'], '3600', false],
  ['NumericGreaterThan', ['-1'], '0', true],
  ['NumericGreaterThanEquals', ['3600'], '3600', true],
  ['NumericGreaterThanEquals', ['3600'], '900', false],
  ['NumericGreaterThanEquals', ['3600'], undefined, false],
])

table('Date operators', [
  ['DateEquals', ['2024-01-01T00:00:00Z'], '1704067200', true],
  ['DateEquals', ['2024-01-01'], '2024-01-01T00:00:00Z', true],
  ['DateEquals', ['2024-01-01T02:00:00+02:00'], '2024-01-01T00:00:00Z', true],
  ['DateEquals', ['2023-12-31T19:00:00-0500'], '2024-01-01T00:00:00.000Z', true],
  ['DateEquals', ['2024-01'], '2024-01-01T00:00:00Z', true],
  ['DateEquals', ['2024-01-01T00:00:00Z'], '2024-01-01T00:00:01Z', false],
  ['DateEquals', ['2024-02-30'], '2024-03-01', 'doubt'],
  ['DateEquals', ['yesterday'], '2024-03-01', 'doubt'],
  ['DateEquals', ['2024'], '2024-01-01', 'doubt'],
  ['DateEquals', ['2024-01-01T00:00:00'], '2024-01-01T00:00:00Z', 'doubt'],
  ['DateNotEquals', ['2024-01-01'], '2024-01-02', true],
  ['DateNotEquals', ['2024-01-01'], '2024-01-01', false],
  ['DateNotEquals', ['2024-01-01'], undefined, true],
  ['DateLessThan', ['2024-01-02'], '2024-01-01T23:59:59Z', true],
  ['DateLessThan', ['2024-01-02'], '2024-01-02T00:00:00Z', false],
  ['DateLessThan', ['1704067200'], '2023-12-31', true],
  ['DateLessThanEquals', ['2024-01-02'], '2024-01-02', true],
  ['DateLessThanEquals', ['2024-01-02'], '2024-01-03', false],
  ['DateGreaterThan', ['2024-01-02'], '2024-01-03', true],
  ['DateGreaterThan', ['2024-01-02'], '2024-01-02', false],
  ['DateGreaterThan', ['2024-01-02'], undefined, false],
  ['DateGreaterThan', ['2024-01-02T10:00:00.500Z'], '2024-01-02T10:00:00.501Z', true],
  ['DateGreaterThanEquals', ['2024-01-02'], '2024-01-02', true],
  ['DateGreaterThanEquals', ['2024-01-02'], '2024-01-01', false],
])

table('Bool', [
  ['Bool', ['true'], 'true', true],
  ['Bool', ['true'], 'false', false],
  ['Bool', ['false'], 'false', true],
  ['Bool', ['True'], 'true', true],
  ['Bool', ['true', 'false'], 'false', true],
  ['Bool', ['true'], undefined, false],
  ['Bool', ['false'], undefined, false],
  ['Bool', ['yes'], 'true', 'doubt'],
  ['Bool', ['true'], 'yes', false],
  ['Bool', ['${aws:username}'], 'true', false],
  ['Bool', ['${aws:userid}'], 'true', false],
  ['Bool', ["${aws:userid, 'true'}"], 'true', true],
  ['BoolIfExists', ['false'], undefined, true],
  ['BoolIfExists', ['false'], 'true', false],
  ['BoolIfExists', ['false'], 'false', true],
])

table('IP operators', [
  ['IpAddress', ['203.0.113.0/24'], '203.0.113.7', true],
  ['IpAddress', ['203.0.113.0/24'], '203.0.114.7', false],
  ['IpAddress', ['203.0.113.9/24'], '203.0.113.7', true],
  ['IpAddress', ['203.0.113.7'], '203.0.113.7', true],
  ['IpAddress', ['203.0.113.7/32'], '203.0.113.8', false],
  ['IpAddress', ['203.0.113.128/25'], '203.0.113.127', false],
  ['IpAddress', ['203.0.113.128/25'], '203.0.113.129', true],
  ['IpAddress', ['0.0.0.0/0'], '198.51.100.1', true],
  ['IpAddress', ['0.0.0.0/0'], '2001:db8::1', false],
  ['IpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.3.4', true],
  ['IpAddress', ['2001:db8::/32'], '2001:db8:1234::1', true],
  ['IpAddress', ['2001:db8::/32'], '2001:db9::1', false],
  ['IpAddress', ['2001:DB8:0:0:0:0:0:1'], '2001:db8::1', true],
  ['IpAddress', ['2001:db8:1234:5678::/64'], '2001:db8:1234:5678:9abc:def0:1234:5678', true],
  ['IpAddress', ['::/0'], '::1', true],
  ['IpAddress', ['::ffff:192.0.2.1'], '::ffff:c000:201', true],
  ['IpAddress', ['203.0.113.0/24'], 'AWS Internal', false],
  ['IpAddress', ['203.0.113.0/24'], undefined, false],
  ['IpAddress', ['203.0.113.0/33'], '203.0.113.1', 'doubt'],
  ['IpAddress', ['203.0.113'], '203.0.113.1', 'doubt'],
  ['IpAddress', ['203.0.113.256'], '203.0.113.1', 'doubt'],
  ['IpAddress', ['2001:db8::1::2'], '2001:db8::1', 'doubt'],
  ['IpAddress', ['203.0.113.*'], '203.0.113.1', 'doubt'],
  ['NotIpAddress', ['203.0.113.0/24'], '203.0.113.7', false],
  ['NotIpAddress', ['203.0.113.0/24'], '203.0.114.7', true],
  ['NotIpAddress', ['203.0.113.0/24', '198.51.100.0/24'], '198.51.100.1', false],
  ['NotIpAddress', ['203.0.113.0/24'], undefined, true],
  ['NotIpAddressIfExists', ['203.0.113.0/24'], undefined, true],
])

const root = 'arn:aws:iam::111111111111:root'
table('Arn operators', [
  ['ArnEquals', [root], root, true],
  ['ArnEquals', ['arn:aws:iam::*:root'], root, true],
  ['ArnLike', ['arn:aws:iam::*:root'], root, true],
  ['ArnLike', ['arn:*:iam::*:root'], 'arn:aws-us-gov:iam::111111111111:root', true],
  ['ArnLike', ['arn:aws:iam::11111111111?:root'], root, true],
  ['ArnLike', ['arn:aws:iam::*:user/*'], root, false],
  ['ArnLike', ['arn:aws:*:root'], root, false],
  ['ArnLike', ['arn:aws:iam:*'], root, true],
  ['ArnLike', ['*'], root, true],
  ['ArnLike', ['*'], 'not an arn', false],
  ['ArnLike', ['arn:aws:sns:*:*:topic:*'], 'arn:aws:sns:eu-west-1:111111111111:topic:sub', true],
  ['ArnLike', ['arn:aws:sns:*:*:topic'], 'arn:aws:sns:eu-west-1:111111111111:topic:sub', false],
  ['ArnLike', ['arn:aws:sns:*:*'], 'arn:aws:sns:eu-west-1:111111111111:topic:sub', true],
  ['ArnLike', ['arn:aws:s3:::a*'], 'arn:aws:s3:::abc/d:e', true],
  ['ArnLike', ['ARN:AWS:IAM::*:root'], root, false],
  ['ArnLike', ['arn:aws:iam::*:user/${aws:username}'], 'arn:aws:iam::111111111111:user/anna', true],
  ['ArnLike', ['arn:aws:iam::*:user/${aws:userid}'], 'arn:aws:iam::111111111111:user/anna', false],
  ['ArnLike', ['arn:aws:iam::*:root'], undefined, false],
  ['ArnNotEquals', [root], 'arn:aws:iam::222222222222:root', true],
  ['ArnNotEquals', [root], root, false],
  ['ArnNotEquals', [root], undefined, true],
  ['ArnNotLike', ['arn:aws:iam::*:root'], root, false],
  [
    'ArnNotLike',
    ['arn:aws:iam::*:role/admin', 'arn:aws:iam::*:role/ops'],
    'arn:aws:iam::111111111111:role/ops',
    false,
  ],
  ['ArnNotLike', ['arn:aws:iam::*:role/admin'], 'arn:aws:iam::111111111111:role/x', true],
  ['ArnNotLikeIfExists', ['arn:aws:iam::*:role/admin'], undefined, true],
])

table('Null', [
  ['Null', ['true'], undefined, true],
  ['Null', ['true'], 'x', false],
  ['Null', ['false'], 'x', true],
  ['Null', ['false'], undefined, false],
  ['Null', ['true', 'false'], 'x', true],
  ['Null', ['true'], [], true],
  ['Null', ['maybe'], 'x', 'doubt'],
  ['Null', ['maybe', 'false'], 'x', true],
  ['NullIfExists', ['true'], undefined, 'doubt'],
  ['ForAnyValue:Null', ['true'], undefined, 'doubt'],
])

table('IfExists', [
  ['StringEqualsIfExists', ['a'], undefined, true],
  ['StringEqualsIfExists', ['a'], 'a', true],
  ['StringEqualsIfExists', ['a'], 'b', false],
  ['StringEqualsIfExists', ['${aws:userid}'], undefined, true],
  ['StringNotEqualsIfExists', ['${aws:userid}'], undefined, true],
  ['StringNotEqualsIfExists', ['a'], 'a', false],
  ['StringLikeIfExists', ['a*'], 'b', false],
  ['NumericLessThanIfExists', ['5'], undefined, true],
  ['DateLessThanIfExists', ['2024-01-01'], '2025-01-01', false],
  ['ArnLikeIfExists', ['arn:aws:iam::*:root'], undefined, true],
  ['IpAddressIfExists', ['10.0.0.0/8'], '11.0.0.1', false],
  ['ForAnyValue:StringEqualsIfExists', ['a'], undefined, true],
])

table('ForAllValues', [
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', ['a'], undefined, true],
  ['ForAllValues:StringEquals', ['a'], '', true],
  ['ForAllValues:StringEquals', ['a'], [], true],
  ['ForAllValues:StringEquals', [], ['a'], false],
  ['ForAllValues:StringEquals', [], undefined, true],
  ['ForAllValues:StringLike', ['a*'], ['ab', 'ac'], true],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
  ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], false],
  ['ForAllValues:StringNotEquals', ['a'], undefined, true],
  ['forallvalues:StringEquals', ['a'], ['b'], false],
  ['ForAllValues:NumericLessThan', ['5', 'x'], ['1', '2'], true],
  ['ForAllValues:NumericLessThan', ['5', 'x'], ['1', '7'], 'doubt'],
  ['ForAllValues:NumericNotEquals', ['5', 'x'], ['1', '5'], false],
  ['ForAllValues:NumericNotEquals', ['5', 'x'], ['1', '7'], 'doubt'],
])

table('ForAnyValue', [
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
  ['ForAnyValue:StringEquals', ['a'], ['c', 'd'], false],
  ['ForAnyValue:StringEquals', ['a'], 'a', true],
  ['ForAnyValue:StringEquals', ['a'], undefined, false],
  ['ForAnyValue:StringEquals', ['a'], [], false],
  ['ForAnyValue:StringLike', ['o-x/r-1/ou-*'], ['o-x/r-1/ou-2/'], true],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
  ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
  ['ForAnyValue:ArnLike', ['arn:aws:iam::*:root'], ['x', root], true],
  ['ForAnyValue:NumericEquals', ['x', '1'], ['2', '1'], true],
  ['ForAnyValue:NumericEquals', ['x', '1'], ['2'], 'doubt'],
  ['ForAnyValue:NumericNotEquals', ['x', '1'], ['1'], false],
])

table('several values of the request without a qualifier', [
  ['StringEquals', ['a'], ['b', 'a'], true],
  ['StringEquals', ['a'], ['b', 'c'], false],
  ['StringNotEquals', ['a'], ['b', 'a'], false],
  ['StringNotEquals', ['a'], ['b', 'c'], true],
  ['StringLike', ['a*'], ['b', 'ab'], true],
])

table('what is not modelled', [
  ['StringMatches', ['a'], 'a', 'doubt'],
  ['StringMatchesIfExists', ['a'], undefined, 'doubt'],
  ['BinaryNotEquals', ['a'], 'a', 'doubt'],
  ['ForSomeValues:StringEquals', ['a'], 'a', 'doubt'],
  [':StringEquals', ['a'], 'a', 'doubt'],
  ['none:StringEquals', ['a'], 'a', 'doubt'],
  ['constructor:StringEquals', ['a'], 'a', 'doubt'],
  ['ForAnyValue:ForAllValues:StringEquals', ['a'], 'a', 'doubt'],
  ['', ['a'], 'a', 'doubt'],
  ['IfExists', ['a'], undefined, 'doubt'],
  ['StringEquals', ['${nonsense}'], 'a', 'doubt'],
  ['StringEquals', ['${nonsense}', 'a'], 'a', true],
  ['StringEquals', ['${nonsense}'], undefined, false],
  ['StringNotEquals', ['${nonsense}', 'a'], 'a', false],
  ['StringNotEquals', ['${nonsense}'], 'b', 'doubt'],
  ['StringNotEquals', ['${nonsense}'], undefined, 'doubt'],
  ['ForAllValues:StringNotEquals', ['${nonsense}'], undefined, 'doubt'],
])

it('knows the operators that AWS documents', () => {
  expect([...operatorNames].sort()).toEqual(
    (
      'ArnEquals ArnLike ArnNotEquals ArnNotLike BinaryEquals Bool DateEquals DateGreaterThan ' +
      'DateGreaterThanEquals DateLessThan DateLessThanEquals DateNotEquals IpAddress NotIpAddress Null ' +
      'NumericEquals NumericGreaterThan NumericGreaterThanEquals NumericLessThan NumericLessThanEquals ' +
      'NumericNotEquals StringEquals StringEqualsIgnoreCase StringLike StringNotEquals ' +
      'StringNotEqualsIgnoreCase StringNotLike'
    )
      .split(' ')
      .sort(),
  )
})
