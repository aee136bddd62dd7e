/** Topics: making, deleting, attributes, publishing. */
import type * as sdk from '@aws-sdk/client-sns'
import { nextHex, nextUuid } from '../../builder/ids.ts'
import { topicPolicy } from '../../builder/policies.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import { channelOf, leaveMessage } from '../../messages.ts'
import type { Topic } from '../../world.ts'
import { findTopic, invalid, paged, topicOf, topicsHere } from './common.ts'
import { checkPolicy } from './policy.ts'

/** Attributes of a topic that a made world keeps (SetTopicAttributes API reference). */
const SETTERS: Record<string, (topic: Topic, value: string) => void> = {
  Policy: (topic, value) => {
    checkPolicy(value)
    topic.policy = value
  },
  DisplayName: (topic, value) => {
    if (value.length > 100) throw invalid('DisplayName Reason: Must be at most 100 characters long')
    topic.displayName = value
  },
  KmsMasterKeyId: (topic, value) => {
    if (value) topic.kmsKeyId = value
    else delete topic.kmsKeyId
  },
}

/** Attributes that SNS has and a made world does not. */
const NOT_SIMULATED =
  /Feedback|^(DeliveryPolicy|TracingConfig|ArchivePolicy|SignatureVersion|FifoThroughputScope|.*Fifo.*)$/

function setAttribute(topic: Topic, name: string | undefined, value: string | undefined): void {
  const set = SETTERS[name ?? '']
  if (set) return set(topic, value ?? '')
  if (NOT_SIMULATED.test(name ?? '')) {
    throw new AwsError('NotImplemented', `The sandbox does not simulate the topic attribute ${name}.`, 501)
  }
  throw invalid('AttributeName')
}

function attributes(call: Call, topic: Topic): Record<string, string> {
  const confirmed = topic.subscriptions.filter((s) => s.confirmed).length
  return {
    TopicArn: topic.arn,
    Owner: call.caller.account.id,
    DisplayName: topic.displayName ?? '',
    Policy: topic.policy,
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(topic.subscriptions.length - confirmed),
    SubscriptionsDeleted: '0',
    ...(topic.kmsKeyId && { KmsMasterKeyId: topic.kmsKeyId }),
    EffectiveDeliveryPolicy: JSON.stringify({
      http: {
        defaultHealthyRetryPolicy: {
          minDelayTarget: 20,
          maxDelayTarget: 20,
          numRetries: 3,
          numMaxDelayRetries: 0,
          numNoDelayRetries: 0,
          numMinDelayRetries: 0,
          backoffFunction: 'linear',
        },
        disableSubscriptionOverrides: false,
      },
    }),
  }
}

/** Sends to one endpoint: the world keeps what a person would have found there. */
export function send(
  call: Call,
  protocol: string,
  to: string,
  subject: string,
  body: string,
  code?: string,
): void {
  leaveMessage(call.world, {
    at: call.now.toISOString(),
    account: call.caller.account.id,
    channel: channelOf(protocol),
    to,
    subject,
    body,
    ...(code && { code }),
  })
}

export const token = (call: Call): string => nextHex(call.world, 'sandbox', 57)

export const topics: Handlers<typeof sdk> = {
  // The same name with the same attributes and tags gives the existing topic (CreateTopic API reference).
  CreateTopic(input, call) {
    const name = input.Name ?? ''
    if (!/^[\w-]{1,256}(\.fifo)?$/.test(name)) throw invalid('Topic Name')
    const arn = `arn:${call.world.partition}:sns:${call.region}:${call.caller.account.id}:${name}`
    const tags = Object.fromEntries((input.Tags ?? []).map((t) => [t.Key!, t.Value!]))
    const made: Topic = {
      arn,
      policy: JSON.stringify(topicPolicy(arn, call.caller.account.id, [])),
      subscriptions: [],
      tags,
    }
    for (const [key, value] of Object.entries(input.Attributes ?? {})) setAttribute(made, key, value)
    const before = findTopic(call, arn)
    if (!before) {
      call.caller.account.topics.push(made)
      return { TopicArn: arn }
    }
    const given = Object.entries(input.Attributes ?? {})
    if (given.some(([key, value]) => attributes(call, before)[key] !== value)) {
      throw invalid('Attributes Reason: Topic already exists with different attributes')
    }
    if (input.Tags?.length && JSON.stringify(before.tags) !== JSON.stringify(tags)) {
      throw invalid('Tags Reason: Topic already exists with different tags')
    }
    return { TopicArn: arn }
  },

  // Deleting a topic that does not exist is no error.
  DeleteTopic(input, call) {
    const topic = findTopic(call, input.TopicArn)
    const all = call.caller.account.topics
    if (topic) all.splice(all.indexOf(topic), 1)
  },

  ListTopics(input, call) {
    const { items, next } = paged(call, input.NextToken, topicsHere(call))
    return { Topics: items.map((t) => ({ TopicArn: t.arn })), NextToken: next }
  },

  GetTopicAttributes: (input, call) => ({ Attributes: attributes(call, topicOf(call, input.TopicArn)) }),

  SetTopicAttributes(input, call) {
    setAttribute(topicOf(call, input.TopicArn), input.AttributeName, input.AttributeValue)
  },

  ListTagsForResource(input, call) {
    const topic = findTopic(call, input.ResourceArn)
    if (!topic) throw new AwsError('ResourceNotFoundException', 'Resource does not exist', 404)
    return { Tags: Object.entries(topic.tags).map(([Key, Value]) => ({ Key, Value })) }
  },

  // Filter policies are not applied: what they do to a message is not simulated, so a filtered subscriber gets nothing.
  Publish(input, call) {
    const topic = topicOf(call, input.TopicArn ?? input.TargetArn)
    if (!input.Message) throw invalid('Empty message')
    // ASCII from its first character on, one line, fewer than 100 characters (Publish API reference, Subject).
    if (input.Subject !== undefined && !/^[!-~][ -~]{0,98}$/.test(input.Subject)) throw invalid('Subject')
    if (Buffer.byteLength(input.Message) > 262_144) throw invalid('Message too long')
    for (const s of topic.subscriptions) {
      if (!s.confirmed || s.filterPolicy) continue
      send(call, s.protocol, s.endpoint, input.Subject ?? 'AWS Notification Message', input.Message)
    }
    return { MessageId: nextUuid(call.world) }
  },
}
