import type { Gap } from '../facts/root-activity.ts'
import type { ActivityGap, Unknown } from '../model/index.ts'

/** What was not seen, and why. `use`: it is about use of root itself. */
export function gapOf({ what, region, because }: Gap, use: boolean): ActivityGap {
  if ('state' in because) return { ...unknownGap(what, because, use), region }
  const day = because.since.toISOString().slice(0, 10)
  const message = `there are too many: looked back to ${day} only`
  return { what, region, why: 'too-many', message, needs: [], use }
}

export const unknownGap = (what: string, { why, message, needs }: Unknown, use: boolean): ActivityGap => ({
  what,
  why,
  message,
  needs,
  use,
})
