import { isDoubt } from './answer.ts'
import type { Grant } from './principal.ts'
import type { Asked, Layer } from './request.ts'
import { matchStatement } from './statement.ts'
import type { Policy, Statement } from './types.ts'

/** A kind of policies, and for control policies the level. */
export interface Place {
  readonly layer: Layer
  readonly level: number | undefined
}

/** A statement, where it stands. */
export interface Found {
  readonly place: Place
  readonly policy: number
  readonly index: number
  readonly statement: Statement
  /** Why it is not known whether the statement matches; undefined when it does. */
  readonly doubt: string | undefined
}

/** Whether something is allowed: by what, perhaps by what, or for lack of an allow in which place not. */
export type Gate =
  | { readonly state: 'open'; readonly by: Found | undefined }
  | { readonly state: 'doubt'; readonly by: Found }
  | { readonly state: 'shut'; readonly place: Place }

/** What the Deny statements of all layers said so far. */
export interface Denials {
  sure: Found | undefined
  unsure: Found | undefined
}

/** A gate that does not exist limits nothing. */
export const OPEN: Gate = { state: 'open', by: undefined }

/** Both must let through: the first shut gate, else one in doubt, else the first. */
export function both(first: Gate, second: Gate): Gate {
  if (first.state === 'shut' || second.state === 'open') return first
  return second.state === 'shut' || first.state === 'open' ? second : first
}

/** One must let through: the first open gate, else one in doubt, else the first. */
export function either(first: Gate, second: Gate): Gate {
  if (first.state === 'open' || second.state === 'shut') return first
  return second.state === 'open' || first.state === 'shut' ? second : first
}

/**
 * Asks every statement of a place. Allows open the gate of their grant, denials go to `denials`; the walk stops at
 * the first sure denial, since nothing can overrule it. Runs for every action a guard is measured with, hence the
 * plain loops and the few objects.
 */
export function walk(
  policies: readonly Policy[],
  place: Place,
  asked: Asked,
  denials: Denials,
): Record<Grant, Gate> {
  const shut: Gate = { state: 'shut', place }
  const gates: Record<Grant, Gate> = { free: shut, limited: shut, delegated: shut }
  for (let policy = 0; policy < policies.length; policy++) {
    const statements = policies[policy]?.statements ?? []
    for (let index = 0; index < statements.length; index++) {
      const statement = statements[index]
      if (!statement) continue
      const { answer, grant } = matchStatement(statement, asked, place.layer)
      if (answer === false) continue
      const doubt = isDoubt(answer) ? answer.doubt : undefined
      const found: Found = { place, policy, index, statement, doubt }
      if (statement.effect === 'Deny') {
        if (doubt === undefined) {
          denials.sure = found
          return gates
        }
        denials.unsure ??= found
      } else if (doubt === undefined) {
        if (gates[grant].state !== 'open') gates[grant] = { state: 'open', by: found }
      } else if (gates[grant].state === 'shut') gates[grant] = { state: 'doubt', by: found }
    }
  }
  return gates
}
