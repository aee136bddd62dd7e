/** What kept audits say of a new one: how the posture went, and since when each finding is as it is. */
import type { Iso, PageAudit, Status } from '../model/index.ts'
import { keptAuditsOf, statusIn } from './history.ts'

export interface Trend {
  /** Oldest first. */
  audits: readonly PageAudit[]
  /**
   * Since which audit a finding has been as it is now without a break: no earlier one is looked at than the oldest that is
   * kept. Undefined: no earlier audit judged it.
   */
  since(subject: string, control: string, status: Status): Iso | undefined
}

/** For each subject: its status by control in the audit that was read last, and since which audit it has been that. */
interface Run {
  status: (Status | undefined)[]
  since: number[]
}

/** Reads the kept audits of one subject before `now`, one after another: a year of 10,000 accounts is never held as a whole. */
export async function trendOf(folder: string, subject: string, now: Iso): Promise<Trend> {
  const audits: PageAudit[] = []
  const columns = new Map<string, number>()
  const runs = new Map<string, Run>()
  for await (const kept of keptAuditsOf(folder, subject)) {
    if (kept.at >= now) continue
    const at = audits.push({ id: kept.id, at: kept.at, posture: kept.posture }) - 1
    const here = kept.controls.map((control) => {
      if (!columns.has(control)) columns.set(control, columns.size)
      return [control, columns.get(control)!] as const
    })
    for (const one of Object.keys(kept.seen)) {
      let run = runs.get(one)
      if (!run) runs.set(one, (run = { status: [], since: [] }))
      for (const [control, column] of here) {
        const status = statusIn(kept, one, control)
        if (run.status[column] === status && status !== undefined) continue
        run.status[column] = status
        run.since[column] = at
      }
    }
  }
  return {
    audits,
    since(one, control, status) {
      const column = columns.get(control)
      const run = column === undefined ? undefined : runs.get(one)
      const was = run?.status[column!]
      if (was === undefined) return undefined
      return was === status ? audits[run!.since[column!]!]!.at : now
    },
  }
}
