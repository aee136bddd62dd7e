import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'

export interface Subscription {
  /** Absent while it waits for its confirmation. */
  arn?: string
  /** `email`, `email-json`, `sms`, `https`, `sqs`, `lambda` ... */
  protocol: string
  /** Personal data where it is an address: never printed in full. */
  endpoint: string
  confirmed: boolean
}

export interface Topic {
  arn: string
  account: string
  region: string
  /** False: there is no such topic (any more). */
  exists: boolean
  /** The topic's resource policy as JSON text. */
  policy?: string
  /** The KMS key it is encrypted under: an id, ARN or alias. */
  key?: string
  subscriptions: readonly Subscription[]
}

const topics = new Map<string, Fetcher<Topic>>()

/** One topic and who is subscribed; one collector for each ARN, so that it is asked for once. */
export function topic(arn: string): Fetcher<Topic> {
  const existing = topics.get(arn)
  if (existing) return existing
  const fetcher: Fetcher<Topic> = {
    name: `topic:${arn}`,
    reads: ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
    async collect(source) {
      const { region, account } = partsOf(arn)
      if (source.centre?.account === account) return source.centre.get(fetcher)
      const answer = await source.call('sns:GetTopicAttributes', { TopicArn: arn }, { region })
      if (!answer.ok) {
        if (/^NotFound(Exception)?$/.test(answer.code))
          return known({ arn, account, region, exists: false, subscriptions: [] }, [
            observed('sns:GetTopicAttributes', answer.at, { topic: arn, exists: false }),
          ])
        if (account !== source.caller.account && answer.unknown.why === 'denied')
          return unknown('elsewhere', `the topic belongs to account ${account}: look from there`)
        return answer.unknown
      }
      const { Policy: policy, KmsMasterKeyId: key } = answer.output.Attributes ?? {}
      const listed = await pages(
        source,
        'sns:ListSubscriptionsByTopic',
        { TopicArn: arn },
        (o) => ({ items: o.Subscriptions, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
        { region },
      )
      if (!listed.ok) return listed.unknown
      const subscriptions = listed.items.map((s): Subscription => {
        // Until it is confirmed, the place of the ARN holds the word PendingConfirmation; a deleted one says Deleted.
        const confirmed = s.SubscriptionArn?.startsWith('arn:') ?? false
        return {
          ...(confirmed ? { arn: s.SubscriptionArn! } : {}),
          protocol: s.Protocol ?? '',
          endpoint: s.Endpoint ?? '',
          confirmed,
        }
      })
      const confirmed = subscriptions.filter((s) => s.confirmed).length
      const value = { arn, account, region, exists: true, policy, key, subscriptions }
      return known(value, [
        observed('sns:ListSubscriptionsByTopic', listed.at, {
          topic: arn,
          confirmed,
          waiting: subscriptions.length - confirmed,
          encrypted: key !== undefined,
        }),
      ])
    },
  }
  topics.set(arn, fetcher)
  return fetcher
}

export interface SubscriptionDetails {
  /** Confirmed by a signed-in caller, so that a stray click neither made it nor ends it. */
  authenticated: boolean
  filterPolicy?: string
  filterScope: 'MessageAttributes' | 'MessageBody'
}

const details = new Map<string, Fetcher<SubscriptionDetails>>()

/** What the list of subscriptions leaves out; one more call for each, so only where a judgement rests on it. */
export function subscriptionDetails(arn: string): Fetcher<SubscriptionDetails> {
  const existing = details.get(arn)
  if (existing) return existing
  const fetcher: Fetcher<SubscriptionDetails> = {
    name: `subscription:${arn}`,
    reads: ['sns:GetSubscriptionAttributes'],
    async collect(source) {
      if (source.centre?.account === partsOf(arn).account) return source.centre.get(fetcher)
      const answer = await source.call(
        'sns:GetSubscriptionAttributes',
        { SubscriptionArn: arn },
        { region: partsOf(arn).region },
      )
      if (!answer.ok) return answer.unknown
      const a = answer.output.Attributes ?? {}
      const authenticated = a['ConfirmationWasAuthenticated'] === 'true'
      const filterPolicy = a['FilterPolicy']
      return known(
        {
          authenticated,
          ...(filterPolicy ? { filterPolicy } : {}),
          filterScope: a['FilterPolicyScope'] === 'MessageBody' ? 'MessageBody' : 'MessageAttributes',
        },
        [
          observed('sns:GetSubscriptionAttributes', answer.at, {
            authenticated,
            filtered: filterPolicy !== undefined,
          }),
        ],
      )
    },
  }
  details.set(arn, fetcher)
  return fetcher
}

/** `arn:aws:sns:REGION:ACCOUNT:NAME` and the like. */
export function partsOf(arn: string): { service: string; region: string; account: string; resource: string } {
  const [, , service = '', region = '', account = '', ...rest] = arn.split(':')
  return { service, region, account, resource: rest.join(':') }
}
