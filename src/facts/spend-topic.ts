import type { Fetcher, Source } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { type Topic, topic } from './topic.ts'

/** The topic that a spend alarm of this product goes through: one of its own, apart from that of the root alarm. */
export const spendTopicName = 'neverroot-spend'

/** Where AWS Budgets of a partition lives, and its topic with it. */
const budgetRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-northwest-1',
  'aws-eusc': 'eusc-de-east-1',
}

export const budgetRegion = (partition: string): string => budgetRegions[partition] ?? 'us-east-1'

/** In the account of the budget: topics of other accounts do not work for budgets. */
export const spendTopicArn = (partition: string, account: string): string =>
  `arn:${partition}:sns:${budgetRegion(partition)}:${account}:${spendTopicName}`

/**
 * Whether the name of the spend topic is taken, by which policy and by whom. No judgement rests on it, only what would be
 * done: so it brings no evidence.
 */
export const spendTopic: Fetcher<Topic> = {
  name: 'spend-topic',
  reads: ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
  onlyToMend: true,
  async collect(source: Source) {
    const fact = await source.get(topic(spendTopicArn(source.partition, source.caller.account)))
    return fact.state === 'known' ? known(fact.value) : fact
  },
}
