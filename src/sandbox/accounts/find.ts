/**
 * Accounts by id. Generated ones are made when they are first looked at, and let go again: a bounded number of them is
 * held, and of the others only what was changed. So a world of 10,000 accounts costs what is being looked at.
 */
import type { Account, World } from '../world.ts'
import { change, changesOf, textsOf } from './changes.ts'
import { populationOf } from './population.ts'

/** So many generated accounts are held at a time, each some 30 kB. */
const MOST = 512

interface Held {
  account: Account
  /** Writes that have it in hand: it stays until they are done. */
  pins: number
  /** What it said before the first of them. */
  before?: ReadonlyMap<string, string>
}

interface Cache {
  /** The changes that the held accounts carry: others where another process has put its world in place. */
  changed: World['changed']
  held: Map<string, Held>
  /** The write that is looking at accounts right now. */
  write?: Write
}

const caches = new WeakMap<World, Cache>()

function cacheOf(world: World): Cache {
  let cache = caches.get(world)
  if (!cache || cache.changed !== world.changed) {
    const { write } = cache ?? {}
    cache = { changed: world.changed, held: new Map(), ...(write && { write }) }
    caches.set(world, cache)
  }
  return cache
}

/** The account; undefined where there is none. What a request does to a generated one is kept by a `Write`. */
export function accountOf(world: World, id: string): Account | undefined {
  if (Object.hasOwn(world.accounts, id)) return world.accounts[id]
  const population = populationOf(world)
  if (!population?.has(id)) return undefined
  const cache = cacheOf(world)
  let held = cache.held.get(id)
  if (held) cache.held.delete(id)
  else {
    held = { account: population.make(id), pins: 0 }
    const changes = world.changed?.[id]
    if (changes) change(held.account, changes)
    if (cache.held.size >= MOST) letGo(cache)
  }
  // The one looked at last stands last.
  cache.held.set(id, held)
  cache.write?.pin(id, held)
  return held.account
}

/** Lets go of the account that was not looked at for the longest time and that no write has in hand. */
function letGo({ held }: Cache): void {
  for (const [id, { pins }] of held) {
    if (pins > 0) continue
    held.delete(id)
    return
  }
}

/** An account that is about to be changed outside a write: it is described from now on, and stays. */
export function adoptedAccount(world: World, id: string): Account | undefined {
  const account = accountOf(world, id)
  if (!account || Object.hasOwn(world.accounts, id)) return account
  world.accounts[id] = account
  cacheOf(world).held.delete(id)
  if (world.changed) delete world.changed[id]
  return account
}

/** One request that may change accounts: it keeps in hand those that it looks at, and notes what it did to them. */
export class Write {
  readonly #world: World
  readonly #inHand = new Map<string, Held>()

  constructor(world: World) {
    this.#world = world
  }

  /** Runs work that looks at accounts; what it looks at after an await of its own is not noticed. */
  run<T>(work: () => T): T {
    if (!this.#world.generated) return work()
    const cache = cacheOf(this.#world)
    const outer = cache.write
    cache.write = this
    try {
      return work()
    } finally {
      if (outer) cache.write = outer
      else delete cache.write
    }
  }

  pin(id: string, held: Held): void {
    if (this.#inHand.has(id)) return
    held.pins += 1
    held.before ??= textsOf(held.account)
    this.#inHand.set(id, held)
  }

  /** Notes what was changed so far: the world may be kept after it. */
  settle(): void {
    const world = this.#world
    for (const [id, { account, before }] of this.#inHand) {
      const changes = changesOf(account, before!, world.changed?.[id])
      if (!changes || Object.hasOwn(world.accounts, id)) continue
      if (!world.changed) cacheOf(world).changed = world.changed = {}
      world.changed[id] = changes
    }
  }

  /** Settles, and lets go. */
  end(): void {
    this.settle()
    for (const held of this.#inHand.values()) {
      held.pins -= 1
      if (held.pins === 0) delete held.before
    }
    this.#inHand.clear()
  }
}
