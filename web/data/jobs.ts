import { useSyncExternalStore } from 'react'
import type { PageEvent, PageJob } from '../../src/model/index.ts'
import { heard, idle, type JobState } from './job-state.ts'

let state: JobState = idle
const listeners = new Set<() => void>()
const set = (next: JobState): void => {
  state = next
  for (const listener of listeners) listener()
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
