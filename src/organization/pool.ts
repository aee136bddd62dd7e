/** Lets so many in at once; the others wait outside, in the order in which they came. */
export type Lane = <T>(work: () => Promise<T>) => Promise<T>

export function laneOf(width: number): Lane {
  let inside = 0
  const outside: (() => void)[] = []
  return async (work) => {
    if (inside < width) inside++
    else await new Promise<void>((resolve) => outside.push(resolve))
    try {
      return await work()
    } finally {
      const next = outside.shift()
      if (next) next()
      else inside--
    }
  }
}

/** A place among those under way. */
export interface Slot {
  /** Gives the place to the next one: what is left to do is mostly waiting. */
  leave(): void
}

export interface Width {
  /** How many are under way at most, those that left their place not counted. */
  width: number
  /** How many are begun and not ended at most, whatever they wait for. Default: `width`. */
  most?: number
}

/**
 * Does `work` for everything that comes, in the order in which it comes and within the width: nobody waits for the whole
 * list. The first failure ends it all, once what is under way has ended.
 */
export async function forEach<T>(
  items: AsyncIterable<T>,
  { width, most = width }: Width,
  work: (item: T, slot: Slot) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  let failed: { error: unknown } | undefined
  let busy = 0
  let woken = () => {}
  try {
    for await (const item of items) {
      if (failed) break
      let here = true
      const leave = () => {
        if (!here) return
        here = false
        busy--
        woken()
      }
      busy++
      const one: Promise<void> = work(item, { leave })
        .catch((error: unknown) => void (failed ??= { error }))
        .finally(() => {
          running.delete(one)
          leave()
          woken()
        })
      running.add(one)
      while (busy >= width || running.size >= most) await new Promise<void>((resolve) => (woken = resolve))
    }
  } catch (error) {
    failed ??= { error }
  }
  await Promise.all(running)
  if (failed) throw failed.error
}
