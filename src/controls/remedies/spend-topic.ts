/** The topic of the spend alarm: made where there is none, and otherwise added to, never replaced. */
import { budgetRegion, spendTopicArn, spendTopicName } from '../../facts/spend-topic.ts'
import { budgetsMayPublish } from '../../facts/topic-access.ts'
import type { Topic } from '../../facts/topic.ts'
import type { Circumstances, Fact, Json, Step } from '../../model/index.ts'
import { mailboxOf } from '../support/addresses.ts'
import { namesSomebody, type Person } from './spend-emails.ts'
import { fromStep, type stepsOf } from './steps.ts'

interface Statement {
  readonly [field: string]: Json | undefined
  readonly Sid?: string
}
interface Policy {
  readonly [field: string]: Json | undefined
  readonly Statement?: Statement | readonly Statement[]
}

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

/**
 * The policy with one more statement; every other one stays, and two statements never share an id, which SNS refuses.
 * Undefined for a text that is no policy.
 */
export function merged(policy: string | undefined, added: Statement): string | undefined {
  if (!policy) return undefined
  try {
    const found = JSON.parse(policy) as Policy
    const given = found.Statement
    const statements: readonly Statement[] = given === undefined ? [] : Array.isArray(given) ? given : [given]
    const taken = statements.map((s) => s.Sid)
    let Sid = added.Sid ?? sid
    for (let n = 2; taken.includes(Sid); n++) Sid = `${added.Sid ?? sid}${n}`
    return JSON.stringify({ ...found, Statement: [...statements, { ...added, Sid }] })
  } catch {
    return undefined
  }
}

/** A way to people through the topic, or why there is none. */
export type TopicWay = { arn: Json; steps: Step[]; waiting: string[] } | { because: string }

/**
 * Makes the topic ready for a budget and asks everybody to subscribe who is not subscribed yet. What cannot be looked at, or
 * is encrypted, or refuses AWS Budgets on purpose is left alone: the alert then goes by the budget's own e-mail.
 *
 * A subscription has no undo of its own: until somebody has confirmed it there is nothing to end (SNS API reference,
 * Unsubscribe), and afterwards each mail carries the link that ends it. It goes with a topic that is taken away.
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
  const inbox = topic.subscriptions.filter((s) => s.protocol.startsWith('email'))
  const has = (confirmed: boolean, { mailbox }: Person) =>
    inbox.some((s) => s.confirmed === confirmed && mailboxOf(s.endpoint) === mailbox)
  const open = people.filter((person) => !has(true, person))
  const region = budgetRegion(partition)
  return {
    arn,
    steps: [
      ...steps,
      ...open
        .filter((person) => !has(false, person))
        .map(({ masked, value }) =>
          step({
            action: 'sns:Subscribe',
            input: { TopicArn: arn, Protocol: 'email', Endpoint: value, ReturnSubscriptionArn: true },
            does: `${masked} is asked to confirm`,
            region,
          }),
        ),
    ],
    waiting: open.map(({ masked }) => mustConfirm(masked)),
  }
}

/** Only a person can do it, and who owns the mailbox shows by it. */
export const mustConfirm = (masked: string): string =>
  `${masked} must click the link in the confirmation mail from AWS`

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

/** What a plan that uses the topic rests on: whether its name is taken, by which policy, and who is subscribed. */
export function topicBasis(fact: Fact<Topic>) {
  if (fact.state !== 'known') return 'not seen'
  const { exists, policy, key, subscriptions } = fact.value
  if (!exists) return 'free'
  return {
    policy,
    key,
    subscribed: subscriptions.map((s) => `${s.protocol} ${s.endpoint.toLowerCase()}`).sort(),
  }
}
