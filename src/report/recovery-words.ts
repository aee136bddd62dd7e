/** The recovery graph in words: what terminal, diagram and picture all say. Systems and people go by their part, never by name. */
import type {
  RecoveryDoubt,
  Fewest,
  Recovery,
  RecoveryGain,
  RecoveryGraph,
  RecoveryHolder,
  RecoveryNode,
} from '../model/index.ts'

/** So many sets are told one by one. */
export const mostSets = 6

export const nodeOf = ({ nodes }: RecoveryGraph, id: string): RecoveryNode | undefined =>
  nodes.find((node) => node.id === id)

/** `one of 2: owner of the root mailbox`, `IAM user mia (once it has given itself the right)`. */
export function holderWords(holder: RecoveryHolder): string {
  const { label, count, together, because, who } = holder
  const some =
    count !== undefined && who === 'people' ? `${count === 1 ? 'the only' : `one of ${count}`}: ` : ''
  const notes = [
    together > 1 ? `${together} together` : undefined,
    because,
    holder.state === 'perhaps' ? 'perhaps' : undefined,
  ].filter(Boolean)
  return `${some}${label}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
}

/** What one set of holders is called: `mail administrator + phone carrier`. */
export const setWords = (graph: RecoveryGraph, set: readonly string[]): string =>
  set.map((id) => nodeOf(graph, id)?.label ?? id).join(' + ')

/** How few suffice, in one sentence or two: of a member what is left without its centre. */
export function recoveryHeadline({ graph, fewest, withoutCentre }: Recovery): string {
  if (!withoutCentre) return takes(graph, fewest)
  const central = fewest.known.sets.filter((set) => set.some((id) => isCentral(graph, id)))
  const centre =
    fewest.known.count === 1 && central.length > 0
      ? `One is enough in the centre of the organization: ${oneOf(graph, { sets: central })}.`
      : fewest.worst.count === 1 && fewest.known.count !== 1
        ? 'The centre of the organization may become root of it; from here that does not show.'
        : 'Nobody in the centre is enough alone.'
  return `${centre} Without the centre: ${lower(takes(graph, withoutCentre))}`
}

const isCentral = (graph: RecoveryGraph, id: string) => {
  const node = nodeOf(graph, id)
  return node?.kind === 'holder' && node.central === true
}

/** Doubts about two who both stand on a way that is open: the others change nothing today. */
export function openDoubts(graph: RecoveryGraph): RecoveryDoubt[] {
  const reached = new Set<string>()
  const visit = (id: string): void => {
    const node = nodeOf(graph, id)
    if (!node || node.state === 'cut' || reached.has(id)) return
    reached.add(id)
    if (node.kind !== 'holder') node.of.forEach(visit)
  }
  visit('root')
  return graph.doubts.filter(
    ({ settled, holders }) => settled !== 'apart' && holders.every((id) => reached.has(id)),
  )
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

function takes(graph: RecoveryGraph, { known, worst }: { known: Fewest; worst: Fewest }): string {
  if (known.count === undefined && worst.count === undefined)
    return 'Nobody can become root in a way that is known here.'
  if (known.count === undefined)
    return `Nobody is known to be able to become root; at worst it takes ${worst.count}: ${firstOf(graph, worst)}.`
  if (known.count === 1) return `One is enough: ${oneOf(graph, known)}.`
  const so = `It takes ${known.count}, such as ${firstOf(graph, known)}.`
  if (worst.count === undefined || worst.count >= known.count) return so
  const first = worst.sets[0] ?? []
  const less = firstOf(graph, worst)
  return first.length > worst.count
    ? `${so} It takes only ${worst.count} if one hand is all of it: ${less}.`
    : `${so} It takes only ${worst.count} if it is so, which was not seen: ${less}.`
}

/** What is enough alone: all of it, or the first three. */
function oneOf(graph: RecoveryGraph, { sets }: Fewest): string {
  const all = sets.map((set) => setWords(graph, set))
  if (all.length === 1) return `${all[0]} alone suffices`
  const most = all.length > 4 ? 3 : all.length
  const more = all.length > most ? `; and ${all.length - most} more` : ''
  return `each of these alone suffices: ${all.slice(0, most).join('; ')}${more}`
}

const firstOf = (graph: RecoveryGraph, { sets }: Fewest): string => setWords(graph, sets[0] ?? [])

const many = (count: number | undefined) => (count === undefined ? 'nobody' : String(count))

/** "from 1 to 2", or how many of the smallest sets are left. */
export function gainWords({ fewest, withoutCentre }: Recovery, gain: RecoveryGain): string {
  const before = withoutCentre ?? fewest
  const from = (was: number | undefined, is: number | undefined) => `from ${many(was)} to ${many(is)}`
  if (before.known.count !== gain.known) return from(before.known.count, gain.known)
  if (before.worst.count !== gain.worst) return `at worst ${from(before.worst.count, gain.worst)}`
  return gain.left.known < before.known.sets.length
    ? `${before.known.sets.length - gain.left.known} of ${before.known.sets.length} smallest sets fall away`
    : `${before.worst.sets.length - gain.left.worst} of ${before.worst.sets.length} sets of the worst case fall away`
}

/** Those who alone, or together with others, are the fewest: for the picture. */
export function inSmallest({ fewest, withoutCentre }: Recovery): {
  alone: Set<string>
  together: Set<string>
} {
  const alone = new Set<string>()
  const together = new Set<string>()
  for (const { sets } of [fewest.known, ...(withoutCentre ? [withoutCentre.known] : [])])
    for (const set of sets) for (const id of set) (set.length === 1 ? alone : together).add(id)
  return { alone, together }
}
