/** Amazon SNS: the topics of the alarms and who is subscribed. */
import { pages } from '../../../aws/index.ts'
import { sameDocument } from './documents.ts'
import { type Deed, type Given, no, otherwise, type Sight, text, when, yes } from './deed.ts'

const gone = /^NotFound(Exception)?$/

const ofTopic = ['sns:GetTopicAttributes'] as const
const ofSubscriptions = ['sns:ListSubscriptionsByTopic'] as const

const arnOf = (given: Given, { partition, region, account }: Sight) =>
  `arn:${partition}:sns:${region}:${account}:${text(given.Name)}`

async function subscriptions(given: Given, sight: Sight) {
  return pages(
    sight,
    'sns:ListSubscriptionsByTopic',
    { TopicArn: text(given.TopicArn) },
    (o) => ({ items: o.Subscriptions, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    { region: sight.region },
  )
}

export const snsDeeds: Readonly<Record<string, Deed>> = {
  // The same name gives the same topic (CreateTopic API reference).
  'sns:CreateTopic': {
    reads: ofTopic,
    repeatable: true,
    async isSo(given, sight) {
      const TopicArn = arnOf(given, sight)
      const answer = await sight.call('sns:GetTopicAttributes', { TopicArn }, { region: sight.region })
      return answer.ok ? { so: 'yes', output: { TopicArn } } : otherwise(answer, gone, no)
    },
  },
  'sns:DeleteTopic': {
    reads: ofTopic,
    repeatable: true,
    already: gone,
    async isSo(given, { call, region }) {
      const answer = await call('sns:GetTopicAttributes', { TopicArn: text(given.TopicArn) }, { region })
      return answer.ok ? no : otherwise(answer, gone, yes)
    },
  },
  'sns:SetTopicAttributes': {
    reads: ofTopic,
    repeatable: true,
    async isSo(given, { call, region }) {
      const answer = await call('sns:GetTopicAttributes', { TopicArn: text(given.TopicArn) }, { region })
      if (!answer.ok) return otherwise(answer, gone, no)
      const found = answer.output.Attributes?.[text(given.AttributeName)] ?? ''
      return when(sameDocument(found, text(given.AttributeValue)))
    },
  },
  // Subscribing again sends the confirmation again while it is pending: people would get the mail twice.
  'sns:Subscribe': {
    reads: ofSubscriptions,
    repeatable: false,
    done: 'waiting',
    async isSo(given, sight) {
      const listed = await subscriptions(given, sight)
      if (!listed.ok) return otherwise(listed, gone, no)
      const found = listed.items.find(
        (s) =>
          s.Protocol === given.Protocol && s.Endpoint === given.Endpoint && s.SubscriptionArn !== 'Deleted',
      )
      if (!found) return no
      return found.SubscriptionArn?.startsWith('arn:') ? yes : { so: 'pending' }
    },
  },
}
