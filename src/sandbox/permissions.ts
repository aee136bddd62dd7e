import type { Policy, PolicySet } from '../policy/index.ts'
import { parsePolicy } from '../policy/index.ts'
import { isAttached, memberOf } from './accounts/members.ts'
import type { Principal } from './identify.ts'
import { awsManagedDocument } from './services/iam/aws-managed.ts'
import type { Account, PolicyDocument, World } from './world.ts'

/** Parses each policy once: documents by identity (a changed policy is a new object), SCPs by their text. */
const byDocument = new WeakMap<PolicyDocument, Policy>()
const byText = new Map<string, Policy>()

export function parsed(document: PolicyDocument | string): Policy {
  const kept = typeof document === 'string' ? byText.get(document) : byDocument.get(document)
  if (kept) return kept
  const policy = parsePolicy(document as never)
  if (typeof document === 'string') byText.set(document, policy)
  else byDocument.set(document, policy)
  return policy
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
}

/** Collects the policies of a principal as they stand in the world now. */
export function policiesOf(world: World, { caller, session }: Principal): PolicySet {
  const { account } = caller
  const scps = scpLevels(
    world,
    account,
    isServiceLinked(account, caller.kind === 'role' ? caller.name : undefined),
  )
  const set = { ...(scps.length ? { scps } : {}) }
  switch (caller.kind) {
    case 'root':
      return { identity: [parsed(EVERYTHING)], ...set }
    case 'assumed-root': {
      const task = session?.principal.kind === 'assumed-root' ? session.principal.taskPolicyArn : ''
      return {
        identity: [parsed(EVERYTHING)],
        session: [parsed(EVERYTHING), ...managed(account, [task])],
        ...set,
      }
    }
    case 'user':
      return { ...userPolicies(account, caller.name ?? ''), ...set }
    case 'role':
      return { ...rolePolicies(account, caller.name ?? ''), ...sessionPolicies(account, session), ...set }
  }
}

function userPolicies(account: Account, name: string): PolicySet {
  const user = account.iam.users.find((candidate) => candidate.name === name)
  if (!user) return { identity: [] }
  const groups = account.iam.groups.filter((group) => user.groups.includes(group.name))
  const identity = [user, ...groups].flatMap((owner) => ownPolicies(account, owner))
  return { identity, ...boundary(account, user.boundary) }
}

function rolePolicies(account: Account, name: string): PolicySet {
  const role = account.iam.roles.find((candidate) => candidate.name === name)
  return role
    ? { identity: ownPolicies(account, role), ...boundary(account, role.boundary) }
    : { identity: [] }
}

const ownPolicies = (
  account: Account,
  owner: { attached: string[]; inline: Record<string, PolicyDocument> },
): Policy[] => [...managed(account, owner.attached), ...Object.values(owner.inline).map(parsed)]

const boundary = (account: Account, arn: string | undefined): { boundary?: Policy[] } =>
  arn === undefined ? {} : { boundary: managed(account, [arn]) }

function sessionPolicies(account: Account, session: Principal['session']): { session?: Policy[] } {
  if (session?.principal.kind !== 'role') return {}
  const { policy, policyArns } = session.principal
  if (!policy && !policyArns) return {}
  return { session: [...(policy ? [parsed(policy)] : []), ...managed(account, policyArns ?? [])] }
}

/** The documents behind ARNs, AWS managed or the account's own; an ARN of nothing gives nothing. */
function managed(account: Account, arns: string[]): Policy[] {
  return arns.flatMap((arn) => {
    const document = awsManagedDocument(arn) ?? customerManaged(account, arn)
    return document ? [parsed(document)] : []
  })
}

function customerManaged(account: Account, arn: string): PolicyDocument | undefined {
  const path = /^arn:[^:]+:iam::(\d+):policy(\/.*)$/.exec(arn)
  if (path?.[1] !== account.id) return undefined
  const policy = account.iam.policies.find((candidate) => candidate.path + candidate.name === path[2])
  return policy?.versions.find((version) => version.isDefault)?.document
}

const isServiceLinked = (account: Account, role: string | undefined): boolean =>
  role !== undefined &&
  account.iam.roles.some(
    (candidate) => candidate.name === role && candidate.path.startsWith('/aws-service-role/'),
  )

/**
 * Service control policies bind members, root included, never the management account and never service-linked roles
 * (Organizations User Guide, "Service control policies"). Policies that AWS attached itself bind wherever they are set.
 */
function scpLevels(world: World, account: Account, serviceLinked: boolean): Policy[][] {
  const own = world.behaviour.awsManagedPolicies
  const levels = own?.length ? [[parsed(EVERYTHING), ...own.map(parsed)]] : []
  const { organization } = world
  const member = memberOf(world, account.id)
  if (!organization || !member || account.id === organization.managementAccountId || serviceLinked)
    return levels
  if (!organization.enabledPolicyTypes.includes('SERVICE_CONTROL_POLICY')) return levels
  for (const target of pathTo(world, account.id, member.parent)) {
    const attached = organization.policies.filter(
      (policy) => policy.type === 'SERVICE_CONTROL_POLICY' && isAttached(world, policy, target),
    )
    // AWS lets no target be without an SCP: a level without one is a world that left FullAWSAccess out.
    if (attached.length) levels.push(attached.map((policy) => parsed(policy.content)))
  }
  return levels
}

/** Root id, unit ids from the top, account id. */
function pathTo(world: World, accountId: string, parent: string): string[] {
  const path = [accountId]
  for (let at: string | undefined = parent; at !== undefined;) {
    path.unshift(at)
    const id: string = at
    at = world.organization?.units.find((unit) => unit.id === id)?.parent
  }
  return path
}
