/** The topic of the spend alarm: made where there is none, and otherwise added to, never replaced. */
import { budgetRegion, spendTopicArn, spendTopicName } from '../../facts/spend-topic.ts'
import { budgetsMayPublish } from '../../facts/topic-access.ts'
import type { Topic } from '../../facts/topic.ts'
import type { Circumstances, Fact, Json, Step } from '../../model/index.ts'
import { namesSomebody, type Person } from './spend-emails.ts'
import { fromStep, type stepsOf } from './steps.ts'
import { invite } from './topic-people.ts'
import { merged, type Policy, type Statement } from './topic-policy.ts'

const sid = 'BudgetsMayPublish'

/**
 * Only AWS Budgets, only for this account (AWS Billing user guide, "Creating an Amazon SNS topic for budget notifications").
 */
function statementFor(topicArn: string, account: string, partition: string): Statement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: 'budgets.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: topicArn,
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:budgets::${account}:*` },
    },
  }
}

/** The policy of a topic that is new: nobody else publishes to it. */
export function spendTopicPolicy(topicArn: string, account: string, partition: string): Policy {
  return { Version: '2012-10-17', Statement: [statementFor(topicArn, account, partition)] }
}

/** A way to people through the topic, or why there is none. */
export type TopicWay = { arn: Json; steps: Step[]; waiting: string[] } | { because: string }

/**
 * Makes the topic ready for a budget and asks everybody to subscribe who is not subscribed yet. What cannot be looked at, or
 * is encrypted, or refuses AWS Budgets on purpose is left alone: the alert then goes by the budget's own e-mail.
 */
export function wayThroughTopic(
  step: ReturnType<typeof stepsOf>,
  fact: Fact<Topic>,
  people: readonly Person[],
  budget: string,
  { subject, partition }: Circumstances,
): TopicWay {
  if (fact.state !== 'known') return { because: `topic ${spendTopicName} could not be looked at` }
  const topic = fact.value
  const prepared = topic.exists
    ? existing(step, topic, budget, subject.id, partition)
    : fresh(step, subject.id, partition)
  if ('because' in prepared) return prepared
  const { arn, steps } = prepared
  const invited = invite(step, topic, people, arn, budgetRegion(partition))
  return { arn, steps: [...steps, ...invited.steps], waiting: invited.waiting }
}

type Prepared = { arn: Json; steps: Step[] } | { because: string }

function fresh(step: ReturnType<typeof stepsOf>, account: string, partition: string): Prepared {
  const region = budgetRegion(partition)
  const topicArn = spendTopicArn(partition, account)
  const made = step({
    action: 'sns:CreateTopic',
    input: { Name: spendTopicName },
    region,
    does: `topic ${spendTopicName}`,
    undo: { action: 'sns:DeleteTopic', input: { TopicArn: topicArn }, weakens: true },
  })
  const arn = fromStep(made.id, 'TopicArn')
  const policy = JSON.stringify(spendTopicPolicy(topicArn, account, partition))
  return {
    arn,
    steps: [
      made,
      step({
        action: 'sns:SetTopicAttributes',
        input: { TopicArn: arn, AttributeName: 'Policy', AttributeValue: policy },
        does: 'only AWS Budgets may publish to it, for this account',
        region,
      }),
    ],
  }
}

function existing(
  step: ReturnType<typeof stepsOf>,
  topic: Topic,
  budget: string,
  account: string,
  partition: string,
): Prepared {
  const { arn, policy, key } = topic
  const left = (why: string) => ({ because: `topic ${spendTopicName} ${why} and is left alone` })
  // Whether AWS Budgets may use the key is not ours to change.
  if (key) return left('is encrypted under a KMS key')
  if (budgetsMayPublish(policy, topic, budget)) return { arn, steps: [] }
  const more = merged(policy, statementFor(arn, account, partition))
  if (!more || !policy || namesSomebody(policy)) return left('has a policy that cannot be added to')
  if (!budgetsMayPublish(more, topic, budget)) return left('has a policy that denies AWS Budgets')
  const set = (AttributeValue: string): Json => ({ TopicArn: arn, AttributeName: 'Policy', AttributeValue })
  return {
    arn,
    steps: [
      step({
        action: 'sns:SetTopicAttributes',
        input: set(more),
        does: `AWS Budgets may publish to topic ${spendTopicName} too, for this account; the rest of its policy stays`,
        region: budgetRegion(partition),
        undo: { action: 'sns:SetTopicAttributes', input: set(policy), weakens: true },
      }),
    ],
  }
}
