import { Interrupted } from '../refusal.ts'

/**
 * The time that one call may take, and its end: timed out or interrupted, whichever comes first. The clock runs while
 * AWS is asked and between attempts, not while the call waits for its turn.
 */
export class Limit {
  readonly #controller = new AbortController()
  #left: number
  #since = 0
  #timer: NodeJS.Timeout | undefined
  /** True: it ended because its time was over. */
  timedOut = false

  constructor(ms: number) {
    this.#left = ms
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  run(): void {
    this.#since = performance.now()
    this.#timer = setTimeout(() => {
      this.timedOut = true
      this.#controller.abort(new Error('timed out'))
    }, this.#left)
  }

  pause(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#left = Math.max(1, this.#left - (performance.now() - this.#since))
  }

  interrupt(): void {
    this.pause()
    this.#controller.abort(new Interrupted())
  }

  /** What the promise gives, unless the call ends before. */
  during<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this
    return new Promise((resolve, reject) => {
      const end = () => reject(signal.reason as Error)
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
    })
  }
}
