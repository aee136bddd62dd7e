import type { ReportRow } from '../../facts/credential-report.ts'
import { isPlanned, type PlannedUse } from '../../facts/planned-windows.ts'
import type { RootEvent } from '../../facts/root-event.ts'

/** The latest use of root that any source shows, by a person or a program: not AssumeRoot, not AWS itself. */
export interface RootUse {
  at: Date
  by: 'console' | 'access-key' | 'session'
  /** The service or the call, where it is known. */
  service?: string
}

/**
 * A root key used today is use, even where the console was last used a year ago: the latest of all decides. What was
 * planned is told apart.
 */
export function latestUse(
  row: ReportRow | undefined,
  events: readonly RootEvent[],
  windows: readonly PlannedUse[] = [],
): { unplanned?: RootUse; planned?: RootUse } {
  const uses: RootUse[] = []
  if (row?.passwordLastUsed) uses.push({ at: row.passwordLastUsed, by: 'console' })
  for (const key of row?.keys ?? [])
    if (key.lastUsed) uses.push({ at: key.lastUsed, by: 'access-key', service: key.lastUsedService })
  for (const event of events) {
    if (event.kind === 'console') uses.push({ at: event.at, by: 'console' })
    if (event.kind === 'access-key' || event.kind === 'session')
      uses.push({ at: event.at, by: event.kind, service: `${event.source.split('.')[0]}:${event.name}` })
  }
  const sorted = uses.sort((a, b) => b.at.getTime() - a.at.getTime())
  const unplanned = sorted.find((use) => !isPlanned(use.at, windows))
  const planned = sorted.find((use) => isPlanned(use.at, windows))
  return { ...(unplanned ? { unplanned } : {}), ...(planned ? { planned } : {}) }
}
