import type { CallCount } from '../model/index.ts'

/** Counts what is asked of AWS: a retry counts as retried, not as another call. */
export class Meter {
  readonly #began = performance.now()
  readonly #byAction = new Map<string, number>()
  #throttled = 0
  #retried = 0

  called(operation: string): void {
    this.#byAction.set(operation, (this.#byAction.get(operation) ?? 0) + 1)
  }

  attempted(attempt: number): void {
    if (attempt > 1) this.#retried++
  }

  throttled(): void {
    this.#throttled++
  }

  count(): CallCount {
    const byAction = Object.fromEntries([...this.#byAction].sort(([a], [b]) => (a < b ? -1 : 1)))
    return {
      total: [...this.#byAction.values()].reduce((sum, n) => sum + n, 0),
      byAction,
      throttled: this.#throttled,
      retried: this.#retried,
      seconds: Math.round((performance.now() - this.#began) / 10) / 100,
    }
  }
}
