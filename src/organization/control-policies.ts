import { pages, type Source } from '../aws/index.ts'
import { type ControlPolicyType, type Unknown, UserError } from '../model/index.ts'

const types: Record<ControlPolicyType, 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'> = {
  scp: 'SERVICE_CONTROL_POLICY',
  rcp: 'RESOURCE_CONTROL_POLICY',
}

/** A control policy of the organization, and what it is attached to. */
export interface ControlPolicy {
  id: string
  name: string
  type: ControlPolicyType
  /** The document, as AWS keeps it. */
  content: string
  /** Ids of the root, of units and of accounts. */
  targets: readonly string[]
}

/** The control policies that are attached anywhere; a type that is not enabled limits nothing and has none. */
export interface ControlPolicies {
  enabled: readonly ControlPolicyType[]
  policies: readonly ControlPolicy[]
}

/**
 * Reads every control policy and its targets: policy by policy, since there are fewer of them than accounts. Sources:
 * Organizations API reference, ListRoots (which types are enabled), ListPolicies, ListTargetsForPolicy, DescribePolicy.
 * Throws UserError where a part cannot be read: what is left to root is unknown then.
 */
export async function readControlPolicies(source: Pick<Source, 'call'>): Promise<ControlPolicies> {
  const roots = await pages(source, 'organizations:ListRoots', {}, (o) => ({
    items: o.Roots,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  if (!roots.ok) throw unseen(roots.unknown)
  const statuses = roots.items.flatMap((root) => root.PolicyTypes ?? [])
  const enabled = (Object.keys(types) as ControlPolicyType[]).filter((type) =>
    statuses.some(({ Type, Status }) => Type === types[type] && Status === 'ENABLED'),
  )
  const policies: ControlPolicy[] = []
  for (const type of enabled)
    for (const { id, name } of await listed(source, type)) {
      const targets = await targetsOf(source, id)
      if (targets.length > 0) policies.push({ id, name, type, targets, content: await contentOf(source, id) })
    }
  return { enabled, policies }
}

async function listed(source: Pick<Source, 'call'>, type: ControlPolicyType) {
  const found = await pages(source, 'organizations:ListPolicies', { Filter: types[type] }, (o) => ({
    items: o.Policies,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  if (!found.ok) throw unseen(found.unknown)
  return found.items.flatMap(({ Id: id, Name }) => (id ? [{ id, name: Name ?? id }] : []))
}

async function targetsOf(source: Pick<Source, 'call'>, id: string): Promise<string[]> {
  const found = await pages(source, 'organizations:ListTargetsForPolicy', { PolicyId: id }, (o) => ({
    items: o.Targets,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  if (!found.ok) throw unseen(found.unknown)
  return found.items.flatMap(({ TargetId }) => TargetId ?? [])
}

async function contentOf(source: Pick<Source, 'call'>, id: string): Promise<string> {
  const answer = await source.call('organizations:DescribePolicy', { PolicyId: id })
  if (!answer.ok) throw unseen(answer.unknown)
  return answer.output.Policy?.Content ?? ''
}

const unseen = ({ message }: Unknown): UserError =>
  new UserError(
    'policies-unseen',
    `The control policies of the organization cannot be read: ${message}.`,
    'Use credentials of the management account that may organizations:ListRoots, ListPolicies, ListTargetsForPolicy and DescribePolicy.',
  )
