import { describe, expect, it } from 'vitest'
import { parsePolicy, PolicySyntaxError } from './parse.ts'

const statement = { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' }
const document = { Version: '2012-10-17', Statement: [statement] }

describe('a policy document is read', () => {
  it('into lists, frozen', () => {
    const policy = parsePolicy({
      Version: '2012-10-17',
      Id: 'one',
      Statement: {
        Sid: 'S',
        Effect: 'Deny',
        NotPrincipal: {
          AWS: ['111111111111', 'arn:aws:iam::111111111111:user/a'],
          Service: 'sns.amazonaws.com',
        },
        NotAction: 'iam:*',
        NotResource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': false }, NumericLessThan: { 'aws:x': [1, '2'] } },
      },
    })
    expect(policy).toEqual({
      version: '2012-10-17',
      id: 'one',
      statements: [
        {
          sid: 'S',
          effect: 'Deny',
          action: { not: true, patterns: ['iam:*'] },
          resource: { not: true, patterns: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] },
          principal: {
            not: true,
            entries: [
              { type: 'AWS', value: '111111111111' },
              { type: 'AWS', value: 'arn:aws:iam::111111111111:user/a' },
              { type: 'Service', value: 'sns.amazonaws.com' },
            ],
          },
          conditions: [
            { operator: 'Bool', key: 'aws:MultiFactorAuthPresent', values: ['false'] },
            { operator: 'NumericLessThan', key: 'aws:x', values: ['1', '2'] },
          ],
          variables: true,
        },
      ],
    })
    expect(Object.isFrozen(policy.statements[0]?.conditions[0]?.values)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['an object', document],
    ['JSON text', JSON.stringify(document)],
    ['JSON text with space around', `\n ${JSON.stringify(document, null, 2)}\n`],
    ['URL-encoded JSON text', encodeURIComponent(JSON.stringify(document))],
    ['one statement without its list', { ...document, Statement: statement }],
  ])('from %s', (_, given) => {
    expect(parsePolicy(given)).toEqual(parsePolicy(document))
  })

  it('takes the older version when none is named', () => {
    expect(parsePolicy({ Statement: [statement] })).toMatchObject({
      version: '2008-10-17',
      statements: [{ variables: false }],
    })
  })

  it('reads "*" as a principal like {"AWS": "*"}', () => {
    const read = (Principal: unknown) => parsePolicy({ ...document, Statement: { ...statement, Principal } })
    expect(read('*')).toEqual(read({ AWS: '*' }))
  })

  it('takes an empty list of statements and an empty condition for what they are: nothing', () => {
    expect(parsePolicy({ ...document, Statement: [] }).statements).toEqual([])
    expect(
      parsePolicy({ ...document, Statement: { ...statement, Condition: {} } }).statements[0]?.conditions,
    ).toEqual([])
  })

  it('keeps what it read when the document is changed afterwards', () => {
    const original = structuredClone(document)
    const policy = parsePolicy(original)
    original.Statement[0]!.Action = 'iam:*'
    expect(policy.statements[0]?.action.patterns).toEqual(['iam:GetUser'])
  })
})

describe('a malformed policy is refused', () => {
  const bad = (change: object) => ({ ...document, Statement: [{ ...statement, ...change }] })
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /JSON object/],
    ['null', null, /JSON object/],
    ['a list', [], /JSON object/],
    ['a number', 7, /JSON object/],
    ['text that is not JSON', 'hello', /not JSON/],
    ['cut JSON', '{"Version":', /not JSON/],
    ['a wrong URL encoding', '%7B%', /not JSON/],
    ['encoded JSON that is no object', '%5B%5D', /JSON object/],
    ['no Statement', { Version: '2012-10-17' }, /no Statement/],
    ['Statement null', { ...document, Statement: null }, /no Statement/],
    ['a statement that is a text', { ...document, Statement: ['x'] }, /Statement 1 must be a JSON object/],
    ['an unknown version', { ...document, Version: '2012-10-18' }, /"2012-10-18"/],
    ['a version that is a number', { ...document, Version: 2012 }, /2012/],
    ['an Id that is no text', { ...document, Id: 1 }, /Id/],
    ['an unknown element of the policy', { ...document, Statements: [] }, /"Statements"/],
    [
      'an unknown element of a statement',
      bad({ Actions: ['*'] }),
      /Statement 1 has an unknown element "Actions"/,
    ],
    ['no Effect', bad({ Effect: undefined }), /Effect of Statement 1 must be Allow or Deny\./],
    ['an unknown Effect', bad({ Effect: 'allow' }), /not "allow"/],
    ['a Sid that is no text', bad({ Sid: 1 }), /Sid/],
    ['neither Action nor NotAction', bad({ Action: undefined }), /neither Action nor NotAction/],
    ['both Action and NotAction', bad({ NotAction: 's3:*' }), /both Action and NotAction/],
    ['an empty list of actions', bad({ Action: [] }), /Action of Statement 1 is an empty list/],
    [
      'an empty list of exceptions',
      bad({ Action: undefined, NotAction: [] }),
      /NotAction of Statement 1 is an empty/,
    ],
    ['an action that is a number', bad({ Action: [7] }), /Action of Statement 1/],
    ['an empty action', bad({ Action: '' }), /Action of Statement 1/],
    ['an action without its service', bad({ Action: 'GetUser' }), /"GetUser"/],
    ['an empty list of resources', bad({ Resource: [] }), /Resource of Statement 1 is an empty list/],
    ['both Resource and NotResource', bad({ NotResource: '*' }), /both Resource and NotResource/],
    [
      'both Principal and NotPrincipal',
      bad({ Principal: '*', NotPrincipal: '*' }),
      /both Principal and NotPrincipal/,
    ],
    ['a principal that is a text', bad({ Principal: '111111111111' }), /"\*" or an object/],
    ['a principal that names nobody', bad({ Principal: {} }), /names nobody/],
    ['a principal with an empty list', bad({ Principal: { AWS: [] } }), /names nobody/],
    ['a condition that is a list', bad({ Condition: [] }), /Condition of Statement 1/],
    ['an operator without keys', bad({ Condition: { Bool: 'true' } }), /condition Bool of Statement 1/],
    ['a condition value that is an object', bad({ Condition: { Bool: { k: {} } } }), /Bool k of Statement 1/],
    ['a condition value that is null', bad({ Condition: { Bool: { k: null } } }), /Bool k/],
  ])('%s', (_, given, message) => {
    expect(() => parsePolicy(given)).toThrow(PolicySyntaxError)
    expect(() => parsePolicy(given)).toThrow(message)
  })
})
