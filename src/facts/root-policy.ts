/** How far the declared policy about root has been rolled out. */
import { type Fetcher, observed, pages, type Source } from '../aws/index.ts'
import { ownRootPolicy, rootPolicy, type RootPolicyKind, rootPolicyNames } from '../guard/index.ts'
import { type Configuration, type Iso, known, type Unknown, unknown } from '../model/index.ts'
import { type ControlPolicy, controlPolicies } from './control-policies.ts'
import { lookUp } from './event-history.ts'
import { assumedRootBlockers } from './root-rights.ts'

/** A place that policies are attached to. */
export interface PolicyPlace {
  id: string
  /** Service control policies there that are known of: AWS's own counts only where there is another one. */
  attached: number
  /** Ours is there. */
  has: boolean
}

export interface RootPolicyState {
  /** Service control policies are enabled. */
  enabled: boolean
  root: PolicyPlace
  /** Undefined: no unit is declared, or there is none like it. */
  canary?: PolicyPlace & { hasAccounts: boolean }
  /** The attached policy of the name that the declared one has. */
  policy?: { id: string; same: boolean }
  /** The policy that denies everything is attached beside the allow-list that is declared, which then leaves nothing. */
  shut?: true
  /** When ours was attached to the canary; undefined: it is not, or event history does not show it. */
  since?: Iso
  /** Names of the policies that block AssumeRoot, or of which nobody can tell. */
  blocking: readonly string[]
}

/** The policy about root that is declared; undefined: none is, or the allow-list lacks its administrator. */
export function declaredRootPolicy(
  { organization, administrator }: Configuration,
  partition: string,
): { kind: RootPolicyKind; name: string; text: string } | undefined {
  if (organization?.rootPolicy === undefined) return undefined
  const kind = organization.rootPolicy === 'deny' ? 'root-deny' : 'root-allow-list'
  const name = administrator?.name
  if (kind === 'root-allow-list' && name === undefined) return undefined
  const options = kind === 'root-allow-list' ? { partition, administrator: name! } : { partition }
  return { kind, name: rootPolicyNames[kind], text: rootPolicy(kind, options) }
}

/** Seen by the management account, where `organization.rootPolicy` is declared: else nobody asks. */
export const rootPolicyState: Fetcher<RootPolicyState> = {
  name: 'root-policy-state',
  reads: [
    ...new Set([
      ...assumedRootBlockers.reads,
      'organizations:ListOrganizationalUnitsForParent',
      'organizations:ListAccountsForParent',
      'cloudtrail:LookupEvents',
    ] as const),
  ],
  async collect(source) {
    const { canaryUnit } = source.configuration.organization ?? {}
    const declared = declaredRootPolicy(source.configuration, source.partition)
    if (declared === undefined)
      return unknown(
        'elsewhere',
        'no policy about root is declared, or the allow-list without its administrator',
      )
    const [read, blockers] = await Promise.all([source.get(controlPolicies), source.get(assumedRootBlockers)])
    if (read.state !== 'known') return read
    if (blockers.state !== 'known') return blockers
    const roots = await source.call('organizations:ListRoots', {})
    if (!roots.ok) return roots.unknown
    const root = roots.output.Roots?.[0]
    if (!root?.Id) return unknown('failed', 'organizations:ListRoots named no root')
    const ofType = read.value.policies.filter(({ type }) => type === 'scp')
    const ours = ofType.find(({ name }) => name === declared.name)
    const shut =
      declared.kind === 'root-allow-list' &&
      ofType.some(({ content }) => ownRootPolicy(content)?.kind === 'root-deny')
    const canary = canaryUnit === undefined ? undefined : await unitOf(source, root.Id, canaryUnit)
    if (typeof canary === 'object') return canary
    const accounts = canary === undefined ? undefined : await hasAccounts(source, canary)
    if (typeof accounts === 'object') return accounts
    const place = placeIn(ofType, ours)
    const attachedToCanary = ours && canary !== undefined && ours.targets.includes(canary)
    const since = attachedToCanary ? await attachedSince(source, ours.id, canary) : undefined
    const value: RootPolicyState = {
      enabled: read.value.enabled.includes('scp'),
      root: place(root.Id),
      ...(canary === undefined ? {} : { canary: { ...place(canary), hasAccounts: accounts === true } }),
      ...(ours ? { policy: { id: ours.id, same: ours.content === declared.text } } : {}),
      ...(shut ? { shut } : {}),
      ...(since === undefined ? {} : { since }),
      blocking: blockers.value.blockers.map(({ name }) => name),
    }
    return known(value, [
      observed('organizations:ListTargetsForPolicy', source.now.toISOString(), {
        policy: ours?.id ?? null,
        atRoot: value.root.has,
        atCanary: value.canary?.has ?? null,
      }),
    ])
  },
}

const placeIn =
  (policies: readonly ControlPolicy[], ours: ControlPolicy | undefined) =>
  (id: string): PolicyPlace => ({
    id,
    attached: policies.filter(({ targets }) => targets.includes(id)).length,
    has: ours?.targets.includes(id) ?? false,
  })

/** The id of a unit that is named by its id, or by names from the root down; undefined: there is none. */
async function unitOf(source: Source, root: string, named: string): Promise<string | undefined | Unknown> {
  if (/^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/.test(named)) return named
  const [, ...names] = named.replace(/^\/+|\/+$/g, '').split('/')
  let at: string | undefined = names.length > 0 ? root : undefined
  for (const name of names) {
    if (at === undefined) return undefined
    const listed = await pages(
      source,
      'organizations:ListOrganizationalUnitsForParent',
      { ParentId: at },
      (o) => ({
        items: o.OrganizationalUnits,
        next: o.NextToken ? { NextToken: o.NextToken } : undefined,
      }),
    )
    if (!listed.ok) return listed.unknown
    at = listed.items.find((unit) => unit.Name === name)?.Id
  }
  return at
}

/** A canary without accounts of its own would prove nothing. A page may be empty and not the last one. */
async function hasAccounts(source: Source, unit: string): Promise<boolean | Unknown> {
  const listed = await pages(source, 'organizations:ListAccountsForParent', { ParentId: unit }, (o) => ({
    items: o.Accounts,
    next: o.NextToken ? { NextToken: o.NextToken } : undefined,
  }))
  return listed.ok ? listed.items.length > 0 : listed.unknown
}

/** AWS does not say since when a policy is attached, but CloudTrail does for 90 days. What cannot be read is not known. */
async function attachedSince(source: Source, policy: string, target: string): Promise<Iso | undefined> {
  const found = await lookUp(source, 'EventName', 'AttachPolicy')
  if (!found.ok) return undefined
  const times = found.history.events
    .filter(({ record: { errorCode, requestParameters } }) => {
      return !errorCode && requestParameters?.policyId === policy && requestParameters.targetId === target
    })
    .map(({ at }) => at.getTime())
  return times.length > 0 ? new Date(Math.max(...times)).toISOString() : undefined
}
