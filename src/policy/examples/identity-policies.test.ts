import { describe, expect, it } from 'vitest'
import type { PolicySet } from '../index.ts'
import { parsePolicy } from '../index.ts'
import type { Line } from './testing.ts'
import { ACCOUNT, full, judge, VERSION } from './testing.ts'

const table = (name: string, policies: PolicySet, lines: Line[]) =>
  describe(name, () => {
    it.each(lines)('%s', (...line) => {
      expect(judge(policies, line)).toBe(line[4])
    })
  })

const mfaTools = [
  'iam:CreateVirtualMFADevice',
  'iam:EnableMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'sts:GetSessionToken',
]
const denyWithoutMfa = (operator: string): PolicySet => ({
  identity: [
    full,
    parsePolicy({
      Version: VERSION,
      Statement: {
        Sid: 'NoMfa',
        Effect: 'Deny',
        NotAction: mfaTools,
        Resource: '*',
        Condition: { [operator]: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    }),
  ],
})
table('deny unless MFA, BoolIfExists', denyWithoutMfa('BoolIfExists'), [
  ['with MFA', 's3:GetObject', '*', { 'aws:MultiFactorAuthPresent': 'true' }, 'allow'],
  ['without MFA', 's3:GetObject', '*', { 'aws:MultiFactorAuthPresent': 'false' }, 'explicit deny'],
  ['an access key, which has no such key', 's3:GetObject', '*', {}, 'explicit deny'],
  ['enabling MFA without it', 'iam:EnableMFADevice', '*', {}, 'allow'],
])
table('deny unless MFA, Bool: the known gap', denyWithoutMfa('Bool'), [
  ['without MFA', 's3:GetObject', '*', { 'aws:MultiFactorAuthPresent': 'false' }, 'explicit deny'],
  ['an access key slips through', 's3:GetObject', '*', {}, 'allow'],
])

table(
  'a user manages itself',
  {
    identity: [
      parsePolicy({
        Version: VERSION,
        Statement: [
          {
            Effect: 'Allow',
            Action: ['iam:*LoginProfile', 'iam:*AccessKey*'],
            Resource: 'arn:aws:iam::*:user/${aws:username}',
          },
          {
            Effect: 'Allow',
            Action: 's3:ListBucket',
            Resource: 'arn:aws:s3:::homes',
            Condition: { StringLike: { 's3:prefix': ['', '${aws:username}/*'] } },
          },
        ],
      }),
    ],
  },
  [
    [
      'itself',
      'iam:CreateAccessKey',
      `arn:aws:iam::${ACCOUNT}:user/anna`,
      { 'aws:username': 'anna' },
      'allow',
    ],
    [
      'another',
      'iam:CreateAccessKey',
      `arn:aws:iam::${ACCOUNT}:user/bert`,
      { 'aws:username': 'anna' },
      'deny',
    ],
    [
      'a role, which has no user name',
      'iam:CreateAccessKey',
      `arn:aws:iam::${ACCOUNT}:user/anna`,
      {},
      'deny',
    ],
    [
      'its folder',
      's3:ListBucket',
      'arn:aws:s3:::homes',
      { 'aws:username': 'anna', 's3:prefix': 'anna/x' },
      'allow',
    ],
    ['the top', 's3:ListBucket', 'arn:aws:s3:::homes', { 'aws:username': 'anna', 's3:prefix': '' }, 'allow'],
    [
      'another folder',
      's3:ListBucket',
      'arn:aws:s3:::homes',
      { 'aws:username': 'anna', 's3:prefix': 'bert/x' },
      'deny',
    ],
    ['the top, a role', 's3:ListBucket', 'arn:aws:s3:::homes', { 's3:prefix': '' }, 'allow'],
  ],
)

table(
  'a boundary that lacks IAM',
  {
    identity: [full],
    boundary: [
      parsePolicy({
        Version: VERSION,
        Statement: { Effect: 'Allow', Action: ['s3:*', 'ec2:*'], Resource: '*' },
      }),
    ],
  },
  [
    ['S3', 's3:DeleteBucket', '*', {}, 'allow'],
    ['IAM', 'iam:CreateUser', '*', {}, 'deny'],
  ],
)
