import { parsePolicy, type Policy } from '../policy/index.ts'

const AUDIT = [
  'iam:ListAccessKeys',
  'iam:ListSigningCertificates',
  'iam:GetLoginProfile',
  'iam:ListMFADevices',
  'iam:GetUser',
  'iam:GetAccessKeyLastUsed',
]

/**
 * What a session of AssumeRoot may do, by its task policy; everything else is denied there (AWS Managed Policy
 * Reference, policies under `root-task/`, all version 1 of 2024-11-06).
 */
export const rootTasks = {
  IAMAuditRootUserCredentials: [...AUDIT, 'iam:GetAccountSummary'],
  IAMCreateRootUserPassword: ['iam:CreateLoginProfile', 'iam:GetLoginProfile'],
  IAMDeleteRootUserCredentials: [
    'iam:DeleteAccessKey',
    'iam:DeleteSigningCertificate',
    'iam:DeleteLoginProfile',
    'iam:DeactivateMFADevice',
    'iam:DeleteVirtualMFADevice',
    ...AUDIT,
  ],
  S3UnlockBucketPolicy: [
    's3:DeleteBucketPolicy',
    's3:PutBucketPolicy',
    's3:GetBucketPolicy',
    's3:ListAllMyBuckets',
  ],
  SQSUnlockQueuePolicy: [
    'sqs:SetQueueAttributes',
    'sqs:GetQueueAttributes',
    'sqs:ListQueues',
    'sqs:GetQueueUrl',
  ],
} as const satisfies Record<string, readonly string[]>

export type RootTask = keyof typeof rootTasks

/** The session policy of a task, in as far as it names actions. */
export const taskPolicies: Readonly<Record<RootTask, Policy>> = Object.fromEntries(
  Object.entries(rootTasks).map(([task, actions]) => [
    task,
    parsePolicy({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: [...actions], Resource: '*' },
    }),
  ]),
) as Record<RootTask, Policy>
