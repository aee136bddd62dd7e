import { describe, expect, it } from 'vitest'
import { mayPutEvents } from './event-bus.ts'

const centre = '111111111111'
const account = '222222222222'
const arn = `arn:aws:events:us-east-1:${centre}:event-bus/alarms`
const role = `arn:aws:iam::${account}:role/forward`
const statement = (over: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: arn, ...over }],
  })
const ofOrganization = (id: string) => ({ Condition: { StringEquals: { 'aws:PrincipalOrgID': id } } })

describe('a bus takes events from a rule of another account', () => {
  it.each<[when: string, policy: string | undefined, role: string | undefined, may: string]>([
    ['there is no policy', undefined, role, 'no'],
    ['it is open to the organization, through a role', statement(ofOrganization('o-1')), role, 'yes'],
    [
      'it is open to the organization, and the target names no role',
      statement(ofOrganization('o-1')),
      undefined,
      'no',
    ],
    ['it is open to another organization', statement(ofOrganization('o-2')), role, 'no'],
    [
      'it is open to the account',
      statement({ Principal: { AWS: `arn:aws:iam::${account}:root` } }),
      role,
      'yes',
    ],
    [
      'it is open to the account, without a role',
      statement({ Principal: { AWS: account } }),
      undefined,
      'yes',
    ],
    ['it is open to another account', statement({ Principal: { AWS: '333333333333' } }), role, 'no'],
    [
      'it is open to this role',
      statement({ Condition: { ArnEquals: { 'aws:PrincipalArn': role } } }),
      role,
      'yes',
    ],
    ['it is open for another action', statement({ Action: 'events:PutRule' }), role, 'no'],
    ['it is about another bus', statement({ Resource: `${arn}2` }), role, 'no'],
    [
      'a statement denies it',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: arn },
          { Effect: 'Deny', Principal: '*', Action: 'events:*', Resource: '*' },
        ],
      }),
      role,
      'no',
    ],
    ['an operator is not modelled', statement({ Condition: { Strange: { a: 'b' } } }), role, 'cannot-tell'],
    ['it is no policy', 'nonsense', role, 'cannot-tell'],
  ])('%s', (_when, policy, through, may) => {
    const sender = { account, organization: 'o-1', partition: 'aws', ...(through ? { role: through } : {}) }
    expect(mayPutEvents({ arn, exists: true, ...(policy ? { policy } : {}) }, sender)).toBe(may)
  })
})
