import type { Iso, Unknown } from '../model/index.ts'
import { type Operation, permissionFor } from './operations.ts'
import { classify, codeOf } from './refusal.ts'

/** What AWS said, or why nothing could be learnt. */
export type Answer<O> =
  { ok: true; output: O; at: Iso } | { ok: false; code: string; message: string; unknown: Unknown; at: Iso }

/**
 * The answer that an error comes to. `timedOut`: the call had used up its time, whatever the SDK made of that. A user's
 * mistake is no answer, and is thrown on.
 */
export function refused(error: unknown, operation: Operation, timedOut: boolean, at: Iso): Answer<never> {
  if (error instanceof Error && error.name === 'UserError') throw error
  const real = timedOut ? Object.assign(new Error('timed out'), { name: 'CallTimedOut' }) : error
  const message = real instanceof Error ? real.message : String(real)
  return { ok: false, code: codeOf(real), message, unknown: classify(real, permissionFor(operation)), at }
}
