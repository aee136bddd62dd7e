import type { GuardResult } from '../model/index.ts'
import type { ActionTable } from './actions/read.ts'
import { decide } from './decide.ts'
import type { PolicyPath } from './path.ts'
import type { GuardCase } from './read-cases.ts'

/** Decides every case, in its order. */
export function testCases(cases: readonly GuardCase[], path: PolicyPath, table: ActionTable): GuardResult[] {
  return cases.map((one) => {
    const { decision, by, why } = decide(one, path, table)
    return {
      name: one.name,
      decision,
      ...(by ? { by } : {}),
      why,
      ...(one.expect === undefined ? {} : { expect: one.expect, asExpected: one.expect === decision }),
    }
  })
}

/** Actions that AWS does not have, each once: most are slips of the pen, and a deny for everything denies them too. */
export function unknownActions(cases: readonly GuardCase[], table: ActionTable): string[] {
  return [...new Set(cases.map(({ action }) => action))].filter(
    (action) => !table.byName.has(action.toLowerCase()),
  )
}
