/** Subscriptions: pending until the person confirms, lists, attributes. */
import type * as sdk from '@aws-sdk/client-sns'
import { nextUuid } from '../../builder/ids.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Topic } from '../../world.ts'
import { findTopic, invalid, paged, topicOf, topicsHere } from './common.ts'
import { send, token } from './topics.ts'

type Subscription = Topic['subscriptions'][number]

const ENDPOINT: Record<string, RegExp> = {
  email: /^[^\s@]+@[^\s@]+$/,
  'email-json': /^[^\s@]+@[^\s@]+$/,
  http: /^http:\/\/.+/,
  https: /^https:\/\/.+/,
  sms: /^\+\d{6,15}$/,
  sqs: /^arn:[\w-]+:sqs:.+/,
  lambda: /^arn:[\w-]+:lambda:.+/,
  firehose: /^arn:[\w-]+:firehose:.+/,
  application: /^arn:[\w-]+:sns:.+:endpoint\/.+/,
}
/** Endpoints that answer a confirmation message; the others are subscribed at once. */
const MUST_CONFIRM = ['email', 'email-json', 'http', 'https']

function setAttribute(subscription: Subscription, name: string | undefined, value: string | undefined): void {
  switch (name) {
    case 'FilterPolicy':
      try {
        JSON.parse(value || '{}')
      } catch {
        throw invalid('FilterPolicy: failed to parse JSON.')
      }
      if (value && value !== '{}') subscription.filterPolicy = value
      else delete subscription.filterPolicy
      return
    case 'FilterPolicyScope':
      if (value !== 'MessageAttributes' && value !== 'MessageBody') throw invalid('FilterPolicyScope')
      subscription.filterPolicyScope = value
      return
    case 'RawMessageDelivery':
    case 'RedrivePolicy':
    case 'DeliveryPolicy':
    case 'SubscriptionRoleArn':
      throw new AwsError(
        'NotImplemented',
        `The sandbox does not simulate the subscription attribute ${name}.`,
        501,
      )
    default:
      throw invalid('AttributeName')
  }
}

function subscriptionOf(call: Call, arn: string | undefined): { topic: Topic; subscription: Subscription } {
  const parts = (arn ?? '').split(':')
  if (parts.length !== 7) throw invalid('SubscriptionArn Reason: An ARN must have at least 6 elements')
  const topic = findTopic(call, parts.slice(0, 6).join(':'))
  const subscription = topic?.subscriptions.find((s) => s.arn === arn)
  if (!topic || !subscription) throw new AwsError('NotFoundException', 'Subscription does not exist', 404)
  return { topic, subscription }
}

/** Subscribing again with other attributes is an error, with the same it changes nothing (words by those of CreateTopic, assumed). */
function requireSame(before: Subscription, attributes: Record<string, string>): void {
  const again = { ...before }
  for (const [key, value] of Object.entries(attributes)) setAttribute(again, key, value)
  if (again.filterPolicy === before.filterPolicy && again.filterPolicyScope === before.filterPolicyScope)
    return
  throw invalid('Attributes Reason: Subscription already exists with different attributes')
}

const shape = (call: Call, topic: Topic, s: Subscription): sdk.Subscription => ({
  SubscriptionArn: s.confirmed ? s.arn : 'PendingConfirmation',
  Owner: call.caller.account.id,
  Protocol: s.protocol,
  Endpoint: s.endpoint,
  TopicArn: topic.arn,
})

function confirmationMail(call: Call, topic: Topic, s: Subscription): void {
  s.token = token(call)
  const body = `You have chosen to subscribe to the topic: ${topic.arn}. To confirm, use the token.`
  send(call, s.protocol, s.endpoint, 'AWS Notification - Subscription Confirmation', body, s.token)
}

export const subscriptions: Handlers<typeof sdk> = {
  // Subscribing the same endpoint again sends a new confirmation while it is pending, and changes nothing after.
  Subscribe(input, call) {
    const topic = topicOf(call, input.TopicArn)
    const protocol = input.Protocol ?? ''
    const valid = ENDPOINT[protocol]
    if (!valid) throw invalid('Protocol Reason: Does not support this protocol string')
    if (!valid.test(input.Endpoint ?? '')) throw invalid(`Endpoint Reason: Invalid ${protocol} endpoint`)
    const pending = 'pending confirmation'
    const before = topic.subscriptions.find((s) => s.protocol === protocol && s.endpoint === input.Endpoint)
    if (before?.confirmed) {
      requireSame(before, input.Attributes ?? {})
      return { SubscriptionArn: before.arn }
    }
    const subscription: Subscription = before ?? {
      arn: `${topic.arn}:${nextUuid(call.world)}`,
      protocol,
      endpoint: input.Endpoint!,
      confirmed: !MUST_CONFIRM.includes(protocol),
      authenticatedUnsubscribe: !MUST_CONFIRM.includes(protocol),
    }
    for (const [key, value] of Object.entries(input.Attributes ?? {})) setAttribute(subscription, key, value)
    if (!before) topic.subscriptions.push(subscription)
    if (subscription.confirmed) return { SubscriptionArn: subscription.arn }
    confirmationMail(call, topic, subscription)
    return { SubscriptionArn: input.ReturnSubscriptionArn ? subscription.arn : pending }
  },

  // AuthenticateOnUnsubscribe "true": only the owners of topic and subscription can unsubscribe.
  ConfirmSubscription(input, call) {
    const topic = topicOf(call, input.TopicArn)
    const subscription = topic.subscriptions.find((s) => s.token !== undefined && s.token === input.Token)
    if (!subscription) throw invalid('Token')
    subscription.confirmed = true
    subscription.authenticatedUnsubscribe = input.AuthenticateOnUnsubscribe === 'true'
    return { SubscriptionArn: subscription.arn }
  },

  // A pending subscription has no ARN to unsubscribe by and goes away by itself; a gone one is no error (assumed).
  Unsubscribe(input, call) {
    const parts = (input.SubscriptionArn ?? '').split(':')
    if (parts.length !== 7) throw invalid('SubscriptionArn Reason: An ARN must have at least 6 elements')
    const topic = findTopic(call, parts.slice(0, 6).join(':'))
    const subscription = topic?.subscriptions.find((s) => s.arn === input.SubscriptionArn)
    if (!topic || !subscription) return
    if (!subscription.confirmed) {
      throw invalid("SubscriptionArn Reason: This subscription hasn't been confirmed")
    }
    topic.subscriptions.splice(topic.subscriptions.indexOf(subscription), 1)
  },

  ListSubscriptions(input, call) {
    const all = topicsHere(call).flatMap((t) => t.subscriptions.map((s) => shape(call, t, s)))
    const { items, next } = paged(call, input.NextToken, all)
    return { Subscriptions: items, NextToken: next }
  },

  ListSubscriptionsByTopic(input, call) {
    const topic = topicOf(call, input.TopicArn)
    const { items, next } = paged(call, input.NextToken, topic.subscriptions, topic.arn)
    return { Subscriptions: items.map((s) => shape(call, topic, s)), NextToken: next }
  },

  GetSubscriptionAttributes(input, call) {
    const { topic, subscription: s } = subscriptionOf(call, input.SubscriptionArn)
    return {
      Attributes: {
        SubscriptionArn: s.arn,
        TopicArn: topic.arn,
        Owner: call.caller.account.id,
        Protocol: s.protocol,
        Endpoint: s.endpoint,
        PendingConfirmation: String(!s.confirmed),
        ConfirmationWasAuthenticated: String(s.confirmed && s.authenticatedUnsubscribe),
        RawMessageDelivery: 'false',
        ...(s.filterPolicy && {
          FilterPolicy: s.filterPolicy,
          FilterPolicyScope: s.filterPolicyScope ?? 'MessageAttributes',
        }),
      },
    }
  },

  SetSubscriptionAttributes(input, call) {
    const { subscription } = subscriptionOf(call, input.SubscriptionArn)
    setAttribute(subscription, input.AttributeName, input.AttributeValue)
  },
}
