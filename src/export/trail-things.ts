/** A trail and its bucket, as things. */
import { type Fields, isFields, only, parsed, text } from './fields.ts'
import type { Value } from './given.ts'

export type TrailThing =
  | { kind: 'bucket'; name: string; ownership: string }
  | { kind: 'bucket-access'; bucket: string; block: Fields }
  | { kind: 'bucket-policy'; bucket: string; policy: Value }
  | { kind: 'bucket-lifecycle'; bucket: string; id: string; prefix: string; days: number }
  | { kind: 'trail'; name: string; bucket: string; settings: Fields }
  | { kind: 'trail-logging'; trail: string }

/** What each call of a plan for a trail makes; undefined: it has a form that is not understood. */
export const trailReaders: Readonly<Record<string, (input: Fields) => TrailThing | undefined>> = {
  's3:CreateBucket': ({ Bucket, ObjectOwnership, CreateBucketConfiguration: _place, ...rest }) =>
    only(rest) ? { kind: 'bucket', name: text(Bucket), ownership: text(ObjectOwnership) } : undefined,
  's3:PutPublicAccessBlock': ({ Bucket, PublicAccessBlockConfiguration: block }) =>
    isFields(block) ? { kind: 'bucket-access', bucket: text(Bucket), block } : undefined,
  's3:PutBucketPolicy': ({ Bucket, Policy }) => ({
    kind: 'bucket-policy',
    bucket: text(Bucket),
    policy: parsed(Policy),
  }),
  's3:PutBucketLifecycleConfiguration': ({ Bucket, LifecycleConfiguration: given }) => {
    const [rule, ...others] = isFields(given) && Array.isArray(given.Rules) ? (given.Rules as Value[]) : []
    if (!isFields(rule) || !isFields(rule.Filter) || !isFields(rule.Expiration) || others.length > 0)
      return undefined
    if (!only(rule, 'ID', 'Status', 'Filter', 'Expiration') || rule.Status !== 'Enabled') return undefined
    const { Days } = rule.Expiration
    if (typeof Days !== 'number' || !only(rule.Filter, 'Prefix')) return undefined
    const id = text(rule.ID)
    return {
      kind: 'bucket-lifecycle',
      bucket: text(Bucket),
      id,
      prefix: text(rule.Filter.Prefix),
      days: Days,
    }
  },
  'cloudtrail:CreateTrail': ({ Name, S3BucketName, ...settings }) =>
    only(
      settings,
      'IsMultiRegionTrail',
      'IncludeGlobalServiceEvents',
      'EnableLogFileValidation',
      'IsOrganizationTrail',
    )
      ? { kind: 'trail', name: text(Name), bucket: text(S3BucketName), settings }
      : undefined,
  'cloudtrail:StartLogging': ({ Name }) => ({
    kind: 'trail-logging',
    trail: text(Name).split('/').pop() ?? '',
  }),
}
