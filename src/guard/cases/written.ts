import { below, full, isRoot, type Scene, scp, standingRoot } from './scene.ts'

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'
const user = (name: string) => ({ resource: `arn:aws:iam::111111111111:user/${name}` })
const region = (name: string) => ({ context: { 'aws:RequestedRegion': name } })
const asRole = (name: string) => ({
  context: { 'aws:PrincipalArn': `arn:aws:iam::111111111111:role/${name}` },
})

/** Policies as AWS and others publish them, and the one of our own mission. */
export const written: Scene[] = [
  {
    name: 'root may see bills, set account details and keep one administrator',
    policies: below(
      {
        Sid: 'Only',
        NotAction: [
          'account:*',
          'billing:*',
          'budgets:*',
          'ce:*',
          'support:*',
          'signin:*',
          'iam:CreateUser',
          'iam:GetUser',
          'iam:CreateLoginProfile',
          'iam:UpdateLoginProfile',
          'iam:AttachUserPolicy',
          'iam:DeleteAccessKey',
          'iam:ListAccessKeys',
          'iam:EnableMFADevice',
        ],
        Condition: standingRoot,
      },
      {
        Sid: 'OneUser',
        Action: [
          'iam:CreateUser',
          'iam:CreateLoginProfile',
          'iam:UpdateLoginProfile',
          'iam:AttachUserPolicy',
        ],
        NotResource: ['arn:aws:iam::*:user/break-glass', 'arn:aws:iam::*:root'],
        Condition: standingRoot,
      },
      {
        Sid: 'OnePolicy',
        Action: 'iam:AttachUserPolicy',
        Condition: { ...standingRoot, ArnNotEquals: { 'iam:PolicyARN': ADMIN } },
      },
    ),
    cases: [
      ['bills', 'root', 'billing:GetBillingData', 'allow'],
      ['budgets', 'root', 'budgets:ModifyBudget', 'allow'],
      ['contacts', 'root', 'account:PutAlternateContact', 'allow'],
      ['own keys', 'root', 'iam:DeleteAccessKey', 'allow'],
      ['own MFA', 'root', 'iam:EnableMFADevice', 'allow'],
      ['buckets', 'root', 's3:DeleteBucket', 'deny', { by: 'ou:Prod 2 Only 0' }],
      ['roles', 'root', 'iam:CreateRole', 'deny', { by: 'ou:Prod 2 Only 0' }],
      ['new keys', 'root', 'iam:CreateAccessKey', 'deny'],
      ['the administrator', 'root', 'iam:CreateUser', 'allow', user('break-glass')],
      ['another user', 'root', 'iam:CreateUser', 'deny', { ...user('eve'), by: 'ou:Prod 2 OneUser 1' }],
      ['a password of the administrator', 'root', 'iam:UpdateLoginProfile', 'allow', user('break-glass')],
      ['a password of another', 'root', 'iam:UpdateLoginProfile', 'deny', user('mia')],
      [
        'AdministratorAccess',
        'root',
        'iam:AttachUserPolicy',
        'allow',
        { ...user('break-glass'), context: { 'iam:PolicyARN': ADMIN } },
      ],
      [
        'another policy',
        'root',
        'iam:AttachUserPolicy',
        'deny',
        {
          ...user('break-glass'),
          context: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          by: 'ou:Prod 2 OnePolicy 2',
        },
      ],
      [
        'a policy that the request does not name',
        'root',
        'iam:AttachUserPolicy',
        'deny',
        user('break-glass'),
      ],
      ['assumed root deletes keys', 'assumed-root', 'iam:DeleteAccessKey', 'allow'],
      ['assumed root unlocks a bucket', 'assumed-root', 's3:DeleteBucketPolicy', 'allow'],
      ['a role deletes buckets', 'role', 's3:DeleteBucket', 'allow'],
      ['a role makes users', 'role', 'iam:CreateUser', 'allow', user('eve')],
    ],
  },
  {
    name: 'nothing outside two Regions, global services apart',
    policies: below({
      NotAction: ['iam:*', 'organizations:*', 'route53:*', 'support:*', 'sts:*', 'cloudfront:*'],
      Condition: {
        StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] },
        ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/Exempt*'] },
      },
    }),
    cases: [
      ['inside', 'role', 'ec2:RunInstances', 'allow', region('eu-west-1')],
      ['inside the other', 'role', 'ec2:RunInstances', 'allow', region('eu-central-1')],
      ['outside', 'role', 'ec2:RunInstances', 'deny', region('us-east-1')],
      ['outside, root', 'root', 'ec2:RunInstances', 'deny', region('us-east-1')],
      ['a global service', 'role', 'iam:CreateUser', 'allow', region('us-east-1')],
      [
        'an exempt role',
        'role',
        'ec2:RunInstances',
        'allow',
        { context: { ...region('us-east-1').context, ...asRole('ExemptOne').context } },
      ],
      ['a request that names no Region', 'role', 'ec2:RunInstances', 'deny'],
    ],
  },
  {
    name: 'nobody leaves, nobody stops the trail',
    policies: below(
      { Sid: 'Leave', Action: ['organizations:LeaveOrganization', 'account:CloseAccount'] },
      {
        Sid: 'Trail',
        Action: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail'],
        Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/AWSControlTowerExecution' } },
      },
    ),
    cases: [
      ['leaving', 'role', 'organizations:LeaveOrganization', 'deny', { by: 'ou:Prod 2 Leave 0' }],
      ['leaving, root', 'root', 'organizations:LeaveOrganization', 'deny'],
      ['leaving, assumed root', 'assumed-root', 'organizations:LeaveOrganization', 'deny'],
      ['closing', 'root', 'account:CloseAccount', 'deny'],
      ['stopping', 'role', 'cloudtrail:StopLogging', 'deny', { by: 'ou:Prod 2 Trail 1' }],
      [
        'stopping, Control Tower',
        'role',
        'cloudtrail:StopLogging',
        'allow',
        asRole('AWSControlTowerExecution'),
      ],
      ['looking', 'role', 'cloudtrail:DescribeTrails', 'allow'],
    ],
  },
  {
    name: 'everything takes MFA',
    policies: below({
      NotAction: ['iam:*', 'sts:GetSessionToken'],
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    }),
    cases: [
      ['with it', 'root', 's3:DeleteBucket', 'allow', { context: { 'aws:MultiFactorAuthPresent': 'true' } }],
      ['without', 'root', 's3:DeleteBucket', 'deny', { context: { 'aws:MultiFactorAuthPresent': 'false' } }],
      ['a key, which says nothing of it', 'root', 's3:DeleteBucket', 'deny'],
      ['to set it up', 'root', 'iam:EnableMFADevice', 'allow'],
    ],
  },
  {
    name: 'protected roles',
    policies: below({
      Action: ['iam:DeleteRole', 'iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'],
      Resource: ['arn:aws:iam::*:role/OrganizationAccountAccessRole', 'arn:aws:iam::*:role/stacksets-exec-*'],
      Condition: { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/stacksets-exec-*' } },
    }),
    cases: [
      [
        'the role',
        'role',
        'iam:DeleteRole',
        'deny',
        { resource: 'arn:aws:iam::111111111111:role/OrganizationAccountAccessRole' },
      ],
      [
        'by root',
        'root',
        'iam:DeleteRole',
        'deny',
        { resource: 'arn:aws:iam::111111111111:role/OrganizationAccountAccessRole' },
      ],
      ['another role', 'role', 'iam:DeleteRole', 'allow', { resource: 'arn:aws:iam::111111111111:role/x' }],
      [
        'by those that keep it',
        'role',
        'iam:DeleteRole',
        'allow',
        { resource: 'arn:aws:iam::111111111111:role/stacksets-exec-1', ...asRole('stacksets-exec-1') },
      ],
      [
        'reading it',
        'role',
        'iam:GetRole',
        'allow',
        { resource: 'arn:aws:iam::111111111111:role/OrganizationAccountAccessRole' },
      ],
    ],
  },
  {
    name: 'tags that must be',
    policies: below(
      {
        Sid: 'Cost',
        Action: 'ec2:RunInstances',
        Resource: 'arn:aws:ec2:*:*:instance/*',
        Condition: { Null: { 'aws:RequestTag/cost': 'true' } },
      },
      {
        Sid: 'Keys',
        Action: 'ec2:CreateTags',
        Condition: { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['secure-*'] } },
      },
      {
        Sid: 'Few',
        Action: 'sqs:TagQueue',
        Condition: { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['owner'] } },
      },
    ),
    cases: [
      [
        'without the tag',
        'role',
        'ec2:RunInstances',
        'deny',
        { resource: 'arn:aws:ec2:eu-west-1:111111111111:instance/*' },
      ],
      [
        'with it',
        'role',
        'ec2:RunInstances',
        'allow',
        {
          resource: 'arn:aws:ec2:eu-west-1:111111111111:instance/*',
          context: { 'aws:RequestTag/cost': '7' },
        },
      ],
      [
        'another resource of the same call',
        'role',
        'ec2:RunInstances',
        'allow',
        { resource: 'arn:aws:ec2:eu-west-1:111111111111:subnet/s' },
      ],
      [
        'a key that is kept',
        'role',
        'ec2:CreateTags',
        'deny',
        { context: { 'aws:TagKeys': ['a', 'secure-b'] } },
      ],
      ['others', 'role', 'ec2:CreateTags', 'allow', { context: { 'aws:TagKeys': ['a', 'b'] } }],
      ['none', 'role', 'ec2:CreateTags', 'allow'],
      ['without an owner', 'role', 'sqs:TagQueue', 'deny', { context: { 'aws:TagKeys': ['a'] } }],
      ['with an owner', 'role', 'sqs:TagQueue', 'allow', { context: { 'aws:TagKeys': ['a', 'owner'] } }],
      ['no tag at all', 'role', 'sqs:TagQueue', 'deny'],
    ],
  },
  {
    name: 'something in doubt',
    policies: [
      scp('root', full, { Sid: 'Odd', Action: 's3:*', Condition: { StringMatches: { 'aws:x': 'y' } } }),
      scp('account', full, { Sid: 'Sure', Action: 's3:DeleteBucket', Condition: isRoot }),
      scp('account', {
        Sid: 'Other',
        Effect: 'Allow',
        Action: 'sqs:*',
        Condition: { StringMatches: { 'aws:x': 'y' } },
      }),
    ],
    cases: [
      ['is a doubt', 'root', 's3:PutObject', 'cannot-tell', { by: 'root 0 Odd 1' }],
      ['settled by a sure denial', 'root', 's3:DeleteBucket', 'deny', { by: 'account 1 Sure 1' }],
      ['for a role it stays one', 'role', 's3:DeleteBucket', 'cannot-tell'],
      ['of another action is none', 'root', 'iam:GetUser', 'allow'],
      ['beside a sure allow is none', 'root', 'sqs:SendMessage', 'allow'],
      ['never in the management account', 'root', 's3:PutObject', 'not-covered', { management: true }],
      ['never for a service-linked role', 'service-linked-role', 's3:PutObject', 'allow'],
    ],
  },
  {
    name: 'an allow in doubt at one level',
    policies: [
      scp('root', { Sid: 'Odd', Effect: 'Allow', Condition: { StringMatches: { 'aws:x': 'y' } } }),
      scp('account', { Effect: 'Allow', NotAction: 'ec2:*' }),
    ],
    cases: [
      ['is a doubt', 'role', 's3:GetObject', 'cannot-tell', { by: 'root 0 Odd 0' }],
      ['settled by a lack elsewhere', 'role', 'ec2:RunInstances', 'deny'],
    ],
  },
]
