import { sourceOf } from '../engine/collect.ts'
import { actionTable, Footprints, pathsOf } from '../guard/index.ts'
import type { FootprintGroup, ListedAccount, OrganizationFootprint } from '../model/index.ts'
import { type Choice, chooser } from '../organization/choose.ts'
import { readControlPolicies } from '../organization/control-policies.ts'
import { listAccounts } from '../organization/list.ts'
import { placeOf } from '../organization/place.ts'
import { readUnits, type Units } from '../organization/units.ts'
import { silent } from '../ports.ts'
import { assessOptions, catalogue, connect, type LookOptions } from './connect.ts'

export interface OrganizationFootprintOptions extends LookOptions {
  choice?: Choice
}

/**
 * What control policies leave to root in every account of the organization, or in a choice of them. Only reads, and in
 * the caller's account alone. Throws UserError where the organization or its policies cannot be read from here.
 */
export async function organizationFootprint(
  options: OrganizationFootprintOptions,
): Promise<OrganizationFootprint> {
  const connected = await connect(options, options.host ?? silent)
  const { caller, credentials } = connected
  // This door keeps to the rates that AWS publishes.
  const many = connected.many()
  try {
    const { sight } = await assessOptions(options, connected)
    const source = sourceOf({ ...sight, call: many.as(credentials, caller.account).call })
    const place = await placeOf({ source, catalogue, caller })
    const units = await readUnits(source)
    const chosen = chooser(options.choice ?? {}, units)
    const accounts: ListedAccount[] = []
    for await (const page of listAccounts(source, place.managementAccount))
      accounts.push(...page.accounts.filter(chosen))
    const policies = await readControlPolicies(source)
    const paths = pathsOf(policies.policies, (id) => units.pathOf([id]))
    return {
      organization: place.organization,
      at: source.now.toISOString(),
      enabled: [...policies.enabled],
      ...(await measured(accounts, units, paths)),
    }
  } finally {
    many.close()
    connected.door.close()
  }
}

async function measured(
  accounts: readonly ListedAccount[],
  units: Units,
  paths: ReturnType<typeof pathsOf>,
): Promise<Pick<OrganizationFootprint, 'groups' | 'notCovered' | 'unknown'>> {
  const footprints = new Footprints(await actionTable())
  const groups = new Map<FootprintGroup['footprint'], { where: Set<string>; accounts: string[] }>()
  const notCovered: OrganizationFootprint['notCovered'] = []
  const unknown: OrganizationFootprint['unknown'] = []
  for (const { id, name, path, management } of accounts) {
    if (management) notCovered.push({ id, name })
    else if (path.length === 0) unknown.push({ id, name, why: 'AWS did not say which unit it is in' })
    else {
      const footprint = footprints.of(paths([...path, id]), id)
      const group = groups.get(footprint) ?? { where: new Set(), accounts: [] }
      group.where.add(units.pathOf(path))
      group.accounts.push(id)
      groups.set(footprint, group)
    }
  }
  const left = ({ footprint: { total, denied } }: FootprintGroup) => total - denied
  return {
    groups: [...groups]
      .map(([footprint, group]) => ({ footprint, where: [...group.where].sort(), accounts: group.accounts }))
      .sort((a, b) => left(b) - left(a) || b.accounts.length - a.accounts.length),
    notCovered,
    unknown,
  }
}
