/** Policies of topics: added to, never replaced. */
import type { Json } from '../../model/index.ts'

export interface Statement {
  readonly [field: string]: Json | undefined
  readonly Sid?: string
}
export interface Policy {
  readonly [field: string]: Json | undefined
  readonly Statement?: Statement | readonly Statement[]
}

/**
 * The policy with one more statement; every other one stays, and two statements never share an id, which SNS refuses.
 * Undefined for a text that is no policy.
 */
export function merged(policy: string | undefined, added: Statement): string | undefined {
  if (!policy) return undefined
  try {
    const found = JSON.parse(policy) as Policy
    const given = found.Statement
    const statements: readonly Statement[] = given === undefined ? [] : Array.isArray(given) ? given : [given]
    const taken = statements.map((s) => s.Sid)
    const wanted = added.Sid ?? 'Added'
    let Sid = wanted
    for (let n = 2; taken.includes(Sid); n++) Sid = `${wanted}${n}`
    return JSON.stringify({ ...found, Statement: [...statements, { ...added, Sid }] })
  } catch {
    return undefined
  }
}
