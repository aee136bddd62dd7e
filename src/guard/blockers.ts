import type { ControlPolicyType } from '../model/index.ts'
import type { Policy } from '../policy/index.ts'
import type { ActionTable } from './actions/read.ts'
import { actionsOf, taskDenials, type TaskDenial, tellsAccountsApart } from './assumed-root.ts'
import { type PolicyWithTargets, readAttached } from './attached.ts'
import { controlTowerOf } from './control-tower.ts'
import type { PolicyPath } from './path.ts'

/** A policy that takes from sessions of AssumeRoot what their tasks need, or may. */
export interface Blocker {
  id: string
  name: string
  /** What it is attached to where it does so: ids of the root, of units and of accounts. */
  targets: string[]
  denied: string[]
  cannotTell: string[]
  /** True: it denies nothing, but leaves something out, and nothing beside it at the same place allows that. */
  lacking: boolean
  /** The controls of Control Tower that it is part of. */
  controlTower: string[]
}

interface Place {
  type: ControlPolicyType
  attached: number[]
  targets: string[]
}

/**
 * The attached policies that block AssumeRoot. A request must pass each level of a way alone, so that each place is judged
 * by itself, and places with the same policies together. `management` is the account that no policy binds. Throws
 * UserError for a policy that cannot be read.
 */
export function blockersOf(
  policies: readonly PolicyWithTargets[],
  management: string,
  table: ActionTable,
): Blocker[] {
  const read = policies.map(readAttached)
  const found = new Map<number, Blocker>()
  for (const { type, attached, targets } of placesOf(policies, management)) {
    const level = { name: 'root', policies: attached.map((at) => ({ at, policy: read[at]! })) }
    const path: PolicyPath = { scp: [], rcp: [], [type]: [level] }
    const contents = attached.map((at) => policies[at]!.content)
    for (const [target, accounts] of accountsBelow(targets, contents)) {
      const denials = accounts.flatMap((account) => taskDenials(path, account, table))
      for (const at of new Set(denials.flatMap(({ policy }) => policy ?? attached)))
        note(found, at, policies[at]!, read[at]!, target, denials)
    }
  }
  return [...found.values()]
}

function note(
  found: Map<number, Blocker>,
  at: number,
  { id, name }: PolicyWithTargets,
  policy: Policy,
  targets: readonly string[],
  denials: readonly TaskDenial[],
): void {
  const by = denials.filter((denial) => denial.policy === at || denial.policy === undefined)
  const old = found.get(at)
  const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort()
  found.set(at, {
    id,
    name,
    targets: union(old?.targets ?? [], targets),
    denied: union(old?.denied ?? [], actionsOf(by, 'deny')),
    cannotTell: union(old?.cannotTell ?? [], actionsOf(by, 'cannot-tell')),
    lacking: (old?.lacking ?? true) && by.every((denial) => denial.policy === undefined),
    controlTower: controlTowerOf(policy),
  })
}

/** Places that have the same policies of a type are one. */
function placesOf(policies: readonly PolicyWithTargets[], management: string): Place[] {
  const at: Record<ControlPolicyType, Map<string, number[]>> = { scp: new Map(), rcp: new Map() }
  for (const [index, { type, targets }] of policies.entries())
    for (const target of targets) {
      if (target === management) continue
      const there = at[type].get(target)
      if (there) there.push(index)
      else at[type].set(target, [index])
    }
  const places = new Map<string, Place>()
  for (const type of ['scp', 'rcp'] as const)
    for (const [target, attached] of at[type]) {
      const key = `${type} ${attached.join()}`
      const place = places.get(key) ?? { type, attached, targets: [] }
      place.targets.push(target)
      places.set(key, place)
    }
  return [...places.values()]
}

/** Who lies below is not known here: accounts of all beginnings stand for them, and those that the policies name. */
const anybody = [...'0123456789'].map((digit) => digit.repeat(12))

/** The accounts to be asked about, for targets that are one to these policies. */
function accountsBelow(
  targets: readonly string[],
  contents: readonly string[],
): (readonly [targets: readonly string[], accounts: readonly string[]])[] {
  if (!contents.some(tellsAccountsApart)) return [[targets, [anybody[1]!]]]
  const named = contents.flatMap((content) => content.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])
  return targets.map((target) => [
    [target],
    /^\d{12}$/.test(target) ? [target] : [...new Set([...anybody, ...named])],
  ])
}
