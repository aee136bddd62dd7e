/** Notices by e-mail: each address hears of each notice once, whatever becomes of the others. */
import { createHash } from 'node:crypto'
import type { WatchDelivery, WatchNotice } from '../model/index.ts'
import { mail, type MailServer } from '../send/mail.ts'
import { persist, type PersistOptions } from '../send/persist.ts'
import type { WatchState } from '../store/watch-state.ts'
import { letterOf } from './letter.ts'

export interface MailTarget {
  kind: 'email'
  server: MailServer
  from: string
  to: readonly string[]
}

/** From the connection to the answer: servers that look at mail while it comes are slow. */
const timeoutMs = 30_000

/** An address as it is kept: to tell whether it took a notice, and not whose it is. */
const digest = (address: string) => createHash('sha256').update(address).digest('hex').slice(0, 16)

/**
 * Sends what waits, oldest first. An address that does not take a notice gets no later one in this pass, so that the order
 * holds for each; the others do. `sent` is called whenever somebody took one, and keeps the state.
 */
export async function deliverMail(
  state: WatchState,
  { server, from, to }: MailTarget,
  sent: () => Promise<void>,
  options: PersistOptions & { timeoutMs?: number },
): Promise<WatchDelivery> {
  const down = new Set<string>()
  let count = 0
  let because: string | undefined
  const took = (notice: WatchNotice) => new Set(state.took?.[notice.id] ?? [])
  for (const notice of [...(state.unsent.email ?? [])]) {
    const left = () => to.filter((address) => !down.has(address) && !took(notice).has(digest(address)))
    if (left().length > 0) {
      const mailed = await persist(async () => {
        const { id, at } = notice
        const message = { from, to: left(), ...letterOf(notice), id, at: new Date(at) }
        const came = await mail(server, message, {
          timeoutMs: options.timeoutMs ?? timeoutMs,
          ...(options.signal ? { signal: options.signal } : {}),
        })
        if (came.took.length > 0) {
          state.took = { ...state.took, [id]: [...took(notice), ...came.took.map(digest)] }
          await sent()
        }
        return came
      }, options)
      const refused = left()
      if (refused.length > 0) {
        because ??= `${refused.length < to.length ? `for ${refused.length} of ${to.length} addresses ` : ''}${mailed.because ?? 'it did not take it'}`
        for (const address of refused) down.add(address)
      }
    }
    if (to.every((address) => took(notice).has(digest(address)))) {
      forget(state, notice)
      count++
      await sent()
    }
    if (down.size === to.length) break
  }
  return {
    to: server.host,
    sent: count,
    unsent: state.unsent.email?.length ?? 0,
    ...(because === undefined ? {} : { because }),
  }
}

/** Everybody took it. */
function forget(state: WatchState, { id }: WatchNotice): void {
  const rest = (state.unsent.email ?? []).filter((one) => one.id !== id)
  if (rest.length > 0) state.unsent.email = rest
  else delete state.unsent.email
  const { [id]: _, ...others } = state.took ?? {}
  if (Object.keys(others).length > 0) state.took = others
  else delete state.took
}
