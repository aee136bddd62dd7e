/** What the S3 operations share: finding a bucket, and S3's own refusals. */
import { AwsError, type Call } from '../../service.ts'
import type { Bucket } from '../../world.ts'

/** What every operation on a bucket is given. */
export interface OnBucket {
  Bucket?: string | undefined
  ExpectedBucketOwner?: string | undefined
}

export const bucketNamed = (call: Call, name: string | undefined): Bucket | undefined =>
  call.world.buckets?.find((bucket) => bucket.name === name)

export const bucketArn = (call: Call, name: string | undefined): string =>
  `arn:${call.world.partition}:s3:::${name ?? '*'}`

/** Codes, statuses and words: Amazon S3 API reference, "List of error codes". */
export const noSuch = (code: string, message: string, bucket: string): AwsError =>
  new AwsError(code, message, 404, { BucketName: bucket })

/**
 * The bucket that a request is about. Whoever names the owner that they expect is refused where it is another one; whoever
 * asks in another Region is sent on.
 */
export function bucketOf(call: Call, { Bucket: name = '', ExpectedBucketOwner: expected }: OnBucket): Bucket {
  const bucket = bucketNamed(call, name)
  if (!bucket) throw noSuch('NoSuchBucket', 'The specified bucket does not exist', name)
  if (expected !== undefined && expected !== bucket.owner)
    throw new AwsError('AccessDenied', 'Access Denied', 403)
  if (bucket.region !== call.region)
    throw new AwsError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
      { Endpoint: `${name}.s3.${bucket.region}.amazonaws.com`, Bucket: name },
    )
  return bucket
}
