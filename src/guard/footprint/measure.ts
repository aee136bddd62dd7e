import { conditionsBefore, isDoubt, type KnownKeys, type Statement } from '../../policy/index.ts'
import type { ActionTable } from '../actions/read.ts'
import type { Level, PolicyPath } from '../path.ts'
import { ALWAYS, DEPENDS, type Masks, NEVER } from './masks.ts'

/** What comes of an action for root. */
export const DENIED = 0
export const ALLOWED = 1
export const CONDITIONAL = 2
export const CANNOT_TELL = 3

/** Beside NEVER, DEPENDS and ALWAYS: nobody can say. */
const DOUBT = 3

/**
 * How strong an answer is among several of its kind. A sure denial settles it and a doubt counts more than a
 * condition; of allows the surest counts.
 */
const denyRank = rankOf({ [NEVER]: 0, [DEPENDS]: 1, [DOUBT]: 2, [ALWAYS]: 3 })
const allowRank = rankOf({ [NEVER]: 0, [DOUBT]: 1, [DEPENDS]: 2, [ALWAYS]: 3 })

function rankOf(ranks: Record<number, number>): Uint8Array {
  return Uint8Array.from([0, 1, 2, 3], (state) => ranks[state]!)
}

/** Whether the conditions of a statement hold for root, whatever it asks for. */
export function holdsForRoot(statement: Statement, known: KnownKeys): number {
  if (misplaced(statement)) return DOUBT
  const prospect = conditionsBefore(statement, known)
  if (isDoubt(prospect)) return DOUBT
  return prospect === 'always' ? ALWAYS : prospect === 'depends' ? DEPENDS : NEVER
}

/** AWS attaches no such statement: what it would do nobody knows. `Principal: "*"` is what resource control policies have. */
function misplaced({ principal, resource }: Statement): boolean {
  if (!resource) return true
  return principal !== undefined && (principal.not || !principal.entries.some(({ value }) => value === '*'))
}

/** Gives DENIED, ALLOWED, CONDITIONAL or CANNOT_TELL for every action of the table. `holds` is holdsForRoot of a statement. */
export function measure(
  path: PolicyPath,
  account: string,
  { actions, rcpServices }: ActionTable,
  masks: Masks,
  holds: (statement: Statement) => number,
): Uint8Array {
  const size = actions.length
  const deny = new Uint8Array(size)
  // The weakest of all levels counts, and at each the strongest allow.
  const open = new Uint8Array(size).fill(3)
  const walk = (levels: readonly Level[], denied: Uint8Array, allowed: Uint8Array): void => {
    for (const level of levels) {
      const here = new Uint8Array(size)
      for (const { policy } of level.policies)
        for (const statement of policy.statements) {
          const state = holds(statement)
          if (state === NEVER) continue
          const allows = statement.effect === 'Allow'
          merge(allows ? here : denied, masks.of(statement, account), state, allows ? allowRank : denyRank)
        }
      for (let i = 0; i < size; i++) if (here[i]! < allowed[i]!) allowed[i] = here[i]!
    }
  }
  walk(path.scp, deny, open)
  if (path.rcp.length > 0) {
    const denyRcp = new Uint8Array(size)
    const openRcp = new Uint8Array(size).fill(3)
    walk(path.rcp, denyRcp, openRcp)
    for (let i = 0; i < size; i++) {
      // Where AWS is not known to apply resource control policies, they are no protection to count on.
      const reached = rcpServices.has(actions[i]!.service)
      const denies = !reached && denyRcp[i] === denyRank[ALWAYS] ? denyRank[DOUBT]! : denyRcp[i]!
      const opens = !reached && openRcp[i] === 0 ? allowRank[DOUBT]! : openRcp[i]!
      if (denies > deny[i]!) deny[i] = denies
      if (opens < open[i]!) open[i] = opens
    }
  }
  const result = new Uint8Array(size)
  for (let i = 0; i < size; i++) result[i] = outcome(deny[i]!, open[i]!)
  return result
}

/** Adds what a statement says to what others said, action by action. */
function merge(into: Uint8Array, mask: Uint8Array, state: number, rank: Uint8Array): void {
  const always = rank[state]!
  const depends = rank[state === ALWAYS ? DEPENDS : state]!
  for (let i = 0; i < mask.length; i++) {
    const on = mask[i]
    if (on === NEVER) continue
    const value = on === ALWAYS ? always : depends
    if (value > into[i]!) into[i] = value
  }
}

function outcome(deny: number, open: number): number {
  if (deny === denyRank[ALWAYS] || open === allowRank[NEVER]) return DENIED
  if (deny === denyRank[DOUBT] || open === allowRank[DOUBT]) return CANNOT_TELL
  return deny === denyRank[DEPENDS] || open === allowRank[DEPENDS] ? CONDITIONAL : ALLOWED
}
