/** Where the chain of the root alarm broke, in words. */
import type { CentralRootBus } from '../../facts/central-root-bus.ts'
import type { RootAlarm } from '../../facts/root-alarm.ts'
import type { Link } from '../../facts/root-alarm-route.ts'
import { count, list } from './words.ts'

type Broken = Extract<RootAlarm, { result: 'broken' }>

/** Where it broke, without why that matters. */
export const endOfAlarm = (broken: Broken): string => sentences[broken.link](broken, '')

/** One or two sentences: what, and why it matters. */
export function brokenAlarm(broken: Broken): string {
  const covered =
    broken.regions.length > 0
      ? `; ${list(broken.regions)} ${broken.regions.length > 1 ? 'are' : 'is'} covered`
      : ''
  return `${sentences[broken.link](broken, covered)} ${why(broken)}`
}

/** What is missing before members' use of root is heard at the centre. */
export function closedToMembers({ arn, exists, open, people, link, waiting }: CentralRootBus): string {
  const what = "Members' use of root is declared to be heard here, and"
  if (!exists) return `${what} there is no event bus ${arn.split('/').pop()}.`
  if (!open)
    return `${what} the event bus ${arn.split('/').pop()} does not let the organization put events on it.`
  if (people === 1) return `${what} it reaches 1 mailbox.`
  if (waiting > 0) return `${what} ${count(waiting, 'subscription')} must be confirmed.`
  const region = arn.split(':')[3] ?? ''
  const broken = {
    result: 'broken' as const,
    link: link ?? ('no-rule' as const),
    region,
    kind: 'call' as const,
  }
  return `${what} it is not: ${sentences[broken.link]({ ...broken, event: 'it', waiting: 0, regions: [] }, '')}`
}

const sentences: Readonly<Record<Link, (b: Broken, covered: string) => string>> = {
  'no-trail': ({ region }, c) =>
    `No trail logs management events in ${region}${c}, so no rule hears of root there.`,
  'trail-not-logging': ({ region }, c) =>
    `The trail for ${region} is not logging${c}, so no rule hears of root.`,
  'trail-selectors': ({ region }, c) =>
    `The trail for ${region} does not log all management events, read and write${c}.`,
  'no-rule': ({ region, event }, c) => `In ${region} no rule hears of ${event}${c}.`,
  'rule-disabled': ({ region, event }, c) => `In ${region} the rule that hears of ${event} is disabled${c}.`,
  'no-target': ({ region, event }, c) => `In ${region} the rule that hears of ${event} has no target${c}.`,
  'target-in-another-region': ({ region }, c) =>
    `The rule in ${region} names a topic of another Region, where EventBridge does not send${c}.`,
  'forwarding-role': ({ region }, c) =>
    `The role of the rule in ${region} cannot put events on the bus that the rule sends to${c}.`,
  'bus-gone': ({ region }, c) => `The bus that the rule in ${region} sends to is gone${c}.`,
  'bus-policy': ({ region }, c) =>
    `The bus that the rule in ${region} sends to does not let the account put events on it${c}.`,
  'topic-gone': ({ region }, c) => `The topic of the rule in ${region} is gone${c}.`,
  'topic-policy': ({ region }, c) =>
    `The policy of the topic in ${region} does not let events.amazonaws.com publish${c}.`,
  'aws-managed-key': ({ region }, c) =>
    `The topic in ${region} is encrypted under alias/aws/sns, a KMS key that EventBridge may not use${c}.`,
  'key-disabled': ({ region }, c) => `The KMS key of the topic in ${region} is disabled${c}.`,
  'key-policy': ({ region }, c) =>
    `The policy of the topic's KMS key in ${region} does not let events.amazonaws.com use it${c}.`,
  'no-subscription': ({ region }, c) => `The topic in ${region} has no subscription${c}.`,
  'not-confirmed': ({ region }, c) => `Nobody has confirmed a subscription to the topic in ${region}${c}.`,
  filtered: ({ region, event }, c) => `The subscriptions in ${region} filter ${event} out${c}.`,
  'one-person': ({ region, event }, c) => `In ${region} ${event} reaches 1 mailbox${c}.`,
}

function why({ link, kind, regions }: Broken): string {
  if (link === 'one-person') return 'If that one is away, nobody knows.'
  if (regions.length > 0) return 'A root key can be used in any Region.'
  return kind === 'sign-in'
    ? 'Somebody could sign in as root and nobody would know.'
    : 'Root could be used and nobody would know.'
}
