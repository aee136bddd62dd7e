import { useSyncExternalStore } from 'react'
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
  /** False: the server is not heard at the moment. */
  connected: boolean
}

const idle: JobState = { running: false, notes: [], outcomes: [], connected: true }

let state: JobState = idle
const listeners = new Set<() => void>()
const set = (next: JobState): void => {
  state = next
  for (const listener of listeners) listener()
}

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
      const { applied, items } = event
      return { ...before, running: false, question: undefined, progress: undefined, applied, items }
    }
    case 'failed':
      return { ...before, running: false, question: undefined, progress: undefined, refusal: event.refusal }
  }
}

/** Listens to the server for as long as the page is open; `ended` is called whenever a job came to its end. */
export function listen(first: PageJob | undefined, ended: (event: PageEvent) => void): () => void {
  if (first) set({ ...idle, running: true, job: first })
  const events = new EventSource('/api/events')
  events.addEventListener('open', () => set({ ...state, connected: true }))
  events.addEventListener('error', () => set({ ...state, connected: false }))
  events.addEventListener('job', ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as PageEvent
    set(heard(state, event))
    if (event.type === 'ended' || event.type === 'failed') ended(event)
  })
  return () => events.close()
}

/** Takes what the last job came to off the screen. */
export const dismiss = (): void => {
  if (!state.running) set({ ...idle, connected: state.connected })
}

export const useJob = (): JobState =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
