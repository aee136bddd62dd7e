import type { ControlPolicyType, Footprint, PolicyEffect } from '../model/index.ts'
import { parsePolicy, type Policy } from '../policy/index.ts'
import type { ActionTable } from './actions/read.ts'
import { actionsOf, taskDenials } from './assumed-root.ts'
import { type PolicyWithTargets, readAttached } from './attached.ts'
import { controlTowerOf } from './control-tower.ts'
import type { Footprints } from './footprint/footprints.ts'
import type { PolicyPath } from './path.ts'

/** As a resource control policy it needs its Principal, as a service control policy it may have none. */
const allowing = (type: ControlPolicyType): Policy =>
  parsePolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...(type === 'rcp' ? { Principal: '*' } : {}) },
  })
const everything = { scp: allowing('scp'), rcp: allowing('rcp') }

/**
 * What a policy alone takes from root of these accounts, and from sessions of AssumeRoot: as if it stood beside one that
 * allows everything. Accounts that it treats alike are asked once.
 */
export function effectOf(
  given: Pick<PolicyWithTargets, 'id' | 'name' | 'type' | 'content'>,
  accounts: readonly string[],
  table: ActionTable,
  footprints: Footprints,
): PolicyEffect {
  const policy = readAttached(given)
  const path = alone(given.type, policy)
  const kinds = new Map<Footprint, string>()
  for (const account of accounts) {
    const footprint = footprints.of(path, account)
    if (!kinds.has(footprint)) kinds.set(footprint, account)
  }
  const denied = [...kinds.keys()].map((footprint) => footprint.denied)
  const denials = [...kinds.values()].flatMap((account) => taskDenials(path, account, table))
  const tower = controlTowerOf(policy)
  return {
    total: table.actions.length,
    denied: { least: denied.length > 0 ? Math.min(...denied) : 0, most: Math.max(0, ...denied) },
    conditional: Math.max(0, ...[...kinds.keys()].map(({ conditional }) => conditional)),
    cannotTell: Math.max(0, ...[...kinds.keys()].map(({ cannotTell }) => cannotTell)),
    assumedRoot: {
      denied: actionsOf(denials, 'deny').sort(),
      cannotTell: actionsOf(denials, 'cannot-tell').sort(),
    },
    ...(tower.length > 0 ? { controlTower: tower } : {}),
  }
}

function alone(type: ControlPolicyType, policy: Policy): PolicyPath {
  const level = {
    name: 'root',
    policies: [
      { at: 0, policy: everything[type] },
      { at: 1, policy },
    ],
  }
  return { scp: [], rcp: [], [type]: [level] }
}
