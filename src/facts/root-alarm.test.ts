import { describe, expect, it } from 'vitest'
import { account, fakeSource, refused } from '../../test/support/fake-source.ts'
import { rootAlarm } from './root-alarm.ts'

const arn = (service: string, region: string, rest: string) =>
  `arn:aws:${service}:${region}:${account}:${rest}`
const topicArn = (region: string) => arn('sns', region, 'root-alarm')
const rootPattern = JSON.stringify({
  'detail-type': ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
  detail: { userIdentity: { type: ['Root'] } },
})
const policyFor = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sns:Publish',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
  })
const keyPolicy = (...Action: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action, Resource: '*' },
  })

const regions = ['eu-west-1', 'us-east-1', 'us-west-2']
const trail = {
  Name: 'all',
  TrailARN: arn('cloudtrail', 'us-east-1', 'trail/all'),
  HomeRegion: 'us-east-1',
  IsMultiRegionTrail: true,
  IncludeGlobalServiceEvents: true,
}
const subscription = (address: string, SubscriptionArn = `${topicArn('us-east-1')}:${address}`) => ({
  SubscriptionArn,
  Protocol: 'email',
  Endpoint: address,
})

/** A world in which the chain is whole in three Regions, some of it otherwise. */
function world(over: Record<string, unknown> = {}, calls = {}) {
  return fakeSource(
    {
      'cloudtrail:DescribeTrails': { trailList: [trail] },
      'cloudtrail:GetTrailStatus': { IsLogging: true },
      'cloudtrail:GetEventSelectors': { EventSelectors: [{ ReadWriteType: 'All' }] },
      'account:ListRegions': { Regions: regions.map((RegionName) => ({ RegionName })) },
      'events:ListRules': (_input: unknown, region: string) => ({
        Rules: [
          {
            Name: 'root',
            Arn: arn('events', region, 'rule/root'),
            State: 'ENABLED',
            EventPattern: rootPattern,
          },
        ],
      }),
      'events:ListTargetsByRule': (_input: unknown, region: string) => ({
        Targets: [{ Id: '1', Arn: topicArn(region) }],
      }),
      'sns:GetTopicAttributes': { Attributes: { Policy: policyFor('events.amazonaws.com') } },
      'sns:ListSubscriptionsByTopic': {
        Subscriptions: [subscription('mia@posteo.example'), subscription('pat@mail.example')],
      },
      'sns:GetSubscriptionAttributes': { Attributes: {} },
      ...over,
    },
    calls,
  )
}

const alarm = async (over: Record<string, unknown> = {}) => {
  const { source, calls } = world(over)
  const fact = await source.get(rootAlarm)
  return { fact, value: fact.state === 'known' ? fact.value : undefined, calls: calls.map(([op]) => op) }
}
const rule = (over: object) => (_input: unknown, region: string) => ({
  Rules: [
    {
      Name: 'root',
      Arn: arn('events', region, 'rule/root'),
      State: 'ENABLED',
      EventPattern: rootPattern,
      ...over,
    },
  ],
})
const onlyIn =
  (...wanted: string[]) =>
  (input: unknown, region: string) =>
    wanted.includes(region) ? rule({})(input, region) : { Rules: [] }

describe('the root alarm', () => {
  it('is whole where every link holds in every Region', async () => {
    const { value, fact } = await alarm()
    expect(value).toEqual({ result: 'whole', regions: ['us-east-1', 'eu-west-1', 'us-west-2'], people: 2 })
    expect(JSON.stringify(fact)).not.toContain('posteo')
  })

  it('costs one call where there is no trail', async () => {
    const { value, calls } = await alarm({ 'cloudtrail:DescribeTrails': { trailList: [] } })
    expect(value).toMatchObject({ result: 'broken', link: 'no-trail', kind: 'sign-in' })
    expect(calls).toEqual(['cloudtrail:DescribeTrails'])
  })

  it.each([
    ['the trail is whole and writes to CloudWatch Logs', { 'events:ListRules': onlyIn() }, true],
    [
      'the trail writes to CloudWatch Logs but is off',
      { 'cloudtrail:GetTrailStatus': { IsLogging: false } },
      undefined,
    ],
  ])('says that an alarm of CloudWatch Logs may hear: %s', async (_when, over, logs) => {
    const toLogs = { ...trail, CloudWatchLogsLogGroupArn: arn('logs', 'us-east-1', 'log-group:trail:*') }
    const { value } = await alarm({ 'cloudtrail:DescribeTrails': { trailList: [toLogs] }, ...over })
    expect(value).toMatchObject({ result: 'broken' })
    expect(value?.result === 'broken' ? value.logs : undefined).toBe(logs)
  })

  it('stops at the first Region without a route', async () => {
    const { value, calls } = await alarm({ 'events:ListRules': onlyIn('us-east-1') })
    expect(value).toMatchObject({
      result: 'broken',
      link: 'no-rule',
      region: 'eu-west-1',
      regions: ['us-east-1'],
    })
    expect(calls.filter((op) => op === 'events:ListRules')).toHaveLength(2)
  })

  it.each<[when: string, over: Record<string, unknown>, expected: object]>([
    [
      'the rule is only outside us-east-1',
      { 'events:ListRules': onlyIn('eu-west-1', 'us-west-2') },
      { result: 'broken', link: 'no-rule', region: 'us-east-1', kind: 'sign-in' },
    ],
    ['the rule is disabled', { 'events:ListRules': rule({ State: 'DISABLED' }) }, { link: 'rule-disabled' }],
    [
      'the rule hears of sign-in only',
      { 'events:ListRules': rule({ EventPattern: JSON.stringify({ source: ['aws.signin'] }) }) },
      { result: 'broken', link: 'no-rule', kind: 'call' },
    ],
    [
      'the rule hears of some services only',
      {
        'events:ListRules': rule({
          EventPattern: JSON.stringify({ source: ['aws.signin', 'aws.iam', 'aws.ec2', 'aws.s3'] }),
        }),
      },
      { result: 'broken', link: 'no-rule', kind: 'call' },
    ],
    [
      'the trail is off',
      { 'cloudtrail:GetTrailStatus': { IsLogging: false } },
      { link: 'trail-not-logging' },
    ],
    [
      'the trail logs writes only',
      { 'cloudtrail:GetEventSelectors': { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] } },
      { link: 'trail-selectors' },
    ],
    [
      'the trail is in one Region only',
      {
        'cloudtrail:DescribeTrails': (_input: unknown, region: string) => ({
          trailList: region === 'us-east-1' ? [{ ...trail, IsMultiRegionTrail: false }] : [],
        }),
      },
      { link: 'no-trail', region: 'eu-west-1' },
    ],
    ['the rule has no target', { 'events:ListTargetsByRule': { Targets: [] } }, { link: 'no-target' }],
    ['the topic is gone', { 'sns:GetTopicAttributes': refused('NotFoundException') }, { link: 'topic-gone' }],
    [
      "the topic's policy lets only budgets publish",
      { 'sns:GetTopicAttributes': { Attributes: { Policy: policyFor('budgets.amazonaws.com') } } },
      { link: 'topic-policy' },
    ],
    [
      'the topic is under the AWS managed key',
      {
        'sns:GetTopicAttributes': {
          Attributes: { Policy: policyFor('events.amazonaws.com'), KmsMasterKeyId: 'alias/aws/sns' },
        },
      },
      { link: 'aws-managed-key' },
    ],
    [
      'the topic is under a key that EventBridge may not use',
      {
        'sns:GetTopicAttributes': {
          Attributes: { Policy: policyFor('events.amazonaws.com'), KmsMasterKeyId: 'alias/alarm' },
        },
        'kms:DescribeKey': { KeyMetadata: { KeyManager: 'CUSTOMER', Enabled: true, Arn: 'arn:key' } },
        'kms:GetKeyPolicy': { Policy: keyPolicy('kms:Decrypt') },
      },
      { link: 'key-policy' },
    ],
    [
      'the topic is under a key that EventBridge may use',
      {
        'sns:GetTopicAttributes': {
          Attributes: { Policy: policyFor('events.amazonaws.com'), KmsMasterKeyId: 'alias/alarm' },
        },
        'kms:DescribeKey': { KeyMetadata: { KeyManager: 'CUSTOMER', Enabled: true, Arn: 'arn:key' } },
        'kms:GetKeyPolicy': { Policy: keyPolicy('kms:Decrypt', 'kms:GenerateDataKey*') },
      },
      { result: 'whole' },
    ],
    [
      'nobody has confirmed',
      {
        'sns:ListSubscriptionsByTopic': {
          Subscriptions: [subscription('mia@posteo.example', 'PendingConfirmation')],
        },
      },
      { link: 'not-confirmed', waiting: 1 },
    ],
    [
      'one person, three times',
      {
        'sns:ListSubscriptionsByTopic': {
          Subscriptions: ['mia@x.example', 'MIA@x.example', 'mia+aws@x.example'].map((a) => subscription(a)),
        },
      },
      { link: 'one-person' },
    ],
    [
      'a filter on attributes that EventBridge never sends',
      { 'sns:GetSubscriptionAttributes': { Attributes: { FilterPolicy: '{"level":["high"]}' } } },
      { link: 'filtered' },
    ],
    [
      'a filter on the body that lets root through',
      {
        'sns:GetSubscriptionAttributes': {
          Attributes: {
            FilterPolicy: '{"detail":{"userIdentity":{"type":["Root"]}}}',
            FilterPolicyScope: 'MessageBody',
          },
        },
      },
      { result: 'whole' },
    ],
    [
      'the target is a topic in another Region',
      { 'events:ListTargetsByRule': { Targets: [{ Id: '1', Arn: topicArn('ap-south-1') }] } },
      { link: 'target-in-another-region' },
    ],
    [
      'other Regions forward to us-east-1',
      {
        'events:ListTargetsByRule': (_input: unknown, region: string) => ({
          Targets: [
            {
              Id: '1',
              Arn:
                region === 'us-east-1' ? topicArn(region) : arn('events', 'us-east-1', 'event-bus/default'),
            },
          ],
        }),
      },
      { result: 'whole' },
    ],
    [
      'another account gets the events',
      {
        'events:ListTargetsByRule': {
          Targets: [{ Id: '1', Arn: 'arn:aws:events:us-east-1:999999999999:event-bus/security' }],
        },
      },
      { result: 'hidden', message: 'the events go on to account 999999999999: look from there' },
    ],
    [
      'a function gets the events',
      {
        'events:ListTargetsByRule': { Targets: [{ Id: '1', Arn: arn('lambda', 'us-east-1', 'function:x') }] },
      },
      { result: 'hidden' },
    ],
    [
      'the rule names only the other spelling of sign-in',
      {
        'events:ListRules': rule({
          EventPattern: JSON.stringify({
            'detail-type': ['AWS Console Signin via CloudTrail', 'AWS API Call via CloudTrail'],
          }),
        }),
      },
      { result: 'hidden' },
    ],
    [
      'the enabled Regions may not be listed',
      { 'account:ListRegions': refused('AccessDeniedException') },
      { result: 'hidden', needs: ['account:ListRegions'] },
    ],
    [
      'the rules may not be listed',
      { 'events:ListRules': refused('AccessDeniedException') },
      { result: 'hidden', needs: ['events:ListRules'] },
    ],
  ])('%s', async (_when, over, expected) => {
    expect((await alarm(over)).value).toMatchObject(expected)
  })

  it('is unknown where trails may not be looked at', async () => {
    const { fact } = await alarm({ 'cloudtrail:DescribeTrails': refused('AccessDeniedException') })
    expect(fact).toMatchObject({ state: 'unknown', needs: ['cloudtrail:DescribeTrails'] })
  })
})
