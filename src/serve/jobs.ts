import { randomUUID } from 'node:crypto'
import type { JobKind, PageEvent, PageJob, PageQuestion } from '../model/index.ts'
import type { Running, Work } from './desk.ts'
import { Refused, refusalOf } from './refusal.ts'

/** Events of one job that are kept for whoever listens later: what is older than that is left out. */
const mostKept = 2_000
/** Progress is told so often at most. */
const everyMs = 200

/** An event with its number: a listener that lost its connection says which it had last. */
export interface Numbered {
  number: number
  event: PageEvent
}

interface Waiting {
  question: PageQuestion
  answer(text: string | undefined): void
}

interface Current {
  job: PageJob
  stop: AbortController
  done: Promise<void>
  waiting: Map<string, Waiting>
}

/** One thing is done at a time, and every tab hears of it. */
export class Jobs {
  readonly #bug: (error: unknown) => void
  readonly #listeners = new Set<(numbered: Numbered) => void>()
  #kept: Numbered[] = []
  #number = 0
  #current: Current | undefined

  constructor(bug: (error: unknown) => void) {
    this.#bug = bug
  }

  get running(): PageJob | undefined {
    return this.#current?.job
  }

  /** Begins a job. Throws Refused with 409 where another one runs. */
  begin(kind: JobKind, work: Work): PageJob {
    this.requireIdle()
    const job: PageJob = { id: randomUUID(), kind, startedAt: new Date().toISOString() }
    const stop = new AbortController()
    const waiting = new Map<string, Waiting>()
    this.#kept = []
    this.#tell({ type: 'begun', job })
    const running = this.#runningOf(job, stop, waiting)
    const done = (async () => {
      let end: PageEvent
      try {
        end = { type: 'ended', job: job.id, kind, ...(await work(running)) }
      } catch (error) {
        end = { type: 'failed', job: job.id, kind, refusal: refusalOf(error, this.#bug).refusal }
      }
      // Whoever hears of the end may begin the next one at once.
      this.#current = undefined
      this.#tell(end)
    })()
    this.#current = { job, stop, done, waiting }
    return job
  }

  /** Throws Refused with 409 where a job runs. */
  requireIdle(): void {
    const running = this.#current?.job
    if (!running) return
    const minute = running.startedAt.slice(11, 16)
    throw new Refused(
      409,
      'busy',
      `${names[running.kind]} is under way since ${minute} UTC.`,
      'Wait for its end, or stop it; every tab of this page shows the same.',
    )
  }

  /** Answers what the running job waits for. Throws Refused where it does not wait for that. */
  answer(question: string, text: string | undefined): void {
    const waiting = this.#current?.waiting.get(question)
    if (!waiting)
      throw new Refused(
        409,
        'not-asked',
        'That question is not open: it was answered in another tab, or its job has ended.',
        'Look at what the page shows now.',
      )
    waiting.answer(text)
  }

  /** Stops the running job as Ctrl-C would. Throws Refused where none runs. */
  stop(): void {
    if (!this.#current)
      throw new Refused(409, 'nothing-runs', 'Nothing is under way.', 'Look at what the page shows now.')
    this.#current.stop.abort()
  }

  /** Stops what runs, and waits until it has come to its end. */
  async end(): Promise<void> {
    this.#current?.stop.abort()
    await this.#current?.done
  }

  /**
   * Hears of everything from now on, and of what a running job has told so far; after `last`, also of what came since then.
   * Gives what ends it.
   */
  listen(hear: (numbered: Numbered) => void, last?: number): () => void {
    const missed =
      last !== undefined && last <= this.#number
        ? this.#kept.filter(({ number }) => number > last)
        : undefined
    for (const numbered of missed ?? (this.#current ? this.#kept : [])) hear(numbered)
    this.#listeners.add(hear)
    return () => this.#listeners.delete(hear)
  }

  #runningOf({ id }: PageJob, stop: AbortController, waiting: Map<string, Waiting>): Running {
    let last = 0
    return {
      signal: stop.signal,
      note: (text) => this.#tell({ type: 'note', job: id, text }),
      step: (outcome) => this.#tell({ type: 'step', job: id, outcome }),
      progress: (far) => {
        const now = performance.now()
        if (now - last < everyMs && far.done !== far.of) return
        last = now
        this.#tell({ type: 'progress', job: id, ...far })
      },
      ask: ({ code, text }) =>
        new Promise((resolve, reject) => {
          const stopped = () => reject(stop.signal.reason as Error)
          if (stop.signal.aborted) return stopped()
          const question: PageQuestion = { id: randomUUID(), code, text }
          const answer = (given: string | undefined) => {
            if (!waiting.delete(question.id)) return
            this.#tell({ type: 'answered', job: id, question: question.id })
            resolve(given)
          }
          waiting.set(question.id, { question, answer })
          stop.signal.addEventListener('abort', () => (stopped(), answer(undefined)), { once: true })
          this.#tell({ type: 'question', job: id, question })
        }),
    }
  }

  #tell(event: PageEvent): void {
    const numbered = { number: ++this.#number, event }
    // Of progress only the last counts, and a question that was answered is none.
    this.#kept = this.#kept.filter((kept) => !isOver(kept.event, event))
    if (event.type !== 'answered') this.#kept.push(numbered)
    if (this.#kept.length > mostKept) this.#kept.splice(1, this.#kept.length - mostKept)
    for (const hear of this.#listeners) hear(numbered)
  }
}

function isOver(before: PageEvent, now: PageEvent): boolean {
  if (before.type === 'progress') return now.type === 'progress'
  return before.type === 'question' && now.type === 'answered' && before.question.id === now.question
}

const names: Record<JobKind, string> = {
  audit: 'An audit',
  plan: 'A plan',
  apply: 'Applying a plan',
  undo: 'Taking a run back',
}
