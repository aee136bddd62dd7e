import type { GuardCase } from './read-cases.ts'

/** A Region that policies about Regions allow, as a rule: a request without one would be a request that nobody makes. */
const anywhere = { 'aws:RequestedRegion': 'us-east-1' }

const rootMayNot: readonly (readonly [what: string, action: string])[] = [
  ['delete buckets', 's3:DeleteBucket'],
  ['make access keys', 'iam:CreateAccessKey'],
  ['make roles', 'iam:CreateRole'],
  ['attach policies to roles', 'iam:AttachRolePolicy'],
  ['start instances', 'ec2:RunInstances'],
  ['stop trails', 'cloudtrail:StopLogging'],
  ['delete keys', 'kms:ScheduleKeyDeletion'],
  ['delete backups', 'backup:DeleteRecoveryPoint'],
  ['take on roles', 'sts:AssumeRole'],
  ['leave the organization', 'organizations:LeaveOrganization'],
  ['close the account', 'account:CloseAccount'],
]

/** One action for each task of AssumeRoot, and what takes root's credentials away whole. */
const centreMay: readonly (readonly [what: string, action: string])[] = [
  ['look at root credentials', 'iam:ListAccessKeys'],
  ['delete root access keys', 'iam:DeleteAccessKey'],
  ["delete root's password", 'iam:DeleteLoginProfile'],
  ["take root's MFA away", 'iam:DeactivateMFADevice'],
  ['allow recovery', 'iam:CreateLoginProfile'],
  ['unlock a bucket', 's3:DeleteBucketPolicy'],
  ['unlock a queue', 'sqs:SetQueueAttributes'],
]

const administratorsMay: readonly (readonly [what: string, action: string])[] = [
  ['change roles', 'iam:AttachRolePolicy'],
  ['see who is there', 'iam:ListRoles'],
]

/**
 * What must come out on the way to every member, whichever of our two policies about root is attached: standing root does
 * nothing of consequence, sessions of AssumeRoot do what their tasks are for, administrators work.
 */
export const builtInCases: readonly GuardCase[] = [
  ...rootMayNot.map(([what, action]): GuardCase => ({
    name: `root cannot ${what}`,
    principal: 'root',
    action,
    context: anywhere,
    expect: 'deny',
  })),
  ...centreMay.map(([what, action]): GuardCase => ({
    name: `AssumeRoot can ${what}`,
    principal: 'assumed-root',
    action,
    context: anywhere,
    expect: 'allow',
  })),
  ...administratorsMay.map(([what, action]): GuardCase => ({
    name: `an administrator can ${what}`,
    principal: 'role',
    action,
    context: anywhere,
    expect: 'allow',
  })),
]
