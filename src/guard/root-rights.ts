import type { Footprint } from '../model/index.ts'
import type { ActionTable } from './actions/read.ts'
import { taskDenials, type TaskDenial, tellsAccountsApart } from './assumed-root.ts'
import { pathsOf, type PolicyWithTargets } from './attached.ts'
import { Footprints } from './footprint/footprints.ts'
import type { Level, PolicyPath } from './path.ts'

/** What is left to root of an account, and what is taken from sessions of AssumeRoot there. */
export interface Rights {
  footprint: Footprint
  denials: readonly TaskDenial[]
}

/**
 * The rights of root in every account of an organization. What stands on a way is judged once, for all accounts that it
 * does not tell apart. Throws UserError for a policy that cannot be read.
 */
export class RootRights {
  readonly #table: ActionTable
  readonly #footprints: Footprints
  readonly #paths: (ids: readonly string[]) => PolicyPath
  readonly #apart: readonly boolean[]
  readonly #denials = new Map<string, readonly TaskDenial[]>()

  constructor(policies: readonly PolicyWithTargets[], table: ActionTable) {
    this.#table = table
    this.#footprints = new Footprints(table)
    this.#paths = pathsOf(policies, (id) => id)
    this.#apart = policies.map(({ content }) => tellsAccountsApart(content))
  }

  /** `ids`: from the root of the organization down to the account. */
  of(ids: readonly string[]): Rights {
    const account = ids.at(-1)!
    const path = this.#paths(ids)
    const onWay = [...path.scp, ...path.rcp].flatMap(({ policies }) => policies.map(({ at }) => at))
    const key = `${keyOf(path.scp)};${keyOf(path.rcp)};${onWay.some((at) => this.#apart[at]) ? account : ''}`
    let denials = this.#denials.get(key)
    if (!denials) this.#denials.set(key, (denials = taskDenials(path, account, this.#table)))
    return { footprint: this.#footprints.of(path, account), denials }
  }
}

const keyOf = (levels: readonly Level[]): string =>
  levels.map(({ policies }) => policies.map(({ at }) => at).join()).join('/')
