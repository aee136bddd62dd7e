/** People on a topic: those who are missing are asked once. */
import type { Topic } from '../../facts/topic.ts'
import type { Fact, Json, Step } from '../../model/index.ts'
import { mailboxOf } from '../support/addresses.ts'
import type { Person } from './spend-emails.ts'
import type { stepsOf } from './steps.ts'

/**
 * Asks everybody to subscribe who is not subscribed yet; who was asked before is waited for.
 *
 * A subscription has no undo of its own: until somebody has confirmed it there is nothing to end (SNS API reference,
 * Unsubscribe), and afterwards each mail carries the link that ends it. It goes with a topic that is taken away.
 */
export function invite(
  step: ReturnType<typeof stepsOf>,
  topic: Topic,
  people: readonly Person[],
  arn: Json,
  region: string,
): { steps: Step[]; waiting: string[] } {
  const inbox = topic.subscriptions.filter((s) => s.protocol.startsWith('email'))
  const has = (confirmed: boolean, { mailbox }: Person) =>
    inbox.some((s) => s.confirmed === confirmed && mailboxOf(s.endpoint) === mailbox)
  const open = people.filter((person) => !has(true, person))
  return {
    steps: open
      .filter((person) => !has(false, person))
      .map(({ masked, value }) =>
        step({
          action: 'sns:Subscribe',
          input: { TopicArn: arn, Protocol: 'email', Endpoint: value, ReturnSubscriptionArn: true },
          does: `${masked} is asked to confirm`,
          region,
        }),
      ),
    waiting: open.map(({ masked }) => mustConfirm(masked)),
  }
}

/** Only a person can do it, and who owns the mailbox shows by it. */
export const mustConfirm = (masked: string): string =>
  `${masked} must click the link in the confirmation mail from AWS`

/** What a plan that uses a topic rests on: whether its name is taken, by which policy, and who is subscribed. */
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
