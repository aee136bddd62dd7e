import { describe, expect, it } from 'vitest'
import { account, fakeSource, refused, standalone } from '../../test/support/fake-source.ts'
import { spendRecipients } from './spend-recipients.ts'

const topic = `arn:aws:sns:eu-west-1:${account}:spend`
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'budgets.amazonaws.com' },
    Action: 'SNS:Publish',
    Resource: topic,
  },
})
const aws = (over: Record<string, unknown> = {}) => ({
  'organizations:DescribeOrganization': standalone,
  'budgets:DescribeBudgets': {
    Budgets: [
      { BudgetName: 'd', BudgetType: 'COST', TimeUnit: 'DAILY', BudgetLimit: { Amount: '9', Unit: 'USD' } },
    ],
  },
  'budgets:DescribeBudgetNotificationsForAccount': {
    BudgetNotificationsForAccount: [
      {
        BudgetName: 'd',
        Notifications: [{ NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 100 }],
      },
    ],
  },
  'budgets:DescribeSubscribersForNotification': {
    Subscribers: [
      { SubscriptionType: 'EMAIL', Address: 'mia@posteo.example' },
      { SubscriptionType: 'SNS', Address: topic },
    ],
  },
  'sns:GetTopicAttributes': { Attributes: { Policy: policy } },
  'sns:ListSubscriptionsByTopic': {
    Subscriptions: [
      { SubscriptionArn: `${topic}:1`, Protocol: 'email', Endpoint: 'pat@mail.example' },
      { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'sam@mail.example' },
      { SubscriptionArn: `${topic}:2`, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:::q' },
    ],
  },
  'sns:GetSubscriptionAttributes': { Attributes: { ConfirmationWasAuthenticated: 'true' } },
  ...over,
})
const collected = async (over: Record<string, unknown> = {}) => {
  const { source, calls } = fakeSource(aws(over))
  const fact = await source.get(spendRecipients)
  return { fact, value: fact.state === 'known' ? fact.value : undefined, calls }
}

describe('who hears of spend', () => {
  it('follows alerts through the topic, in the Region of the topic', async () => {
    const { value, fact, calls } = await collected()
    expect(value).toEqual({
      of: 'daily',
      recipients: [
        { address: 'mia@posteo.example', through: 'budget', confirmed: true },
        { address: 'pat@mail.example', through: 'topic', confirmed: true, authenticated: true },
        { address: 'sam@mail.example', through: 'topic', confirmed: false },
      ],
      blocked: [],
      others: 1,
      hidden: [],
    })
    expect(
      calls.filter(([op]) => op.startsWith('sns:')).every(([, , region]) => region === 'eu-west-1'),
    ).toBe(true)
    if (fact.state === 'known') expect(JSON.stringify(fact.evidence)).not.toMatch(/posteo|mail\.example/)
  })

  it.each<[string, Record<string, unknown>, object]>([
    [
      'the topic lets nobody publish',
      { 'sns:GetTopicAttributes': { Attributes: { Policy: policy.replace('budgets', 'events') } } },
      { blocked: [{ topic, because: 'topic-policy' }] },
    ],
    [
      'the topic is gone',
      { 'sns:GetTopicAttributes': refused('NotFoundException') },
      { blocked: [{ topic, because: 'topic-gone' }] },
    ],
    [
      'the topic may not be looked at',
      { 'sns:GetTopicAttributes': refused('AuthorizationErrorException') },
      { hidden: [{ needs: ['sns:GetTopicAttributes'] }] },
    ],
    [
      'the topic is under the AWS managed key',
      { 'sns:GetTopicAttributes': { Attributes: { Policy: policy, KmsMasterKeyId: 'alias/aws/sns' } } },
      { blocked: [{ because: 'aws-managed-key' }] },
    ],
    [
      'the subscribers may not be looked at',
      { 'budgets:DescribeSubscribersForNotification': refused('AccessDeniedException') },
      { recipients: [], hidden: [{ message: 'not every alert could be looked at' }] },
    ],
    [
      'a subscription filters by attributes, which AWS Budgets does not send',
      {
        'sns:GetSubscriptionAttributes': {
          Attributes: { ConfirmationWasAuthenticated: 'true', FilterPolicy: '{"level":["high"]}' },
        },
      },
      { recipients: [{}, { address: 'pat@mail.example', filtered: true }, { confirmed: false }] },
    ],
    [
      'a subscription filters by what a message says',
      {
        'sns:GetSubscriptionAttributes': {
          Attributes: { FilterPolicy: '{"level":["high"]}', FilterPolicyScope: 'MessageBody' },
        },
      },
      { recipients: [{ through: 'budget' }, { confirmed: false }], hidden: [{ needs: [] }] },
    ],
    ['there is no budget', { 'budgets:DescribeBudgets': { Budgets: [] } }, { of: 'none' }],
  ])('%s', async (_when, over, expected) => {
    expect((await collected(over)).value).toMatchObject(expected)
  })
})
