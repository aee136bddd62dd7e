import { type Drift, type WatchDelivery, type WatchNotice, type WatchSink } from '../model/index.ts'
import { persist } from '../send/persist.ts'
import { post, type Posted } from '../send/post.ts'
import { noticeId, type WatchState } from '../store/watch-state.ts'
import { deliverMail, type MailTarget } from './deliver-mail.ts'
import { mostInOne, signedEnvelope, slackEnvelope } from './notices.ts'
import { nameOf, type Publish, type TopicTarget } from './publish.ts'

/** Where a sink's notices go. What is secret came from the environment, and is never kept. */
export type Target =
  { kind: 'webhook'; url: URL; secret: string } | { kind: 'slack'; url: URL } | MailTarget | TopicTarget
export type Targets = { [S in WatchSink]?: Extract<Target, { kind: S }> }

/** How long one try may take. */
const timeoutMs = 10_000
/** So many notices wait for a sink at most; the oldest go first, and that is said. */
export const mostUnsent = 500

/** Notices for what a pass found: none where nothing changed, several where much did. */
export function noticesOf(found: Omit<WatchNotice, 'schema' | 'id'>): WatchNotice[] {
  const { drift, gap, signs, ...frame } = found
  if (drift.length === 0 && !gap && !signs) return []
  const parts: (readonly Drift[])[] = []
  for (let at = 0; at === 0 || at < drift.length; at += mostInOne) parts.push(drift.slice(at, at + mostInOne))
  return parts.map((part, i) => ({
    schema: 'neverroot/watch-notice/1',
    id: noticeId(),
    ...frame,
    ...(gap && i === 0 ? { gap } : {}),
    ...(signs && i === 0 ? { signs } : {}),
    drift: part,
  }))
}

/** Puts notices into the outbox of each of `places`; gives a sentence for each that had to let old ones go. */
export function queue(
  state: WatchState,
  notices: readonly WatchNotice[],
  places: readonly (WatchSink | 'terminal')[],
): string[] {
  const notes: string[] = []
  for (const place of places) {
    const all = [...(state.unsent[place] ?? []), ...notices]
    const lost = all.length - mostUnsent
    if (lost > 0) notes.push(`${lost} notices for ${place} were let go: more than ${mostUnsent} wait.`)
    if (all.length > 0) state.unsent[place] = all.slice(-mostUnsent)
  }
  return notes
}

export interface DeliverOptions {
  signal?: AbortSignal
  /** For tests: milliseconds before each further try. */
  pauses?: readonly number[]
  now?: () => Date
  /** To the topic of the target; needed for a topic alone. */
  publish?: Publish
}

/**
 * Sends what waits for one sink, oldest first, until one does not get through. `sent` is called after each that did, and
 * keeps the state: a crash right between the two sends that one again, under the same id.
 */
export async function deliver(
  state: WatchState,
  sink: WatchSink,
  target: Target,
  sent: () => Promise<void>,
  options: DeliverOptions = {},
): Promise<WatchDelivery> {
  if (target.kind === 'email') return deliverMail(state, target, sent, options)
  let count = 0
  const came = (because?: string): WatchDelivery => ({
    to: target.kind === 'sns' ? nameOf(target.topic) : target.url.hostname,
    sent: count,
    unsent: state.unsent[sink]?.length ?? 0,
    ...(because ? { because } : {}),
  })
  for (;;) {
    const [next, ...rest] = state.unsent[sink] ?? []
    if (!next) return came()
    const posted = await persist(() => once(next, target, options), options)
    if (!posted.ok) return came(posted.because)
    count++
    if (rest.length > 0) state.unsent[sink] = rest
    else delete state.unsent[sink]
    await sent()
  }
}

/** One try. */
function once(
  notice: WatchNotice,
  target: Exclude<Target, MailTarget>,
  { signal, publish, now = () => new Date() }: DeliverOptions,
): Promise<Posted & { again?: boolean }> {
  if (target.kind === 'sns') {
    if (!publish) throw new Error('a topic without a door to it')
    return publish(notice)
  }
  const envelope =
    target.kind === 'webhook' ? signedEnvelope(notice, target.secret, now()) : slackEnvelope(notice)
  return post({ url: target.url, ...envelope, timeoutMs, ...(signal ? { signal } : {}) })
}
