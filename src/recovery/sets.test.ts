import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecoveryDoubt, RecoveryGraph, RecoveryNode } from '../model/index.ts'
import { changed, findings } from './gains.ts'
import { fewest, handsIn, mostHands, suffices, type World } from './sets.ts'

const worlds = ['known', 'worst'] as const

/**
 * Any graph of up to eight holders and six gates; a gate leads only to gates after it, as nothing leads to itself. States,
 * doubts and how many must act together are left to chance.
 */
const graphs: fc.Arbitrary<RecoveryGraph> = fc
  .record({
    holders: fc.integer({ min: 1, max: 8 }),
    gates: fc.integer({ min: 1, max: 6 }),
    seed: fc.infiniteStream(fc.nat(1000)),
  })
  .map(({ holders, gates, seed }) => {
    const draw = (n: number) => (seed.next().value as number) % n
    const state = () => (['known', 'known', 'untold', 'perhaps', 'cut'] as const)[draw(5)]!
    const below = Array.from({ length: holders }, (_, i) => `h${i}`)
    const nodes: RecoveryNode[] = below.map((id) => ({
      id,
      kind: 'holder',
      who: draw(8) === 0 ? 'aws' : 'people',
      label: id,
      state: state(),
      together: 1 + draw(2),
    }))
    for (let i = gates - 1; i >= 0; i--) {
      const ids = [...below, ...nodes.flatMap(({ id, kind }) => (kind === 'holder' ? [] : [id]))]
      const of = Array.from({ length: 1 + draw(4) }, () => ids[draw(ids.length)]!)
      nodes.push({
        id: i === 0 ? 'root' : `g${i}`,
        kind: 'thing',
        label: '',
        takes: draw(2) ? 'any' : 'all',
        of: [...new Set(of)],
        state: i === 0 ? 'known' : state(),
      })
    }
    const doubts = Array.from({ length: draw(3) }, (_, i): RecoveryDoubt => ({
      id: `d${i}`,
      holders: [below[draw(holders)]!, below[draw(holders)]!],
      text: '',
      ...[{}, { settled: 'apart' as const }, { settled: 'one' as const }][draw(3)]!,
    }))
    return { nodes, doubts, changes: [] }
  })

const holdersOf = ({ nodes }: RecoveryGraph) =>
  nodes.flatMap(({ id, kind }) => (kind === 'holder' ? [id] : []))

const subsets = (ids: readonly string[]): string[][] =>
  ids.reduce<string[][]>((all, id) => [...all, ...all.map((set) => [...set, id])], [[]])

/** The same by trying everybody: what the search must come to. */
function byTrying(graph: RecoveryGraph, world: World): number | undefined {
  const counts = subsets(holdersOf(graph))
    .filter((set) => suffices(graph, world, new Set(set)))
    .map((set) => handsIn(graph, world, set))
  const least = Math.min(...counts)
  return least <= mostHands ? least : undefined
}

describe.each(worlds)('the smallest sets, %s', (world) => {
  it('come to what trying everybody comes to', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(fewest(graph, world).count).toBe(byTrying(graph, world))
      }),
    )
  })

  it('suffice, each of them, and have the number of hands that is said', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { count, sets } = fewest(graph, world)
        for (const set of sets) {
          expect(suffices(graph, world, new Set(set))).toBe(true)
          expect(handsIn(graph, world, set)).toBe(count)
        }
      }),
    )
  })

  it('are minimal: no part of one suffices', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const set of fewest(graph, world).sets)
          for (const part of subsets(set))
            if (part.length < set.length) expect(suffices(graph, world, new Set(part))).toBe(false)
      }),
    )
  })

  it('never grow when somebody more holds something', () => {
    fc.assert(
      fc.property(graphs, fc.nat(5), (graph, which) => {
        const gates = graph.nodes.filter((node) => node.kind !== 'holder' && node.takes === 'any')
        const gate = gates[which % Math.max(1, gates.length)]
        if (!gate || gate.kind === 'holder') return
        const more: RecoveryGraph = {
          ...graph,
          nodes: [
            ...graph.nodes.map((node) => (node === gate ? { ...gate, of: [...gate.of, 'new'] } : node)),
            { id: 'new', kind: 'holder', who: 'people', label: '', state: 'known', together: 1 },
          ],
        }
        expect(fewest(more, world).count ?? Infinity).toBeLessThanOrEqual(
          fewest(graph, world).count ?? Infinity,
        )
      }),
    )
  })
})

describe('what is not known', () => {
  it('never makes it take more: the worst case is never better than what is known', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(fewest(graph, 'worst').count ?? Infinity).toBeLessThanOrEqual(
          fewest(graph, 'known').count ?? Infinity,
        )
      }),
    )
  })
})

describe('a change', () => {
  it('that takes something away never makes it take fewer, and what is said to raise it does', () => {
    fc.assert(
      fc.property(graphs, fc.nat(13), (graph, which) => {
        const { id } = graph.nodes[which % graph.nodes.length]!
        if (id === 'root') return
        const change = { id: 'change', text: '', cut: [id] }
        const given = { ...graph, changes: [change] }
        const { fewest: now, gains } = findings(given)
        for (const world of worlds) {
          const after = fewest(changed(given, change), world).count ?? Infinity
          expect(after).toBeGreaterThanOrEqual(now[world].count ?? Infinity)
          const gain = gains[0]
          if (gain) expect(gain[world] ?? Infinity).toBe(after)
          if (after > (now[world].count ?? Infinity)) expect(gain?.raises).toBe(true)
        }
      }),
    )
  })
})
