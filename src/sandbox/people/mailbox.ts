/** What people find in their mailboxes and on their phones, and do about it. */
import { rawEvent, roleIdentity, rootIdentity, userIdentity, type EventContext } from '../builder/records.ts'
import { identify } from '../identify.ts'
import { SandboxUsageError } from '../usage-error.ts'
import type { SentMessage, Topic, World } from '../world.ts'
import { accountOf, record } from './scene.ts'

/** Phone numbers are the same however they are spaced, addresses whatever their case. */
const plain = (to: string): string => (to.includes('@') ? to.trim().toLowerCase() : to.replace(/[^\d+]/g, ''))

/** The last code or confirmation token that AWS sent to a phone number or an address. Throws where it sent none. */
export function readCode(world: World, to: string): string {
  const sent = world.messages?.findLast((message) => message.code && plain(message.to) === plain(to))
  if (sent?.code) return sent.code
  throw new SandboxUsageError(`AWS has sent no code to ${to}.`, 'Ask AWS for one first.')
}

/** Everything that was sent to a phone number or an address, oldest first. */
export const inboxOf = (world: World, to: string): SentMessage[] =>
  (world.messages ?? []).filter((message) => plain(message.to) === plain(to))

export interface Confirmation {
  /** Name or ARN; without it every topic of the account that waits for the address. */
  topic?: string
  address: string
  /** True: confirmed by a signed-in caller, so that only such a one can unsubscribe. False: a click on the link in the mail. */
  authenticated?: boolean
}

/**
 * Somebody confirms a subscription by the token in AWS's mail. Gives the ARNs of the topics. Throws where none waits for
 * the address. Tokens do not get too old here; on AWS they do after days.
 */
export function confirmSubscription(
  world: World,
  account: string,
  at: Date,
  { topic, address, authenticated = false }: Confirmation,
): string[] {
  const of = accountOf(world, account)
  const isMeant = ({ arn }: Topic) => topic === undefined || arn === topic || arn.endsWith(`:${topic}`)
  const waiting = of.topics
    .filter(isMeant)
    .flatMap((found) =>
      found.subscriptions
        .filter((s) => !s.confirmed && s.token !== undefined && plain(s.endpoint) === plain(address))
        .map((subscription) => ({ arn: found.arn, subscription })),
    )
  if (waiting.length === 0) {
    throw new SandboxUsageError(
      `No mail of AWS waits for ${address}${topic === undefined ? '' : ` about ${topic}`}.`,
      'It is confirmed already, or was never subscribed.',
    )
  }
  for (const { arn, subscription } of waiting) {
    subscription.confirmed = true
    subscription.authenticatedUnsubscribe = authenticated
    record(
      world,
      of,
      rawEvent((c) => ({
        at,
        region: arn.split(':')[3]!,
        name: 'ConfirmSubscription',
        source: 'sns.amazonaws.com',
        type: 'AwsApiCall',
        ...(authenticated ? caller(c) : { identity: nobody }),
        request: { topicArn: arn, ...(authenticated ? { authenticateOnUnsubscribe: 'true' } : {}) },
        response: { subscriptionArn: subscription.arn },
      })),
    )
  }
  return waiting.map(({ arn }) => arn)
}

/** How CloudTrail shows a request that nobody signed (its form for SNS is assumed). */
const nobody = { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' }

/** The world's present caller, who is at the command line. */
function caller(context: EventContext): { identity: Record<string, unknown>; username: string } {
  const { world } = context
  const principal = identify(world, world.defaultAccessKeyId)
  const { name = '', kind = 'root', accessKeyId = '' } = principal?.caller ?? {}
  if (kind === 'user') return { identity: userIdentity(context, name, accessKeyId), username: name }
  const by = principal?.session?.principal
  if (by?.kind === 'role')
    return { identity: roleIdentity(context, name, by.sessionName, accessKeyId), username: by.sessionName }
  return { identity: rootIdentity(context, accessKeyId), username: 'root' }
}
