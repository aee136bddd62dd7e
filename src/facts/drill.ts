import type { Fetcher } from '../aws/index.ts'
import { type Acknowledgement, known, unattested } from '../model/index.ts'

/** A challenge that people answered. */
export interface Drill {
  /** Distinct people. */
  people: number
  at: Date
  /** Of a drill of the alarm: through which Regions it went. */
  regions?: readonly string[]
  /** Those were all that the account can use. */
  everywhere?: true
}

const drills = new Map<string, Fetcher<Drill>>()

/** What a drill of a control showed, while it has not lapsed: one collector for each control. */
export function drill(control: string, question: string): Fetcher<Drill> {
  const existing = drills.get(control)
  if (existing) return existing
  const fetcher: Fetcher<Drill> = {
    name: `drill:${control}`,
    reads: [],
    async collect(source) {
      const shown = source.records.acknowledgement(control)
      if (!shown || lapsed(shown, source.now)) return unattested(question)
      const { people, at, regions, everywhere } = shown
      const through = { ...(regions ? { regions } : {}), ...(everywhere ? { everywhere } : {}) }
      return known({ people, at: new Date(at), ...through }, [shown])
    },
  }
  drills.set(control, fetcher)
  return fetcher
}

const lapsed = (shown: Acknowledgement, now: Date) => Date.parse(shown.expires) <= now.getTime()
