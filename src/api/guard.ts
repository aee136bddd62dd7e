import { sourceOf } from '../engine/collect.ts'
import { type HowToRead, readControlPolicies } from '../facts/control-policies.ts'
import { actionTable, effectOf, Footprints, pathsOf } from '../guard/index.ts'
import {
  type FootprintGroup,
  type ListedAccount,
  type OrganizationFootprint,
  type ShownPolicies,
  type ShownPolicy,
  UserError,
} from '../model/index.ts'
import { type Choice, chooser } from '../organization/choose.ts'
import { listAccounts } from '../organization/list.ts'
import { placeOf } from '../organization/place.ts'
import { readUnits, type Units } from '../organization/units.ts'
import { silent } from '../ports.ts'
import { assessOptions, catalogue, connect, type LookOptions } from './connect.ts'

export interface OrganizationGuardOptions extends LookOptions {
  choice?: Choice
}

/**
 * What control policies leave to root in every account of the organization, or in a choice of them. Only reads, and in
 * the caller's account alone. Throws UserError where the organization or its policies cannot be read from here.
 */
export async function organizationFootprint(
  options: OrganizationGuardOptions,
): Promise<OrganizationFootprint> {
  const { organization, at, units, accounts, enabled, policies } = await readOrganization(options, {
    brief: true,
  })
  const paths = pathsOf(policies, (id) => units.pathOf([id]))
  return { organization, at, enabled: [...enabled], ...(await measured(accounts, units, paths)) }
}

/**
 * The control policies that are attached to something on the way to the chosen accounts, and what each of them takes from
 * root. Reads as organizationFootprint does, and throws as it does.
 */
export async function shownPolicies(options: OrganizationGuardOptions): Promise<ShownPolicies> {
  const { organization, at, units, accounts, enabled, policies } = await readOrganization(options, {
    brief: false,
  })
  const table = await actionTable()
  const footprints = new Footprints(table)
  // Below a path of ids: where an account lies, and itself.
  const members = accounts.filter(({ management }) => !management)
  const shown = policies.map(({ id, name, type, content, targets }): ShownPolicy => {
    const under = new Set(targets)
    const below = members.filter(
      (account) => under.has(account.id) || account.path.some((at) => under.has(at)),
    )
    const effect = effectOf(
      { id, name, type, content },
      below.map((account) => account.id),
      table,
      footprints,
    )
    const attachedTo = targets.map((target) => units.placeOf(target)).sort()
    return { id, name, type, attachedTo, accounts: below.length, effect }
  })
  return { organization, at, enabled: [...enabled], policies: shown.filter((policy) => policy.accounts > 0) }
}

/**
 * Accounts, units and control policies, read in the caller's account alone. `ids` are those of all accounts, chosen or not.
 * Throws UserError where something cannot be read.
 */
export async function readOrganization(options: OrganizationGuardOptions, how: HowToRead) {
  const host = options.host ?? silent
  const connected = await connect(options, host)
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
    const ids = new Set<string>()
    for await (const page of listAccounts(source, place.managementAccount)) {
      accounts.push(...page.accounts.filter(chosen))
      for (const { id } of page.accounts) ids.add(id)
    }
    // What follows takes a while: at AWS's rates a page of 20 targets a fifth of a second.
    if (accounts.length > 500)
      host.notify({ code: 'note', data: { text: `${accounts.length} accounts; now their policies.` } })
    const policies = await readControlPolicies(source, how)
    if (!policies.ok)
      throw new UserError(
        'policies-unseen',
        `The control policies of the organization cannot be read: ${policies.unknown.message}.`,
        'Use credentials of the management account that may organizations:ListRoots, ListPolicies, ListTargetsForPolicy, ListPoliciesForTarget and DescribePolicy.',
      )
    const { value } = policies
    return {
      organization: place.organization,
      at: source.now.toISOString(),
      units,
      accounts,
      ids,
      partition: source.partition,
      ...value,
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
