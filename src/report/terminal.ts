import {
  type Finding,
  type Posture,
  type Report,
  type ReportHead,
  type ReportTail,
  type Section,
  sections,
  type Severity,
} from '../model/index.ts'
import { incidentLines } from './incident.ts'
import { beside, clip, type Palette, paletteOf, type Style, tame, wrap, firstSentence } from './style.ts'

export interface TerminalOptions {
  style: Style
  /** Everything of each finding: the whole message, evidence, what it cannot know. */
  verbose: boolean
}

const titles: Record<Section, string> = {
  'account-details': 'Account details',
  'spend-alarm': 'Spend alarm',
  administrator: 'Administrator',
  'root-credentials': 'Root credentials',
  guardrails: 'Guardrails',
}
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low']

/** A report as text for a terminal: the mission's order, one line a finding, the worst first at the end, the next command last. */
export async function terminalReport(report: Report, options: TerminalOptions): Promise<string> {
  const findings: Finding[] = []
  for await (const finding of report.findings) findings.push(tame(finding, options.style.ascii))
  const head = tame(report.head, options.style.ascii)
  const tail = await report.tail()
  const palette = paletteOf(options.style)
  const lines = [
    ...heading(head, findings, tail.posture, palette, options.style),
    ...incidentLines(head.incident, palette, options.style),
    ...sections.flatMap((section) => sectionLines(section, findings, palette, options)),
    ...worst(findings, palette, options.style),
    ...closing(head, findings, tail, palette, options),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function heading(
  head: ReportHead,
  findings: readonly Finding[],
  posture: Posture,
  p: Palette,
  style: Style,
): string[] {
  const subject = head.subjects[0]!
  const at = `${head.at.slice(0, 10)} ${head.at.slice(11, 16)} UTC`
  const where = [
    head.vantage === 'standalone' ? undefined : head.vantage,
    head.sandbox && `sandbox ${head.sandbox}`,
  ]
  const open = severities
    .map((s) => [s, findings.filter((f) => f.status === 'fail' && f.severity === s).length] as const)
    .filter(([s, n]) => n > 0 && (s === 'critical' || s === 'high'))
    .map(([s, n]) => `${n} ${s}`)
  const { score, known, grade } = posture
  const lines = [
    '',
    ...beside(style.width, [
      { text: subject.id, paint: p.bold },
      { text: clip(subject.name, style.width - 20, p.ellipsis) },
      { text: [head.profile, ...where.filter(Boolean)].join(', ') },
      { text: at, paint: p.faint },
    ]),
    '',
    ...beside(style.width, [
      { text: ` ${grade}`, paint: p.bold },
      { text: open.length > 0 ? `${open.join(', ')} open` : 'nothing critical or high open' },
      { text: `score ${score ?? 'none'}` },
      { text: `known ${known.count} of ${known.of}` },
    ]),
  ]
  if (head.caller.root) {
    const label = 'ROOT SESSION'
    const advice =
      'You are root. Look, make an administrator, then sign out of root and run neverroot as that administrator: only then is it seen to work.'
    const wrapped = wrap(advice, style.width - label.length - 4)
    lines.push(
      '',
      ...wrapped.map((line, i) => ` ${i === 0 ? p.warn(label) : ' '.repeat(label.length)}  ${line}`),
    )
  }
  return lines
}

function sectionLines(
  section: Section,
  all: readonly Finding[],
  p: Palette,
  options: TerminalOptions,
): string[] {
  const findings = all.filter((f) => f.section === section)
  if (findings.length === 0) return []
  const idWidth = Math.min(longestUsualId, Math.max(...all.map((f) => f.control.length)))
  return [
    '',
    ` ${p.bold(titles[section])}`,
    ...findings.flatMap((f) => [
      findingLine(f, idWidth, p, options.style),
      ...(options.verbose ? details(f, p, options.style) : []),
    ]),
  ]
}

/** Ids longer than this take room from their own value, so that all the others have more. */
const longestUsualId = 32
const severityWidth = 9

function findingLine(f: Finding, idWidth: number, p: Palette, style: Style): string {
  const id = f.control.padEnd(idWidth)
  const room = style.width - 4 - severityWidth - id.length - 2
  const grade = f.status === 'pass' && f.grade ? f.grade : ''
  const value = briefly(f)
  const fits = grade !== '' && value.length + 2 + grade.length <= room
  const shown = clip(value, room, p.ellipsis)
  const text = fits ? `${shown}${' '.repeat(room - value.length - grade.length)}${p.faint(grade)}` : shown
  const quiet = f.status === 'not-applicable'
  return `  ${p.sign(f.status)} ${quiet ? p.faint(f.severity.padEnd(severityWidth)) : p.severity(f.severity, f.severity.padEnd(severityWidth))}${quiet ? p.faint(id) : id}  ${quiet ? p.faint(text) : text}`
}

/** The value, in the few words that a line has room for. */
export function briefly(f: Finding): string {
  if (f.status === 'unknown') return `cannot tell: ${f.message}`
  if (f.status === 'excepted')
    return `excepted by ${f.exception!.owner} until ${f.exception!.expires.slice(0, 10)}`
  return f.status === 'fail' ? firstSentence(f.message) : f.message
}

function details(f: Finding, p: Palette, style: Style): string[] {
  const paragraph = (label: string, text: string) =>
    wrap(`${label}${text}`, style.width - 16).map((line) => `                ${p.faint(line)}`)
  const quiet = f.status === 'not-applicable'
  return [
    ...(f.status === 'fail' || f.status === 'excepted' ? paragraph('', f.message) : []),
    ...(f.question ? paragraph('Asks: ', f.question) : []),
    ...(f.needs ? paragraph('Needs: ', f.needs.join(', ')) : []),
    ...(f.waiting ?? []).flatMap((w) => paragraph('Waiting: ', w)),
    ...(quiet
      ? []
      : f.evidence.flatMap((e) =>
          paragraph('', `${e.source} at ${e.at.slice(0, 16)}Z: ${JSON.stringify(e.saw)}`),
        )),
    ...(f.cannotKnow && !quiet ? paragraph('Cannot know: ', f.cannotKnow) : []),
  ]
}

function worst(findings: readonly Finding[], p: Palette, style: Style): string[] {
  const ranked = findings
    .filter((f) => f.status === 'fail' || (f.status === 'unknown' && f.severity === 'critical'))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .slice(0, 3)
  if (ranked.length === 0) return []
  return [
    '',
    ` ${p.bold('Worst first')}`,
    ...ranked.flatMap((f, i) => [
      ...wrap(f.status === 'unknown' ? `${f.control}: ${briefly(f)}` : f.message, style.width - 6).map(
        (line, n) => `  ${n === 0 ? `${i + 1}` : ' '}  ${line}`,
      ),
      `     ${p.faint(`neverroot explain ${f.control}`)}`,
    ]),
  ]
}

function closing(
  head: ReportHead,
  findings: readonly Finding[],
  tail: ReportTail,
  p: Palette,
  options: TerminalOptions,
): string[] {
  const fails = findings.filter((f) => f.status === 'fail')
  const byPlan = fails.filter((f) => f.fix?.api).length
  const byHand = fails.length - byPlan + findings.filter((f) => f.status === 'review').length
  const permissions = findings.filter((f) => f.status === 'unknown' && f.needs).length
  const parts = [
    byPlan > 0 && `${byPlan} can be fixed through the API`,
    byHand > 0 && `${byHand} need${byHand === 1 ? 's' : ''} you`,
    permissions > 0 && `${permissions} need${permissions === 1 ? 's' : ''} a permission`,
  ].filter(Boolean)
  const sandbox = head.sandbox ? ` --sandbox ${head.sandbox}` : ''
  const next =
    permissions > byPlan + byHand
      ? 'neverroot permissions audit'
      : byPlan > 0
        ? `neverroot plan${sandbox}`
        : fails[0]
          ? `neverroot explain ${fails[0].control}`
          : `neverroot audit --verbose${sandbox}`
  return [
    '',
    ...head.notes.flatMap((note) => wrap(note, options.style.width - 2).map((line) => ` ${p.faint(line)}`)),
    ...(options.verbose
      ? [
          ` ${p.faint(`${tail.calls.total} calls in ${tail.calls.seconds} s; profile ${head.profile}: ${head.profileBecause}; as ${head.caller.arn}`)}`,
        ]
      : []),
    ...beside(options.style.width, [
      { text: ` ${parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing to do.'}` },
      { text: next, paint: p.bold },
    ]),
  ]
}
