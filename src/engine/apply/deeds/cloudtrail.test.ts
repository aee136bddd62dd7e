/** A trail and its bucket: so already, or still to do; and what a person is told where AWS refuses. */
import { describe, expect, it } from 'vitest'
import { check, type Table, thereOrNot } from '../../../../test/support/deed-case.ts'
import { account, fakeSource, refused } from '../../../../test/support/fake-source.ts'
import { deedOf } from './index.ts'

const none = refused('TrailNotFoundException')
const noBucket = refused('NoSuchBucket')
const trail = {
  Name: 'neverroot-trail',
  S3BucketName: 'b',
  IsMultiRegionTrail: true,
  EnableLogFileValidation: true,
}
const found = {
  S3BucketName: 'b',
  IsMultiRegionTrail: true,
  LogFileValidationEnabled: true,
  Name: 'neverroot-trail',
}
const bucket = { Bucket: 'neverroot-trail-x' }
const policy = (Sid: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid, Effect: 'Deny' }] })
const rules = [{ ID: 'a', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 365 } }]
const block = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}
const all = { ReadWriteType: 'All', IncludeManagementEvents: true }

const table: Table = [
  [
    'cloudtrail:CreateTrail',
    'cloudtrail:GetTrail',
    [
      ['is there', trail, { Trail: found }, 'yes'],
      ['writes to another bucket', trail, { Trail: { ...found, S3BucketName: 'other' } }, 'no'],
      ['has no digests', trail, { Trail: { ...found, LogFileValidationEnabled: false } }, 'no'],
      ['is not there', trail, none, 'no'],
      ['may not be seen', trail, refused('AccessDeniedException'), 'unknown'],
    ],
  ],
  [
    'cloudtrail:UpdateTrail',
    'cloudtrail:GetTrail',
    [
      ['is so', { Name: 'arn', IsMultiRegionTrail: true }, { Trail: found }, 'yes'],
      ['is not', { Name: 'arn', IsMultiRegionTrail: false }, { Trail: found }, 'no'],
    ],
  ],
  [
    'cloudtrail:StartLogging',
    'cloudtrail:GetTrailStatus',
    [
      ['logs', { Name: 'arn' }, { IsLogging: true }, 'yes'],
      ['is off', { Name: 'arn' }, { IsLogging: false }, 'no'],
      ['is gone', { Name: 'arn' }, none, 'no'],
    ],
  ],
  [
    'cloudtrail:StopLogging',
    'cloudtrail:GetTrailStatus',
    [
      ['logs', { Name: 'arn' }, { IsLogging: true }, 'no'],
      ['is off', { Name: 'arn' }, { IsLogging: false }, 'yes'],
      ['is gone', { Name: 'arn' }, none, 'yes'],
    ],
  ],
  [
    'cloudtrail:PutEventSelectors',
    'cloudtrail:GetEventSelectors',
    [
      [
        'are so, with lists that AWS adds',
        { TrailName: 'arn', EventSelectors: [all] },
        { EventSelectors: [{ ...all, DataResources: [], ExcludeManagementEventSources: [] }] },
        'yes',
      ],
      [
        'take writes alone',
        { TrailName: 'arn', EventSelectors: [all] },
        { EventSelectors: [{ ...all, ReadWriteType: 'WriteOnly' }] },
        'no',
      ],
      [
        'are of the other kind',
        { TrailName: 'arn', EventSelectors: [all] },
        {
          AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
        },
        'no',
      ],
    ],
  ],
  [
    's3:CreateBucket',
    's3:ListBuckets',
    [
      [
        'is there',
        bucket,
        { Buckets: [{ Name: 'neverroot-trail-x2' }, { Name: 'neverroot-trail-x' }] },
        'yes',
      ],
      ['has a longer name', bucket, { Buckets: [{ Name: 'neverroot-trail-x2' }] }, 'no'],
      ['may not be listed', bucket, refused('AccessDenied'), 'unknown'],
    ],
  ],
  [
    's3:PutPublicAccessBlock',
    's3:GetPublicAccessBlock',
    [
      [
        'is whole',
        { ...bucket, PublicAccessBlockConfiguration: block },
        { PublicAccessBlockConfiguration: block },
        'yes',
      ],
      [
        'has a hole',
        { ...bucket, PublicAccessBlockConfiguration: block },
        { PublicAccessBlockConfiguration: { ...block, BlockPublicPolicy: false } },
        'no',
      ],
      ['is gone', bucket, refused('NoSuchPublicAccessBlockConfiguration'), 'no'],
    ],
  ],
  [
    's3:PutBucketPolicy',
    's3:GetBucketPolicy',
    [
      ['says the same', { ...bucket, Policy: '{"a": 1}' }, { Policy: '{"a":1}' }, 'yes'],
      ['says something else', { ...bucket, Policy: '{"a": 1}' }, { Policy: '{"a":2}' }, 'no'],
      ['there is none', { ...bucket, Policy: '{}' }, refused('NoSuchBucketPolicy'), 'no'],
      ['there is no bucket', { ...bucket, Policy: '{}' }, noBucket, 'no'],
      ['may not be seen', { ...bucket, Policy: '{}' }, refused('AccessDenied'), 'unknown'],
    ],
  ],
  [
    's3:PutBucketLifecycleConfiguration',
    's3:GetBucketLifecycleConfiguration',
    [
      ['keeps as long', { ...bucket, LifecycleConfiguration: { Rules: rules } }, { Rules: rules }, 'yes'],
      [
        'keeps for ever',
        { ...bucket, LifecycleConfiguration: { Rules: rules } },
        refused('NoSuchLifecycleConfiguration'),
        'no',
      ],
    ],
  ],
]

check(table)
check(
  thereOrNot(
    'cloudtrail:CreateTrail',
    'cloudtrail:DeleteTrail',
    'cloudtrail:GetTrail',
    { Name: 'neverroot-trail' },
    { Trail: found },
    none,
  ),
)

describe('what a person is told', () => {
  it.each([
    ['s3:CreateBucket', 'BucketAlreadyExists', bucket, 'name another one under trail.bucket'],
    ['cloudtrail:CreateTrail', 'MaximumNumberOfTrailsExceededException', trail, 'five trails already'],
    ['cloudtrail:CreateTrail', 'TrailAlreadyExistsException', trail, 'another one than the plan makes'],
  ])('%s, %s', (action, code, given, words) => {
    expect(deedOf(action)!.says![code]!(given)).toContain(words)
  })

  it.each([
    ['NeverrootTrailWrites', undefined],
    ['SomebodysOwn', 'a policy that neverroot did not write'],
  ])('of a policy with %s', async (Sid, words) => {
    const { source } = fakeSource({ 's3:GetBucketPolicy': { Policy: policy(Sid) } })
    const sight = { call: source.call, account, partition: 'aws', region: 'us-east-1', now: new Date() }
    const because = await deedOf('s3:PutBucketPolicy')!.mustNot!({ ...bucket, Policy: '{}' }, sight)
    if (words === undefined) expect(because).toBeUndefined()
    else expect(because).toContain(words)
  })
})
