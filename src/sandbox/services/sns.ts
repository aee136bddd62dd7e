/** Amazon SNS: topics, subscriptions, publishing. */
import type * as sdk from '@aws-sdk/client-sns'
import { defineService, type Call } from '../service.ts'
import { subscriptions } from './sns/subscriptions.ts'
import { topics } from './sns/topics.ts'

/** Topic operations are permitted by topic ARN, through IAM or through the topic's own policy. */
const topic = {
  resource: (input: { TopicArn?: string | undefined; TargetArn?: string | undefined }): string =>
    input.TopicArn ?? input.TargetArn ?? '*',
  resourcePolicy: (input: { TopicArn?: string | undefined; TargetArn?: string | undefined }, call: Call) => {
    const found = call.caller.account.topics.find((t) => t.arn === (input.TopicArn ?? input.TargetArn))
    return found && { document: found.policy, account: call.caller.account.id }
  },
}

export default defineService<typeof sdk>({
  prefix: 'sns',
  client: 'SNSClient',
  regional: true,
  load: () => import('@aws-sdk/client-sns'),
  handlers: { ...topics, ...subscriptions },
  permissions: {
    CreateTopic: {
      resource: (input, call) =>
        `arn:${call.world.partition}:sns:${call.region}:${call.caller.account.id}:${input.Name ?? '*'}`,
    },
    DeleteTopic: topic,
    GetTopicAttributes: topic,
    SetTopicAttributes: topic,
    Publish: topic,
    Subscribe: topic,
    ConfirmSubscription: topic,
    ListSubscriptionsByTopic: topic,
    ListTagsForResource: { resource: (input) => input.ResourceArn ?? '*' },
  },
})
