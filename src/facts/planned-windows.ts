import type { Fetcher } from '../aws/index.ts'
import { known } from '../model/index.ts'

/** A time in which root is used on purpose. */
export interface PlannedUse {
  from: Date
  until: Date
}

/**
 * When root was used on purpose, as people recorded it. Nobody recorded anything: no use was planned. A window is told
 * beside the use that falls into it, never instead of it.
 */
export const plannedWindows: Fetcher<readonly PlannedUse[]> = {
  name: 'planned-windows',
  reads: [],
  collect: async (source) =>
    known(
      source.records.windows().map(({ from, until }) => ({ from: new Date(from), until: new Date(until) })),
    ),
}

/** True where a use falls into a planned time. */
export const isPlanned = (at: Date, windows: readonly PlannedUse[]): boolean =>
  windows.some(({ from, until }) => at >= from && at <= until)
