/** What one finding's change comes to: pure, so that every case stands in a table. */
import type { DriftKind, Finding, Iso } from '../model/index.ts'
import type { Resting } from '../store/watch-state.ts'
import { hadFailed, type Letter, statusOf } from './letters.ts'

/** So long before it ends a statement or an exception is told of. */
export const lapsingMs = 14 * 86_400_000

/**
 * The drift between what was so and what is so now. `was` undefined: it was never judged; `isNew` says whether that is news
 * (the account joined) or only the first look. What failed before it could not be told is no new failure afterwards.
 */
export function changeOf(
  was: Letter | undefined,
  { status }: Pick<Finding, 'status'>,
  isNew: boolean,
): Exclude<DriftKind, 'lapsing'> | undefined {
  if (was === undefined && !isNew) return undefined
  const failed = was !== undefined && hadFailed(was)
  if (status === 'fail') return was === 'f' || was === 'U' ? undefined : 'fail'
  if (status === 'unknown') return was !== undefined && statusOf(was) === 'unknown' ? undefined : 'unknown'
  if (status === 'review') return was && 'pfeE'.includes(was) ? 'review' : undefined
  // A failure that somebody answers for is not fixed.
  return failed && status !== 'excepted' ? 'fixed' : undefined
}

/** When the first of the statements ends that a good finding rests on, or the exception; undefined where it rests on none. */
export function endOf({ status, exception, evidence }: Finding): Iso | undefined {
  if (status === 'excepted') return exception?.expires
  if (status !== 'pass') return undefined
  return evidence
    .flatMap((piece) => (piece.kind === 'observation' ? [] : [piece.expires]))
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0]
}

/** True where it ends soon enough to be told of, and was not. A date that has passed is told of by what it leads to. */
export function isLapsing({ expires, told }: Resting, now: Date): boolean {
  const left = Date.parse(expires) - now.getTime()
  return told === undefined && left > 0 && left <= lapsingMs
}
