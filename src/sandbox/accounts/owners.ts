/** Who owns a thing that is unique among all accounts: a key, an address, an alias. */
import type { Account, World } from '../world.ts'
import { accountOf } from './find.ts'
import { populationOf, type Population } from './population.ts'

const hasKey = ({ root, iam }: Account, accessKeyId: string): boolean =>
  [root, ...iam.users].some((owner) => owner.accessKeys.some((key) => key.id === accessKeyId))

/** Where a key was last found: a world may have thousands of accounts. The place is looked at again at every use. */
const places = new WeakMap<World, Map<string, string>>()

/** The account that holds a long-term access key, of root or of a user; undefined where nobody does. */
export function ownerOfKey(world: World, accessKeyId: string): Account | undefined {
  let known = places.get(world)
  if (!known) places.set(world, (known = new Map()))
  const place = known.get(accessKeyId)
  const there = place === undefined ? undefined : accountOf(world, place)
  if (there && hasKey(there, accessKeyId)) return there
  for (const id of placesToLook(world, accessKeyId)) {
    const account = accountOf(world, id)
    if (!account || !hasKey(account, accessKeyId)) continue
    known.set(accessKeyId, id)
    return account
  }
  return undefined
}

/** Described accounts, the generated one that the key's number names, and generated ones with keys that were made since. */
function* placesToLook(world: World, accessKeyId: string): Generator<string> {
  yield* Object.keys(world.accounts)
  const generated = populationOf(world)?.ownerOfKey(accessKeyId)
  if (generated !== undefined) yield generated
  for (const [id, { set }] of Object.entries(world.changed ?? {}))
    if ('root' in set || 'iam.users' in set) yield id
}

const addresses = new WeakMap<Population, Set<string>>()

/** Whether an account has this root address, without regard to case. */
export function isAddressInUse(world: World, email: string): boolean {
  const wanted = email.toLowerCase()
  const is = (address: unknown): boolean => typeof address === 'string' && address.toLowerCase() === wanted
  if (Object.values(world.accounts).some((account) => is(account.email))) return true
  if (Object.values(world.changed ?? {}).some(({ set }) => is(set.email))) return true
  const population = populationOf(world)
  if (!population) return false
  let known = addresses.get(population)
  if (!known) {
    known = new Set(population.ids.map((id) => population.outline(id).email.toLowerCase()))
    addresses.set(population, known)
  }
  if (!known.has(wanted)) return false
  // It may have been given up since.
  return population.ids.some(
    (id) => is(population.outline(id).email) && world.changed?.[id]?.set.email === undefined,
  )
}

/** Whether an account has this alias. Generated accounts have none but what was given to them since. */
export const isAliasInUse = (world: World, alias: string): boolean =>
  Object.values(world.accounts).some((account) => account.iam.alias === alias) ||
  Object.values(world.changed ?? {}).some(({ set }) => set['iam.alias'] === alias)
