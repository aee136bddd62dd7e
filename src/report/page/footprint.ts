import type { FootprintCounts, PageDetail } from '../../model/index.ts'
import type { PageOptions } from './build.ts'

/** The control whose evidence says what is left to root of a member. */
const control = 'root-is-denied-by-policy:'

/** What root of an account can still do, where its finding saw it; undefined where that was not looked at. */
export function footprintOf({ id, evidence }: PageDetail): FootprintCounts | undefined {
  if (!id.startsWith(control)) return undefined
  for (const { saw } of evidence) {
    if (saw === null || typeof saw !== 'object') continue
    const { total, allowed, conditional, cannotTell } = saw as Record<string, unknown>
    if (!isCount(total) || !isCount(allowed) || !isCount(conditional) || !isCount(cannotTell)) continue
    return { total, allowed, conditional, cannotTell, denied: total - allowed - conditional - cannotTell }
  }
  return undefined
}

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0

/** Footprints that fill while the findings pass: hand both to `pageReport`. */
export function footprintsHeard(before: Pick<PageOptions, 'detail' | 'footprints'> = {}): {
  footprints: ReadonlyMap<string, FootprintCounts>
  detail: NonNullable<PageOptions['detail']>
} {
  const footprints = new Map(before.footprints)
  return {
    footprints,
    detail(detail, subject) {
      before.detail?.(detail, subject)
      const seen = footprintOf(detail)
      if (seen && !footprints.has(subject)) footprints.set(subject, seen)
    },
  }
}
