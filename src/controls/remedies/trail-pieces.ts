/** What a trail of ours is made of: its names, its bucket's policy, and the grants. */
import type { Circumstances, Grant } from '../../model/index.ts'
import { cloudTrailService, trustedServicesGrant } from './trusted-services.ts'

export const trailName = 'neverroot-trail'

export const trailArn = (partition: string, region: string, account: string): string =>
  `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}`

/** Names of buckets are shared by all of AWS: where somebody has this one, the configuration names another. */
export const bucketName = ({ configuration, subject }: Circumstances, region: string): string =>
  configuration.trail?.bucket ?? `${trailName}-${subject.id}-${region}`

/** A year: longer than most break-ins stay unseen, and four times what the event history shows. */
export const usualDays = 365

interface Place {
  bucket: string
  partition: string
  account: string
  /** ARN of the trail. */
  trail: string
  /** Of an organization trail: the id of the organization, below which its members' files are. */
  organization?: string
}

/**
 * CloudTrail alone writes, for this one trail, and nobody reads or writes without TLS (CloudTrail user guide, "Amazon S3
 * bucket policy for CloudTrail" and "Creating a trail for an organization with the AWS CLI"). `aws:SourceArn` keeps trails
 * of other accounts from writing into it.
 */
export function bucketPolicy({ bucket, partition, account, trail, organization }: Place): string {
  const arn = `arn:${partition}:s3:::${bucket}`
  const Principal = { Service: cloudTrailService }
  const owners = [account, ...(organization === undefined ? [] : [organization])]
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NeverrootTrailLooks',
        Effect: 'Allow',
        Principal,
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceArn': trail } },
      },
      {
        Sid: 'NeverrootTrailWrites',
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: owners.map((owner) => `${arn}/AWSLogs/${owner}/*`),
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail },
        },
      },
      {
        Sid: 'NeverrootTlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  })
}

/**
 * Buckets are held to our names. A trail that stands keeps its own, so changing one is not; none is ever deleted but ours.
 * An organization trail brings CloudTrail's service-linked role (CloudTrail user guide, "Using service-linked roles").
 */
export const trailGrants: readonly Grant[] = [
  {
    actions: [
      's3:CreateBucket',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketPolicy',
      's3:PutLifecycleConfiguration',
    ],
    resources: [`arn:aws:s3:::${trailName}-*`],
  },
  {
    actions: ['cloudtrail:CreateTrail', 'cloudtrail:DeleteTrail'],
    resources: [`arn:aws:cloudtrail:*:*:trail/${trailName}`],
  },
  {
    actions: [
      'cloudtrail:UpdateTrail',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:StartLogging',
      'cloudtrail:StopLogging',
    ],
    resources: ['arn:aws:cloudtrail:*:*:trail/*'],
  },
  trustedServicesGrant,
  {
    actions: ['iam:CreateServiceLinkedRole'],
    resources: ['arn:aws:iam::*:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail'],
  },
]
