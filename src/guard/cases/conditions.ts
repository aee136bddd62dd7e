import { below, type Line, type Scene } from './scene.ts'

type Given = string | string[] | undefined

/**
 * One condition of a deny, and what the request says of its key: 'holds' means that the deny falls on it. Keys and
 * operators in AWS's words (IAM User Guide, "IAM JSON policy elements: Condition operators").
 */
type Row = [when: string, given: Given, outcome: 'holds' | 'fails' | 'cannot-tell']

const KEY = 'aws:Under/Test'
const ends = { holds: 'deny', fails: 'allow', 'cannot-tell': 'cannot-tell' } as const

function condition(
  operator: string,
  values: string | string[],
  rows: Row[],
  more: Record<string, string> = {},
): Scene {
  return {
    name: `${operator} ${JSON.stringify(values)}`,
    policies: below({ Sid: 'Tested', Condition: { [operator]: { [KEY]: values } } }),
    cases: rows.map(([when, given, outcome]): Line => [
      when,
      'root',
      's3:DeleteBucket',
      ends[outcome],
      {
        context: { ...more, ...(given === undefined ? {} : { [KEY]: given }) },
        ...(outcome === 'fails' ? {} : { by: 'ou:Prod 2 Tested 0' }),
      },
    ]),
  }
}

const absent = (outcome: Row[2]): Row => ['the key is absent', undefined, outcome]

export const conditions: Scene[] = [
  condition(
    'StringEquals',
    ['a', 'b'],
    [
      ['the first', 'a', 'holds'],
      ['the second', 'b', 'holds'],
      ['neither', 'c', 'fails'],
      ['another case', 'A', 'fails'],
      absent('fails'),
    ],
  ),
  condition('StringEquals', 'a*', [
    ['a star is a star', 'a*', 'holds'],
    ['and no wildcard', 'ab', 'fails'],
  ]),
  condition(
    'StringNotEquals',
    ['a', 'b'],
    [['one of them', 'b', 'fails'], ['neither', 'c', 'holds'], absent('holds')],
  ),
  condition('StringEqualsIgnoreCase', 'Ab', [
    ['another case', 'aB', 'holds'],
    ['another text', 'ac', 'fails'],
    absent('fails'),
  ]),
  condition('StringNotEqualsIgnoreCase', 'Ab', [
    ['another case', 'aB', 'fails'],
    ['another text', 'ac', 'holds'],
    absent('holds'),
  ]),
  condition(
    'StringLike',
    ['a?c*', 'x'],
    [
      ['a match', 'abcdef', 'holds'],
      ['the whole of it', 'zabc', 'fails'],
      ['the second', 'x', 'holds'],
      absent('fails'),
    ],
  ),
  condition('StringNotLike', 'a*', [['a match', 'abc', 'fails'], ['none', 'b', 'holds'], absent('holds')]),
  condition('StringEqualsIfExists', 'a', [['equal', 'a', 'holds'], ['not', 'b', 'fails'], absent('holds')]),
  condition('StringNotEqualsIfExists', 'a', [
    ['equal', 'a', 'fails'],
    ['not', 'b', 'holds'],
    absent('holds'),
  ]),
  condition('StringLikeIfExists', 'a*', [
    ['a match', 'ab', 'holds'],
    ['none', 'b', 'fails'],
    absent('holds'),
  ]),
  condition('StringNotLikeIfExists', 'a*', [
    ['a match', 'ab', 'fails'],
    ['none', 'b', 'holds'],
    absent('holds'),
  ]),
  condition('NumericEquals', '10', [
    ['equal', '10', 'holds'],
    ['written otherwise', '10.0', 'holds'],
    ['not', '11', 'fails'],
    ['no number', 'ten', 'fails'],
    absent('fails'),
  ]),
  condition('NumericNotEquals', '10', [['equal', '10', 'fails'], ['not', '11', 'holds'], absent('holds')]),
  condition('NumericLessThan', '10', [
    ['below', '9', 'holds'],
    ['at', '10', 'fails'],
    ['above', '11', 'fails'],
    absent('fails'),
  ]),
  condition('NumericLessThanEquals', '10', [
    ['below', '9.5', 'holds'],
    ['at', '10', 'holds'],
    ['above', '10.5', 'fails'],
    absent('fails'),
  ]),
  condition('NumericGreaterThan', '10', [
    ['below', '9', 'fails'],
    ['at', '10', 'fails'],
    ['above', '11', 'holds'],
    absent('fails'),
  ]),
  condition('NumericGreaterThanEquals', '10', [
    ['below', '9', 'fails'],
    ['at', '10', 'holds'],
    absent('fails'),
  ]),
  condition('NumericGreaterThanIfExists', '3600', [
    ['older', '7200', 'holds'],
    ['younger', '60', 'fails'],
    absent('holds'),
  ]),
  condition('NumericLessThan', 'ten', [['a limit that is no number', '9', 'cannot-tell'], absent('fails')]),
  condition('DateEquals', '2026-11-23T06:30:00Z', [
    ['the moment', '2026-11-23T06:30:00Z', 'holds'],
    ['in another zone', '2026-11-23T07:30:00+01:00', 'holds'],
    ['in epoch seconds', '1795415400', 'holds'],
    absent('fails'),
  ]),
  condition('DateNotEquals', '2026-11-23T06:30:00Z', [
    ['the moment', '2026-11-23T06:30:00Z', 'fails'],
    ['another', '2026-11-24T06:30:00Z', 'holds'],
    absent('holds'),
  ]),
  condition('DateLessThan', '2026-11-23T06:30:00Z', [
    ['before', '2026-11-23T06:29:59Z', 'holds'],
    ['at', '2026-11-23T06:30:00Z', 'fails'],
    absent('fails'),
  ]),
  condition('DateLessThanEquals', '2026-11-23T06:30:00Z', [
    ['at', '2026-11-23T06:30:00Z', 'holds'],
    ['after', '2026-11-23T06:30:01Z', 'fails'],
  ]),
  condition('DateGreaterThan', '2026-11-23', [
    ['the next day', '2026-11-24', 'holds'],
    ['the same', '2026-11-23', 'fails'],
    absent('fails'),
  ]),
  condition('DateGreaterThanEquals', '2026-11-23', [
    ['the same', '2026-11-23', 'holds'],
    ['the day before', '2026-11-22', 'fails'],
  ]),
  condition('DateLessThanIfExists', '2026-11-23', [
    ['before', '2026-11-22', 'holds'],
    ['after', '2026-11-24', 'fails'],
    absent('holds'),
  ]),
  condition('DateLessThan', 'soon', [['a limit that is no date', '2026-11-22', 'cannot-tell']]),
  condition('Bool', 'true', [['true', 'true', 'holds'], ['false', 'false', 'fails'], absent('fails')]),
  condition('Bool', 'false', [['true', 'true', 'fails'], ['false', 'false', 'holds'], absent('fails')]),
  condition('BoolIfExists', 'false', [
    ['true', 'true', 'fails'],
    ['false', 'false', 'holds'],
    absent('holds'),
  ]),
  condition('BoolIfExists', 'maybe', [['a value that is neither', 'true', 'cannot-tell'], absent('holds')]),
  condition('BinaryEquals', 'QmluYXJ5', [
    ['equal', 'QmluYXJ5', 'holds'],
    ['not', 'QmluYXJZ', 'fails'],
    absent('fails'),
  ]),
  condition(
    'IpAddress',
    ['203.0.113.0/24', '2001:db8::/32'],
    [
      ['inside', '203.0.113.9', 'holds'],
      ['outside', '203.0.114.9', 'fails'],
      ['the other family', '2001:db8::1', 'holds'],
      ['outside of that', '2001:db9::1', 'fails'],
      absent('fails'),
    ],
  ),
  condition('NotIpAddress', '203.0.113.0/24', [
    ['inside', '203.0.113.9', 'fails'],
    ['outside', '198.51.100.1', 'holds'],
    absent('holds'),
  ]),
  condition('NotIpAddressIfExists', '203.0.113.0/24', [
    ['inside', '203.0.113.9', 'fails'],
    ['outside', '198.51.100.1', 'holds'],
    absent('holds'),
  ]),
  condition('IpAddress', 'office', [['a range that is none', '203.0.113.9', 'cannot-tell']]),
  condition('ArnEquals', 'arn:aws:iam::*:role/x', [
    ['a match', 'arn:aws:iam::111111111111:role/x', 'holds'],
    ['another role', 'arn:aws:iam::111111111111:role/xy', 'fails'],
    absent('fails'),
  ]),
  condition('ArnLike', 'arn:aws:iam::*:role/*', [
    ['a path below', 'arn:aws:iam::111111111111:role/a/b', 'holds'],
    ['a user', 'arn:aws:iam::111111111111:user/a', 'fails'],
    ['no ARN', 'role', 'fails'],
    absent('fails'),
  ]),
  condition('ArnNotEquals', 'arn:aws:iam::aws:policy/AdministratorAccess', [
    ['that one', 'arn:aws:iam::aws:policy/AdministratorAccess', 'fails'],
    ['another', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'holds'],
    absent('holds'),
  ]),
  condition(
    'ArnNotLike',
    ['arn:aws:iam::*:role/a*', 'arn:aws:iam::*:role/b*'],
    [
      ['the first', 'arn:aws:iam::1:role/a1', 'fails'],
      ['the second', 'arn:aws:iam::1:role/b1', 'fails'],
      ['neither', 'arn:aws:iam::1:role/c', 'holds'],
      absent('holds'),
    ],
  ),
  condition('ArnLikeIfExists', 'arn:aws:iam::*:root', [
    ['root', 'arn:aws:iam::111111111111:root', 'holds'],
    ['a role', 'arn:aws:iam::111111111111:role/x', 'fails'],
    absent('holds'),
  ]),
  condition('ArnLike', 'arn:aws:*', [['a pattern with too few parts', 'arn:aws:iam::1:root', 'cannot-tell']]),
  condition('Null', 'true', [['there', 'x', 'fails'], ['an empty list', [], 'holds'], absent('holds')]),
  condition('Null', 'false', [['there', 'x', 'holds'], absent('fails')]),
  condition('Null', 'perhaps', [['a value that is neither', 'x', 'cannot-tell']]),
  condition('NullIfExists', 'true', [['an operator that AWS does not have', 'x', 'cannot-tell']]),
  condition(
    'ForAnyValue:StringEquals',
    ['a', 'b'],
    [
      ['one of them', ['x', 'b'], 'holds'],
      ['none', ['x', 'y'], 'fails'],
      ['a single one', 'a', 'holds'],
      ['no value', [], 'fails'],
      absent('fails'),
    ],
  ),
  condition('ForAnyValue:StringLike', 'a*', [
    ['one of them', ['x', 'ab'], 'holds'],
    ['none', ['x'], 'fails'],
  ]),
  condition('ForAnyValue:StringNotEquals', 'a', [
    ['one that is not', ['a', 'b'], 'holds'],
    ['all are', ['a', 'a'], 'fails'],
    absent('fails'),
  ]),
  condition('ForAnyValue:StringEqualsIfExists', 'a', [
    ['one of them', ['x', 'a'], 'holds'],
    ['none', ['x'], 'fails'],
    absent('holds'),
  ]),
  condition('ForAnyValue:ArnLike', 'arn:aws:iam::*:root', [
    ['one of them', ['x', 'arn:aws:iam::1:root'], 'holds'],
    ['none', ['x'], 'fails'],
  ]),
  condition(
    'ForAllValues:StringEquals',
    ['a', 'b'],
    [
      ['all of them', ['b', 'a'], 'holds'],
      ['one is not', ['a', 'x'], 'fails'],
      ['no value', [], 'holds'],
      absent('holds'),
    ],
  ),
  condition('ForAllValues:StringLike', 'a*', [
    ['all of them', ['ab', 'ac'], 'holds'],
    ['one is not', ['ab', 'b'], 'fails'],
    absent('holds'),
  ]),
  condition('ForAllValues:StringNotEquals', 'a', [
    ['none is', ['b', 'c'], 'holds'],
    ['one is', ['a', 'b'], 'fails'],
    absent('holds'),
  ]),
  condition('ForSome:StringEquals', 'a', [['a qualifier that AWS does not have', 'a', 'cannot-tell']]),
  condition('StringMatches', 'a', [
    ['an operator that AWS does not have', 'a', 'cannot-tell'],
    absent('cannot-tell'),
  ]),
  condition('StringEquals', [], [['no value at all', 'a', 'fails']]),
  condition('StringEquals', '${aws:PrincipalAccount}', [
    ['the own account', '111111111111', 'holds'],
    ['another', '222222222222', 'fails'],
  ]),
  condition('StringNotEquals', '${aws:PrincipalAccount}', [
    ['the own account', '111111111111', 'fails'],
    ['another', '222222222222', 'holds'],
  ]),
  condition('StringEquals', '${aws:PrincipalTag/team}', [['a variable without a value', 'red', 'fails']]),
  condition('StringNotEquals', '${aws:PrincipalTag/team}', [
    ['a variable without a value makes nothing differ', 'red', 'fails'],
  ]),
  condition('StringEquals', "${aws:PrincipalTag/team, 'red'}", [
    ['its default', 'red', 'holds'],
    ['another', 'blue', 'fails'],
  ]),
  condition(
    'StringEquals',
    '${aws:PrincipalTag/team}',
    [
      ['its value', 'red', 'holds'],
      ['another', 'blue', 'fails'],
    ],
    { 'aws:PrincipalTag/team': 'red' },
  ),
  condition('StringLike', 'x-${aws:PrincipalAccount}-*', [
    ['in a pattern', 'x-111111111111-y', 'holds'],
    ['another', 'x-1-y', 'fails'],
  ]),
  condition('ArnEquals', 'arn:aws:iam::${aws:PrincipalAccount}:root', [
    ['in an ARN', 'arn:aws:iam::111111111111:root', 'holds'],
    ['another', 'arn:aws:iam::2:root', 'fails'],
  ]),
  condition('StringEquals', '${odd}', [['a variable that is none', 'x', 'cannot-tell']]),
  condition('StringEquals', '${*}', [
    ['an escaped star', '*', 'holds'],
    ['is no wildcard', 'x', 'fails'],
  ]),
]
