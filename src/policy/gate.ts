import { isDoubt } from './answer.ts'
import type { Asked, Layer, Source } from './request.ts'
import { matchStatement } from './statement.ts'
import type { Grant } from './principal.ts'
import type { Policy } from './types.ts'

/** Whether something is allowed, and by which statement; `state` 'doubt' carries the reason. */
export type Gate =
  | { readonly state: 'open'; readonly by?: Source }
  | { readonly state: 'doubt'; readonly by: Source; readonly doubt: string }
  | { readonly state: 'shut'; readonly layer: Layer; readonly level?: number }

/** What the Deny statements of all layers said so far. */
export interface Denials {
  sure?: Source
  unsure?: { by: Source; doubt: string }
}

/** A gate that does not exist limits nothing. */
export const OPEN: Gate = { state: 'open' }

/** The first shut gate, else the first in doubt, else open by the first that names a statement. */
export function all(...gates: readonly Gate[]): Gate {
  return (
    gates.find((gate) => gate.state === 'shut') ??
    gates.find((gate) => gate.state === 'doubt') ??
    gates.find((gate) => gate.state === 'open' && gate.by) ??
    OPEN
  )
}

/** The first open gate, else the first in doubt, else the first. */
export function any(first: Gate, ...others: readonly Gate[]): Gate {
  if (first.state === 'open') return first
  const gates = [first, ...others]
  return gates.find((gate) => gate.state === 'open') ?? gates.find((gate) => gate.state === 'doubt') ?? first
}

/**
 * Asks every statement of a layer. Allows go to the gate that `sort` names for their grant, denials to `denials`;
 * the walk stops at the first sure denial, since nothing can overrule it.
 */
export function walk(
  policies: readonly Policy[],
  place: { layer: Layer; level?: number },
  asked: Asked,
  denials: Denials,
): Record<Grant, Gate> {
  const shut: Gate = { state: 'shut', ...place }
  const gates: Record<Grant, Gate> = { free: shut, limited: shut, delegated: shut }
  for (let p = 0; p < policies.length; p++) {
    const statements = policies[p]?.statements ?? []
    for (let s = 0; s < statements.length; s++) {
      const statement = statements[s]
      if (!statement) continue
      const { answer, grant } = matchStatement(statement, asked, place.layer)
      if (answer === false) continue
      if (statement.effect === 'Allow' && gates[grant].state === 'open') continue
      const by: Source = {
        ...place,
        policy: p,
        ...(statement.sid ? { sid: statement.sid } : {}),
        statement: s,
      }
      const doubt = isDoubt(answer) ? answer.doubt : undefined
      if (statement.effect === 'Deny') {
        if (doubt === undefined) {
          denials.sure = by
          return gates
        }
        denials.unsure ??= { by, doubt }
      } else if (doubt === undefined) gates[grant] = { state: 'open', by }
      else if (gates[grant].state === 'shut') gates[grant] = { state: 'doubt', by, doubt }
    }
  }
  return gates
}
