/** Drill messages through SNS: to each mailbox by the topic that goes to it and to nobody else, since a topic tells all the same. */
import type { Door } from '../aws/index.ts'
import { mailboxOf } from '../facts/mailbox.ts'
import type { Post, Posted } from './deliver-drill.ts'
import { regionOf } from './publish.ts'

export const topicReads = ['sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes'] as const

/** Which topic goes to a mailbox alone; or why one goes to none. */
export interface TopicsFound {
  byMailbox: ReadonlyMap<string, string>
  /** Sentences without addresses. */
  notes: readonly string[]
}

/** Asks who hears of each topic. One with several subscriptions, a filter, or one that nobody confirmed is none for a drill. */
export async function topicsFor(door: Door, topics: readonly string[]): Promise<TopicsFound> {
  const byMailbox = new Map<string, string>()
  const notes: string[] = []
  for (const topic of topics) {
    const heard = await onlyListener(door, topic)
    if ('because' in heard) notes.push(`${topic.split(':')[5]!} is not used: ${heard.because}.`)
    else byMailbox.set(mailboxOf(heard.address), topic)
  }
  return { byMailbox, notes }
}

async function onlyListener(door: Door, topic: string): Promise<{ address: string } | { because: string }> {
  const region = regionOf(topic)
  const found: {
    SubscriptionArn?: string | undefined
    Protocol?: string | undefined
    Endpoint?: string | undefined
  }[] = []
  let NextToken: string | undefined
  do {
    const page = await door.call(
      'sns:ListSubscriptionsByTopic',
      { TopicArn: topic, ...(NextToken === undefined ? {} : { NextToken }) },
      { region },
    )
    if (!page.ok) return { because: `who hears of it could not be looked at (${page.unknown.message})` }
    found.push(...(page.output.Subscriptions ?? []))
    NextToken = page.output.NextToken
  } while (NextToken !== undefined)
  const [one, ...more] = found.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'))
  if (!one) return { because: 'nobody has confirmed a subscription to it' }
  if (more.length > 0) return { because: `${more.length + 1} hear of it, and a code is for one mailbox` }
  if (one.Protocol !== 'email' || !one.Endpoint) return { because: 'it goes to no mailbox' }
  const details = await door.call(
    'sns:GetSubscriptionAttributes',
    { SubscriptionArn: one.SubscriptionArn! },
    { region },
  )
  if (!details.ok)
    return {
      because: `whether its subscription is filtered could not be looked at (${details.unknown.message})`,
    }
  return details.output.Attributes?.FilterPolicy
    ? { because: 'its subscription is filtered' }
    : { address: one.Endpoint }
}

/** ASCII, one line, fewer than 100 characters (Publish API reference, Subject): the phrase stands in the text. */
const subject = 'Drill: does somebody read this mailbox?'

/** Posts by a topic each. `doorTo` gives a door that may publish to that topic alone; one try for each message. */
export const byTopic =
  (doorTo: (topic: string) => Door, { byMailbox }: TopicsFound): Post =>
  async ({ address }, { text }): Promise<Posted> => {
    const topic = byMailbox.get(mailboxOf(address))
    if (topic === undefined) return { sent: 'no', because: 'no topic of drills.sns goes to it alone' }
    const answer = await doorTo(topic).call(
      'sns:Publish',
      { TopicArn: topic, Subject: subject, Message: text },
      { region: regionOf(topic) },
    )
    if (answer.ok) return { sent: 'yes' }
    const { code, unknown } = answer
    if (unknown.why === 'denied')
      return {
        sent: 'no',
        because: `AWS does not allow sns:Publish (${code}): neverroot permissions drill-contacts`,
      }
    if (/^(NotFound|Invalid|KMS)|Throttl/.test(code))
      return { sent: 'no', because: `SNS did not take it (${code})` }
    return { sent: 'unsure', because: `SNS gave no clear answer (${code})` }
  }
