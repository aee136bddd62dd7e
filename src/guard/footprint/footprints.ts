import type { Footprint } from '../../model/index.ts'
import type { Policy, Statement } from '../../policy/index.ts'
import { accessLevels, type ActionTable } from '../actions/read.ts'
import type { Level, PolicyPath } from '../path.ts'
import { someAccount } from '../principals.ts'
import { knownOfRoot } from './known-root.ts'
import { Masks, namesAccounts } from './masks.ts'
import { ALLOWED, CANNOT_TELL, CONDITIONAL, DENIED, holdsForRoot, measure } from './measure.ts'

/** What is kept of a path: its statements, and its footprints by what accounts make of its conditions. */
interface Known {
  readonly statements: readonly Statement[]
  readonly perAccount: boolean
  readonly footprints: Map<string, Footprint>
}

/**
 * Root threat footprints. Equal paths are measured once, for all accounts that their conditions and resources do not
 * tell apart. Policies are told apart as objects: parse each text once. What is equal is the same object.
 */
export class Footprints {
  readonly #table: ActionTable
  readonly #masks: Masks
  readonly #numbers = new Map<Policy, number>()
  readonly #paths = new Map<string, Known>()
  readonly #footprints = new Map<string, Footprint>()

  constructor(table: ActionTable) {
    this.#table = table
    this.#masks = new Masks(table)
  }

  /** What standing root of an account can do below these policies. */
  of(path: PolicyPath, account: string = someAccount): Footprint {
    const known = this.#known(path)
    const root = knownOfRoot(account)
    const holds = new Map(known.statements.map((statement) => [statement, holdsForRoot(statement, root)]))
    const key = `${[...holds.values()].join('')}${known.perAccount ? account : ''}`
    let footprint = known.footprints.get(key)
    if (!footprint) {
      const outcomes = measure(path, account, this.#table, this.#masks, (statement) => holds.get(statement)!)
      known.footprints.set(key, (footprint = this.#interned(outcomes)))
    }
    return footprint
  }

  /** Different paths may leave the same: it is one footprint then. */
  #interned(outcomes: Uint8Array): Footprint {
    const key = Buffer.from(outcomes).toString('latin1')
    let footprint = this.#footprints.get(key)
    if (!footprint) this.#footprints.set(key, (footprint = summary(outcomes, this.#table)))
    return footprint
  }

  #known(path: PolicyPath): Known {
    const key = `${this.#keyOf(path.scp)};${this.#keyOf(path.rcp)}`
    let known = this.#paths.get(key)
    if (!known) {
      const statements = [...path.scp, ...path.rcp].flatMap((level) =>
        level.policies.flatMap(({ policy }) => policy.statements),
      )
      known = { statements, perAccount: statements.some(namesAccounts), footprints: new Map() }
      this.#paths.set(key, known)
    }
    return known
  }

  /** Order within a level decides nothing. */
  #keyOf(levels: readonly Level[]): string {
    const number = (policy: Policy): number => {
      const found = this.#numbers.get(policy) ?? this.#numbers.size
      this.#numbers.set(policy, found)
      return found
    }
    return levels
      .map(({ policies }) =>
        policies
          .map(({ policy }) => number(policy))
          .sort((a, b) => a - b)
          .join(),
      )
      .join('/')
  }
}

/** Counts at once; names the actions only when somebody asks, since thousands of footprints are kept. */
function summary(outcomes: Uint8Array, table: ActionTable): Footprint {
  const counts = [0, 0, 0, 0]
  const byAccessLevel: Record<string, number> = Object.fromEntries(accessLevels.map((level) => [level, 0]))
  const byService: Record<string, number> = {}
  for (let i = 0; i < outcomes.length; i++) {
    const outcome = outcomes[i]!
    counts[outcome]!++
    if (outcome !== ALLOWED && outcome !== CONDITIONAL) continue
    const { level, service } = table.actions[i]!
    byAccessLevel[level]!++
    byService[service] = (byService[service] ?? 0) + 1
  }
  const named = (...wanted: number[]) =>
    table.actions.filter((_, i) => wanted.includes(outcomes[i]!)).map(({ name }) => name)
  return {
    total: outcomes.length,
    allowed: counts[ALLOWED]!,
    conditional: counts[CONDITIONAL]!,
    denied: counts[DENIED]!,
    cannotTell: counts[CANNOT_TELL]!,
    byAccessLevel,
    byService,
    get actions() {
      return named(ALLOWED, CONDITIONAL).sort()
    },
    get conditionalActions() {
      return named(CONDITIONAL).sort()
    },
    get cannotTellActions() {
      return named(CANNOT_TELL).sort()
    },
    actionsAsOf: table.day,
  }
}
