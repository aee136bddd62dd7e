/** Service control policies about root, as people write them: whole, with holes, and too much. */

const ROOT = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }

const policy = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] })

/**
 * Denies root everything but spares the central tasks (IAM User Guide, "AWS global condition context keys",
 * aws:AssumedRoot).
 */
export const sparingDeny = policy({
  Sid: 'DenyRoot',
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { ...ROOT, Null: { 'aws:AssumedRoot': 'true' } },
})

/** Denies root everything, AssumeRoot sessions too. */
export const blockingDeny = policy({
  Sid: 'GRRESTRICTROOTUSER',
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: ROOT,
})

/** Denies root all but one task (Organizations User Guide, "Best practices for member accounts"). */
export const denyButBuckets = policy({
  Sid: 'DenyRootExceptBuckets',
  Effect: 'Deny',
  NotAction: ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  Resource: '*',
  Condition: ROOT,
})

/** Nobody in the account may look at its contacts: a refusal that is not an absent contact. */
export const hiddenContacts = policy({
  Sid: 'HideContacts',
  Effect: 'Deny',
  Action: ['account:GetAlternateContact', 'account:GetContactInformation'],
  Resource: '*',
})
