/** Members of the organization, without making their accounts. */
import type { Membership, Organization, World } from '../world.ts'
import { accountOf } from './find.ts'
import { type Listed, type Population, populationOf } from './population.ts'

/** How an account belongs to the organization; undefined where it does not. */
export function memberOf(world: World, id: string | undefined): Membership | undefined {
  const { organization } = world
  if (!organization || id === undefined) return undefined
  if (Object.hasOwn(organization.members, id)) return organization.members[id]
  const population = populationOf(world)
  if (!population?.has(id)) return undefined
  const { unit, joined, method } = population.outline(id)
  return { parent: placeOf(organization, unit), joined, method }
}

const placeOf = (organization: Organization, unit: string | undefined): string =>
  (unit !== undefined && organization.units.find((u) => u.name === unit)?.id) || organization.rootId

/** Every member: those described, then the generated ones. */
export function memberIds(world: World): readonly string[] {
  const described = Object.keys(world.organization?.members ?? {})
  const population = populationOf(world)
  return population ? [...described, ...unmoved(population, described)] : described
}

/** Generated members but for those that were moved: these are described. */
function unmoved(population: Population, described: readonly string[]): readonly string[] {
  const moved = new Set(described.filter((id) => population.has(id)))
  return moved.size > 0 ? population.ids.filter((id) => !moved.has(id)) : population.ids
}

const byParent = new WeakMap<object, Map<string, string[]>>()

/** Members directly under a root or unit. Generated ones are sorted once; one that moves is described from then on. */
export function memberIdsIn(world: World, parent: string): readonly string[] {
  const { organization } = world
  const described = Object.entries(organization?.members ?? {}).filter(([, m]) => m.parent === parent)
  const ids = described.map(([id]) => id)
  const population = populationOf(world)
  if (!population || !organization) return ids
  let sorted = byParent.get(population)
  if (!sorted) {
    sorted = new Map()
    for (const id of population.ids) {
      const place = placeOf(organization, population.outline(id).unit)
      if (!sorted.has(place)) sorted.set(place, [])
      sorted.get(place)!.push(id)
    }
    byParent.set(population, sorted)
  }
  const members = organization.members
  return [...ids, ...(sorted.get(parent) ?? []).filter((id) => !Object.hasOwn(members, id))]
}

/** What lists show of a member; undefined for anybody else. */
export function listed(world: World, id: string | undefined): Listed | undefined {
  if (id === undefined) return undefined
  const { organization } = world
  if (organization && Object.hasOwn(organization.members, id)) return accountOf(world, id)
  const population = populationOf(world)
  if (!population?.has(id)) return undefined
  if (Object.hasOwn(world.accounts, id)) return world.accounts[id]
  const { name, email, state } = population.outline(id)
  const set = (world.changed?.[id]?.set ?? {}) as Partial<Listed>
  return { id, name: set.name ?? name, email: set.email ?? email, state: set.state ?? state }
}

/** Tags of an account, unit, root or policy. */
export function tagsOf(world: World, id: string): Record<string, string> {
  const { tags } = world.organization ?? {}
  if (tags && Object.hasOwn(tags, id)) return tags[id]!
  const population = populationOf(world)
  return population?.has(id) ? population.outline(id).tags : {}
}

type Policy = Organization['policies'][number]

/** AWS attaches FullAWSAccess to every account that is made (Organizations User Guide, "SCP evaluation"). */
const bindsAll = (policy: Policy): boolean => policy.awsManaged

/** Whether a policy is attached to an account, unit or root itself. */
export const isAttached = (world: World, policy: Policy, target: string): boolean =>
  policy.targets.includes(target) || (bindsAll(policy) && (populationOf(world)?.has(target) ?? false))

/** Everything that a policy is attached to. */
export function targetsOf(world: World, policy: Policy): readonly string[] {
  const population = populationOf(world)
  return population && bindsAll(policy) ? [...policy.targets, ...population.ids] : policy.targets
}
