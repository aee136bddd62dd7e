import { addressFor, type Configuration, isForEachAccount, type ListedAccount } from '../model/index.ts'
import type { Units } from './units.ts'

type Override = NonNullable<NonNullable<Configuration['organization']>['overrides']>[number]

/**
 * What is declared for one account: its own override, over those of the units that it lies in (the nearest first), over the
 * top of the file. Maps merge, lists replace.
 */
export function configurationFor(
  configuration: Configuration,
  account: Pick<ListedAccount, 'id' | 'path'>,
  units: Units,
): Configuration {
  return withRootEmail(inheritedBy(configuration, account, units), configuration, account.id)
}

function inheritedBy(
  configuration: Configuration,
  account: Pick<ListedAccount, 'id' | 'path'>,
  units: Units,
): Configuration {
  const overrides = configuration.organization?.overrides ?? []
  const depth = (override: Override): number => {
    if (override.account !== undefined) return override.account === account.id ? Infinity : -1
    const id = override.ou === undefined ? undefined : (units.find(override.ou) ?? override.ou)
    return id === undefined ? -1 : account.path.indexOf(id)
  }
  return overrides
    .map((override) => ({ override, at: depth(override) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .reduce<Configuration>(
      (whole, { override: { ou: _, account: _account, ...declared } }) => merged(whole, declared),
      configuration,
    )
}

/**
 * No two accounts can have one root address: what is declared for many counts where it holds the account's id, and what
 * holds none is the account's that names it itself. At the top of the file that is the management account's.
 */
function withRootEmail(mine: Configuration, whole: Configuration, id: string): Configuration {
  const declared = mine.contacts?.root?.email
  if (declared === undefined) return mine
  const { root: _, ...contacts } = mine.contacts!
  const named = whole.organization?.overrides?.some(
    ({ account, contacts: own }) => account === id && own?.root?.email === declared,
  )
  if (!isForEachAccount(declared) && !named) return { ...mine, contacts }
  return { ...mine, contacts: { ...contacts, root: { email: addressFor(declared, id) } } }
}

/** `over` wins; maps merge, everything else replaces. */
function merged<T>(under: T, over: unknown): T {
  if (!isMap(under) || !isMap(over)) return over as T
  const whole: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over))
    if (value !== undefined) whole[key] = key in whole ? merged(whole[key], value) : value
  return whole as T
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What of the configuration names a unit that there is not, or one twice: said once, and the rest goes on. */
export function slipsOf(configuration: Configuration, units: Units): string[] {
  const seen = new Map<string, string>()
  return (configuration.organization?.overrides ?? []).flatMap(({ ou, account, contacts }) => {
    const address = contacts?.root?.email
    if (account === undefined && address !== undefined && !isForEachAccount(address))
      return [
        `neverroot.yaml declares one root address for all of unit "${ou ?? ''}", and no two accounts can have the same: put {account} into it. It does nothing.`,
      ]
    const name = account ?? ou
    if (name === undefined)
      return ['An override of neverroot.yaml names neither a unit nor an account: it does nothing.']
    const id = account ?? units.find(name)
    if (id === undefined)
      return units.unseen
        ? []
        : [`neverroot.yaml names the unit "${name}", which there is not: what it declares holds nowhere.`]
    const before = seen.get(id)
    seen.set(id, name)
    return before === undefined
      ? []
      : [
          `neverroot.yaml declares ${account ? 'account' : 'unit'} ${before === name ? `"${name}" twice` : `"${before}" again as "${name}"`}: the later one wins.`,
        ]
  })
}
