import { StandardRetryStrategy } from '@smithy/core/retry'
import { Interrupted } from './refusal.ts'

type Strategy = InstanceType<typeof StandardRetryStrategy>
type Token = Awaited<ReturnType<Strategy['refreshRetryTokenForRetry']>>
type ErrorInfo = Parameters<Strategy['refreshRetryTokenForRetry']>[1]

/** Waits that can be ended early: a timer that nobody needs any more would keep the process alive. */
export class Pauses {
  readonly #running = new Map<NodeJS.Timeout, (reason: Error) => void>()
  readonly #others = new Set<(reason: Error) => void>()

  wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#running.delete(timer)
        resolve()
      }, ms)
      this.#running.set(timer, reject)
    })
  }

  /** What the promise gives, unless all waits are stopped before. */
  async unlessStopped<T>(promise: Promise<T>): Promise<T> {
    let stop: (reason: Error) => void = () => undefined
    const stopped = new Promise<never>((_, reject) => {
      stop = reject
      this.#others.add(stop)
    })
    return Promise.race([promise, stopped]).finally(() => this.#others.delete(stop))
  }

  /** Ends every wait under way as interrupted. */
  stop(): void {
    for (const reject of this.#others) reject(new Interrupted())
    this.#others.clear()
    for (const [timer, reject] of this.#running) {
      clearTimeout(timer)
      reject(new Interrupted())
    }
    this.#running.clear()
  }
}

/** The longest that a wait is stretched because the answer says Retry-After, as the SDK has it. */
const mostForRetryAfterMs = 5_000
const longestMs = 20_000

/**
 * Milliseconds before the next attempt: a random share of a limit that doubles, from 1 s where AWS throttles and 50 ms
 * else (the SDK's own numbers), and at least what Retry-After asks for, within bounds.
 */
export function pauseBefore(
  retry: number,
  info: Pick<ErrorInfo, 'errorType' | 'retryAfterHint'>,
  random: () => number = Math.random,
): number {
  const base = info.errorType === 'THROTTLING' ? 1_000 : 50
  const own = Math.floor(random() * Math.min(base * 2 ** (retry - 1), longestMs))
  const asked = info.retryAfterHint ? info.retryAfterHint.getTime() - Date.now() : 0
  return Math.max(own, Math.min(asked, own + mostForRetryAfterMs))
}

/** The SDK's standard retries; only the waiting is ours, so that stopping stops it too. */
export class StoppableRetries extends StandardRetryStrategy {
  readonly #pauses: Pauses

  constructor(maxAttempts: number, pauses: Pauses) {
    super({ maxAttempts, backoff: { computeNextBackoffDelay: () => 0, setDelayBase: () => undefined } })
    this.#pauses = pauses
  }

  override async refreshRetryTokenForRetry(token: Token, info: ErrorInfo): Promise<Token> {
    const { retryAfterHint, ...rest } = info
    const next = await super.refreshRetryTokenForRetry(token, rest)
    await this.#pauses.wait(pauseBefore(next.getRetryCount(), { errorType: info.errorType, retryAfterHint }))
    return next
  }
}
