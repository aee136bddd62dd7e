import { type Drift, type WatchDelivery, type WatchNotice, type WatchSink } from '../model/index.ts'
import { persist } from '../send/persist.ts'
import { noticeId, type WatchState } from '../store/watch-state.ts'
import { mostInOne, signedEnvelope, slackEnvelope } from './notices.ts'

/** Where a sink's notices go. What is secret came from the environment, and is never kept. */
export type Target = { url: URL } & ({ kind: 'slack' } | { kind: 'webhook'; secret: string })
export type Targets = Partial<Record<WatchSink, Target>>

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
  { signal, pauses, now = () => new Date() }: DeliverOptions = {},
): Promise<WatchDelivery> {
  let count = 0
  const came = (because?: string): WatchDelivery => ({
    to: target.url.hostname,
    sent: count,
    unsent: state.unsent[sink]?.length ?? 0,
    ...(because ? { because } : {}),
  })
  for (;;) {
    const [next, ...rest] = state.unsent[sink] ?? []
    if (!next) return came()
    const envelope = () =>
      target.kind === 'webhook' ? signedEnvelope(next, target.secret, now()) : slackEnvelope(next)
    const posted = await persist(
      () => ({ url: target.url, ...envelope(), timeoutMs, ...(signal ? { signal } : {}) }),
      pauses,
    )
    if (!posted.ok) return came(posted.because)
    count++
    if (rest.length > 0) state.unsent[sink] = rest
    else delete state.unsent[sink]
    await sent()
  }
}
