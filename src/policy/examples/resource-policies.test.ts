import { describe, expect, it } from 'vitest'
import type { Policy, PolicySet } from '../index.ts'
import { parsePolicy } from '../index.ts'
import type { Context, Line } from './testing.ts'
import { ACCOUNT, full, judge, VERSION } from './testing.ts'

const table = (name: string, policies: PolicySet, lines: Line[]) =>
  describe(name, () => {
    it.each(lines)('%s', (...line) => {
      expect(judge(policies, line)).toBe(line[4])
    })
  })

const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:alarms`
const topicPolicy = parsePolicy({
  Version: VERSION,
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: 'Owner',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['SNS:Subscribe', 'SNS:Publish'],
      Resource: topic,
      Condition: { StringEquals: { 'AWS:SourceOwner': ACCOUNT } },
    },
    {
      Sid: 'Budgets',
      Effect: 'Allow',
      Principal: { Service: 'budgets.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: topic,
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: { 'aws:SourceArn': `arn:aws:budgets::${ACCOUNT}:*` },
      },
    },
  ],
})
const from = (account: string): Context => ({
  'aws:SourceAccount': account,
  'aws:SourceArn': `arn:aws:budgets::${account}:budget/daily`,
})
const service = (name: string, resource: Policy): PolicySet => ({
  identity: [],
  resource: [resource],
  principal: { arn: '', account: '', service: name },
})
table('a topic that lets AWS Budgets publish', service('budgets.amazonaws.com', topicPolicy), [
  ["the account's budget", 'sns:Publish', topic, from(ACCOUNT), 'allow'],
  ["another account's budget", 'sns:Publish', topic, from('222222222222'), 'deny'],
  ['no source said', 'sns:Publish', topic, {}, 'deny'],
  ['another topic', 'sns:Publish', `${topic}2`, from(ACCOUNT), 'deny'],
  ['subscribing', 'sns:Subscribe', topic, from(ACCOUNT), 'deny'],
  ["the owner's statement", 'sns:Subscribe', topic, { 'aws:SourceOwner': ACCOUNT }, 'allow'],
])
table('the same topic and Amazon EventBridge', service('events.amazonaws.com', topicPolicy), [
  [
    'is not let in',
    'sns:Publish',
    topic,
    { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': `arn:aws:budgets::${ACCOUNT}:x` },
    'deny',
  ],
])

const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`
const keyPolicy = parsePolicy({
  Version: VERSION,
  Statement: [
    {
      Sid: 'Enable IAM policies',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'Events',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    },
  ],
})
table('a key that lets Amazon EventBridge encrypt', service('events.amazonaws.com', keyPolicy), [
  ['decrypting', 'kms:Decrypt', key, {}, 'allow'],
  ['a data key', 'kms:GenerateDataKeyWithoutPlaintext', key, {}, 'allow'],
  ['administration', 'kms:ScheduleKeyDeletion', key, {}, 'deny'],
])
table('the same key and AWS Budgets', service('budgets.amazonaws.com', keyPolicy), [
  ['is not let in', 'kms:Decrypt', key, {}, 'deny'],
])
const keyUser = (identity: Policy[]): PolicySet => ({
  identity,
  resource: [keyPolicy],
  resourceMustAllow: true,
  principal: { arn: `arn:aws:iam::${ACCOUNT}:user/anna`, account: ACCOUNT },
  resourceAccount: ACCOUNT,
})
table('the same key and an administrator', keyUser([full]), [['is let in', 'kms:Decrypt', key, {}, 'allow']])
table('the same key and a user without policies', keyUser([]), [
  ['is not let in', 'kms:Decrypt', key, {}, 'deny'],
])

table(
  "a role's trust policy",
  {
    identity: [full],
    resource: [
      parsePolicy({
        Version: VERSION,
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: '222222222222' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'secret' } },
        },
      }),
    ],
    principal: { arn: 'arn:aws:iam::222222222222:user/auditor', account: '222222222222' },
    resourceAccount: ACCOUNT,
  },
  [
    [
      'with the external id',
      'sts:AssumeRole',
      `arn:aws:iam::${ACCOUNT}:role/audit`,
      { 'sts:ExternalId': 'secret' },
      'allow',
    ],
    ['without', 'sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/audit`, {}, 'deny'],
    [
      'another operation',
      'sts:TagSession',
      `arn:aws:iam::${ACCOUNT}:role/audit`,
      { 'sts:ExternalId': 'secret' },
      'deny',
    ],
  ],
)
