import { setTimeout as wait } from 'node:timers/promises'

/** Before the second and the third try. */
const pausesMs = [1_000, 4_000]
/** However long the other side asks to wait: the next pass comes anyway. */
const mostPauseMs = 30_000

export interface PersistOptions {
  signal?: AbortSignal
  /** For tests: milliseconds before each further try. */
  pauses?: readonly number[]
}

/**
 * Sends, and tries twice more where that may help. Each try makes its message anew, since a signature has a time in it.
 * Rejects only where somebody said stop.
 */
export async function persist<T extends { again?: boolean; waitMs?: number }>(
  once: () => Promise<T>,
  { signal, pauses = pausesMs }: PersistOptions = {},
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const sent = await once()
    const pause = pauses[attempt]
    if (!sent.again || pause === undefined) return sent
    await wait(Math.min(Math.max(pause, sent.waitMs ?? 0), mostPauseMs), undefined, signal ? { signal } : {})
  }
}
