/** Amazon S3, as far as the log files of CloudTrail need it: buckets, their policies and settings, and no objects. */
import type * as sdk from '@aws-sdk/client-s3'
import { defineService, type Call, type Permission } from '../service.ts'
import { buckets } from './s3/buckets.ts'
import { bucketArn, bucketNamed, type OnBucket } from './s3/common.ts'
import { bucketSettings } from './s3/settings.ts'

const nothing = JSON.stringify({ Version: '2012-10-17', Statement: [] })

/** Permission on a bucket, which its own policy may give or take too; actions have names of their own (Service Authorization Reference). */
const onBucket = (action?: string): Permission<OnBucket> => ({
  ...(action ? { action: `s3:${action}` } : {}),
  resource: ({ Bucket }, call: Call) => bucketArn(call, Bucket),
  resourcePolicy({ Bucket }, call) {
    const bucket = bucketNamed(call, Bucket)
    return bucket && { document: bucket.policy ?? nothing, account: bucket.owner }
  },
})

export default defineService<typeof sdk>({
  prefix: 's3',
  client: 'S3Client',
  regional: true,
  load: () => import('@aws-sdk/client-s3'),
  handlers: { ...buckets, ...bucketSettings },
  permissions: {
    // Whoever owns the bucket of that name, making it asks for the caller's own permission alone.
    CreateBucket: { resource: ({ Bucket }, call) => bucketArn(call, Bucket) },
    ListBuckets: { action: 's3:ListAllMyBuckets' },
    DeleteBucket: onBucket(),
    GetBucketPolicy: onBucket(),
    PutBucketPolicy: onBucket(),
    DeleteBucketPolicy: onBucket(),
    GetPublicAccessBlock: onBucket('GetBucketPublicAccessBlock'),
    PutPublicAccessBlock: onBucket('PutBucketPublicAccessBlock'),
    GetBucketLifecycleConfiguration: onBucket('GetLifecycleConfiguration'),
    PutBucketLifecycleConfiguration: onBucket('PutLifecycleConfiguration'),
    DeleteBucketLifecycle: onBucket('PutLifecycleConfiguration'),
    GetBucketOwnershipControls: onBucket(),
    PutBucketOwnershipControls: onBucket(),
    GetBucketEncryption: onBucket('GetEncryptionConfiguration'),
  },
})
