/** A trail where there is none, with a bucket of its own. */
import type { TrailParts } from '../../facts/trail-parts.ts'
import type { Circumstances, Step } from '../../model/index.ts'
import type { stepsOf } from './steps.ts'
import { bucketName, bucketPolicy, trailArn, trailName, usualDays } from './trail-pieces.ts'
import { cloudTrailService } from './trusted-services.ts'

/**
 * One trail for all Regions that logs every management event and nothing else, which is what EventBridge needs to hear of
 * root. No CloudWatch Logs and no KMS key: the alarm goes through EventBridge, so a log group would be a second copy that is
 * paid by the gigabyte, and the bucket encrypts with keys of S3 as it is; a key of one's own is one more policy that can stop
 * the log.
 */
export function makeTrail(
  step: ReturnType<typeof stepsOf>,
  region: string,
  { organization }: TrailParts,
  circumstances: Circumstances,
): { steps: Step[]; costs: string } {
  const { subject, partition, configuration } = circumstances
  const Bucket = bucketName(circumstances, region)
  const owned = { Bucket, ExpectedBucketOwner: subject.id }
  const trail = trailArn(partition, region, subject.id)
  const days = configuration.trail?.keepDays ?? usualDays
  // Members are heard at one place, so their events are logged from one place too.
  const forAll =
    organization && (organization.trusted || configuration.organization?.alarmAccount !== undefined)
      ? organization
      : undefined
  const steps: Step[] = []
  if (forAll && !forAll.trusted) {
    const input = { ServicePrincipal: cloudTrailService }
    steps.push(
      step({
        action: 'organizations:EnableAWSServiceAccess',
        input,
        does: 'CloudTrail gets trusted access to the organization, which a trail for all accounts needs',
        undo: { action: 'organizations:DisableAWSServiceAccess', input, weakens: true },
      }),
    )
  }
  steps.push(
    step({
      action: 's3:CreateBucket',
      input: {
        Bucket,
        ObjectOwnership: 'BucketOwnerEnforced',
        // us-east-1 is what S3 takes where nothing is said, and it refuses its own name.
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }),
      },
      region,
      does: `bucket ${Bucket} for the log files, without access control lists; it stays, and all in it, when the rest is taken back`,
    }),
    step({
      action: 's3:PutPublicAccessBlock',
      input: {
        ...owned,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      },
      region,
      does: 'no public access to it, whatever a policy says',
    }),
    step({
      action: 's3:PutBucketPolicy',
      input: {
        ...owned,
        Policy: bucketPolicy({
          bucket: Bucket,
          partition,
          account: subject.id,
          trail,
          ...(forAll ? { organization: forAll.id } : {}),
        }),
      },
      region,
      does: 'CloudTrail alone may write to it, for this trail, and nobody without TLS',
    }),
    step({
      action: 's3:PutBucketLifecycleConfiguration',
      input: {
        ...owned,
        LifecycleConfiguration: {
          Rules: [
            {
              ID: trailName,
              Status: 'Enabled',
              Filter: { Prefix: 'AWSLogs/' },
              Expiration: { Days: days },
            },
          ],
        },
      },
      region,
      does: `log files are kept for ${days} days (trail.keepDays says otherwise)`,
    }),
    step({
      action: 'cloudtrail:CreateTrail',
      input: {
        Name: trailName,
        S3BucketName: Bucket,
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        EnableLogFileValidation: true,
        ...(forAll ? { IsOrganizationTrail: true } : {}),
      },
      region,
      does: `trail ${trailName} for all Regions${forAll ? ` and every account of organization ${forAll.id}` : ''}: management events, read and write, in files that show whether anybody changed them`,
      undo: { action: 'cloudtrail:DeleteTrail', input: { Name: trail }, weakens: true },
    }),
    startStep(step, trail, region, trailName),
  )
  return {
    steps,
    costs: `the storage of log files in S3${forAll ? ', of all accounts' : ''}, for ${days} days; the first copy of management events is free of charge`,
  }
}

export const startStep = (
  step: ReturnType<typeof stepsOf>,
  arn: string,
  region: string,
  name: string,
): Step =>
  step({
    action: 'cloudtrail:StartLogging',
    input: { Name: arn },
    region,
    does: `trail ${name} begins to log`,
    undo: { action: 'cloudtrail:StopLogging', input: { Name: arn }, weakens: true },
  })
