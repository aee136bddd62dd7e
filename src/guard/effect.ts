import type { ControlPolicyType, Footprint, PolicyEffect } from '../model/index.ts'
import { parsePolicy, type Policy } from '../policy/index.ts'
import type { ActionTable } from './actions/read.ts'
import { type PolicyWithTargets, readAttached } from './attached.ts'
import { decide } from './decide.ts'
import type { Footprints } from './footprint/footprints.ts'
import type { PolicyPath } from './path.ts'
import { rootTasks } from './root-tasks.ts'

/** As a resource control policy it needs its Principal, as a service control policy it may have none. */
const allowing = (type: ControlPolicyType): Policy =>
  parsePolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...(type === 'rcp' ? { Principal: '*' } : {}) },
  })
const everything = { scp: allowing('scp'), rcp: allowing('rcp') }

/** What the five tasks of AssumeRoot need, each once. */
const taskActions: readonly string[] = [...new Set(Object.values(rootTasks).flat())].sort()

/** Statements that Control Tower writes about root, by their Sid (Control Tower, "Strongly recommended controls"). */
const controlTower: Readonly<Record<string, string>> = {
  GRRESTRICTROOTUSER: 'AWS-GR_RESTRICT_ROOT_USER',
  GRRESTRICTROOTUSERACCESSKEYS: 'AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS',
}

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
  const answers = (decision: 'deny' | 'cannot-tell') =>
    taskActions.filter((action) =>
      [...kinds.values()].some(
        (account) => decide(taskRequest(action, account), path, table).decision === decision,
      ),
    )
  const tower = policy.statements.flatMap(({ sid }) => (sid !== undefined ? (controlTower[sid] ?? []) : []))
  return {
    total: table.actions.length,
    denied: { least: denied.length > 0 ? Math.min(...denied) : 0, most: Math.max(0, ...denied) },
    conditional: Math.max(0, ...[...kinds.keys()].map(({ conditional }) => conditional)),
    cannotTell: Math.max(0, ...[...kinds.keys()].map(({ cannotTell }) => cannotTell)),
    assumedRoot: { denied: answers('deny'), cannotTell: answers('cannot-tell') },
    ...(tower.length > 0 ? { controlTower: tower } : {}),
  }
}

/** IAM's tasks are about root itself; of buckets and queues any may be meant. */
const taskRequest = (action: string, account: string) => ({
  principal: 'assumed-root' as const,
  action,
  account,
  ...(action.startsWith('iam:') ? { resource: `arn:aws:iam::${account}:root` } : {}),
})

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
