/** Amazon S3: the bucket that a trail writes to. Nothing here deletes: log files are never taken back. */
import { isDeepStrictEqual } from 'node:util'
import type { Door } from '../../../aws/index.ts'
import { sameDocument } from './documents.ts'
import { type Deed, type Given, no, otherwise, type Sight, text, unknown, when, yes } from './deed.ts'

/** The bucket, and that it is still the account's own: a name that came free could be somebody else's by now. */
const owned = (given: Given, { account }: Sight) => ({
  Bucket: text(given.Bucket),
  ExpectedBucketOwner: account,
})

const policyOf = (given: Given, sight: Sight): ReturnType<Door['call']> =>
  sight.call('s3:GetBucketPolicy', owned(given, sight), { region: sight.region })

const ownSids = /^NeverrootT(rail|ls)/

/** A policy of which every statement is one that neverroot writes. */
function isOurs(policy: string): boolean {
  try {
    const { Statement } = JSON.parse(policy) as { Statement: { Sid?: string }[] }
    return Statement.every(({ Sid = '' }) => ownSids.test(Sid))
  } catch {
    return false
  }
}

export const s3Deeds: Readonly<Record<string, Deed>> = {
  // Asked for among the account's own: of a name that somebody else has, S3 says the same as of one that may not be seen.
  's3:CreateBucket': {
    reads: ['s3:ListAllMyBuckets'],
    repeatable: true,
    already: /^BucketAlreadyOwnedByYou$/,
    async isSo(given, { call, region }) {
      const Prefix = text(given.Bucket)
      const answer = await call('s3:ListBuckets', { Prefix, MaxBuckets: 100 }, { region })
      if (!answer.ok) return unknown(answer.unknown.message)
      return when((answer.output.Buckets ?? []).some(({ Name }) => Name === Prefix))
    },
    says: {
      BucketAlreadyExists: (given) =>
        `another account has a bucket ${text(given.Bucket)}, and all of AWS shares their names: name another one under trail.bucket (it begins with neverroot-trail-), and plan again`,
    },
  },
  's3:PutPublicAccessBlock': {
    reads: ['s3:GetBucketPublicAccessBlock'],
    repeatable: true,
    async isSo(given, sight) {
      const answer = await sight.call('s3:GetPublicAccessBlock', owned(given, sight), {
        region: sight.region,
      })
      if (!answer.ok) return otherwise(answer, /^NoSuch(PublicAccessBlockConfiguration|Bucket)$/, no)
      return when(
        isDeepStrictEqual(
          { ...answer.output.PublicAccessBlockConfiguration },
          given.PublicAccessBlockConfiguration,
        ),
      )
    },
  },
  's3:PutBucketPolicy': {
    reads: ['s3:GetBucketPolicy'],
    repeatable: true,
    async isSo(given, sight) {
      const answer = await policyOf(given, sight)
      if (!answer.ok) return otherwise(answer, /^NoSuchBucket(Policy)?$/, no)
      const { Policy = '' } = answer.output as { Policy?: string }
      return when(sameDocument(Policy, text(given.Policy)))
    },
    async mustNot(given, sight) {
      const answer = await policyOf(given, sight)
      if (!answer.ok) return undefined
      const { Policy = '' } = answer.output as { Policy?: string }
      return isOurs(Policy)
        ? undefined
        : `bucket ${text(given.Bucket)} has a policy that neverroot did not write, and it is not replaced: name another bucket under trail.bucket, and plan again`
    },
  },
  's3:PutBucketLifecycleConfiguration': {
    reads: ['s3:GetLifecycleConfiguration'],
    repeatable: true,
    async isSo(given, sight) {
      const answer = await sight.call('s3:GetBucketLifecycleConfiguration', owned(given, sight), {
        region: sight.region,
      })
      if (!answer.ok) return otherwise(answer, /^NoSuch(LifecycleConfiguration|Bucket)$/, no)
      const wanted = (given.LifecycleConfiguration ?? {}) as { Rules?: unknown }
      const found: unknown = JSON.parse(JSON.stringify(answer.output.Rules ?? []))
      return isDeepStrictEqual(found, wanted.Rules) ? yes : no
    },
  },
}
