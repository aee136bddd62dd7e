import type { Recovery, RecoveryGate, RecoveryHolder, RecoveryNode, Status } from '../model/index.ts'
import {
  gainWords,
  holderWords,
  mostSets,
  nodeOf,
  openDoubts,
  recoveryHeadline,
  setWords,
} from './recovery-words.ts'
import { beside, hanging, type Palette, paletteOf, type Style, tame } from './style.ts'

/** Who can become root, as text: how few suffice, by which ways, what is not known, what would raise it. */
export function terminalRecovery(
  given: Recovery,
  { style, verbose, place }: { style: Style; verbose: boolean; place: string },
): string {
  const seen = tame(given, style.ascii)
  const p = paletteOf(style)
  const { fewest, withoutCentre, subject, sandbox, vantage, at } = seen
  const measured = withoutCentre ?? fewest
  const status: Status = measured.known.count === 1 ? 'fail' : measured.worst.count === 1 ? 'review' : 'pass'
  const head = hanging('   ', recoveryHeadline(seen), style)
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` ${subject.id}  ${subject.name === subject.id ? '' : subject.name}`.trimEnd(), paint: p.bold },
      { text: 'who can become root' },
      ...[vantage, sandbox && `sandbox ${sandbox}`].flatMap((text) => (text ? [{ text }] : [])),
      { text: `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    '',
    ...head.map((line, i) =>
      i === 0
        ? ` ${p.sign(status)} ${p.bold(p.status(status, line.trimStart()))}`
        : p.bold(p.status(status, line)),
    ),
    ...setLines(seen, p, style, verbose),
    ...wayLines(seen, p, style),
    ...doubtLines(seen, p, style),
    ...gainLines(seen, p, style, verbose),
    ...gapLines(seen, p, style),
    '',
    ` As a picture:  neverroot recovery --format svg --output recovery.svg${place}`,
    ` What it rests on:  neverroot explain recovery`,
    '',
  ]
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

function setLines(seen: Recovery, p: Palette, style: Style, verbose: boolean): string[] {
  const { known, worst } = seen.withoutCentre ?? seen.fewest
  const told = known.count === undefined ? worst : known
  if (told.count === undefined) return []
  const shown = verbose ? told.sets : told.sets.slice(0, mostSets)
  const more = told.sets.length - shown.length
  const where = seen.withoutCentre ? ', without the centre' : ''
  const title = `${told === known ? 'The smallest sets that suffice' : 'At worst these suffice'}${where}`
  return [
    '',
    ` ${p.bold(title)}`,
    ...shown.flatMap((set) => hanging(`  ${told.count}  `, setWords(seen.graph, set), style)),
    ...(more > 0 ? [p.faint(`     and ${more} more of ${told.count}: --verbose`)] : []),
  ]
}

function wayLines({ graph }: Recovery, p: Palette, style: Style): string[] {
  const ways = graph.nodes.filter((node): node is RecoveryGate => node.kind === 'way')
  const order = { known: 0, untold: 0, perhaps: 1, cut: 3 }
  const byAws = (way: RecoveryGate) =>
    way.of.some((id) => {
      const node = nodeOf(graph, id)
      return node?.kind === 'holder' && node.who === 'aws'
    })
  const rank = (way: RecoveryGate) => (way.state !== 'cut' && byAws(way) ? 2 : order[way.state])
  const told = new Set<string>()
  return [
    '',
    ` ${p.bold('Ways')}${p.faint('   (?) nobody has said who')}`,
    ...[...ways]
      .sort((a, b) => rank(a) - rank(b))
      .flatMap((way) => {
        const sign = p.sign(rank(way) > 1 ? 'not-applicable' : way.state === 'perhaps' ? 'unknown' : 'fail')
        const state = way.state === 'cut' || way.state === 'perhaps' ? `${way.state}: ` : ''
        const note = way.because ? ` (${state}${way.because})` : ''
        const first = hanging('    ', `${way.label}${note}`, style)
        first[0] = `  ${sign} ${first[0]!.trimStart()}`
        if (way.state === 'cut') return first.map(p.faint)
        return [...first, ...way.of.flatMap((id) => needLines(graph.nodes, id, told, style, p))]
      }),
  ]
}

/** With a mark where nobody has said who it is. */
const asked = (holder: RecoveryHolder) =>
  `${holderWords(holder)}${holder.state === 'untold' && holder.who === 'people' ? ' (?)' : ''}`

/** What a way takes, each with who holds it; what was told already is not told again. */
function needLines(
  nodes: readonly RecoveryNode[],
  id: string,
  told: Set<string>,
  style: Style,
  p: Palette,
): string[] {
  const node = nodeOf({ nodes, doubts: [], changes: [] }, id)
  if (!node) return []
  if (node.kind === 'holder') return hanging('      takes  ', asked(node), style)
  if (told.has(id)) return [p.faint(`      takes  the ${node.label}, as above`)]
  told.add(id)
  return hanging('      takes  ', `the ${node.label}: ${whoIn(nodes, node, new Set())}`, style)
}

function whoIn(nodes: readonly RecoveryNode[], gate: RecoveryGate, on: Set<string>): string {
  on.add(gate.id)
  const parts = gate.of.flatMap((id) => {
    const node = nodes.find((one) => one.id === id)
    if (!node || node.state === 'cut' || on.has(id)) return []
    if (node.kind === 'holder') return [asked(node)]
    const perhaps = node.state === 'perhaps' && node.because ? `, perhaps: ${node.because}` : ''
    if (node.of.length === 0) return [`${node.label}${perhaps}`]
    return [`${node.label} [${whoIn(nodes, node, on)}]${perhaps}`]
  })
  const note = gate.because && gate.state !== 'perhaps' ? ` (${gate.because})` : ''
  return (parts.length > 0 ? parts.join(gate.takes === 'any' ? ', or ' : ' and ') : 'nobody') + note
}

function doubtLines({ graph }: Recovery, p: Palette, style: Style): string[] {
  const open = new Set(openDoubts(graph).flatMap(({ settled, text }) => (settled ? [] : [text])))
  if (open.size === 0) return []
  return [
    '',
    ` ${p.bold('Nobody has said')}`,
    ...[...open].flatMap((text) => {
      const lines = hanging('    ', text, style)
      lines[0] = `  ${p.sign('review')} ${lines[0]!.trimStart()}`
      return lines
    }),
    '    Say it:  neverroot attest root-recovery-takes-more-than-one',
  ]
}

function gainLines(seen: Recovery, p: Palette, style: Style, verbose: boolean): string[] {
  const raising = seen.gains.filter(({ raises }) => raises)
  const gains = raising.length > 0 ? raising : seen.gains
  const shown = verbose ? seen.gains : gains.slice(0, 3)
  if (shown.length === 0) return []
  const title =
    raising.length > 0 ? 'What would raise it' : 'No single change raises it; what would narrow it most'
  return [
    '',
    ` ${p.bold(title)}`,
    ...shown.flatMap((gain, i) => {
      const more = gain.control ? `   neverroot explain ${gain.control}` : ''
      return [
        ...hanging(`  ${i + 1}  `, `${gain.text}: ${gainWords(seen, gain)}`, style),
        ...(more ? [p.faint(`  ${more}`)] : []),
      ]
    }),
  ]
}

function gapLines({ couldNotLook }: Recovery, p: Palette, style: Style): string[] {
  if (couldNotLook.length === 0) return []
  return [
    '',
    ` ${p.bold('Could not look')}`,
    ...couldNotLook.flatMap(({ what, message }) => {
      const lines = hanging('    ', `${what}: ${message}`, style)
      lines[0] = `  ${p.sign('unknown')} ${lines[0]!.trimStart()}`
      return lines
    }),
  ]
}
