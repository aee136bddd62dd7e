import type { AwsAction } from './aws.ts'
import type { Evidence } from './evidence.ts'
import type { Unattested, Unknown } from './fact.ts'

interface Base {
  /** What is so. For a failure: what, why, what to do. */
  message: string
  /** Replaces the evidence of the control's facts where only part of it was used. */
  evidence?: readonly Evidence[]
}

/** What a judge says. Profile, exceptions and unknown required facts are the engine's business. */
export type Verdict =
  | (Base & { status: 'pass' })
  | (Base & { status: 'fail'; waiting?: readonly string[] })
  | (Base & { status: 'review'; question: string })
  | (Base & { status: 'unknown'; needs: readonly AwsAction[] })
  | (Base & { status: 'not-applicable' })

type More = Omit<Base, 'message'>

export const pass = (message: string, more: More = {}): Verdict => ({ status: 'pass', message, ...more })
export const fail = (message: string, more: More & { waiting?: readonly string[] } = {}): Verdict => ({
  status: 'fail',
  message,
  ...more,
})
export const review = (message: string, question: string, more: More = {}): Verdict => ({
  status: 'review',
  message,
  question,
  ...more,
})
export const notApplicable = (message: string): Verdict => ({ status: 'not-applicable', message })
export const cannotTell = (message: string, needs: readonly AwsAction[] = []): Verdict => ({
  status: 'unknown',
  message,
  needs,
})

/** The verdict that a missing fact alone leads to: unknown where nobody could look, review where nobody has said. */
export function missing(fact: Unknown | Unattested, said?: string): Verdict {
  if (fact.state === 'unknown') return cannotTell(said ?? fact.message, fact.needs)
  const lapsed = fact.lapsed
  return review(
    said ??
      (lapsed
        ? `What was said on ${lapsed.at.slice(0, 10)} lapsed on ${lapsed.expires.slice(0, 10)}.`
        : 'nobody has said so yet'),
    fact.question,
  )
}
