import type {
  Cluster,
  Finding,
  Group,
  Report,
  ReportHead,
  ReportTail,
  Severity,
  Subject,
} from '../model/index.ts'
import { beside, clip, hanging, type Palette, paletteOf, type Style, tame, wrap } from './style.ts'
import { briefly, type TerminalOptions } from './terminal.ts'

/** How many causes are shown of each kind; `--verbose` shows all. */
const mostCauses = 8
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low']

interface Place {
  fails: Record<Severity, number>
  accounts: Set<string>
}

/**
 * A report about an organization as text: causes first, each with how many accounts share it and where they lie; then the
 * organization's own findings and its management account. Findings are read as they come, and only those of the
 * organization and its management account are held.
 */
export async function organizationReport(
  report: Report,
  { style, verbose }: TerminalOptions,
): Promise<string> {
  const p = paletteOf(style)
  const head = tame(report.head, style.ascii)
  const organization = head.subjects.find((s) => s.kind === 'organization')!
  const management = head.subjects.find((s) => s.management)
  const pinned: Finding[] = []
  const open: Place = { fails: { critical: 0, high: 0, medium: 0, low: 0 }, accounts: new Set() }
  for await (const finding of report.findings) {
    if ([organization.id, management?.id].includes(finding.subject.id))
      pinned.push(tame(finding, style.ascii))
    if (finding.status !== 'fail') continue
    open.fails[finding.severity]++
    if (finding.subject.kind === 'account') open.accounts.add(finding.subject.id)
  }
  const tail = tame(await report.tail(), style.ascii)
  const lines = [
    ...heading(head, organization, open, tail, p, style),
    ...incident(head, p, style),
    ...causes(tail.clusters ?? [], p, style, verbose),
    ...places(tail.groups ?? [], p, style, verbose),
    ...own(
      'The organization',
      pinned.filter((f) => f.subject.id === organization.id),
      p,
      style,
      verbose,
    ),
    ...(management
      ? own(
          `The management account ${management.id} ${management.name}`,
          pinned.filter((f) => f.subject.id === management.id),
          p,
          style,
          verbose,
        )
      : []),
    ...closing(head, tail, p, style, verbose),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const number = (n: number) => n.toLocaleString('en-US')
const plural = (n: number, word: string) => `${number(n)} ${word}${n === 1 ? '' : 's'}`

function heading(
  head: ReportHead,
  organization: Subject,
  { fails, accounts }: Place,
  { posture }: ReportTail,
  p: Palette,
  style: Style,
): string[] {
  const all = head.subjects.filter((s) => s.kind === 'account')
  const states = new Map<string, number>()
  for (const { state } of all) if (state) states.set(state, (states.get(state) ?? 0) + 1)
  const shut = [...states].map(([state, n]) => `${number(n)} ${state.toLowerCase().replaceAll('_', ' ')}`)
  const open = severities.filter((s) => fails[s] > 0 && (s === 'critical' || s === 'high'))
  return [
    '',
    ...beside(style.width, [
      { text: organization.id, paint: p.bold },
      { text: `${plural(all.length, 'account')}${shut.length > 0 ? ` (${shut.join(', ')})` : ''}` },
      { text: [head.vantage, head.sandbox && `sandbox ${head.sandbox}`].filter(Boolean).join(', ') },
      { text: `${head.at.slice(0, 10)} ${head.at.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    '',
    ...beside(style.width, [
      { text: ` ${posture.grade}`, paint: p.bold },
      {
        text:
          open.length > 0
            ? `${open.map((s) => `${number(fails[s])} ${s}`).join(', ')} open in ${plural(accounts.size, 'account')}`
            : 'nothing critical or high open',
      },
      { text: `score ${posture.score ?? 'none'}` },
      { text: `known ${number(posture.known.count)} of ${number(posture.known.of)}` },
    ]),
  ]
}

function incident({ incident }: ReportHead, p: Palette, style: Style): string[] {
  if (!incident) return []
  return [
    '',
    ` ${p.status('fail', 'Somebody else may have been in the management account')}`,
    ...incident.signs.flatMap((sign) => hanging('   - ', sign, style)),
    ...hanging(' ', 'Stop here and look at it alone first: neverroot audit', style),
  ]
}

function causes(clusters: readonly Cluster[], p: Palette, style: Style, verbose: boolean): string[] {
  const kinds = [
    ['What is wrong', (c: Cluster) => c.status === 'fail'],
    ['What could not be seen', (c: Cluster) => c.status === 'unknown'],
    ['What people have to look at', (c: Cluster) => c.status === 'review' || c.status === 'excepted'],
  ] as const
  return kinds.flatMap(([title, belongs]) => {
    const mine = clusters.filter(belongs)
    if (mine.length === 0) return []
    const shown = verbose ? mine : mine.slice(0, mostCauses)
    const width = Math.max(...shown.map(({ count }) => number(count).length))
    return [
      '',
      ` ${p.bold(title)}`,
      ...shown.flatMap((cluster) => causeLines(cluster, width, p, style, verbose)),
      ...(mine.length > shown.length
        ? [`  ${p.faint(`${mine.length - shown.length} more: --verbose`)}`]
        : []),
    ]
  })
}

function causeLines(cluster: Cluster, width: number, p: Palette, style: Style, verbose: boolean): string[] {
  const { cause, control, status, count, where, examples } = cluster
  const words =
    status === 'fail' || / domain | mailbox/.test(cause)
      ? saying(count, cause)
      : `account${count === 1 ? '' : 's'}: ${cause}`
  const indent = ' '.repeat(width + 5)
  const first = hanging(indent, words, style)
  return [
    `  ${p.sign(status)} ${p.bold(number(count).padStart(width))} ${first[0]!.trimStart()}`,
    ...first.slice(1),
    ...hanging(indent, `${where}; ${control}`, style).map(p.faint),
    ...(verbose ? hanging(indent, `such as ${examples.join(', ')}`, style).map(p.faint) : []),
  ]
}

/** `accounts still have root credentials`, `account still has root credentials`. */
function saying(count: number, cause: string): string {
  if (count !== 1) return `accounts ${cause}`
  const verbs: Record<string, string> = {
    have: 'has',
    lack: 'lacks',
    use: 'uses',
    tell: 'tells',
    raise: 'raises',
    let: 'lets',
    share: 'shares',
  }
  return `account ${cause.replace(/^(still )?(\w+)/, (_, still: string | undefined, verb: string) => `${still ?? ''}${verbs[verb] ?? verb}`)}`
}

const titlesOf = { unit: 'Where', owner: 'Who answers for it' } as const

/** What is open by unit and by owner: the gravest, or all of them. */
function places(groups: readonly Group[], p: Palette, style: Style, verbose: boolean): string[] {
  return (['unit', 'owner'] as const).flatMap((by) => {
    const mine = groups.filter((group) => group.by === by)
    if (mine.length < 2) return []
    const shown = verbose ? mine : mine.slice(0, mostCauses)
    const cells = shown.map(({ name, accounts, open, unknown }) => [
      clip(name, Math.max(20, style.width - 52), p.ellipsis),
      plural(accounts, 'account'),
      `${number(open.critical)} critical`,
      `${number(open.high)} high`,
      `${number(unknown)} unknown`,
    ])
    const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)))
    const line = (row: readonly string[]) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')
    return [
      '',
      ` ${p.bold(titlesOf[by])}`,
      ...cells.map((row) => `  ${line(row)}`),
      ...(mine.length > shown.length
        ? [`  ${p.faint(`${mine.length - shown.length} more: --verbose`)}`]
        : []),
    ]
  })
}

function own(
  title: string,
  findings: readonly Finding[],
  p: Palette,
  style: Style,
  verbose: boolean,
): string[] {
  const shown = findings.filter(({ status }) => verbose || status === 'fail' || status === 'unknown')
  const rest = findings.filter(({ status }) => status === 'review').length
  if (findings.length === 0) return []
  return [
    '',
    ` ${p.bold(title)}`,
    ...shown.map((f) => {
      const id = f.control.padEnd(32)
      const text = clip(briefly(f), style.width - 16 - id.length, p.ellipsis)
      return `  ${p.sign(f.status)} ${p.severity(f.severity, f.severity.padEnd(9))}${id}  ${text}`
    }),
    ...(shown.length === 0 ? [`  ${p.faint('nothing fails')}`] : []),
    ...(rest > 0 && !verbose ? [`  ${p.faint(`${plural(rest, 'question')} for people: --verbose`)}`] : []),
  ]
}

/** Who has joined since the last look at all: the ones nobody has put right yet. */
function arrivals({ arrived }: ReportHead): string[] {
  if (!arrived || arrived.accounts.length === 0) return []
  const { accounts, invited, since } = arrived
  const few = accounts.slice(0, 5)
  const more = accounts.length > few.length ? ` and ${number(accounts.length - few.length)} more` : ''
  const made =
    invited === 0 ? 'created' : invited === accounts.length ? 'invited' : `${number(invited)} of them invited`
  return [
    `New since ${since.slice(0, 16).replace('T', ' ')} UTC: ${plural(accounts.length, 'account')} (${made}): ${few.join(', ')}${more}. Plan for new ones alone: neverroot plan --org --new`,
  ]
}

function closing(head: ReportHead, tail: ReportTail, p: Palette, style: Style, verbose: boolean): string[] {
  const { calls } = tail
  const retried = [
    calls.throttled > 0 && `${number(calls.throttled)} throttled`,
    calls.retried > 0 && `${number(calls.retried)} tried again`,
  ].filter(Boolean)
  return [
    '',
    ...arrivals(head).flatMap((text) => wrap(text, style.width - 2).map((line) => ` ${line}`)),
    ...head.notes.flatMap((note) => wrap(note, style.width - 2).map((line) => ` ${p.faint(line)}`)),
    ` ${p.faint(`${number(calls.total)} calls in ${calls.seconds} s${retried.length > 0 ? `, ${retried.join(', ')}` : ''}${verbose ? `; as ${head.caller.arn}` : ''}`)}`,
    ...beside(style.width, [
      { text: ' Every account behind a cause:' },
      { text: 'neverroot audit --org --format json', paint: p.bold },
    ]),
  ]
}
