import { UserError, type WatchConfiguration, type WatchSink } from '../model/index.ts'
import { mayPost } from '../send/post.ts'
import type { Targets } from './outbox.ts'

/** A receiver whose secret is shorter can be imitated by guessing. */
const leastSecret = 16

/** The sinks that are declared, whether or not anything is sent now. */
export const declaredSinks = ({ webhook, slack }: WatchConfiguration = {}): WatchSink[] => [
  ...(webhook ? (['webhook'] as const) : []),
  ...(slack ? (['slack'] as const) : []),
]

/**
 * Where notices go, with what the environment holds. Throws UserError, which names the variable and never its value, where
 * something is missing: whoever asked for sending would otherwise believe that somebody hears.
 */
export function targetsOf(
  declared: WatchConfiguration | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Targets {
  if (declaredSinks(declared).length === 0)
    throw new UserError(
      'nowhere-to-send',
      '--send has nowhere to send to: the configuration declares neither watch.webhook nor watch.slack.',
      'Declare one in neverroot.yaml (docs/watch.md), or leave --send away.',
    )
  const { webhook, slack } = declared ?? {}
  const read = (variable: string, field: string): string => {
    const value = environment[variable]
    if (value) return value
    throw new UserError(
      'no-such-variable',
      `The environment variable ${variable}, which ${field} names, is ${value === '' ? 'empty' : 'not set'}.`,
      `Set it for this process (not in a file that others read), or leave --send away.`,
    )
  }
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

function longEnough(secret: string, variable: string): string {
  if (secret.length >= leastSecret) return secret
  throw new UserError(
    'weak-secret',
    `The secret in ${variable} has ${secret.length} characters: signatures made with it can be imitated.`,
    `Give at least ${leastSecret}, such as: openssl rand -hex 32`,
  )
}
