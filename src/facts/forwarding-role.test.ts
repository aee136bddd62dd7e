import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../policy/index.ts'
import { carries } from './forwarding-role.ts'
import type { IamPrincipal } from './iam-details.ts'

const account = '222222222222'
const arn = `arn:aws:iam::${account}:role/forward`
const bus = 'arn:aws:events:us-east-1:111111111111:event-bus/alarms'
const rule = `arn:aws:events:eu-west-1:${account}:rule/root-use`

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
const trusting = (over: object = {}) =>
  parsePolicy(
    document({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      ...over,
    }),
  )
const puts = (over: object = {}) =>
  document({ Effect: 'Allow', Action: 'events:PutEvents', Resource: bus, ...over })
const role = (over: Partial<IamPrincipal> = {}): IamPrincipal => ({
  kind: 'role',
  name: 'forward',
  arn,
  path: '/',
  groups: [],
  attached: [],
  policies: [puts()],
  trust: trusting(),
  incomplete: false,
  ...over,
})

describe('a role carries events to a bus', () => {
  it.each<[when: string, roles: IamPrincipal[], answer: string]>([
    ['it is trusted and allowed', [role()], 'yes'],
    ['it is gone', [], 'no'],
    ['another one is there', [role({ arn: `${arn}2` })], 'no'],
    [
      'somebody else may assume it',
      [role({ trust: trusting({ Principal: { Service: 'ec2.amazonaws.com' } }) })],
      'no',
    ],
    [
      'it is for rules of the account',
      [role({ trust: trusting({ Condition: { StringEquals: { 'aws:SourceAccount': account } } }) })],
      'yes',
    ],
    [
      'it is for rules of another account',
      [role({ trust: trusting({ Condition: { StringEquals: { 'aws:SourceAccount': '3' } } }) })],
      'no',
    ],
    [
      'it is for rules of this name',
      [
        role({
          trust: trusting({
            Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/root-use' } },
          }),
        }),
      ],
      'yes',
    ],
    ['it may do nothing', [role({ policies: [] })], 'no'],
    ['it may put events on another bus', [role({ policies: [puts({ Resource: `${bus}2` })] })], 'no'],
    ['it may put events anywhere', [role({ policies: [puts({ Resource: '*' })] })], 'yes'],
    [
      'its boundary stops it',
      [role({ boundary: document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) })],
      'no',
    ],
    ['a document of its is missing', [role({ incomplete: true })], 'cannot-tell'],
    ['a document of its is no policy', [role({ policies: ['nonsense'] })], 'cannot-tell'],
    [
      'an operator is not modelled',
      [role({ policies: [puts({ Condition: { Strange: { a: 'b' } } })] })],
      'cannot-tell',
    ],
  ])('%s', (_when, roles, answer) => {
    expect(carries({ roles }, { role: arn, rule, account, bus })).toBe(answer)
  })
})
