import type { Fewest, RecoveryDoubt, RecoveryGraph, RecoveryHolder, RecoveryNode } from '../model/index.ts'

/** `known`: what may exist is left out, and two holders are two. `worst`: it exists, and whoever may be one person is. */
export type World = 'known' | 'worst'

/** More people and systems than this are not counted: nobody would call it few. */
export const mostHands = 6

/** Who stands for whom: holders that are one hand share one id. */
function handsOf({ doubts }: RecoveryGraph, world: World): (id: string) => string {
  const parent = new Map<string, string>()
  const find = (id: string): string => {
    const up = parent.get(id)
    return up === undefined ? id : find(up)
  }
  const isOne = ({ settled }: RecoveryDoubt) =>
    settled === 'one' || (settled === undefined && world === 'worst')
  for (const doubt of doubts.filter(isOne)) {
    const [a, b] = doubt.holders
    if (find(a) !== find(b)) parent.set(find(b), find(a))
  }
  return find
}

/** True where it is no part of this world, or nobody of ours can be it. */
const isOut = (node: RecoveryNode, world: World) =>
  node.state === 'cut' ||
  (node.state === 'perhaps' && world === 'known') ||
  (node.kind === 'holder' && node.who === 'aws')

/** True where these holders together become root: the definition that the search for the smallest sets is held to. */
export function suffices(graph: RecoveryGraph, world: World, held: ReadonlySet<string>): boolean {
  const nodes = byId(graph)
  const seen = new Map<string, boolean>()
  const holds = (id: string): boolean => {
    const before = seen.get(id)
    if (before !== undefined) return before
    // What is reached again on the way to itself gives nothing.
    seen.set(id, false)
    const node = nodes.get(id)
    let answer: boolean
    if (node === undefined || isOut(node, world)) answer = false
    else if (node.kind === 'holder') answer = held.has(id)
    else answer = node.takes === 'any' ? node.of.some(holds) : node.of.every(holds)
    seen.set(id, answer)
    return answer
  }
  return holds('root')
}

type Weigh = (set: Iterable<string>) => number

/** Of one hand that holds several things the most that must act together for one of them count. */
function weigher(graph: RecoveryGraph, world: World): Weigh {
  const hand = handsOf(graph, world)
  const holders = new Map(
    graph.nodes.flatMap((node) =>
      node.kind === 'holder' ? [[node.id, { hand: hand(node.id), together: node.together }] as const] : [],
    ),
  )
  return (set) => {
    const weights = new Map<string, number>()
    for (const id of set) {
      const holder = holders.get(id)
      if (holder) weights.set(holder.hand, Math.max(weights.get(holder.hand) ?? 0, holder.together))
    }
    return [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  }
}

/** People and systems in a set of holders: those of whom several must act together count as many; one hand counts once. */
export const handsIn = (graph: RecoveryGraph, world: World, held: Iterable<string>): number =>
  weigher(graph, world)(held)

/**
 * The smallest sets of holders that suffice. Exact up to `mostHands`: all minimal sets are made from below; those that
 * contain another one, or more hands than that, are dropped, and nothing that could come out is made from them alone.
 */
export function fewest(graph: RecoveryGraph, world: World): Fewest {
  const nodes = byId(graph)
  const weigh = weigher(graph, world)
  const done = new Map<string, ReadonlySet<string>[]>()
  const setsOf = (id: string): ReadonlySet<string>[] => {
    const before = done.get(id)
    if (before) return before
    done.set(id, [])
    const node = nodes.get(id)
    let sets: ReadonlySet<string>[]
    if (node === undefined || isOut(node, world)) sets = []
    else if (node.kind === 'holder') sets = minimal([new Set([id])], weigh)
    else if (node.takes === 'any') sets = minimal(node.of.flatMap(setsOf), weigh)
    else
      sets = node.of.reduce<ReadonlySet<string>[]>(
        (all, below) => minimal(joined(all, setsOf(below)), weigh),
        [new Set()],
      )
    done.set(id, sets)
    return sets
  }
  const sets = setsOf('root')
  if (sets.length === 0) return { sets: [] }
  const count = Math.min(...sets.map(weigh))
  // As they stand in the graph.
  const order = new Map(graph.nodes.map(({ id }, i) => [id, i]))
  return {
    count,
    sets: sets
      .filter((set) => weigh(set) === count)
      .map((set) => [...set].sort((a, b) => order.get(a)! - order.get(b)!))
      .sort((a, b) =>
        compare(
          a.map((id) => order.get(id)!),
          b.map((id) => order.get(id)!),
        ),
      ),
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((n, i) => n !== b[i])
  return at < 0 ? 0 : a[at]! - (b[at] ?? -1)
}

/** One of these together with one of those. */
const joined = (
  these: readonly ReadonlySet<string>[],
  those: readonly ReadonlySet<string>[],
): ReadonlySet<string>[] => these.flatMap((a) => those.map((b) => new Set([...a, ...b])))

/** Without those that contain another one, or too many hands. */
function minimal(sets: readonly ReadonlySet<string>[], weigh: Weigh): ReadonlySet<string>[] {
  const kept: ReadonlySet<string>[] = []
  for (const set of [...sets].sort((a, b) => a.size - b.size)) {
    if (weigh(set) > mostHands) continue
    if (!kept.some((other) => [...other].every((id) => set.has(id)))) kept.push(set)
  }
  return kept
}

const byId = ({ nodes }: RecoveryGraph): Map<string, RecoveryNode> =>
  new Map(nodes.map((node) => [node.id, node]))

/** The holder of this id; every set names holders. */
export function holderOf(graph: RecoveryGraph, id: string): RecoveryHolder | undefined {
  const node = graph.nodes.find((one) => one.id === id)
  return node?.kind === 'holder' ? node : undefined
}
