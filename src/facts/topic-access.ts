import { type Fetcher, observed, type Source } from '../aws/index.ts'
import { type AwsAction, type Fact, known } from '../model/index.ts'
import { evaluate, parsePolicy } from '../policy/index.ts'
import { partsOf, type Topic } from './topic.ts'

/** The KMS key of a topic, as far as a publishing service is concerned. */
export interface TopicKey {
  /** AWS's own key for the service: its policy cannot be changed. */
  awsManaged: boolean
  enabled: boolean
  policy?: string
}

/** Whether a service can publish to a topic, or the link that fails. */
export type Access =
  | { can: 'yes' }
  | { can: 'no'; because: 'topic-gone' | 'topic-policy' | 'aws-managed-key' | 'key-disabled' | 'key-policy' }
  | { can: 'unknown'; message: string; needs: readonly AwsAction[] }

interface Publisher {
  /** `events.amazonaws.com` */
  service: string
  /** ARN of the rule or budget that publishes. */
  sourceArn: string
  account: string
}

/**
 * A service can publish where the topic's policy lets its principal, and, for an encrypted topic, the key's policy lets
 * it make data keys and decrypt. The AWS managed key alias/aws/sns lets no other service in (SNS developer guide,
 * "Enable compatibility between event sources from AWS services and encrypted topics").
 */
export async function accessTo(topic: Topic, publisher: Publisher, source: Source): Promise<Access> {
  if (!topic.exists) return { can: 'no', because: 'topic-gone' }
  const published = decide(topic.policy, 'sns:Publish', topic.arn, topic.account, publisher, false)
  if (published !== 'allow') return answer(published, 'topic-policy', 'the policy of the topic')
  if (!topic.key) return { can: 'yes' }
  const key = await source.get(topicKey(topic.region, topic.key))
  if (key.state !== 'known')
    return { can: 'unknown', message: messageOf(key), needs: key.state === 'unknown' ? key.needs : [] }
  const { awsManaged, enabled, policy } = key.value
  if (awsManaged) return { can: 'no', because: 'aws-managed-key' }
  if (!enabled) return { can: 'no', because: 'key-disabled' }
  for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) {
    const used = decide(policy, action, '*', topic.account, publisher, true)
    if (used !== 'allow') return answer(used, 'key-policy', 'the policy of the KMS key')
  }
  return { can: 'yes' }
}

/**
 * Whether a policy, which need not be the topic's own yet, lets AWS Budgets publish for one budget of the topic's account.
 * What cannot be told is no yes.
 */
export function budgetsMayPublish(policy: string | undefined, topic: Topic, budget: string): boolean {
  const { arn, account } = topic
  const partition = arn.split(':')[1] ?? 'aws'
  const sourceArn = `arn:${partition}:budgets::${account}:budget/${budget}`
  const publisher = { service: 'budgets.amazonaws.com', sourceArn, account }
  return decide(policy, 'sns:Publish', arn, account, publisher, false) === 'allow'
}

/** The same of one rule of EventBridge, which must be in the topic's account and Region. */
export const eventsMayPublish = (
  policy: string | undefined,
  { arn, account }: Topic,
  rule: string,
): boolean =>
  decide(
    policy,
    'sns:Publish',
    arn,
    account,
    { service: 'events.amazonaws.com', sourceArn: rule, account },
    false,
  ) === 'allow'

const answer = (
  decision: 'deny' | 'cannot-tell',
  because: 'topic-policy' | 'key-policy',
  what: string,
): Access =>
  decision === 'deny'
    ? { can: 'no', because }
    : { can: 'unknown', message: `${what} uses something that is not modelled here`, needs: [] }

const messageOf = (fact: Exclude<Fact<TopicKey>, { state: 'known' }>) =>
  fact.state === 'unknown' ? fact.message : fact.question

/**
 * The keys about whom a service acts for are those that both EventBridge and Budgets are said to send (assumed). A text
 * that is no policy, and an operator that is not modelled, cannot be told.
 */
function decide(
  document: string | undefined,
  action: string,
  resource: string,
  resourceAccount: string,
  { service, sourceArn, account }: Publisher,
  resourceMustAllow: boolean,
): 'allow' | 'deny' | 'cannot-tell' {
  if (!document) return 'deny'
  try {
    const policy = parsePolicy(document)
    return evaluate(
      {
        action,
        resource,
        context: {
          'aws:SourceArn': sourceArn,
          'aws:SourceAccount': account,
          'aws:PrincipalIsAWSService': 'true',
          'aws:PrincipalServiceName': service,
        },
      },
      {
        identity: [],
        resource: [policy],
        principal: { arn: service, account: '', service },
        resourceAccount,
        resourceMustAllow,
      },
    ).decision
  } catch {
    return 'cannot-tell'
  }
}

const keys = new Map<string, Fetcher<TopicKey>>()

/** GetKeyPolicy takes no alias, so the key is described first (KMS API reference). */
export function topicKey(region: string, id: string): Fetcher<TopicKey> {
  const name = `key:${region}:${id}`
  const existing = keys.get(name)
  if (existing) return existing
  const fetcher: Fetcher<TopicKey> = {
    name,
    reads: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
    async collect(source) {
      if (/(^|:)alias\/aws\//.test(id)) return known({ awsManaged: true, enabled: true })
      const where = { region: partsOf(id).region || region }
      const described = await source.call('kms:DescribeKey', { KeyId: id }, where)
      if (!described.ok) return described.unknown
      const { Arn, KeyManager, Enabled } = described.output.KeyMetadata ?? {}
      const awsManaged = KeyManager === 'AWS'
      const enabled = Enabled !== false
      const evidence = observed('kms:DescribeKey', described.at, { manager: KeyManager, enabled })
      if (awsManaged || !enabled) return known({ awsManaged, enabled }, [evidence])
      const answer = await source.call('kms:GetKeyPolicy', { KeyId: Arn ?? id, PolicyName: 'default' }, where)
      if (!answer.ok) return answer.unknown
      return known(
        { awsManaged, enabled, ...(answer.output.Policy ? { policy: answer.output.Policy } : {}) },
        [evidence],
      )
    },
  }
  keys.set(name, fetcher)
  return fetcher
}
