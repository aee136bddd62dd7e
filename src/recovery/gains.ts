import type {
  FewestOf,
  RecoveryChange,
  RecoveryFindings,
  RecoveryGain,
  RecoveryGraph,
} from '../model/index.ts'
import { fewest } from './sets.ts'

/** The graph after a change. */
export function changed(
  graph: RecoveryGraph,
  { cut = [], two = [], open = [], apart = [] }: RecoveryChange,
): RecoveryGraph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) =>
      cut.includes(node.id)
        ? { ...node, state: 'cut' as const }
        : open.includes(node.id) && node.state === 'cut'
          ? { ...node, state: 'untold' as const, because: undefined }
          : node.kind === 'holder' && two.includes(node.id)
            ? { ...node, together: Math.max(2, node.together) }
            : node,
    ),
    doubts: graph.doubts.map((doubt) =>
      apart.includes(doubt.id) ? { ...doubt, settled: 'apart' as const } : doubt,
    ),
  }
}

/** Without the centre of the organization: what is left to everybody else. */
export const withoutCentre = (graph: RecoveryGraph): RecoveryGraph => ({
  ...graph,
  nodes: graph.nodes.filter((node) => node.kind !== 'holder' || !node.central),
})

const both = (graph: RecoveryGraph): FewestOf => ({
  known: fewest(graph, 'known'),
  worst: fewest(graph, 'worst'),
})

/** How few suffice, and what each change would do about it: every one is tried on the graph. */
export function findings(graph: RecoveryGraph): RecoveryFindings {
  const member = graph.nodes.some((node) => node.kind === 'holder' && node.central)
  // The centre can always become root of its members: what a change is worth shows in the others.
  const measured = member ? withoutCentre(graph) : graph
  const now = both(measured)
  const gains = graph.changes
    .map((change) => gainOf(change, now, both(changed(measured, change))))
    .filter(
      (gain) =>
        gain.raises || gain.left.worst < now.worst.sets.length || gain.left.known < now.known.sets.length,
    )
    .sort(byWorth)
  return { fewest: member ? both(graph) : now, ...(member ? { withoutCentre: now } : {}), gains }
}

/** Nobody suffices: more than any number. */
const many = (count: number | undefined) => count ?? Infinity

function gainOf({ id, text, control }: RecoveryChange, before: FewestOf, after: FewestOf): RecoveryGain {
  const raises =
    many(after.known.count) > many(before.known.count) || many(after.worst.count) > many(before.worst.count)
  return {
    id,
    text,
    ...(control === undefined ? {} : { control }),
    ...(after.known.count === undefined ? {} : { known: after.known.count }),
    ...(after.worst.count === undefined ? {} : { worst: after.worst.count }),
    left: { known: after.known.sets.length, worst: after.worst.sets.length },
    raises,
  }
}

/** What is certain counts first, then the worst case, then how few sets are left. */
function byWorth(a: RecoveryGain, b: RecoveryGain): number {
  const compare = (x: number, y: number) => (x === y ? 0 : x < y ? -1 : 1)
  return (
    Number(b.raises) - Number(a.raises) ||
    compare(many(b.known), many(a.known)) ||
    compare(many(b.worst), many(a.worst)) ||
    compare(a.left.worst, b.left.worst) ||
    compare(a.left.known, b.left.known) ||
    a.id.localeCompare(b.id)
  )
}
