/**
 * Accounts by id. Generated ones are made when they are first looked at, and unmade again: a bounded number of them is
 * held, and of the others only what was changed. So a world of 10,000 accounts costs what is being looked at.
 */
import type { Account, World } from '../world.ts'
import { changesOf, withChanges } from './changes.ts'
import { populationOf, type Population } from './population.ts'

/** So many generated accounts are held at a time, each some 30 kB. */
const MOST = 512

interface Held {
  account: Account
  /** As it was when it was made or last settled: what differs was changed. */
  text: string
}

interface Cache {
  /** The changes that the held accounts carry: others where another process has put its world in place. */
  changed: World['changed']
  held: Map<string, Held>
  /** Writes under way, and the accounts that they have looked at: these stay until the writes are done. */
  writes: number
  pinned: Set<string>
}

const caches = new WeakMap<World, Cache>()

function cacheOf(world: World): Cache {
  let cache = caches.get(world)
  if (!cache || cache.changed !== world.changed) {
    cache = { changed: world.changed, held: new Map(), writes: 0, pinned: new Set(), ...pinsOf(cache) }
    caches.set(world, cache)
  }
  return cache
}

const pinsOf = (cache: Cache | undefined) => cache && { writes: cache.writes, pinned: cache.pinned }

/** The account; undefined where there is none. What a write does to it is kept by `writing`. */
export function accountOf(world: World, id: string): Account | undefined {
  if (Object.hasOwn(world.accounts, id)) return world.accounts[id]
  const population = populationOf(world)
  if (!population?.has(id)) return undefined
  const cache = cacheOf(world)
  const held = cache.held.get(id) ?? made(world, population, id)
  // The one looked at last stands last.
  cache.held.delete(id)
  cache.held.set(id, held)
  if (cache.writes > 0) cache.pinned.add(id)
  if (cache.held.size > MOST) letGo(world, population, cache)
  return held.account
}

/** An account that somebody is about to change outside a request: it is described from now on, and stays. */
export function adoptedAccount(world: World, id: string): Account | undefined {
  const account = accountOf(world, id)
  if (!account || Object.hasOwn(world.accounts, id)) return account
  world.accounts[id] = account
  cacheOf(world).held.delete(id)
  if (world.changed) delete world.changed[id]
  return account
}

/**
 * Runs what may change accounts. `settle` notes what was changed so far: before the world is kept, that is. Writes may
 * overlap, and may change accounts that other requests read.
 */
export async function writing<T>(world: World, work: (settle: () => void) => Promise<T>): Promise<T> {
  if (!world.generated) return work(() => undefined)
  const settle = () => {
    const population = populationOf(world)
    const cache = cacheOf(world)
    for (const id of cache.pinned) if (population) settled(world, population, cache, id)
  }
  cacheOf(world).writes += 1
  try {
    return await work(settle)
  } finally {
    settle()
    const cache = cacheOf(world)
    cache.writes -= 1
    if (cache.writes === 0) cache.pinned.clear()
  }
}

function made(world: World, population: Population, id: string): Held {
  const account = population.make(id)
  const changes = world.changed?.[id]
  if (changes) withChanges(account, changes)
  return { account, text: JSON.stringify(account) }
}

/** Notes what was changed in a held account. */
function settled(world: World, population: Population, cache: Cache, id: string): void {
  const held = cache.held.get(id)
  if (!held) return
  const text = JSON.stringify(held.account)
  if (text === held.text) return
  held.text = text
  world.changed ??= {}
  cache.changed = world.changed
  const changes = changesOf(population.make(id), held.account)
  if (changes) world.changed[id] = changes
  else delete world.changed[id]
}

/** Lets go of the account that was not looked at for the longest time and that no write has in hand. */
function letGo(world: World, population: Population, cache: Cache): void {
  for (const id of cache.held.keys()) {
    if (cache.pinned.has(id)) continue
    // What reads noted, the use of a key, is kept too.
    settled(world, population, cache, id)
    cache.held.delete(id)
    return
  }
}
