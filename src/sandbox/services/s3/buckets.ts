/** Making, listing and deleting buckets. */
import type * as sdk from '@aws-sdk/client-s3'
import { page } from '../../paging.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Bucket } from '../../world.ts'
import { bucketArn, bucketNamed, bucketOf } from './common.ts'

/** Amazon S3 user guide, "General purpose bucket naming rules". */
function checkName(name: string): void {
  const good =
    /^[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/^\d+(\.\d+){3}$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)$/.test(name)
  if (!good)
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name })
}

/** The Region that a new bucket is in: us-east-1 takes any other one, the others only themselves (CreateBucket). */
function regionOf(call: Call, wanted: string | undefined): string {
  if (call.region === 'us-east-1') {
    if (wanted === 'us-east-1')
      throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400)
    return wanted ?? 'us-east-1'
  }
  if (wanted === call.region) return wanted
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${wanted ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  )
}

const notSimulated = [
  'ACL',
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWrite',
  'GrantWriteACP',
] as const

export const buckets: Handlers<typeof sdk> = {
  CreateBucket(input, call) {
    const name = input.Bucket ?? ''
    if (
      notSimulated.some((field) => input[field]) ||
      input.ObjectLockEnabledForBucket ||
      input.BucketNamespace
    )
      throw new AwsError(
        'NotImplemented',
        'The sandbox makes buckets without access control lists, object lock and namespaces.',
        501,
      )
    checkName(name)
    const region = regionOf(call, input.CreateBucketConfiguration?.LocationConstraint)
    const there = bucketNamed(call, name)
    const made = { Location: `/${name}`, BucketArn: bucketArn(call, name) }
    if (there && there.owner !== call.caller.account.id)
      throw new AwsError(
        'BucketAlreadyExists',
        'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
        409,
        { BucketName: name },
      )
    if (there) {
      // us-east-1 alone answers with success (CreateBucket, "BucketAlreadyOwnedByYou").
      if (there.region === 'us-east-1' && region === 'us-east-1') return made
      throw new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
        { BucketName: name },
      )
    }
    // New buckets block public access and have no access control lists (S3 user guide, since April 2023).
    const bucket: Bucket = {
      name,
      owner: call.caller.account.id,
      region,
      created: call.now.toISOString(),
      ownership: input.ObjectOwnership ?? 'BucketOwnerEnforced',
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      objects: [],
    }
    ;(call.world.buckets ??= []).push(bucket)
    return made
  },

  ListBuckets(input, call) {
    const { Prefix = '', BucketRegion, MaxBuckets = 10_000, ContinuationToken: token } = input
    if (MaxBuckets < 1 || MaxBuckets > 10_000)
      throw new AwsError('InvalidArgument', 'max-buckets must be between 1 and 10000', 400)
    const { account } = call.caller
    const own = (call.world.buckets ?? [])
      .filter((b) => b.owner === account.id && b.name.startsWith(Prefix))
      .filter((b) => BucketRegion === undefined || b.region === BucketRegion)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const { items, next } = page(call, own, {
      token,
      size: MaxBuckets,
      bind: [Prefix, BucketRegion],
      invalid: () => new AwsError('InvalidArgument', 'The continuation token provided is incorrect', 400),
    })
    return {
      Buckets: items.map((b) => ({
        Name: b.name,
        CreationDate: new Date(b.created),
        BucketRegion: b.region,
        BucketArn: bucketArn(call, b.name),
      })),
      Owner: { ID: account.id.padStart(64, '0') },
      ...(next ? { ContinuationToken: next } : {}),
      ...(Prefix ? { Prefix } : {}),
    }
  },

  DeleteBucket(input, call) {
    const bucket = bucketOf(call, input)
    if (bucket.objects.length > 0)
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
        BucketName: bucket.name,
      })
    call.world.buckets = call.world.buckets!.filter((other) => other !== bucket)
  },
}
