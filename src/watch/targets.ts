import { topicArn, UserError, type WatchConfiguration, type WatchSink } from '../model/index.ts'
import { mayPost } from '../send/post.ts'
import { type Environment, mailServerOf, readVariable, type RunForSecret } from './mail-server.ts'
import type { Targets } from './outbox.ts'

/** A receiver whose secret is shorter can be imitated by guessing. */
const leastSecret = 16

/** The sinks that are declared, whether or not anything is sent now. */
export const declaredSinks = ({ webhook, slack, email, sns }: WatchConfiguration = {}): WatchSink[] => [
  ...(webhook ? (['webhook'] as const) : []),
  ...(slack ? (['slack'] as const) : []),
  ...(email ? (['email'] as const) : []),
  ...(sns ? (['sns'] as const) : []),
]

/**
 * Where notices go, with what the environment holds, or a command that it names prints. Throws UserError, which names the variable and never its value, where
 * something is missing: whoever asked for sending would otherwise believe that somebody hears.
 */
export async function targetsOf(
  declared: WatchConfiguration | undefined,
  environment: Environment,
  run: RunForSecret,
): Promise<Targets> {
  if (declaredSinks(declared).length === 0)
    throw new UserError(
      'nowhere-to-send',
      '--send has nowhere to send to: the configuration declares none of watch.webhook, slack, email and sns.',
      'Declare one in neverroot.yaml (docs/watch.md), or leave --send away.',
    )
  const { webhook, slack, email, sns } = declared ?? {}
  const instead = 'leave --send away'
  const read = (variable: string, field: string) => readVariable(environment, variable, field, instead)
  const urlOf = (text: string, field: string): URL => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url && mayPost(url)) return url
    throw new UserError(
      'bad-address',
      `What ${field} gives is ${url ? 'not encrypted' : 'no URL'}: notices go over HTTPS, or to this machine.`,
      'Give an address that begins with https://.',
    )
  }
  return {
    ...(email
      ? {
          email: {
            kind: 'email' as const,
            server: await mailServerOf(email, { field: 'watch.email', instead }, environment, run),
            from: email.from,
            to: [...new Set(email.to)],
          },
        }
      : {}),
    ...(sns ? { sns: { kind: 'sns' as const, topic: checkTopic(sns.topic) } } : {}),
    ...(webhook
      ? {
          webhook: {
            kind: 'webhook' as const,
            url: webhook.urlEnv
              ? urlOf(read(webhook.urlEnv, 'watch.webhook.urlEnv'), 'watch.webhook.urlEnv')
              : urlOf(webhook.url ?? '', 'watch.webhook.url'),
            secret: longEnough(read(webhook.secretEnv, 'watch.webhook.secretEnv'), webhook.secretEnv),
          },
        }
      : {}),
    ...(slack
      ? {
          slack: {
            kind: 'slack' as const,
            url: urlOf(read(slack.urlEnv, 'watch.slack.urlEnv'), 'watch.slack.urlEnv'),
          },
        }
      : {}),
  }
}

/** The ARN of a topic as it is. Throws UserError where it is none. */
export function checkTopic(topic: string): string {
  if (topicArn.test(topic)) return topic
  throw new UserError(
    'bad-topic',
    /\.fifo$/.test(topic)
      ? `${topic} is a FIFO topic, which delivers to queues alone.`
      : `"${topic}" is not the ARN of an SNS topic.`,
    'Give a standard topic, such as arn:aws:sns:us-east-1:111111111111:neverroot.',
  )
}

function longEnough(secret: string, variable: string): string {
  if (secret.length >= leastSecret) return secret
  throw new UserError(
    'weak-secret',
    `The secret in ${variable} has ${secret.length} characters: signatures made with it can be imitated.`,
    `Give at least ${leastSecret}, such as: openssl rand -hex 32`,
  )
}
