/** Keeps calls to the rates that AWS publishes, and to those that AWS shows by throttling. */
import { Bucket, type PacerClock } from './bucket.ts'
import { quotaOf, type Rate } from './quotas.ts'
import { Interrupted } from './refusal.ts'

/** Whose call it is, about which account, and where. */
export interface Whose {
  caller: string
  target: string
  region?: string
}

const wallClock: PacerClock = {
  now: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}

/**
 * The rate of an operation without a published one, once AWS has throttled it. Assumed: low enough to let AWS breathe,
 * high enough not to be felt where it was a passing moment. It is halved at once, and recovers like any other; then it is
 * forgotten.
 */
const learnt: Rate = { rate: 10, burst: 10 }

/** Buckets are looked through for idle ones when there are twice as many as after the last time. */
const fewestToSweep = 256

export class Pacer {
  readonly #clock: PacerClock
  readonly #rates: typeof quotaOf
  readonly #published = new Map<string, Bucket>()
  readonly #learnt = new Map<string, Bucket>()
  #sweepAt = fewestToSweep
  #stopped = false

  /** `rates`: what is published. An imitation without quotas has none. */
  constructor(clock: PacerClock = wallClock, rates: typeof quotaOf = quotaOf) {
    this.#clock = clock
    this.#rates = rates
  }

  /** True where nothing limits the call: it need not even ask for its turn. */
  free(operation: string, whose: Whose): boolean {
    if (this.#stopped || this.#rates(operation)) return false
    return this.#learnt.size === 0 || !this.#learnt.has(learntKey(operation, whose))
  }

  /** Waits for this call's turn. Rejects with Interrupted when the signal aborts or the pacer is stopped. */
  async take(operation: string, whose: Whose, signal?: AbortSignal): Promise<void> {
    if (this.#stopped || signal?.aborted) throw new Interrupted()
    for (const bucket of this.#bucketsOf(operation, whose))
      if (!bucket.takeNow()) {
        await bucket.take(signal)
        // Stopped meanwhile; a second bucket must not make it wait again.
        if (this.#stopped) throw new Interrupted()
      }
  }

  /**
   * AWS throttled a call: it, and those like it, go slower for a while. True: that was an accident. The call kept to a published
   * rate, such calls are seldom refused, and it need not wait for longer than for its next turn.
   */
  throttled(operation: string, whose: Whose): boolean {
    if (this.#stopped) return false
    const key = this.#rates(operation) ? undefined : learntKey(operation, whose)
    if (key !== undefined && !this.#learnt.has(key)) this.#add(this.#learnt, key, learnt)
    const seldom = this.#bucketsOf(operation, whose).map((bucket) => bucket.throttled())
    return key === undefined && seldom.every(Boolean)
  }

  /** How many buckets are kept. */
  get size(): number {
    return this.#published.size + this.#learnt.size
  }

  /** Ends all waits as interrupted, now and from now on; no timer is left. */
  stop(): void {
    this.#stopped = true
    for (const buckets of [this.#published, this.#learnt]) {
      for (const bucket of buckets.values()) bucket.stop()
      buckets.clear()
    }
  }

  #bucketsOf(operation: string, whose: Whose): Bucket[] {
    const quota = this.#rates(operation)
    if (!quota) {
      const bucket = this.#learnt.size > 0 ? this.#learnt.get(learntKey(operation, whose)) : undefined
      return bucket ? [bucket] : []
    }
    const what = quota.together ? quota.operations[0]! : operation
    const where = quota.perRegion ? (whose.region ?? '') : ''
    const { caller, target, organization } = quota.limits
    const buckets: Bucket[] = []
    // The narrower first: whoever waits for their own turn takes nothing from the others'.
    if (caller) buckets.push(this.#bucket(`${what} ${where} of ${whose.caller}`, caller))
    if (target) buckets.push(this.#bucket(`${what} ${where} about ${whose.target}`, target))
    if (organization) buckets.push(this.#bucket(`${what} ${where}`, organization))
    return buckets
  }

  #bucket(key: string, rate: Rate): Bucket {
    return this.#published.get(key) ?? this.#add(this.#published, key, rate)
  }

  #add(buckets: Map<string, Bucket>, key: string, rate: Rate): Bucket {
    if (this.size >= this.#sweepAt) this.#sweep()
    const bucket = new Bucket(rate, this.#clock)
    buckets.set(key, bucket)
    return bucket
  }

  /** Forgets what is as good as new, so that ten thousand callers that are done cost nothing. */
  #sweep(): void {
    for (const buckets of [this.#published, this.#learnt])
      for (const [key, bucket] of buckets) if (bucket.idle()) buckets.delete(key)
    this.#sweepAt = Math.max(fewestToSweep, 2 * this.size)
  }
}

const learntKey = (operation: string, { caller, target, region = '' }: Whose): string =>
  `${operation} ${region} of ${caller} about ${target}`
