import { below, full, isRoot, type Scene, scp, standingRoot } from './scene.ts'

const bucket = { resource: 'arn:aws:s3:::b' }
const unlock = ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy']

/** Policies that deny root, as people write them: whole, with holes, too much, in the wrong place. */
export const denyRoot: Scene[] = [
  {
    name: 'nothing attached',
    policies: [],
    cases: [
      ['root', 'root', 's3:DeleteBucket', 'allow'],
      ['assumed root', 'assumed-root', 'iam:DeleteAccessKey', 'allow'],
      ['a role', 'role', 'ec2:RunInstances', 'allow'],
      ['the management account', 'root', 's3:DeleteBucket', 'not-covered', { management: true }],
    ],
  },
  {
    name: "AWS's own policy at every level",
    policies: below(),
    cases: [
      ['root', 'root', 's3:DeleteBucket', 'allow'],
      ['assumed root', 'assumed-root', 'iam:DeleteAccessKey', 'allow'],
      ['a role', 'role', 'ec2:RunInstances', 'allow'],
      ['an action that AWS does not have', 'root', 'nothing:AtAll', 'allow'],
    ],
  },
  {
    name: 'deny everything to standing root, sparing AssumeRoot',
    policies: below({ Sid: 'DenyRoot', Condition: standingRoot }),
    cases: [
      ['root deletes', 'root', 's3:DeleteBucket', 'deny', { by: 'ou:Prod 2 DenyRoot 0' }],
      ['root reads', 'root', 'iam:GetUser', 'deny', { by: 'ou:Prod 2 DenyRoot 0' }],
      ['root closes the account', 'root', 'account:CloseAccount', 'deny'],
      ['root sees bills', 'root', 'billing:GetBillingData', 'deny'],
      ['root in another account', 'root', 's3:DeleteBucket', 'deny', { account: '333333333333' }],
      ['root with a resource', 'root', 's3:DeleteBucket', 'deny', bucket],
      ['root with MFA', 'root', 's3:X', 'deny', { context: { 'aws:MultiFactorAuthPresent': 'true' } }],
      ['action in another case', 'root', 'S3:deletebucket', 'deny'],
      ['root of the management account', 'root', 's3:DeleteBucket', 'not-covered', { management: true }],
      ['a role of the management account', 'role', 's3:DeleteBucket', 'not-covered', { management: true }],
      ['assumed root unlocks a bucket', 'assumed-root', 's3:DeleteBucketPolicy', 'allow', bucket],
      ['assumed root deletes keys', 'assumed-root', 'iam:DeleteAccessKey', 'allow'],
      ['a role', 'role', 's3:DeleteBucket', 'allow'],
      ['a service-linked role', 'service-linked-role', 's3:DeleteBucket', 'allow'],
      [
        'a user called root',
        'role',
        's3:DeleteBucket',
        'allow',
        { context: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:user/root' } },
      ],
      [
        'root of AWS GovCloud is not meant',
        'root',
        's3:DeleteBucket',
        'allow',
        { context: { 'aws:PrincipalArn': 'arn:aws-us-gov:iam::111111111111:root' } },
      ],
      [
        'a key in another case stands for the own one',
        'role',
        's3:DeleteBucket',
        'deny',
        { context: { 'AWS:principalarn': 'arn:aws:iam::111111111111:root' } },
      ],
    ],
  },
  {
    name: 'deny root without the AssumedRoot clause',
    policies: below({ Sid: 'GRRESTRICTROOTUSER', Condition: isRoot }),
    cases: [
      ['root', 'root', 's3:DeleteBucket', 'deny', { by: 'ou:Prod 2 GRRESTRICTROOTUSER 0' }],
      ['assumed root is shut out too', 'assumed-root', 's3:DeleteBucketPolicy', 'deny', bucket],
      ['and cannot delete keys', 'assumed-root', 'iam:DeleteAccessKey', 'deny'],
      ['nor allow recovery again', 'assumed-root', 'iam:CreateLoginProfile', 'deny'],
      ['a role', 'role', 's3:DeleteBucket', 'allow'],
    ],
  },
  {
    name: 'deny root access keys only',
    policies: below({
      Sid: 'GRRESTRICTROOTUSERACCESSKEYS',
      Action: 'iam:CreateAccessKey',
      Condition: isRoot,
    }),
    cases: [
      ['root makes a key', 'root', 'iam:CreateAccessKey', 'deny'],
      ['root deletes one', 'root', 'iam:DeleteAccessKey', 'allow'],
      ['root deletes buckets', 'root', 's3:DeleteBucket', 'allow'],
      ['a role makes a key', 'role', 'iam:CreateAccessKey', 'allow'],
    ],
  },
  {
    name: 'deny root with NotAction, all but bucket policies',
    policies: below({ Sid: 'ButBuckets', NotAction: unlock, Condition: isRoot }),
    cases: [
      ['root unlocks a bucket', 'root', 's3:DeleteBucketPolicy', 'allow', bucket],
      ['root deletes it', 'root', 's3:DeleteBucket', 'deny', { ...bucket, by: 'ou:Prod 2 ButBuckets 0' }],
      ['assumed root unlocks a bucket', 'assumed-root', 's3:PutBucketPolicy', 'allow', bucket],
      ['assumed root cannot do the other tasks', 'assumed-root', 'iam:DeleteAccessKey', 'deny'],
      ['nor list buckets, which its task needs', 'assumed-root', 's3:ListAllMyBuckets', 'deny'],
      ['a role', 'role', 'iam:DeleteAccessKey', 'allow'],
    ],
  },
  {
    name: 'deny root everything but S3',
    policies: below({ NotAction: 's3:*', Condition: standingRoot }),
    cases: [
      ['root and S3', 'root', 's3:DeleteBucket', 'allow'],
      ['root and S3 in another case', 'root', 'S3:DeleteBucket', 'allow'],
      ['root and S3 Object Lambda', 'root', 's3-object-lambda:GetObject', 'deny'],
      ['root and IAM', 'root', 'iam:CreateUser', 'deny'],
    ],
  },
  {
    name: 'deny root through aws:PrincipalType',
    policies: below({ Condition: { StringEquals: { 'aws:PrincipalType': 'Account' } } }),
    cases: [
      ['root', 'root', 's3:DeleteBucket', 'deny'],
      ['assumed root', 'assumed-root', 's3:DeleteBucket', 'deny'],
      ['a role', 'role', 's3:DeleteBucket', 'allow'],
    ],
  },
  {
    name: 'deny root with StringLike, sparing with BoolIfExists',
    policies: below({
      Condition: {
        StringLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:root'] },
        BoolIfExists: { 'aws:AssumedRoot': 'false' },
      },
    }),
    cases: [
      ['root', 'root', 's3:DeleteBucket', 'deny'],
      ['assumed root', 'assumed-root', 's3:DeleteBucket', 'allow'],
      ['a role', 'role', 's3:DeleteBucket', 'allow'],
    ],
  },
  {
    name: 'deny root with Bool where IfExists is needed',
    policies: below({ Condition: { ...isRoot, Bool: { 'aws:AssumedRoot': 'false' } } }),
    cases: [
      ['root carries no such key: nothing is denied', 'root', 's3:DeleteBucket', 'allow'],
      ['assumed root', 'assumed-root', 's3:DeleteBucket', 'allow'],
    ],
  },
  {
    name: 'deny one account only',
    policies: below({ Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:root' } } }),
    cases: [
      ['its root', 'root', 's3:DeleteBucket', 'deny', { account: '222222222222' }],
      ['another root', 'root', 's3:DeleteBucket', 'allow', { account: '111111111111' }],
    ],
  },
  {
    name: 'deny root on the other path only',
    policies: [scp('root', full), scp('ou:Sandbox', full), scp('account', full)],
    cases: [['root is not denied here', 'root', 's3:DeleteBucket', 'allow']],
  },
  {
    name: 'deny root at the account itself',
    policies: [scp('root', full), scp('account', full), scp('account', { Condition: standingRoot })],
    cases: [
      ['root', 'root', 's3:DeleteBucket', 'deny', { by: 'account 2 - 0' }],
      ['assumed root', 'assumed-root', 's3:DeleteBucket', 'allow'],
    ],
  },
  {
    name: 'what a task leaves to AssumeRoot',
    policies: below({ Sid: 'DenyRoot', Condition: standingRoot }),
    cases: [
      [
        'deleting keys',
        'assumed-root',
        'iam:DeleteAccessKey',
        'allow',
        { task: 'IAMDeleteRootUserCredentials' },
      ],
      [
        'not while auditing',
        'assumed-root',
        'iam:DeleteAccessKey',
        'deny',
        { task: 'IAMAuditRootUserCredentials' },
      ],
      [
        'the summary',
        'assumed-root',
        'iam:GetAccountSummary',
        'allow',
        { task: 'IAMAuditRootUserCredentials' },
      ],
      [
        'a password',
        'assumed-root',
        'iam:CreateLoginProfile',
        'allow',
        { task: 'IAMCreateRootUserPassword' },
      ],
      ['a queue', 'assumed-root', 'sqs:SetQueueAttributes', 'allow', { task: 'SQSUnlockQueuePolicy' }],
      [
        'no bucket with a queue',
        'assumed-root',
        's3:PutBucketPolicy',
        'deny',
        { task: 'SQSUnlockQueuePolicy' },
      ],
      [
        'a bucket',
        'assumed-root',
        's3:PutBucketPolicy',
        'allow',
        { ...bucket, task: 'S3UnlockBucketPolicy' },
      ],
      [
        'deletes no bucket',
        'assumed-root',
        's3:DeleteBucket',
        'deny',
        { ...bucket, task: 'S3UnlockBucketPolicy' },
      ],
    ],
  },
]
