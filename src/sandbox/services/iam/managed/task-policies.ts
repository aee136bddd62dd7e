import type { PolicyDocument } from '../../../world.ts'

/**
 * The five task policies of AssumeRoot (AWS Managed Policy Reference, policies under `root-task/`, all version 1 of
 * 2024-11-06). They only deny: what they leave over is what the root session may do.
 */
const deny = (sid: string, rest: object): object => ({ Sid: sid, Effect: 'Deny', ...rest })

const onlyThese = (actions: string[]): object =>
  deny('DenyAllOtherActionsOnAnyResource', { NotAction: actions, Resource: '*' })

const ROOT = 'arn:aws:iam::*:root'
const notRoot = { Condition: { StringNotLike: { 'aws:PrincipalArn': ROOT } } }

const document = (...statements: object[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})

const AUDIT = [
  'iam:ListAccessKeys',
  'iam:ListSigningCertificates',
  'iam:GetLoginProfile',
  'iam:ListMFADevices',
  'iam:GetUser',
  'iam:GetAccessKeyLastUsed',
]
const CREATE = ['iam:CreateLoginProfile', 'iam:GetLoginProfile']
const DELETE = [
  'iam:DeleteAccessKey',
  'iam:DeleteSigningCertificate',
  'iam:DeleteLoginProfile',
  'iam:DeactivateMFADevice',
  'iam:DeleteVirtualMFADevice',
  ...AUDIT,
]
const S3 = ['s3:DeleteBucketPolicy', 's3:PutBucketPolicy', 's3:GetBucketPolicy', 's3:ListAllMyBuckets']
const SQS = ['sqs:SetQueueAttributes', 'sqs:GetQueueAttributes', 'sqs:ListQueues', 'sqs:GetQueueUrl']

export const taskPolicies: Record<string, PolicyDocument> = {
  IAMAuditRootUserCredentials: document(
    onlyThese([...AUDIT, 'iam:GetAccountSummary']),
    deny('DenyAuditingCredentialsOnNonRootUserResource', { Action: AUDIT, NotResource: ROOT }),
  ),
  IAMCreateRootUserPassword: document(
    onlyThese(CREATE),
    deny('DenyCreatingPasswordOnNonRootUserResource', { Action: CREATE, NotResource: ROOT }),
  ),
  IAMDeleteRootUserCredentials: document(
    onlyThese(DELETE),
    deny('DenyDeletingRootUserCredentialsOnNonRootUserResource', { Action: DELETE, NotResource: ROOT }),
  ),
  S3UnlockBucketPolicy: document(
    onlyThese(S3),
    deny('DenyManagingBucketPolicyForNonRootCallers', { Action: S3, Resource: '*', ...notRoot }),
  ),
  SQSUnlockQueuePolicy: document(
    onlyThese(SQS),
    deny('DenyGettingQueueAttributesOnNonOwnQueue', {
      Action: ['sqs:GetQueueAttributes'],
      Resource: 'arn:aws:sqs:*:*:*',
      Condition: { StringNotEqualsIfExists: { 'aws:ResourceAccount': ['${aws:PrincipalAccount}'] } },
    }),
    deny('DenyActionsForNonRootUser', { Action: SQS, Resource: '*', ...notRoot }),
  ),
}
