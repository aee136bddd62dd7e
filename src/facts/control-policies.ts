import { type Fetcher, observed, pages, type Source } from '../aws/index.ts'
import { type ControlPolicyType, known, type Unknown } from '../model/index.ts'
import { centreOnly } from './centre-only.ts'

const types: Record<ControlPolicyType, 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'> = {
  scp: 'SERVICE_CONTROL_POLICY',
  rcp: 'RESOURCE_CONTROL_POLICY',
}

/** What AWS attaches to the root, every unit and every account where a type is enabled; it allows everything. */
const full: Record<ControlPolicyType, string> = { scp: 'p-FullAWSAccess', rcp: 'p-RCPFullAWSAccess' }

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

export interface HowToRead {
  /**
   * True: of AWS's own policy that allows everything only the targets are told that have another one as well, once there
   * are more than a few pages of them. Each account has it, 20 to a page, and what nothing else is attached to must have
   * it, since AWS leaves no target without a policy (Organizations User Guide, "Attaching and detaching SCPs").
   */
  brief: boolean
}

/** Pages of the targets of AWS's own policy that are read before it is asked of single targets. */
const fewPages = 5

/**
 * The control policies of an organization, read once for all its members: policy by policy, since there are fewer of them
 * than accounts. Sources: Organizations API reference, ListRoots (which types are enabled), ListPolicies,
 * ListTargetsForPolicy, DescribePolicy, ListPoliciesForTarget.
 */
export const controlPolicies: Fetcher<ControlPolicies> = {
  name: 'control-policies',
  reads: [
    'organizations:ListRoots',
    'organizations:ListPolicies',
    'organizations:ListTargetsForPolicy',
    'organizations:ListPoliciesForTarget',
    'organizations:DescribePolicy',
  ],
  async collect(source) {
    if (source.centre) return source.centre.get(controlPolicies)
    const unseen = await centreOnly(source)
    if (unseen) return unseen
    const read = await readControlPolicies(source, { brief: true })
    if (!read.ok) return read.unknown
    const attached = read.value.policies.map(({ name }) => name).sort()
    return known(read.value, [
      observed('organizations:ListPolicies', source.now.toISOString(), {
        enabled: [...read.value.enabled],
        attached,
      }),
    ])
  },
}

type Read<T> = { ok: true; value: T } | { ok: false; unknown: Unknown }

/** Reads them; a part that cannot be read is the whole answer: what is left to root is unknown then. */
export async function readControlPolicies(
  source: Pick<Source, 'call'>,
  how: HowToRead,
): Promise<Read<ControlPolicies>> {
  const roots = await pages(source, 'organizations:ListRoots', {}, (o) => ({
    items: o.Roots,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  if (!roots.ok) return roots
  const statuses = roots.items.flatMap((root) => root.PolicyTypes ?? [])
  const enabled = (Object.keys(types) as ControlPolicyType[]).filter((type) =>
    statuses.some(({ Type, Status }) => Type === types[type] && Status === 'ENABLED'),
  )
  const policies: ControlPolicy[] = []
  for (const type of enabled) {
    const read = await ofType(source, type, how)
    if (!read.ok) return read
    policies.push(...read.value)
  }
  return { ok: true, value: { enabled, policies } }
}

async function ofType(
  source: Pick<Source, 'call'>,
  type: ControlPolicyType,
  { brief }: HowToRead,
): Promise<Read<ControlPolicy[]>> {
  const found = await pages(source, 'organizations:ListPolicies', { Filter: types[type] }, (o) => ({
    items: o.Policies,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  if (!found.ok) return found
  const listed = found.items.flatMap(({ Id: id, Name }) => (id ? [{ id, name: Name ?? id, type }] : []))
  const read = await Promise.all(
    listed.map(async (policy) => ({
      policy,
      targets: await targetsOf(source, policy.id, brief && policy.id === full[type] ? fewPages : undefined),
    })),
  )
  const others = new Set(
    read.flatMap(({ policy, targets }) => (targets.ok && policy.id !== full[type] ? targets.items : [])),
  )
  const policies: ControlPolicy[] = []
  for (const { policy, targets } of read) {
    if (!targets.ok) return targets
    const all = targets.complete
      ? ({ ok: true, value: targets.items } as const)
      : await among(source, [...others], type)
    if (!all.ok) return all
    if (all.value.length === 0) continue
    const answer = await source.call('organizations:DescribePolicy', { PolicyId: policy.id })
    if (!answer.ok) return answer
    policies.push({ ...policy, targets: all.value, content: answer.output.Policy?.Content ?? '' })
  }
  return { ok: true, value: policies }
}

const targetsOf = (source: Pick<Source, 'call'>, id: string, most: number | undefined) =>
  pages(
    source,
    'organizations:ListTargetsForPolicy',
    { PolicyId: id },
    (o) => ({
      items: o.Targets?.flatMap(({ TargetId }) => TargetId ?? []),
      next: o.NextToken ? { NextToken: o.NextToken } : undefined,
    }),
    most === undefined ? {} : { most },
  )

/** Those of the targets to which AWS's own policy is attached. */
async function among(
  source: Pick<Source, 'call'>,
  targets: readonly string[],
  type: ControlPolicyType,
): Promise<Read<string[]>> {
  const value: string[] = []
  for (const target of targets) {
    const there = await pages(
      source,
      'organizations:ListPoliciesForTarget',
      { TargetId: target, Filter: types[type] },
      (o) => ({ items: o.Policies, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    )
    if (!there.ok) return there
    if (there.items.some(({ Id }) => Id === full[type])) value.push(target)
  }
  return { ok: true, value }
}
