/** Numbers that look like chance and are a pure function of what they are for. */
import { createHash } from 'node:crypto'

export interface Chance {
  /** True for this share of all. */
  of(share: number): boolean
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  /** One of these, each as likely as its weight. */
  pick<T>(weighted: readonly (readonly [T, number])[]): T
}

/** Draws of one account: mulberry32, begun with a hash of what they are for. */
export function chance(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readInt32LE(0)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    of: (share) => next() < share,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick(weighted) {
      const all = weighted.reduce((sum, [, weight]) => sum + weight, 0)
      let at = next() * all
      for (const [value, weight] of weighted) if ((at -= weight) < 0) return value
      return weighted.at(-1)![0]
    },
  }
}
