import { setTimeout as wait } from 'node:timers/promises'
import { type Post, post, type Posted } from './post.ts'

/** Before the second and the third try. */
const pausesMs = [1_000, 4_000]
/** However long the other side asks to wait: the next pass comes anyway. */
const mostPauseMs = 30_000

/**
 * Posts, and tries twice more where that may help; `pauses` are for tests. `body` and `headers` are made anew for each try,
 * since a signature has a time in it. Rejects only where somebody said stop.
 */
export async function persist(
  make: () => Post,
  pauses: readonly number[] = pausesMs,
  once: (one: Post) => Promise<Posted> = post,
): Promise<Posted> {
  for (let attempt = 0; ; attempt++) {
    const one = make()
    const posted = await once(one)
    const pause = pauses[attempt]
    if (posted.ok || !posted.again || pause === undefined) return posted
    const options = one.signal ? { signal: one.signal } : {}
    await wait(Math.min(Math.max(pause, posted.waitMs ?? 0), mostPauseMs), undefined, options)
  }
}
