import type { PolicyDocument } from '../../../world.ts'
import { AUDIT_HERE, BILLING_HERE, QUARANTINED, READ_HERE, VIEW_HERE } from './actions.ts'

/** One policy that AWS manages. */
export interface AwsManagedPolicy {
  /** `/`, `/job-function/`, `/service-role/`, `/aws-service-role/` or `/root-task/`. */
  path: string
  versionId: string
  created: string
  updated: string
  description: string
  /**
   * True: the real document names hundreds of actions; this one keeps those of the services simulated here, so a
   * permission of another service may be missing.
   */
  abridged?: true
  document: PolicyDocument
}

const allow = (actions: string | string[], resource: string | string[] = '*'): object => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
})

const document = (...statements: object[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})

type Described = Omit<AwsManagedPolicy, 'document' | 'path' | 'created' | 'updated' | 'versionId'> &
  Partial<AwsManagedPolicy>

const policy = (
  description: string,
  own: PolicyDocument,
  rest: Partial<Described> = {},
): AwsManagedPolicy => ({
  path: '/',
  versionId: 'v1',
  created: '2015-02-06T18:39:46Z',
  updated: rest.created ?? '2015-02-06T18:39:46Z',
  description,
  ...rest,
  document: own,
})

/** The policies themselves, by name (AWS Managed Policy Reference). */
export const documents: Record<string, AwsManagedPolicy> = {
  AdministratorAccess: policy('Provides full access to AWS services and resources.', document(allow('*'))),
  IAMFullAccess: policy(
    'Provides full access to IAM via the AWS Management Console.',
    document(
      allow([
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:DescribeOrganization',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribePolicy',
        'organizations:ListChildren',
        'organizations:ListParents',
        'organizations:ListPoliciesForTarget',
        'organizations:ListRoots',
        'organizations:ListPolicies',
        'organizations:ListTargetsForPolicy',
      ]),
    ),
    { versionId: 'v2', updated: '2019-06-21T19:40:00Z' },
  ),
  IAMReadOnlyAccess: policy(
    'Provides read only access to IAM via the AWS Management Console.',
    document(
      allow([
        'iam:GenerateCredentialReport',
        'iam:GenerateServiceLastAccessedDetails',
        'iam:Get*',
        'iam:List*',
        'iam:SimulateCustomPolicy',
        'iam:SimulatePrincipalPolicy',
      ]),
    ),
    { versionId: 'v4', updated: '2018-01-25T19:11:27Z' },
  ),
  PowerUserAccess: policy(
    'Provides full access to AWS services and resources, but does not allow management of Users and groups.',
    document(
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow([
        'account:GetAccountInformation',
        'account:GetGovCloudAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ]),
    ),
    { versionId: 'v12', updated: '2026-02-12T17:59:14Z' },
  ),
  ReadOnlyAccess: policy(
    'Provides read-only access to AWS services and resources.',
    document(allow(READ_HERE)),
    {
      abridged: true,
    },
  ),
  SecurityAudit: policy(
    'The security audit template grants access to read security configuration metadata.',
    document(allow(AUDIT_HERE)),
    { abridged: true, versionId: 'v45', updated: '2024-10-30T18:36:49Z' },
  ),
  IAMUserChangePassword: policy(
    'Provides the ability for an IAM user to change their own password.',
    document(
      allow(['iam:ChangePassword'], ['arn:aws:iam::*:user/${aws:username}']),
      allow(['iam:GetAccountPasswordPolicy']),
    ),
    { versionId: 'v2', created: '2016-11-15T00:25:16Z', updated: '2016-11-15T23:18:55Z' },
  ),
  AWSAccountManagementReadOnlyAccess: policy(
    'Provides read-only access to AWS Account Management.',
    document(allow(['account:Get*', 'account:List*'])),
    { created: '2021-09-30T23:29:53Z' },
  ),
  AWSAccountManagementFullAccess: policy(
    'Provides full access to AWS Account Management.',
    document(allow(['account:*'])),
    { created: '2021-09-30T23:20:00Z' },
  ),
  AWSOrganizationsReadOnlyAccess: policy(
    'Provides read-only access to AWS Organizations.',
    document(
      allow([
        'organizations:Describe*',
        'organizations:List*',
        'account:GetAlternateContact',
        'account:GetContactInformation',
      ]),
    ),
    { abridged: true, created: '2018-11-06T20:32:38Z' },
  ),
  // What programs are given most often: an ARN without a document would leave open what its holder may do.
  AmazonS3FullAccess: policy(
    'Provides full access to all buckets via the AWS Management Console.',
    document(allow(['s3:*', 's3-object-lambda:*'])),
    { versionId: 'v2', created: '2015-02-06T18:40:58Z', updated: '2021-09-27T20:16:37Z' },
  ),
  SignInLocalDevelopmentAccess: policy(
    'Provides access for signing in to AWS from local development tools.',
    document(
      allow(
        ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'],
        'arn:aws:signin:*:*:oauth2/public-client/*',
      ),
    ),
    { versionId: 'v2', created: '2025-11-18T00:00:00Z', updated: '2026-02-11T22:16:07Z' },
  ),
  AWSCompromisedKeyQuarantineV3: policy(
    "Denies access to certain actions, applied by the AWS team in the event that an IAM user's credentials have been compromised or exposed publicly.",
    document({ Effect: 'Deny', Action: QUARANTINED, Resource: ['*'] }),
    { abridged: true, versionId: 'v2', created: '2024-08-22T00:00:00Z', updated: '2024-10-02T16:52:27Z' },
  ),
  ViewOnlyAccess: policy(
    'This policy grants permissions to view resources and basic metadata across all AWS services.',
    document(allow(VIEW_HERE)),
    {
      path: '/job-function/',
      abridged: true,
      versionId: 'v36',
      created: '2016-11-10T17:20:15Z',
      updated: '2026-02-11T22:19:13Z',
    },
  ),
  Billing: policy('Grants permissions for billing and cost management.', document(allow(BILLING_HERE)), {
    path: '/job-function/',
    abridged: true,
    versionId: 'v9',
    created: '2016-11-10T17:33:18Z',
    updated: '2024-01-17T18:03:48Z',
  }),
  DatabaseAdministrator: policy(
    'Grants full access permissions to AWS services and actions required to set up and configure AWS database services.',
    document(
      allow([
        'cloudwatch:*',
        'dynamodb:*',
        'rds:*',
        'redshift:*',
        'sns:CreateTopic',
        'sns:Get*',
        'sns:List*',
      ]),
    ),
    { path: '/job-function/', abridged: true, created: '2016-11-10T17:25:43Z' },
  ),
  NetworkAdministrator: policy(
    'Grants full access permissions to AWS services and actions required to set up and configure AWS network resources.',
    document(
      allow([
        'directconnect:*',
        'ec2:*Vpc*',
        'ec2:Describe*',
        'route53:*',
        'sns:CreateTopic',
        'sns:ListSubscriptionsByTopic',
        'sns:ListTopics',
      ]),
    ),
    { path: '/job-function/', abridged: true, created: '2016-11-10T17:31:35Z' },
  ),
  SystemAdministrator: policy(
    'Grants full access permissions necessary for resources required for application and development operations.',
    document(
      allow([
        'cloudtrail:Describe*',
        'cloudtrail:Get*',
        'cloudtrail:LookupEvents',
        'cloudwatch:*',
        'ec2:*',
        'iam:GetAccount*',
        'iam:List*',
        'kms:Describe*',
        'kms:List*',
        'sns:*',
      ]),
    ),
    { path: '/job-function/', abridged: true, created: '2016-11-10T17:23:54Z' },
  ),
  DataScientist: policy(
    'Grants permissions to AWS data analytics services.',
    document(
      allow([
        'athena:*',
        'cloudwatch:*',
        'elasticmapreduce:*',
        's3:CreateBucket',
        'sns:CreateTopic',
        'sns:Get*',
        'sns:List*',
      ]),
    ),
    { path: '/job-function/', abridged: true, created: '2016-11-10T17:28:48Z' },
  ),
  SupportUser: policy(
    'This policy grants permissions to troubleshoot and resolve issues in an AWS account.',
    document(
      allow([
        'support:*',
        'cloudtrail:Describe*',
        'cloudtrail:Get*',
        'cloudtrail:List*',
        'cloudtrail:LookupEvents',
        'iam:List*',
      ]),
    ),
    { path: '/job-function/', abridged: true, created: '2016-11-10T17:21:53Z' },
  ),
}
