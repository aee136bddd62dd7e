/** The topic and who is subscribed: so already, still to do, or waiting for a person. */
import { describe, expect, it } from 'vitest'
import { check, isSo, type Table } from '../../../../test/support/deed-case.ts'
import { account, refused } from '../../../../test/support/fake-source.ts'

const none = refused('NotFoundException')
const policy = (Policy: string) => ({ Attributes: { Policy } })
const set = (AttributeValue: string) => ({ AttributeName: 'Policy', AttributeValue })
const mia = { Protocol: 'email', Endpoint: 'mia@b.example' }
const listed = (SubscriptionArn: string, of = mia) => ({ Subscriptions: [{ ...of, SubscriptionArn }] })

const table: Table = [
  [
    'sns:SetTopicAttributes',
    'sns:GetTopicAttributes',
    [
      ['is the same, spelled otherwise', set('{"a":1,"b":2}'), policy('{"b":2, "a":1}'), 'yes'],
      ['says something else', set('{"a":1}'), policy('{}'), 'no'],
      ['is not set', set('{"a":1}'), { Attributes: {} }, 'no'],
      ['there is no such topic', set('{}'), none, 'no'],
    ],
  ],
  [
    'sns:DeleteTopic',
    'sns:GetTopicAttributes',
    [
      ['is there', { TopicArn: 't' }, policy('{}'), 'no'],
      ['is gone', { TopicArn: 't' }, none, 'yes'],
    ],
  ],
  [
    'sns:Subscribe',
    'sns:ListSubscriptionsByTopic',
    [
      ['is confirmed', mia, listed('arn:s'), 'yes'],
      ['waits for a click', mia, listed('PendingConfirmation'), 'pending'],
      ['was ended', mia, listed('Deleted'), 'no'],
      ['is somebody else', mia, listed('arn:s', { ...mia, Endpoint: 'tom@b.example' }), 'no'],
      ['is the same address by another way', mia, listed('arn:s', { ...mia, Protocol: 'email-json' }), 'no'],
      ['there is no such topic', mia, none, 'no'],
    ],
  ],
]

check(table)

describe('a topic', () => {
  it('has an ARN that is known before it is made, and is given where it is there', async () => {
    const TopicArn = `arn:aws:sns:us-east-1:${account}:neverroot-spend`
    const create = (answer: unknown) =>
      isSo('sns:CreateTopic', 'sns:GetTopicAttributes', { Name: 'neverroot-spend' }, answer)
    expect(await create({ Attributes: {} })).toEqual({ so: 'yes', output: { TopicArn } })
    expect(await create(none)).toEqual({ so: 'no' })
  })
})
