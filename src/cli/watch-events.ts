import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { Burst, controls, isUnderWay, UserError, watchedAccount } from '../index.ts'
import { type Look, stopped } from './commands/watch.ts'
import { howToLook } from './how-to-look.ts'
import type { WatchCommandOptions } from './watch-options.ts'
import { say } from './output.ts'
import type { Session } from './session.ts'

/** A burst has ended when nothing came for so long, or has lasted long enough. */
const quietMs = 3_000
const longestMs = 20_000
/** Another pass is under way: tried again after so long. */
const turnMs = 5_000

/**
 * Reads events until their end, and looks at what they concern. Exit code 0: no drift; 1: drift. A line that is no event is
 * counted and told of; what keeps one look from being made is said, and the stream goes on.
 */
export async function watchEvents(
  session: Session,
  options: WatchCommandOptions,
  look: Look,
  signal: AbortSignal,
): Promise<number> {
  const account = options.org
    ? undefined
    : await watchedAccount({ ...howToLook(session, options), folder: session.folder })
  const chosen = controls.filter(
    ({ id, section }) =>
      (!options.only || options.only.includes(id)) && (!options.section || options.section === section),
  )
  const fresh = () => new Burst(chosen, account)
  // A mistake shows here and ends it; what goes wrong later may be gone at the next event.
  let drift = await inTurn(() => look(), signal, true)
  for await (const burst of bursts(fresh, signal)) {
    const leftOut = burst.leftOut()
    if (leftOut && !options.quiet) say(leftOut)
    for (const { accounts, controls: only } of burst.looks()) {
      const because = { events: burst.events, controls: only }
      const narrowed = { only, because, ...(options.org ? { accounts } : {}) }
      drift = (await inTurn(() => look(narrowed), signal)) || drift
    }
  }
  if (signal.aborted) throw stopped()
  return drift ? 1 : 0
}

/** Lines of standard input, put together until it is quiet for a moment. */
async function* bursts(fresh: () => Burst, signal: AbortSignal): AsyncIterable<Burst> {
  const lines = createInterface({ input: process.stdin, signal })
  let burst = fresh()
  let began = 0
  let wake: () => void = () => undefined
  let last = 0
  let ended = false
  lines.on('line', (line) => {
    last = performance.now()
    if (began === 0) began = last
    burst.add(line)
    wake()
  })
  lines.once('close', () => {
    ended = true
    wake()
  })
  try {
    while (!signal.aborted) {
      const now = performance.now()
      const left = began === 0 ? Infinity : Math.min(last + quietMs, began + longestMs) - now
      if (began > 0 && (ended || left <= 0)) {
        const ready = burst
        burst = fresh()
        began = 0
        yield ready
      } else if (ended) return
      else
        await new Promise<void>((resolve) => {
          const timer = left === Infinity ? undefined : setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
    }
  } finally {
    lines.close()
    process.stdin.destroy()
  }
}

/** Looks when no other pass does; gives whether anything drifted. */
async function inTurn(look: () => ReturnType<Look>, signal: AbortSignal, strict = false): Promise<boolean> {
  for (;;) {
    try {
      return (await look()).drift
    } catch (error) {
      if (signal.aborted) throw stopped()
      if (!(error instanceof UserError)) throw error
      if (!isUnderWay(error)) {
        if (strict) throw error
        say(`neverroot: ${error.message} ${error.hint}`)
        return false
      }
      await wait(turnMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) throw stopped()
    }
  }
}
