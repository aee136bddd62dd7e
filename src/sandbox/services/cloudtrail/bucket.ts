/** Whether a bucket takes the log files of a trail. */
import { evaluate, parsePolicy } from '../../../policy/index.ts'
import { AwsError, type Call } from '../../service.ts'
import type { Trail } from '../../world.ts'

const SERVICE = 'cloudtrail.amazonaws.com'

/**
 * CloudTrail looks at the bucket before it makes or moves a trail: it must exist, and its policy must let CloudTrail read its
 * access control list and write below `AWSLogs/` (CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail"; for an
 * organization trail below the organization's id too, "Creating a trail for an organization with the AWS CLI"). What it
 * writes first is a file of no length below the account's own path, so a bucket that was used is never empty.
 */
export function checkBucket(
  call: Call,
  trail: Pick<Trail, 'name' | 'organization' | 'bucket' | 'prefix'>,
): void {
  const bucket = call.world.buckets?.find(({ name }) => name === trail.bucket)
  if (!bucket)
    throw new AwsError('S3BucketDoesNotExistException', `S3 bucket ${trail.bucket} does not exist!`, 404)
  const { id } = call.caller.account
  const { partition } = call.world
  const arn = `arn:${partition}:s3:::${trail.bucket}`
  const path = `${trail.prefix === undefined ? '' : `${trail.prefix}/`}AWSLogs/`
  const organization = trail.organization ? call.world.organization?.id : undefined
  const below = [id, ...(organization === undefined ? [] : [organization])].map(
    (owner) => `${arn}/${path}${owner}/CloudTrail/any`,
  )
  const context = {
    'aws:SourceArn': `arn:${partition}:cloudtrail:${call.region}:${id}:trail/${trail.name}`,
    'aws:SourceAccount': id,
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': SERVICE,
  }
  const may = (action: string, resource: string, more: Record<string, string> = {}): boolean =>
    bucket.policy !== undefined &&
    evaluate(
      { action, resource, context: { ...context, ...more } },
      {
        identity: [],
        resource: [parsePolicy(bucket.policy)],
        resourceAccount: bucket.owner,
        principal: { arn: SERVICE, account: id, service: SERVICE },
      },
    ).decision === 'allow'
  const full = { 's3:x-amz-acl': 'bucket-owner-full-control' }
  if (!may('s3:GetBucketAcl', arn) || !below.every((at) => may('s3:PutObject', at, full)))
    throw new AwsError(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${trail.bucket}`,
      403,
    )
  const marker = `${path}${id}/CloudTrail/`
  if (!bucket.objects.includes(marker)) bucket.objects.push(marker)
}
