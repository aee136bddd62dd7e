import type { Host } from '../ports.ts'

/** Tells how far it is, at most a few times a second. */
export class Progress {
  readonly #host: Host
  readonly #clock: () => number
  readonly #began: number
  #told = 0
  #expected = 0
  #before = 0
  #done = 0
  #unknown = 0
  #all = false

  constructor(host: Host, clock: () => number) {
    this.#host = host
    this.#clock = clock
    this.#began = clock()
  }

  /** How many accounts are chosen so far, those of an earlier run included. */
  get expected(): number {
    return this.#expected
  }

  /** Another account is chosen; `already`: an earlier run has looked at it. */
  expect(already: boolean): void {
    this.#expected++
    if (already) this.#before++
  }

  /** The list has come to its end: what is expected is all there is. */
  listed(): void {
    this.#all = true
  }

  done(somethingUnknown: boolean): void {
    this.#done++
    if (somethingUnknown) this.#unknown++
    const now = this.#clock()
    if (now - this.#told < 200) return
    this.#told = now
    this.#tell(now)
  }

  end(): void {
    this.#tell(this.#clock())
  }

  #tell(now: number): void {
    const seconds = (now - this.#began) / 1000
    const rate = seconds > 0 ? this.#done / seconds : 0
    const left = this.#expected - this.#before - this.#done
    this.#host.notify({
      code: 'progress',
      data: {
        done: this.#before + this.#done,
        of: this.#expected,
        complete: this.#all,
        unknown: this.#unknown,
        perSecond: Math.round(rate * 10) / 10,
        ...(this.#all && rate > 0 ? { secondsLeft: Math.round(left / rate) } : {}),
      },
    })
  }
}
