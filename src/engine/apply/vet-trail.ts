/** What a plan may say of trails and their bucket: a log that goes to somebody else, or nowhere, is what a break-in wants. */
import type { Json } from '../../model/index.ts'

type Fields = Readonly<Record<string, Json | undefined>>
type Rule = (input: Fields, account: string) => boolean

const fieldsOf = (input: Json | undefined): Fields =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Fields) : {}

const only = (input: Fields, ...names: string[]): boolean =>
  Object.keys(input).every((name) => names.includes(name))

const ownTrail = 'neverroot-trail'

const isOwnBucket = ({ Bucket, ExpectedBucketOwner: owner }: Fields, account: string): boolean =>
  /^neverroot-trail-[a-z0-9-]{1,47}$/.test(String(Bucket)) && (owner === undefined || owner === account)

/** CloudTrail alone is let in, and for the account's own trail of ours. */
function isOwnPolicy(policy: Json | undefined, account: string): boolean {
  const trail = new RegExp(`^arn:[^:]+:cloudtrail:[^:*?]+:${account}:trail/${ownTrail}$`)
  try {
    const { Statement } = JSON.parse(String(policy)) as { Statement: Fields[] }
    return Statement.every(
      ({ Effect, Principal, Condition }) =>
        Effect === 'Deny' ||
        (JSON.stringify(Principal) === '{"Service":"cloudtrail.amazonaws.com"}' &&
          trail.test(String(fieldsOf(fieldsOf(Condition).StringEquals)['aws:SourceArn']))),
    )
  } catch {
    return false
  }
}

const isOwnTrailArn = (name: Json | undefined, account: string): boolean =>
  new RegExp(`^arn:[^:]+:cloudtrail:[^:]+:${account}:trail/[\\w.-]+$`).test(String(name))

/** Log files stay at least as long as CloudTrail's own history. */
const keepsLong = (configuration: Json | undefined): boolean => {
  const { Rules } = fieldsOf(configuration)
  return (
    Array.isArray(Rules) &&
    Rules.every((rule: Json) => Number(fieldsOf(fieldsOf(rule).Expiration).Days) >= 90)
  )
}

const takesAll = (selectors: Json | undefined): boolean =>
  Array.isArray(selectors) &&
  selectors.some((s: Json) => {
    const { ReadWriteType, IncludeManagementEvents, FieldSelectors } = fieldsOf(s)
    return FieldSelectors === undefined
      ? ReadWriteType === 'All' && IncludeManagementEvents === true
      : Array.isArray(FieldSelectors) &&
          FieldSelectors.some((f: Json) => JSON.stringify(fieldsOf(f).Equals) === '["Management"]')
  })

const isScope = (input: Fields, account: string): boolean =>
  isOwnTrailArn(input.Name, account) &&
  only(input, 'Name', 'IsMultiRegionTrail', 'IncludeGlobalServiceEvents')

export const trailRules: Readonly<Record<string, Rule>> = {
  's3:CreateBucket': (i, account) =>
    isOwnBucket(i, account) &&
    i.ObjectOwnership === 'BucketOwnerEnforced' &&
    only(i, 'Bucket', 'ObjectOwnership', 'CreateBucketConfiguration'),
  's3:PutPublicAccessBlock': (i, account) =>
    isOwnBucket(i, account) &&
    Object.values(fieldsOf(i.PublicAccessBlockConfiguration)).filter((on) => on === true).length === 4,
  's3:PutBucketPolicy': (i, account) => isOwnBucket(i, account) && isOwnPolicy(i.Policy, account),
  's3:PutBucketLifecycleConfiguration': (i, account) =>
    isOwnBucket(i, account) && keepsLong(i.LifecycleConfiguration),
  'cloudtrail:CreateTrail': (i, account) =>
    i.Name === ownTrail &&
    isOwnBucket({ Bucket: i.S3BucketName }, account) &&
    only(
      i,
      'Name',
      'S3BucketName',
      'IsMultiRegionTrail',
      'IncludeGlobalServiceEvents',
      'EnableLogFileValidation',
      'IsOrganizationTrail',
    ),
  'cloudtrail:UpdateTrail': (i, account) =>
    isScope(i, account) && i.IsMultiRegionTrail === true && i.IncludeGlobalServiceEvents === true,
  'cloudtrail:PutEventSelectors': (i, account) =>
    isOwnTrailArn(i.TrailName, account) && (takesAll(i.EventSelectors) || takesAll(i.AdvancedEventSelectors)),
  'cloudtrail:StartLogging': (i, account) => isOwnTrailArn(i.Name, account),
  // These two only ever take something back.
  'cloudtrail:StopLogging': () => false,
  'cloudtrail:DeleteTrail': () => false,
}

/** The same of what takes a step back: no other trail is deleted, and none is sent elsewhere. */
export const trailUndoRules: Readonly<Record<string, Rule>> = {
  'cloudtrail:UpdateTrail': isScope,
  'cloudtrail:DeleteTrail': (i, account) =>
    isOwnTrailArn(i.Name, account) && String(i.Name).endsWith(`:trail/${ownTrail}`),
}
