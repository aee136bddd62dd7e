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

const root: Context = { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:root`, 'aws:PrincipalType': 'Account' }
const assumedRoot: Context = { ...root, 'aws:AssumedRoot': 'true' }
const role: Context = {
  'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/ops`,
  'aws:PrincipalType': 'AssumedRole',
}
const isRoot = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }
const spare = { ...isRoot, Null: { 'aws:AssumedRoot': 'true' } }
const scp = (statement: object): Policy =>
  parsePolicy({ Version: VERSION, Statement: { Effect: 'Deny', Resource: '*', ...statement } })
const under = (...policies: Policy[]): PolicySet => ({
  identity: [full],
  scps: [[full], [full, ...policies]],
})

table('deny root everything, sparing AssumeRoot', under(scp({ Action: '*', Condition: spare })), [
  ['root', 's3:DeleteBucket', '*', root, 'explicit deny'],
  ['root reading', 'iam:GetUser', '*', root, 'explicit deny'],
  [
    'root in AWS GovCloud is not meant',
    's3:DeleteBucket',
    '*',
    { 'aws:PrincipalArn': `arn:aws-us-gov:iam::${ACCOUNT}:root` },
    'allow',
  ],
  ['an AssumeRoot session', 's3:DeleteBucketPolicy', '*', assumedRoot, 'allow'],
  ['a role', 's3:DeleteBucket', '*', role, 'allow'],
  ['a user named root', 's3:X', '*', { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/root` }, 'allow'],
  ['nobody known', 's3:DeleteBucket', '*', {}, 'allow'],
])

table('deny root without the Null clause', under(scp({ Action: '*', Condition: isRoot })), [
  ['root', 's3:DeleteBucket', '*', root, 'explicit deny'],
  ['an AssumeRoot session too', 's3:DeleteBucketPolicy', '*', assumedRoot, 'explicit deny'],
  ['a role', 's3:DeleteBucket', '*', role, 'allow'],
])

table(
  'deny root with StringLike and BoolIfExists',
  under(
    scp({
      Action: '*',
      Condition: {
        StringLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:root'] },
        BoolIfExists: { 'aws:AssumedRoot': 'false' },
      },
    }),
  ),
  [
    ['root', 's3:DeleteBucket', '*', root, 'explicit deny'],
    ['an AssumeRoot session', 's3:DeleteBucketPolicy', '*', assumedRoot, 'allow'],
  ],
)

table(
  'deny root all but billing and one user',
  under(
    scp({ NotAction: ['billing:*', 'account:*', 'iam:CreateUser', 'iam:Get*'], Condition: spare }),
    scp({
      Action: 'iam:CreateUser',
      Resource: undefined,
      NotResource: ['arn:aws:iam::*:user/break-glass'],
      Condition: spare,
    }),
    scp({
      Action: 'iam:AttachUserPolicy',
      Condition: {
        ...spare,
        ArnNotEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
    }),
  ),
  [
    ['billing', 'billing:GetBillingData', '*', root, 'allow'],
    ['billing, in another case', 'Billing:getbillingdata', '*', root, 'allow'],
    ['reading IAM', 'iam:GetAccountSummary', '*', root, 'allow'],
    ['buckets', 's3:DeleteBucket', '*', root, 'explicit deny'],
    ['the one user', 'iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/break-glass`, root, 'allow'],
    ['another user', 'iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/other`, root, 'explicit deny'],
    ['a role creates users', 'iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/other`, role, 'allow'],
  ],
)

table(
  'root may attach one policy only',
  under(
    scp({
      Action: 'iam:AttachUserPolicy',
      Condition: {
        ...isRoot,
        ArnNotEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
    }),
  ),
  [
    [
      'that one',
      'iam:AttachUserPolicy',
      '*',
      { ...root, 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      'allow',
    ],
    [
      'another',
      'iam:AttachUserPolicy',
      '*',
      { ...root, 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      'explicit deny',
    ],
    ['none said', 'iam:AttachUserPolicy', '*', root, 'explicit deny'],
  ],
)

table(
  'deny outside a Region, global services spared',
  under(
    scp({
      NotAction: ['iam:*', 'organizations:*', 'sts:*'],
      Condition: {
        StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] },
        ArnNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/ops' },
      },
    }),
  ),
  [
    ['inside', 'ec2:RunInstances', '*', { ...root, 'aws:RequestedRegion': 'eu-west-1' }, 'allow'],
    ['outside', 'ec2:RunInstances', '*', { ...root, 'aws:RequestedRegion': 'us-east-1' }, 'explicit deny'],
    [
      'outside, the spared role',
      'ec2:RunInstances',
      '*',
      { ...role, 'aws:RequestedRegion': 'us-east-1' },
      'allow',
    ],
    [
      'outside, a global service',
      'iam:CreateUser',
      '*',
      { ...root, 'aws:RequestedRegion': 'us-east-1' },
      'allow',
    ],
  ],
)

const TASKS = [
  'iam:DeleteAccessKey',
  'iam:DeleteLoginProfile',
  'iam:DeactivateMFADevice',
  'iam:ListAccessKeys',
]
table(
  'an AssumeRoot session within its task policy',
  {
    identity: [full],
    session: [
      parsePolicy({
        Version: VERSION,
        Statement: { Effect: 'Allow', Action: TASKS, Resource: 'arn:aws:iam::*:root' },
      }),
    ],
    scps: [[full, scp({ Action: '*', Condition: spare })]],
  },
  [
    ['its task', 'iam:DeleteAccessKey', `arn:aws:iam::${ACCOUNT}:root`, assumedRoot, 'allow'],
    ['its task on a user', 'iam:DeleteAccessKey', `arn:aws:iam::${ACCOUNT}:user/anna`, assumedRoot, 'deny'],
    ['anything else', 's3:DeleteBucketPolicy', 'arn:aws:s3:::b', assumedRoot, 'deny'],
    ['root itself', 'iam:DeleteAccessKey', `arn:aws:iam::${ACCOUNT}:root`, root, 'explicit deny'],
  ],
)

table(
  'a resource control policy that keeps strangers out',
  {
    identity: [full],
    rcps: [
      [
        full,
        parsePolicy({
          Version: VERSION,
          Statement: {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: '*',
            Condition: {
              StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
              BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
            },
          },
        }),
      ],
    ],
  },
  [
    [
      'of the organization',
      's3:GetObject',
      '*',
      { 'aws:PrincipalOrgID': 'o-1', 'aws:PrincipalIsAWSService': 'false' },
      'allow',
    ],
    [
      'a stranger',
      's3:GetObject',
      '*',
      { 'aws:PrincipalOrgID': 'o-2', 'aws:PrincipalIsAWSService': 'false' },
      'explicit deny',
    ],
    ['a service', 's3:GetObject', '*', { 'aws:PrincipalIsAWSService': 'true' }, 'allow'],
    ["another service's action", 'sqs:SendMessage', '*', { 'aws:PrincipalOrgID': 'o-2' }, 'allow'],
  ],
)
