import type {
  Applied,
  ItemOutcome,
  Outcome,
  PageEvent,
  PageJob,
  PageQuestion,
  PageRefusal,
} from '../../src/model/index.ts'

/** What is known of the job that runs, or that ended last. */
export interface JobState {
  job?: PageJob
  running: boolean
  progress?: { done: number; of?: number; text: string; secondsLeft?: number }
  notes: readonly string[]
  outcomes: readonly Outcome[]
  question?: PageQuestion
  applied?: Applied
  items?: readonly ItemOutcome[]
  refusal?: PageRefusal
  /** What it came to, as the terminal closes with. */
  text?: string
  /** False: the server is not heard at the moment. */
  connected: boolean
}

export const idle: JobState = { running: false, notes: [], outcomes: [], connected: true }

/** What an event makes of what was known: pure, so that every tab shows the same. */
export function heard(before: JobState, event: PageEvent): JobState {
  if (event.type === 'begun')
    return before.running && before.job?.id === event.job.id
      ? before
      : { ...idle, running: true, job: event.job }
  // Of a job whose beginning was missed, the rest is still worth showing.
  switch (event.type) {
    case 'progress': {
      const { done, of, text, secondsLeft } = event
      return { ...before, running: true, progress: { done, of, text, secondsLeft } }
    }
    case 'note':
      return before.notes.at(-1) === event.text
        ? before
        : { ...before, notes: [...before.notes.slice(-49), event.text] }
    case 'step':
      return { ...before, outcomes: [...before.outcomes, event.outcome] }
    case 'question':
      return { ...before, running: true, question: event.question }
    case 'answered':
      return before.question?.id === event.question ? { ...before, question: undefined } : before
    case 'ended': {
      const { applied, items, text } = event
      return { ...before, running: false, question: undefined, progress: undefined, applied, items, text }
    }
    case 'failed':
      return { ...before, running: false, question: undefined, progress: undefined, refusal: event.refusal }
  }
}
