/** The home Region's part: a topic for root alone, and the rule that sends to it. */
import { type HearingRule, rootUseName } from '../../facts/hearing-rules.ts'
import { type RootAlarmParts, rootTopicArn } from '../../facts/root-alarm-parts.ts'
import { spendTopicName } from '../../facts/spend-topic.ts'
import { eventsMayPublish } from '../../facts/topic-access.ts'
import { partsOf, type Topic } from '../../facts/topic.ts'
import type { Circumstances, Json, Step } from '../../model/index.ts'
import { publishStatement, topicTarget } from './root-alarm-pieces.ts'
import { enableStep, ownRule } from './root-alarm-rule.ts'
import { namesSomebody } from './spend-emails.ts'
import { fromStep, type stepsOf } from './steps.ts'
import { merged } from './topic-policy.ts'

/** The topic that the alarm goes through, and the rule that sends to it where one stands. */
export interface Way {
  topic: Topic
  rule?: HearingRule
  /** Confirmed mailboxes. */
  confirmed: number
}

const confirmedOn = ({ subscriptions }: Topic): number =>
  subscriptions.filter((s) => s.confirmed && s.protocol.startsWith('email')).length

/**
 * The topic that a hearing rule sends to already, the one with the most people first; else one of our own. A topic that is
 * encrypted, gone, about the bill, or closed to EventBridge in a way that cannot be added to is left alone.
 */
export function topicAtHome(parts: RootAlarmParts, { subject, partition }: Circumstances): Way {
  const { home, topics } = parts
  const ways = home.hearing.flatMap((rule) =>
    rule.targets.flatMap(({ arn }): Way[] => {
      const topic = topics.find((t) => t.arn === arn)
      if (!topic || !usable(topic, rule.rule.arn)) return []
      return [{ topic, ...(rule.everywhere ? { rule } : {}), confirmed: confirmedOn(topic) }]
    }),
  )
  const points = ({ topic, rule, confirmed }: Way) =>
    1000 * Math.min(confirmed, 2) + 100 * Number(rule?.rule.enabled === true) + Number(isOurs(topic))
  const best = ways.sort((a, b) => points(b) - points(a))[0]
  if (best) return best
  const arn = rootTopicArn(partition, home.region, subject.id)
  const own = topics.find((t) => t.arn === arn)
  const topic = own ?? { arn, account: subject.id, region: home.region, exists: false, subscriptions: [] }
  return { topic, confirmed: confirmedOn(topic) }
}

const isOurs = ({ arn }: Topic) => partsOf(arn).resource === rootUseName

function usable(topic: Topic, rule: string): boolean {
  const { resource } = partsOf(topic.arn)
  if (resource === spendTopicName) return false
  // One of ours that is gone is made again under the same ARN.
  if (!topic.exists) return isOurs(topic)
  if (topic.key) return false
  return eventsMayPublish(topic.policy, topic, rule) || opened(topic, rule) !== undefined
}

/** The policy that lets EventBridge publish too; undefined where it cannot be added to. */
function opened(topic: Topic, rule: string): string | undefined {
  const more = merged(topic.policy, publishStatement(topic.arn))
  return more && !namesSomebody(more) && eventsMayPublish(more, topic, rule) ? more : undefined
}

type Make = ReturnType<typeof stepsOf>

/** The calls for the topic, the rule and its target; `arn` is how later calls name the topic. */
export function homeSteps(
  step: Make,
  way: Way,
  parts: RootAlarmParts,
  { subject, partition }: Circumstances,
): { arn: Json; steps: Step[] } {
  const { topic } = way
  const { home } = parts
  const { region } = home
  const rule = `arn:${partition}:events:${region}:${subject.id}:rule/${rootUseName}`
  const prepared = topic.exists
    ? opening(step, topic, way.rule?.rule.arn ?? rule)
    : fresh(step, topic.arn, region)
  if (way.rule) {
    const enabling = way.rule.rule.enabled ? [] : [enableStep(step, way.rule.rule, region)]
    return { arn: prepared.arn, steps: [...prepared.steps, ...enabling] }
  }
  // A rule that hears everything and sends nowhere needs a target alone.
  const idle = home.hearing.find(({ everywhere, targets }) => everywhere && targets.length === 0)
  const steps = ownRule(step, {
    region,
    ...(idle ? { use: idle.rule } : {}),
    ...(home.ours ? { ours: home.ours } : {}),
    hearing: home.hearing,
    target: topicTarget(prepared.arn),
    targetArn: topic.arn,
    sends: 'a few words about it, and no raw event, to the topic',
  })
  return { arn: prepared.arn, steps: [...prepared.steps, ...steps] }
}

function fresh(step: Make, topicArn: string, region: string): { arn: Json; steps: Step[] } {
  const made = step({
    action: 'sns:CreateTopic',
    input: { Name: rootUseName },
    region,
    does: `topic ${rootUseName}, for the use of root alone`,
    undo: { action: 'sns:DeleteTopic', input: { TopicArn: topicArn }, weakens: true },
  })
  const arn = fromStep(made.id, 'TopicArn')
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [publishStatement(topicArn)] })
  return {
    arn,
    steps: [
      made,
      step({
        action: 'sns:SetTopicAttributes',
        input: { TopicArn: arn, AttributeName: 'Policy', AttributeValue: policy },
        does: 'only EventBridge may publish to it (AWS takes no conditions on that)',
        region,
      }),
    ],
  }
}

function opening(step: Make, topic: Topic, rule: string): { arn: Json; steps: Step[] } {
  const { arn, policy, region } = topic
  if (eventsMayPublish(policy, topic, rule)) return { arn, steps: [] }
  const more = opened(topic, rule)
  if (!more || !policy) return { arn, steps: [] }
  const set = (AttributeValue: string): Json => ({ TopicArn: arn, AttributeName: 'Policy', AttributeValue })
  return {
    arn,
    steps: [
      step({
        action: 'sns:SetTopicAttributes',
        input: set(more),
        does: `EventBridge may publish to topic ${partsOf(arn).resource} too; the rest of its policy stays`,
        region,
        undo: { action: 'sns:SetTopicAttributes', input: set(policy), weakens: true },
      }),
    ],
  }
}
