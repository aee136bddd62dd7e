import type { Doubt } from './answer.ts'
import { isDoubt } from './answer.ts'
import type { CompiledCondition } from './conditions/evaluate.ts'
import { compileCondition } from './conditions/evaluate.ts'
import { RequestContext } from './context.ts'
import type { Condition, Statement } from './types.ts'

/** What is known of requests before one is made: the keys with these values, and the keys that no request carries. */
export class KnownKeys {
  readonly context: RequestContext
  readonly #given: Readonly<Record<string, string>>
  readonly #absent: (lowerCaseKey: string) => boolean

  constructor(given: Readonly<Record<string, string>>, absent: (lowerCaseKey: string) => boolean) {
    this.#given = given
    this.#absent = absent
    this.context = new RequestContext(given)
  }

  /** Whether every request has the same to say about a key. */
  knows(lowerCaseKey: string): boolean {
    return this.context.get(lowerCaseKey) !== undefined || this.#absent(lowerCaseKey)
  }

  /** As if a request carried these as well. */
  and(more: Readonly<Record<string, string>>): RequestContext {
    return new RequestContext({ ...this.#given, ...more })
  }
}

/** Whether the conditions of a statement hold: for every request, for none, for some, or in doubt. */
export type Prospect = 'always' | 'never' | 'depends' | Doubt

/**
 * What can be said about a statement's conditions before a request is made. 'depends' where a key or a policy variable
 * is not known: that conditions may exclude each other is not seen.
 */
export function conditionsBefore(statement: Statement, known: KnownKeys): Prospect {
  let prospect: Prospect = 'always'
  for (const condition of statement.conditions) {
    const one = conditionBefore(condition, statement.variables, known)
    if (one === 'never') return 'never'
    if (isDoubt(prospect)) continue
    if (one !== 'always') prospect = one
  }
  return prospect
}

interface Prepared {
  readonly ask: CompiledCondition
  /** The key and the policy variables, in lower case. */
  readonly keys: readonly string[]
}

const prepared = new WeakMap<Condition, Prepared>()

function conditionBefore(condition: Condition, variables: boolean, known: KnownKeys): Prospect {
  let ready = prepared.get(condition)
  if (!ready) prepared.set(condition, (ready = prepare(condition, variables)))
  const missing = ready.keys.filter((key) => !known.knows(key))
  const answer = ready.ask(known.context)
  if (missing.length === 0) return isDoubt(answer) ? answer : answer ? 'always' : 'never'
  // A doubt may need a value to show: nothing of a policy can be equal to this one.
  const probe = ready.ask(known.and(Object.fromEntries(missing.map((key) => [key, '\u{e000}']))))
  return isDoubt(answer) ? answer : isDoubt(probe) ? probe : 'depends'
}

function prepare(condition: Condition, variables: boolean): Prepared {
  const named = variables
    ? condition.values.flatMap((value) =>
        [...value.matchAll(/\$\{([^}:]+:[^},]*)/g)].map(([, key]) => key!.trim().toLowerCase()),
      )
    : []
  return {
    ask: compileCondition(condition, variables),
    keys: [...new Set([condition.key.toLowerCase(), ...named])],
  }
}
