import * as sdk from '@aws-sdk/client-cloudtrail'
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld, rootCall, rootSignIn, userCall } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const NOW = '2026-11-23T12:00:00Z'
const MANAGEMENT = '111111111111'
const MEMBER = '222222222222'

describe('CloudTrail', () => {
  let sandbox: Sandbox
  const as = (account = MANAGEMENT, region = 'us-east-1') =>
    new sdk.CloudTrailClient(settings(sandbox, { account }, region))
  const look = (input: Partial<sdk.LookupEventsCommandInput>, region = 'us-east-1') =>
    as(MANAGEMENT, region).send(new sdk.LookupEventsCommand(input))

  beforeAll(async () => {
    const world = newWorld({ scenario: 'cloudtrail', began: NOW })
      .account(MANAGEMENT, (a) => {
        a.user('admin', (u) => u.admin().key())
          .trail('org-trail', { organization: true, homeRegion: 'us-east-1' })
          .bucket('some-logs', { policy: logPolicy() })
          .bucket('closed-logs')
          .trail('local', { multiRegion: false, homeRegion: 'eu-west-1', logging: false })
          .event(rootSignIn({ at: 3 }), rootSignIn({ at: 89 }), rootSignIn({ at: 91 }))
          .event(rootCall('s3', 'CreateBucket', { at: 2, region: 'eu-west-1', key: 'AKIASANDBOX000000099' }))
        for (let i = 1; i <= 60; i += 1) a.event(userCall('admin', 'iam', 'CreateUser', { at: i / 10 }))
      })
      .account(MEMBER, (a) => a.user('admin', (u) => u.admin().key()))
      .organization(MANAGEMENT, (o) => o.member(MEMBER).trust('cloudtrail.amazonaws.com'))
      .build()
    sandbox = await createSandbox({ world, now: NOW })
  })
  /** The policy that the CloudTrail user guide gives, and how it is spoilt. */
  const logPolicy = (spoilt: { trail?: string; path?: string; acl?: string } = {}): string => {
    const { trail = '*', path = '*', acl = 'bucket-owner-full-control' } = spoilt
    const from = { 'aws:SourceArn': `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/${trail}` }
    const Principal = { Service: 'cloudtrail.amazonaws.com' }
    const to = (action: string, path: string, StringEquals: object) => ({
      Effect: 'Allow',
      Principal,
      Action: action,
      Resource: `arn:aws:s3:::some-logs${path}`,
      Condition: { StringLike: from, ...(StringEquals ? { StringEquals } : {}) },
    })
    return JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        to('s3:GetBucketAcl', '', {}),
        to('s3:PutObject', `/AWSLogs/${path}`, { 's3:x-amz-acl': acl }),
      ],
    })
  }
  afterAll(() => sandbox.close())

  it('finds root by user name, newest first, within 90 days and in this Region alone', async () => {
    const { Events } = await look({
      LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'root' }],
    })
    expect(Events!.map((e) => e.EventTime!.toISOString().slice(0, 10))).toEqual(['2026-11-20', '2026-08-26'])
    expect(JSON.parse(Events![0]!.CloudTrailEvent!)).toMatchObject({
      eventName: 'ConsoleLogin',
      userIdentity: { type: 'Root' },
    })
    const elsewhere = await look({}, 'eu-west-1')
    expect(elsewhere.Events!.map((e) => [e.EventName, e.AccessKeyId, e.ReadOnly])).toEqual([
      ['CreateBucket', 'AKIASANDBOX000000099', 'false'],
    ])
  })

  const attributes: [key: sdk.LookupAttributeKey, value: string, count: number][] = [
    ['EventName', 'ConsoleLogin', 2],
    ['EventName', 'consolelogin', 0],
    ['EventSource', 'iam.amazonaws.com', 60],
    ['ReadOnly', 'false', 62],
    ['ReadOnly', 'true', 0],
    ['AccessKeyId', 'AKIASANDBOX000000099', 0],
    ['ResourceName', 'nothing', 0],
  ]
  it.each(attributes)('looks up %s %s: %i', async (AttributeKey, AttributeValue, count) => {
    const pages = sdk.paginateLookupEvents(
      { client: as() },
      { LookupAttributes: [{ AttributeKey, AttributeValue }] },
    )
    expect(await all(pages, 'Events')).toHaveLength(count)
  })

  it.each([false, true])('pages by fifty (empty pages: %s)', async (emptyPages) => {
    sandbox.world.behaviour.emptyPages = emptyPages
    const sizes: number[] = []
    for await (const page of sdk.paginateLookupEvents({ client: as() }, {})) sizes.push(page.Events!.length)
    sandbox.world.behaviour.emptyPages = false
    expect(sizes).toEqual(emptyPages ? [0, 50, 0, 12] : [50, 12])
  })

  it('keeps to the time range', async () => {
    const { Events } = await look({
      StartTime: new Date('2026-11-23T00:00:00Z'),
      EndTime: new Date('2026-11-23T10:00:00Z'),
    })
    expect(Events).toHaveLength(5)
  })

  const bad: [when: string, input: Partial<sdk.LookupEventsCommandInput>, name: string][] = [
    ['51 results', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    [
      'an end before the start',
      { StartTime: new Date('2026-11-02'), EndTime: new Date('2026-11-01') },
      'InvalidTimeRangeException',
    ],
    [
      'two attributes',
      {
        LookupAttributes: [
          { AttributeKey: 'EventName', AttributeValue: 'a' },
          { AttributeKey: 'EventName', AttributeValue: 'b' },
        ],
      },
      'InvalidLookupAttributesException',
    ],
    ['a made-up token', { NextToken: 'abc' }, 'InvalidNextTokenException'],
  ]
  it.each(bad)('refuses %s', async (_when, input, name) => {
    expect((await refusal(look(input))).name).toBe(name)
  })

  it('refuses a token with other parameters', async () => {
    const { NextToken } = await look({})
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'CreateUser' }]
    expect((await refusal(look({ NextToken, LookupAttributes }))).name).toBe('InvalidNextTokenException')
  })

  it('shows shadow trails where they are wanted, and the organization trail to members', async () => {
    const names = async (client: sdk.CloudTrailClient, includeShadowTrails?: boolean) =>
      (await client.send(new sdk.DescribeTrailsCommand({ includeShadowTrails }))).trailList!.map(
        (t) => t.Name,
      )
    expect(await names(as())).toEqual(['org-trail'])
    expect(await names(as(MANAGEMENT, 'eu-west-1'))).toEqual(['org-trail', 'local'])
    expect(await names(as(MANAGEMENT, 'eu-west-1'), false)).toEqual(['local'])
    expect(await names(as(MEMBER))).toEqual(['org-trail'])
    const { trailList } = await as(MEMBER).send(new sdk.DescribeTrailsCommand({}))
    expect(trailList![0]).toMatchObject({
      IsOrganizationTrail: true,
      TrailARN: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/org-trail`,
    })
    const stop = as(MEMBER).send(new sdk.StopLoggingCommand({ Name: trailList![0]!.TrailARN }))
    expect((await refusal(stop)).name).toMatch(/NotOrganizationMasterAccountException|AccessDenied/)
    expect(await all(sdk.paginateListTrails({ client: as() }, {}), 'Trails')).toHaveLength(2)
  })

  it('wants the ARN of a shadow trail', async () => {
    const client = as(MANAGEMENT, 'eu-west-1')
    expect((await refusal(client.send(new sdk.GetTrailStatusCommand({ Name: 'org-trail' })))).name).toBe(
      'TrailNotFoundException',
    )
    const Name = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/org-trail`
    expect((await client.send(new sdk.GetTrailStatusCommand({ Name }))).IsLogging).toBe(true)
    expect((await client.send(new sdk.GetTrailStatusCommand({ Name: 'local' }))).IsLogging).toBe(false)
    expect((await refusal(client.send(new sdk.StartLoggingCommand({ Name })))).name).toBe(
      'InvalidHomeRegionException',
    )
  })

  it('makes a trail that logs only once it was started, with all management events', async () => {
    const client = as()
    const made = await client.send(
      new sdk.CreateTrailCommand({ Name: 'new-trail', S3BucketName: 'some-logs', IsMultiRegionTrail: true }),
    )
    expect(made.TrailARN).toBe(`arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/new-trail`)
    const status = () => client.send(new sdk.GetTrailStatusCommand({ Name: 'new-trail' }))
    expect((await status()).IsLogging).toBe(false)
    await client.send(new sdk.StartLoggingCommand({ Name: 'new-trail' }))
    expect(await status()).toMatchObject({ IsLogging: true, StartLoggingTime: new Date(NOW) })
    const selectors = () => client.send(new sdk.GetEventSelectorsCommand({ TrailName: 'new-trail' }))
    expect((await selectors()).EventSelectors).toEqual([
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: [],
      },
    ])
    await client.send(
      new sdk.PutEventSelectorsCommand({
        TrailName: 'new-trail',
        EventSelectors: [{ ReadWriteType: 'WriteOnly' }],
      }),
    )
    expect((await selectors()).EventSelectors![0]).toMatchObject({
      ReadWriteType: 'WriteOnly',
      IncludeManagementEvents: true,
    })
    expect(
      (await client.send(new sdk.GetTrailCommand({ Name: 'new-trail' }))).Trail!.HasCustomEventSelectors,
    ).toBe(true)
    const twice = client.send(new sdk.CreateTrailCommand({ Name: 'new-trail', S3BucketName: 'some-logs' }))
    expect((await refusal(twice)).name).toBe('TrailAlreadyExistsException')
    await client.send(new sdk.DeleteTrailCommand({ Name: 'new-trail' }))
    expect((await refusal(status())).name).toBe('TrailNotFoundException')
  })

  it.each([
    ['that is for another trail', logPolicy({ trail: 'other' })],
    ['that leaves out the path of the account', logPolicy({ path: `${MEMBER}/*` })],
    ['that wants another access control list', logPolicy({ acl: 'private' })],
  ])('makes no trail to a bucket with a policy %s', async (_when, Policy) => {
    const s3 = new S3Client(settings(sandbox, { account: MANAGEMENT }))
    const put = (policy: string) =>
      s3.send(new PutBucketPolicyCommand({ Bucket: 'some-logs', Policy: policy }))
    await put(Policy)
    const made = as().send(new sdk.CreateTrailCommand({ Name: 'weak', S3BucketName: 'some-logs' }))
    expect((await refusal(made)).name).toBe('InsufficientS3BucketPolicyException')
    await put(logPolicy())
  })

  it('updates what is given and leaves the rest', async () => {
    const client = as(MANAGEMENT, 'eu-west-1')
    const wide = await client.send(new sdk.UpdateTrailCommand({ Name: 'local', IsMultiRegionTrail: true }))
    expect(wide).toMatchObject({ IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true })
    const names = (await as().send(new sdk.DescribeTrailsCommand({}))).trailList!.map((t) => t.Name)
    expect(names).toContain('local')
    const moved = client.send(new sdk.UpdateTrailCommand({ Name: 'local', S3BucketName: 'closed-logs' }))
    expect((await refusal(moved)).name).toBe('InsufficientS3BucketPolicyException')
    const back = await client.send(new sdk.UpdateTrailCommand({ Name: 'local', IsMultiRegionTrail: false }))
    expect(back.IsMultiRegionTrail).toBe(false)
  })

  it('has five trails in a Region and no sixth', async () => {
    const make = (Name: string) => as().send(new sdk.CreateTrailCommand({ Name, S3BucketName: 'some-logs' }))
    const names = ['two', 'three', 'four', 'five'].map((n) => `trail-${n}`)
    for (const name of names) await make(name)
    expect((await refusal(make('trail-six'))).name).toBe('MaximumNumberOfTrailsExceededException')
    for (const Name of names) await as().send(new sdk.DeleteTrailCommand({ Name }))
  })

  it.each([
    ['a bucket that is not there', { S3BucketName: 'no-such-logs' }, 'S3BucketDoesNotExistException'],
    ['a bucket without a policy', { S3BucketName: 'closed-logs' }, 'InsufficientS3BucketPolicyException'],
    ['a name with a space', { Name: 'a b' }, 'InvalidTrailNameException'],
    ['a bucket with capitals', { S3BucketName: 'Logs' }, 'InvalidS3BucketNameException'],
    [
      'a multi-Region trail without global events',
      { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false },
      'InvalidParameterCombinationException',
    ],
  ])('refuses to make %s', async (_when, change, name) => {
    const input = { Name: 'fine', S3BucketName: 'some-logs', ...change }
    expect((await refusal(as().send(new sdk.CreateTrailCommand(input)))).name).toBe(name)
  })
})
