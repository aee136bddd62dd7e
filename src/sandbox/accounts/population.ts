/** Accounts that nobody described one by one: what there is to know of them without making them. */
import { enterprise } from '../scenarios/enterprise/population.ts'
import type { Account, Membership, Spend, World } from '../world.ts'

/** What ListAccounts shows of an account. */
export type Listed = Pick<Account, 'id' | 'name' | 'email' | 'state'>

/** A population is a pure function of its parameters and of when the world began. */
export interface Population {
  readonly ids: readonly string[]
  has(id: string): boolean
  /** Cheap, as all but `make` is. The unit by its name; none is the root. */
  outline(id: string): Listed & Omit<Membership, 'parent'> & { unit?: string; tags: Record<string, string> }
  spend(id: string): Spend[]
  /** The whole account, new each time. */
  make(id: string): Account
  /** Whose a long-term key is, by its id. */
  ownerOfKey(accessKeyId: string): string | undefined
}

const populations = new WeakMap<World, { of: string; population: Population }>()

/** The population of a world; undefined where every account was described. */
export function populationOf(world: World): Population | undefined {
  const { generated, began, partition } = world
  if (!generated) return undefined
  const of = JSON.stringify([generated, began, partition, world.organization?.managementAccountId])
  const kept = populations.get(world)
  if (kept?.of === of) return kept.population
  const population = enterprise(world, generated)
  populations.set(world, { of, population })
  return population
}
