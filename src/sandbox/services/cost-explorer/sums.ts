/** What was spent in each slice of time, by group, in one pass over the rows: an enterprise has half a million. */
import type { CostRow } from '../../cost-data.ts'
import type { World } from '../../world.ts'
import type { Slice } from './query.ts'

export interface Sum {
  slice: Slice
  total: number
  groups: Map<string, { keys: string[]; usd: number }>
}

export interface Sums {
  sums: Sum[]
  /** Accounts that spent anything. */
  accounts: Set<string>
}

/** Groups stand in the order in which they first occur. Slices follow on one another. */
export function sumsOf(
  slices: readonly Slice[],
  rows: readonly CostRow[],
  keys: readonly ((row: CostRow) => string)[],
): Sums {
  const sums = slices.map((slice): Sum => ({ slice, total: 0, groups: new Map() }))
  const accounts = new Set<string>()
  const byDay = new Map<string, Sum | undefined>()
  for (const row of rows) {
    accounts.add(row.account)
    if (!byDay.has(row.day))
      byDay.set(
        row.day,
        sums.find(({ slice }) => row.day >= slice.start && row.day < slice.end),
      )
    const sum = byDay.get(row.day)
    if (!sum) continue
    sum.total += row.usd
    const name = keys.length === 1 ? keys[0]!(row) : JSON.stringify(keys.map((key) => key(row)))
    const group = sum.groups.get(name)
    if (group) group.usd += row.usd
    else sum.groups.set(name, { keys: keys.map((key) => key(row)), usd: row.usd })
  }
  return { sums, accounts }
}

const latest = new WeakMap<World, { of: string; sums: Sums }>()

/**
 * The pages of one answer are asked for one after the other: the sums of an enterprise are made once for all of them.
 * Nobody changes what a generated account spent; in other worlds a test may.
 */
export function remembered(world: World, question: unknown, make: () => Sums): Sums {
  if (!world.generated) return make()
  const of = JSON.stringify([world.generated, world.began, question])
  const kept = latest.get(world)
  if (kept?.of === of) return kept.sums
  const sums = make()
  latest.set(world, { of, sums })
  return sums
}
