import type { Rate } from './quotas.ts'
import { Interrupted } from './refusal.ts'

/** Time as the pacer sees it; tests bring their own. */
export interface PacerClock {
  /** Milliseconds, never going back. */
  now(): number
  /** Runs `then` after so many milliseconds; what it returns calls it off. */
  after(ms: number, then: () => void): () => void
}

interface Waiter {
  go(): void
  stop(): void
}

/** Never slower than this share of the nominal rate: an operation that is throttled for ever still ends. */
const slowest = 1 / 16
/** How much of the nominal rate comes back in a second without throttling. */
const recoveryPerSecond = 0.1
/** Calls that were under way together are throttled together: that is one sign, not many. */
const oneSignMs = 500
/**
 * Fewer refusals than this share are accidents: some calls are throttled at any rate, and each halving would then slow down
 * what only waiting made slow. Looked at over the last seconds.
 */
const accidents = 1 / 8
/** A first refusal of few calls says little: so many that went well are taken to have been made before. */
const before = 8
const memorySeconds = 10
/** What a token is worth at least: sums of fractions miss 1 by a hair. */
const whole = 1 - 1e-9

/** A token bucket that takes callers in the order they came, slows down when AWS throttles, and recovers. */
export class Bucket {
  readonly #nominal: Rate
  readonly #clock: PacerClock
  /** A Set keeps the order of insertion, and forgets one in the middle cheaply. */
  readonly #waiting = new Set<Waiter>()
  #rate: number
  #tokens: number
  #at: number
  #signAt = -Infinity
  /** Calls of the last seconds, and how many of them AWS throttled; both fade. */
  #taken = 0
  #refused = 0
  #cancel: (() => void) | undefined

  constructor(nominal: Rate, clock: PacerClock) {
    this.#nominal = nominal
    this.#clock = clock
    this.#rate = nominal.rate
    this.#tokens = nominal.burst
    this.#at = clock.now()
  }

  /** Takes a token if one is there and nobody waits; false: `take` it. */
  takeNow(): boolean {
    this.#fill()
    if (this.#waiting.size > 0 || this.#tokens < whole) return false
    this.#tokens -= 1
    this.#taken += 1
    return true
  }

  take(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(new Interrupted())
    if (this.takeNow()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter)
        signal?.removeEventListener('abort', waiter.stop)
        if (this.#waiting.size === 0) this.#sleep()
      }
      const waiter: Waiter = {
        go: () => {
          leave()
          resolve()
        },
        stop: () => {
          leave()
          reject(new Interrupted())
        },
      }
      this.#waiting.add(waiter)
      signal?.addEventListener('abort', waiter.stop, { once: true })
      this.#wake()
    })
  }

  /**
   * AWS said that it was too often: half the rate from now on, and nothing that was saved up; unless it seldom says so. True:
   * it was such an accident.
   */
  throttled(): boolean {
    this.#fill()
    this.#refused += 1
    if (this.#refused / (this.#taken + before) < accidents) return true
    this.#tokens = Math.min(this.#tokens, 0)
    if (this.#at - this.#signAt >= oneSignMs) {
      this.#rate = Math.max(this.#rate / 2, this.#nominal.rate * slowest)
      this.#signAt = this.#at
    }
    this.#sleep()
    this.#wake()
    return false
  }

  /** True when it is as new: nobody waits, nothing was taken, and no throttling is remembered. */
  idle(): boolean {
    this.#fill()
    return (
      this.#waiting.size === 0 &&
      this.#rate === this.#nominal.rate &&
      this.#tokens >= this.#nominal.burst - 1e-9
    )
  }

  stop(): void {
    this.#sleep()
    for (const waiter of [...this.#waiting]) waiter.stop()
  }

  /** Adds what came in since the last look: the rate rises in a line, so the mean of both ends is exact. */
  #fill(): void {
    const now = this.#clock.now()
    const { rate, burst } = this.#nominal
    const seconds = (now - this.#at) / 1_000
    const fade = Math.exp(-seconds / memorySeconds)
    this.#taken *= fade
    this.#refused *= fade
    const slope = rate * recoveryPerSecond
    const rising = Math.min(seconds, (rate - this.#rate) / slope)
    const reached = rising < seconds ? rate : this.#rate + slope * rising
    const came = ((this.#rate + reached) / 2) * rising + rate * (seconds - rising)
    this.#rate = reached
    this.#tokens = Math.min(burst, this.#tokens + came)
    this.#at = now
  }

  #wake(): void {
    if (this.#cancel || this.#waiting.size === 0) return
    // The rate may rise meanwhile: it looks again after a second.
    const ms = Math.min(1_000, Math.max(1, Math.ceil(((whole - this.#tokens) / this.#rate) * 1_000)))
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined
      this.#fill()
      for (const waiter of this.#waiting) {
        if (this.#tokens < whole) break
        this.#tokens -= 1
        this.#taken += 1
        waiter.go()
      }
      this.#wake()
    })
  }

  #sleep(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
