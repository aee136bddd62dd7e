import { describe, expect, it } from 'vitest'
import { operatorNames } from './evaluate.ts'
import type { Case } from './testing.ts'
import { outcome } from './testing.ts'

const table = (name: string, cases: Case[]) =>
  describe(name, () => {
    it.each(cases)('%s %j, request %j: %s', (...line) => {
      expect(outcome(line)).toBe(line[3])
    })
  })

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
  ['ForAnyValue:ArnLike', ['arn:aws:iam::*:root'], ['x', 'arn:aws:iam::111111111111:root'], true],
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
