import { below, full, rcp, type Scene, scp } from './scene.ts'

const only = (...actions: string[]) => ({ Effect: 'Allow', Action: actions })
const butEc2 = { Effect: 'Allow', NotAction: 'ec2:*' }

/** Each level needs an allow, a deny anywhere wins. */
export const levels: Scene[] = [
  {
    name: 'an allow lacks at the root',
    policies: [scp('root', only('s3:*')), scp('ou:A', full), scp('account', full)],
    cases: [
      ['what it allows', 'role', 's3:GetObject', 'allow'],
      ['what it does not', 'role', 'ec2:RunInstances', 'deny'],
      ['root alike', 'root', 'ec2:RunInstances', 'deny'],
      ['assumed root alike', 'assumed-root', 'iam:DeleteAccessKey', 'deny'],
      ['a service-linked role is not bound', 'service-linked-role', 'ec2:RunInstances', 'allow'],
    ],
  },
  {
    name: 'an allow lacks at a unit',
    policies: [scp('root', full), scp('ou:A', butEc2), scp('ou:B', full), scp('account', full)],
    cases: [
      ['the rest', 'role', 's3:GetObject', 'allow'],
      ['what it leaves out', 'role', 'ec2:RunInstances', 'deny'],
      ['its services by prefix only', 'role', 'ec2messages:GetMessages', 'allow'],
    ],
  },
  {
    name: 'an allow lacks at the account',
    policies: [scp('root', full), scp('account', only('s3:Get*', 's3:List*', 'iam:*'))],
    cases: [
      ['s3:Get*', 'role', 's3:GetObject', 'allow'],
      ['s3:List*', 'role', 's3:ListAllMyBuckets', 'allow'],
      ['writes', 'role', 's3:PutObject', 'deny'],
      ['iam:*', 'root', 'iam:CreateUser', 'allow'],
    ],
  },
  {
    name: 'only deny at a level',
    policies: [scp('root', full), scp('ou:A', { Action: 'ec2:*' }), scp('account', full)],
    cases: [
      ['its deny', 'role', 'ec2:RunInstances', 'deny', { by: 'ou:A 1 - 0' }],
      ['and everything else, for lack of an allow', 'role', 's3:GetObject', 'deny'],
    ],
  },
  {
    name: 'two allows that share a level',
    policies: [scp('root', full), scp('account', only('s3:*')), scp('account', only('ec2:*'))],
    cases: [
      ['the first', 'role', 's3:GetObject', 'allow'],
      ['the second', 'role', 'ec2:RunInstances', 'allow'],
      ['neither', 'role', 'iam:GetUser', 'deny'],
    ],
  },
  {
    name: 'two allows at different levels',
    policies: [scp('root', only('s3:*', 'iam:*')), scp('account', only('ec2:*', 'iam:*'))],
    cases: [
      ['what both allow', 'role', 'iam:GetUser', 'allow'],
      ['what the upper allows', 'role', 's3:GetObject', 'deny'],
      ['what the lower allows', 'role', 'ec2:RunInstances', 'deny'],
    ],
  },
  {
    name: 'two units of one name on a path',
    policies: [
      scp('root', full),
      scp('ou:A', full),
      scp('ou:B', full),
      scp('ou:A', only('s3:*')),
      scp('account', full),
    ],
    cases: [
      ['the lower one is a level of its own', 'role', 'iam:GetUser', 'deny'],
      ['what both allow', 'role', 's3:GetObject', 'allow'],
    ],
  },
  {
    name: 'a deny at the root, an allow below',
    policies: [scp('root', full, { Sid: 'NoEc2', Action: 'ec2:*' }), scp('ou:A', only('ec2:*', 's3:*'))],
    cases: [
      ['the deny wins', 'role', 'ec2:RunInstances', 'deny', { by: 'root 0 NoEc2 1' }],
      ['nothing denies', 'role', 's3:GetObject', 'allow'],
    ],
  },
  {
    name: 'several denies',
    policies: below({ Sid: 'First', Action: 's3:Get*' }, { Sid: 'Second', Action: 's3:*' }),
    cases: [
      ['the first of a policy is named', 'role', 's3:GetObject', 'deny', { by: 'ou:Prod 2 First 0' }],
      ['the one that matches is named', 'role', 's3:PutObject', 'deny', { by: 'ou:Prod 2 Second 1' }],
    ],
  },
  {
    name: 'the same at two levels',
    policies: [scp('root', full, { Action: 's3:*' }), scp('account', full, { Action: 's3:*' })],
    cases: [['the upper is named', 'role', 's3:GetObject', 'deny', { by: 'root 0 - 1' }]],
  },
  {
    name: 'resource control policies beside service control policies',
    policies: [
      scp('root', full),
      rcp('root', full),
      rcp('ou:A', full, { Sid: 'Sealed', Action: 's3:PutBucketPolicy' }),
      rcp('account', full),
    ],
    cases: [
      ['the deny', 'role', 's3:PutBucketPolicy', 'deny', { by: 'ou:A 2 Sealed 1' }],
      ['for root', 'root', 's3:PutBucketPolicy', 'deny'],
      ['for assumed root', 'assumed-root', 's3:PutBucketPolicy', 'deny'],
      ['for no service-linked role', 'service-linked-role', 's3:PutBucketPolicy', 'allow'],
      ['not for the management account', 'role', 's3:PutBucketPolicy', 'not-covered', { management: true }],
      ['something else', 'role', 's3:GetObject', 'allow'],
      ['a unit without service control policies is no level of theirs', 'role', 'ec2:RunInstances', 'allow'],
    ],
  },
  {
    name: 'a resource control policy without an allow beside it',
    policies: [scp('root', full), rcp('root', { Action: 's3:DeleteBucket' })],
    cases: [
      ['its deny', 'role', 's3:DeleteBucket', 'deny', { by: 'root 1 - 0' }],
      ['everything else, for lack of an allow', 'role', 's3:GetObject', 'deny'],
    ],
  },
  {
    name: 'types in blocks: each keeps the order of its own',
    policies: [
      scp('root', full),
      scp('account', full),
      rcp('root', full),
      rcp('account', full, { Action: 'sqs:*' }),
    ],
    cases: [
      ['the deny', 'role', 'sqs:SendMessage', 'deny', { by: 'account 3 - 1' }],
      ['the rest', 'role', 's3:GetObject', 'allow'],
    ],
  },
  {
    name: 'a perimeter of the organization',
    policies: [
      rcp('root', full, {
        Sid: 'Perimeter',
        Action: ['s3:*', 'sqs:*', 'kms:*', 'secretsmanager:*', 'sts:AssumeRole'],
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    ],
    cases: [
      ['from inside', 'role', 's3:GetObject', 'allow', { context: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } }],
      ['from outside', 'role', 's3:GetObject', 'deny', { context: { 'aws:PrincipalOrgID': 'o-bbbbbbbbbb' } }],
      ['from nobody known', 'role', 's3:GetObject', 'deny'],
      [
        'an AWS service',
        'role',
        's3:GetObject',
        'allow',
        { context: { 'aws:PrincipalOrgID': 'x', 'aws:PrincipalIsAWSService': 'true' } },
      ],
      [
        'what it does not name',
        'role',
        'ec2:RunInstances',
        'allow',
        { context: { 'aws:PrincipalOrgID': 'o-bbbbbbbbbb' } },
      ],
    ],
  },
]
