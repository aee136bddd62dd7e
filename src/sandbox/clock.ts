/** The world's clock, which tests may move. */
export interface Clock {
  now(): Date
  /** Moves the clock on by `ms` milliseconds (back, when negative). */
  advance(ms: number): void
  set(date: Date | string): void
}

/**
 * Without `start` the clock is the machine's, plus what `advance` and `set` add; with it the clock stands still at that
 * moment until it is moved, so that two runs see the same times.
 */
export function createClock(start?: Date | string): Clock {
  const stopped = start !== undefined
  let offset = stopped ? new Date(start).getTime() : 0
  const base = (): number => (stopped ? 0 : Date.now())
  return {
    now: () => new Date(base() + offset),
    advance: (ms) => {
      offset += ms
    },
    set: (date) => {
      offset = new Date(date).getTime() - base()
    },
  }
}
