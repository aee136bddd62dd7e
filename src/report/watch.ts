import { type Drift, type DriftKind, driftKinds, type Status, type WatchPass } from '../model/index.ts'
import { beside, count, hanging, paletteOf, type Palette, type Style, tame } from './style.ts'

export interface WatchView {
  style: Style
  /** Every account of a change that many share. */
  verbose: boolean
  /** The options with which another command finds the same account. */
  place: string
}

const kindWords: Record<DriftKind, string> = {
  fail: 'New failure',
  unknown: 'Cannot be told any more',
  review: 'A question for people now',
  lapsing: 'Lapses soon',
  fixed: 'Fixed',
}
const signs: Record<DriftKind, Status> = {
  fail: 'fail',
  unknown: 'unknown',
  review: 'review',
  lapsing: 'review',
  fixed: 'pass',
}
const severities = ['critical', 'high', 'medium', 'low'] as const
/** So many accounts that share a change are named. */
const mostNamed = 3

/** One pass as text: what changed, the gravest first, what was sent; one line where nothing did. */
export function terminalWatch(given: WatchPass, view: WatchView): string {
  const { style } = view
  const pass = tame(given, style.ascii)
  const p = paletteOf(style)
  const worst = worstFirst(pass.drift.filter(({ kind }) => kind !== 'fixed'))[0]
  const lines = [
    ...heading(pass, p, style),
    ...signLines(pass, p, style),
    ...driftKinds.flatMap((kind) => section(pass, kind, p, view)),
    ...remarks(pass, p, style),
    ...(worst ? ['', ` Why, and how to fix it:  neverroot explain ${worst.control}`] : []),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function heading(pass: WatchPass, p: Palette, style: Style): string[] {
  const { subject, drift, signs: found, since, sandbox, because, open } = pass
  const n = drift.length + found.length
  const after = since ? ` since ${minute(since)} UTC` : ''
  const what =
    n > 0
      ? `${count(n, 'change')}${after}`
      : since || because
        ? `no drift${after}`
        : 'first look: from now on only what changes is told'
  const looked = [
    `${open.fail} fail`,
    open.unknown > 0 && `${open.unknown} cannot be told`,
    open.review > 0 && `${open.review} nobody has answered`,
  ]
  const name = subject.name === subject.id ? '' : `  ${subject.name}`
  return beside(style.width, [
    { text: ` ${subject.id}${name}`, paint: p.bold },
    ...(sandbox ? [{ text: `sandbox ${sandbox}` }] : []),
    { text: what, ...(n > 0 ? { paint: p.warn } : {}) },
    ...(because
      ? [{ text: `after ${count(because.events, 'event')}: ${because.controls.join(', ')}`, paint: p.faint }]
      : [{ text: looked.filter(Boolean).join(', '), paint: p.faint }]),
  ])
}

function signLines({ signs: found }: WatchPass, p: Palette, style: Style): string[] {
  if (found.length === 0) return []
  return [
    '',
    ` ${p.bold('Somebody else may have been in the account')}`,
    ...found.flatMap((sign) =>
      hanging('   ', sign, style).map((line, i) => (i === 0 ? ` ${p.sign('fail')} ${line.slice(3)}` : line)),
    ),
    ' What to do first:  neverroot audit',
  ]
}

function section({ drift, subject }: WatchPass, kind: DriftKind, p: Palette, view: WatchView): string[] {
  const mine = drift.filter((one) => one.kind === kind)
  if (mine.length === 0) return []
  const groups = grouped(worstFirst(mine))
  return [
    '',
    ` ${p.bold(kindWords[kind])}`,
    ...groups.flatMap((group) => groupLines(group, kind, subject.id, p, view)),
  ]
}

const worstFirst = (drift: readonly Drift[]): Drift[] =>
  [...drift].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))

const keyOf = ({ control, expires }: Drift) => `${control} ${expires?.slice(0, 10) ?? ''}`

/** Changes that are the same in several accounts. */
function grouped(drift: readonly Drift[]): Drift[][] {
  const groups = new Map<string, Drift[]>()
  for (const one of drift) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return [...groups.values()]
}

function groupLines(
  group: readonly Drift[],
  kind: DriftKind,
  whole: string,
  p: Palette,
  { style, verbose }: WatchView,
): string[] {
  const { severity, control, expires, message } = group[0]!
  const named = group.filter((one) => one.subject.id !== whole).map(({ subject }) => nameOf(subject))
  const shown = verbose ? named : named.slice(0, mostNamed)
  const more = named.length - shown.length
  const where = shown.length > 0 ? ` in ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}` : ''
  const until = expires ? ` (${kind === 'lapsing' ? 'until' : 'lapsed'} ${expires.slice(0, 10)})` : ''
  return [
    ...hanging(`   ${severity.padEnd(9)} `, `${control}${until}${where}`, style).map((line, i) =>
      i === 0 ? ` ${p.sign(signs[kind])} ${p.severity(severity, line.slice(3))}` : line,
    ),
    ...hanging('             ', message, style).map(p.faint),
  ]
}

const nameOf = ({ id, name }: Drift['subject']) => (name && name !== id ? `${id} ${name}` : id)

function remarks({ gap, notes, deliveries }: WatchPass, p: Palette, style: Style): string[] {
  const lines = [
    ...(gap
      ? [
          `Nobody looked from ${minute(gap.since)} to ${minute(gap.until)} UTC, though every ${span(gap.every)} was meant: what came and went in between is not known.`,
        ]
      : []),
    ...notes,
    ...Object.entries(deliveries).flatMap(([sink, { to, sent, unsent, because }]) => [
      ...(sent > 0 ? [`Sent ${count(sent, 'notice')} to ${sink} (${to}).`] : []),
      ...(unsent > 0
        ? [
            `${count(unsent, 'notice')} for ${sink} ${unsent === 1 ? 'waits' : 'wait'} for the next pass: ${because ?? 'not sent'}.`,
          ]
        : []),
    ]),
  ]
  return lines.flatMap((line) =>
    hanging('   ', line, style).map((text, i) => (i === 0 ? ` ${p.sign('review')} ${text.slice(3)}` : text)),
  )
}

const minute = (iso: string) => iso.slice(0, 16).replace('T', ' ')

/** `90 s`, `30 min`, `6 h`, `1 d`: the largest unit that fits evenly. */
export function span(seconds: number): string {
  for (const [unit, name] of [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ] as const)
    if (seconds % unit === 0) return `${seconds / unit} ${name}`
  return `${seconds} s`
}
