import { type Plan, type PlanItem, sections, type Section, type Step, underWords } from '../model/index.ts'
import { byRegion } from './by-region.ts'
import { callsOf, goesWith, labelsOf, signOf } from './plan-calls.ts'
import { inputLines } from './plan-input.ts'
import {
  beside,
  count,
  firstSentence,
  hanging,
  paletteOf,
  type Palette,
  type Style,
  tame,
  wrap,
} from './style.ts'

/** What the renderer needs beside the plan: a plan file names controls, not their sections. */
export type SectionOf = (control: string) => Section

const titles: Record<Section, string> = {
  'account-details': 'Account details',
  'spend-alarm': 'Spend alarm',
  administrator: 'Administrator',
  'root-credentials': 'Root credentials',
  guardrails: 'Guardrails',
}

export interface PlanView {
  style: Style
  /** Every call in full: its risk, its undo, its input. */
  verbose?: boolean
  /** The run that it takes back: then it is shown in the order in which that is done. */
  undoes?: string
  /** What to say and what to type next. */
  next?: readonly string[]
}

/**
 * A plan as text, in the manner of a diff: first what bears on who can get in, then section by section what is added,
 * changed and taken away, which calls that takes, and what only people can do.
 */
export function terminalPlan(given: Plan, sectionOf: SectionOf, view: PlanView): string {
  const { style, undoes } = view
  const plan = tame(given, style.ascii)
  const p = paletteOf(style)
  const items = (some: readonly PlanItem[]) => some.flatMap((item) => itemLines(item, p, view))
  const lines = [
    '',
    ...heading(plan, p, view),
    ...weighty(plan, p, view),
    ...(undoes !== undefined
      ? ['', ...items(plan.items)]
      : sections.flatMap((section) => {
          const mine = plan.items.filter((item) => sectionOf(item.control) === section)
          return mine.length === 0 ? [] : ['', ` ${p.bold(titles[section])}`, ...items(mine)]
        })),
    '',
    ...closing(plan, p, view),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const moment = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`

function heading(plan: Plan, p: Palette, { style, undoes }: PlanView): string[] {
  if (undoes !== undefined)
    return wrap(`Takes back run ${undoes} of ${plan.account}, last step first`, style.width - 1).map(
      (line) => ` ${p.bold(line)}`,
    )
  return [
    ...beside(style.width, [
      { text: ` Plan for ${plan.account}`, paint: p.bold },
      { text: `seen ${moment(plan.at)} UTC, good until ${moment(plan.expires)}`, paint: p.faint },
    ]),
    ...(plan.config
      ? hanging(
          ' ',
          `Configuration ${plan.config.path}, SHA-256 ${plan.config.sha256.slice(0, 12)}`,
          style,
        ).map(p.faint)
      : []),
  ]
}

/** Who is told, who can be called, who gets in: a plan that changes that shows it before anything else. */
const decidesWhoGetsIn =
  /^account:(Put|Delete)|^iam:(CreateUser|AddUserToGroup|AttachGroupPolicy|CreateLoginProfile|CreateRole|PutRolePolicy|.*(AccessKey|SigningCertificate)|Delete.*)$|^events:PutPermission$/

const first = 'Look at these first'

function weighty(plan: Plan, p: Palette, { style, verbose, undoes }: PlanView): string[] {
  const every = plan.items
    .flatMap((item) => item.steps)
    .filter(
      (s) =>
        s.weakens || s.risk === 'irreversible' || (undoes === undefined && decidesWhoGetsIn.test(s.action)),
    )
  const steps = verbose ? every : byRegion(every)
  if (steps.length === 0) return []
  const why =
    undoes === undefined
      ? 'they change who is told, who is called or who gets in'
      : 'they make the account less safe than it is now'
  return [
    '',
    ...hanging(' ', `${first}: ${why}`, style).map((line) => line.replace(first, p.warn(first))),
    // Two findings may need the same change: it is told once.
    ...new Set(
      steps.flatMap((step) => signed('  ', step, `${step.does}${labelsOf(step)}`, p, style).join('\n')),
    ),
  ]
}

/** A call's words behind its sign, which has a colour of its own. */
function signed(indent: string, step: Step, words: string, p: Palette, style: Style): string[] {
  const sign = signOf(step)
  const status = { '+': 'pass', '~': 'review', '-': 'fail' } as const
  return hanging(`${indent}  `, words, style).map((line, i) =>
    i === 0 ? `${indent}${p.status(status[sign], sign)} ${line.slice(indent.length + 2)}` : line,
  )
}

/** Signs of findings; those of calls are AWS's own verbs. */
const marks = { calls: '+', asks: '?', hand: '!', other: '=' } as const

function markOf({ steps, asks = [], procedure }: PlanItem): keyof typeof marks {
  if (steps.length > 0) return 'calls'
  if (asks.length > 0) return 'asks'
  return procedure ? 'hand' : 'other'
}

function itemLines(item: PlanItem, p: Palette, view: PlanView): string[] {
  const { style, undoes } = view
  const text = (words: string) => hanging('      ', words, style)
  const mark = markOf(item)
  const paint = { calls: (t: string) => p.status('pass', t), asks: p.warn, hand: p.warn, other: p.faint }[
    mark
  ]
  const isUndo = undoes !== undefined
  return [
    `  ${isUndo ? '' : `${paint(marks[mark])} `}${p.bold(item.control)}`,
    ...(isUndo
      ? []
      : mark === 'other'
        ? otherwise(item, p, style)
        : text(firstSentence(item.message)).map(p.faint)),
    ...(view.verbose ? item.steps : byRegion(item.steps)).flatMap((step) => stepLines(step, item, p, view)),
    ...(view.verbose || item.steps.length === 0 ? [] : text(callsOf(item.steps, isUndo)).map(p.faint)),
    ...(item.quarantine
      ? text(
          `${item.quarantine.denied ? 'denied everything by policy' : 'switched off'} since ${item.quarantine.since.slice(0, 10)}, may be deleted from ${item.quarantine.deletableFrom.slice(0, 10)}: ${item.quarantine.seen}`,
        )
      : []),
    ...(item.costs ? text(`costs: ${item.costs}`) : []),
    ...(item.asks ?? []).flatMap(({ setting, question }) => text(`needs ${setting}: ${question}`)),
    ...(item.procedure ? byHand(item.procedure.title, item.control, style) : []),
    ...(mark === 'other' ? [] : waits(item)).flatMap((w) => text(item.steps.length > 0 ? `then: ${w}` : w)),
  ]
}

/** What comes with the calls of another finding, or waits: why, in one breath. */
const otherwise = (item: PlanItem, p: Palette, style: Style): string[] =>
  hanging('      ', [firstSentence(item.message), ...waits(item)].join('; '), style).map(p.faint)

const waits = (item: PlanItem) => [...underWords(item), ...(item.waiting ?? [])]

/** A command is never broken: it is there to be copied. */
function byHand(title: string, control: string, style: Style): string[] {
  const [what, how] = [`by hand: ${title}`, `neverroot explain ${control}`]
  return 6 + what.length + 3 + how.length < style.width
    ? [`      ${what}   ${how}`]
    : [...hanging('      ', what, style), `        ${how}`]
}

function stepLines(step: Step, item: PlanItem, p: Palette, { style, verbose, undoes }: PlanView): string[] {
  // Where nothing of it has an undo, the line of its calls says so.
  const stays =
    !step.undo && item.steps.some((s) => s.undo) && step.risk !== 'irreversible' && !goesWith(step, item)
  return [
    ...signed(
      '      ',
      step,
      `${step.does}${labelsOf(step)}${stays && !verbose ? ' (no undo)' : ''}`,
      p,
      style,
    ),
    ...(verbose
      ? [
          ...hanging('          ', inFull(step, undoes !== undefined), style),
          ...inputLines(step.input).flatMap((line) => hanging('            ', line, style)),
        ].map(p.faint)
      : []),
  ]
}

function inFull(step: Step, isUndo: boolean): string {
  const where = step.region ? ` in ${step.region}` : ''
  const permission = step.permission && step.permission !== step.action ? `, needs ${step.permission}` : ''
  if (isUndo) return `${step.action}${where}${permission}`
  const undo = step.undo ? `undo: ${step.undo.action}${step.undo.weakens ? ' (weakens)' : ''}` : 'no undo'
  return `${step.action}${where}, ${step.risk}${permission}; ${undo}`
}

function closing(plan: Plan, p: Palette, { style, undoes, next = [] }: PlanView): string[] {
  const steps = plan.items.flatMap((i) => i.steps)
  const irreversible = steps.filter((s) => s.risk === 'irreversible').length
  const asks = new Set(plan.items.flatMap((i) => (i.asks ?? []).map((a) => a.setting))).size
  const hands = plan.items.filter((i) => i.procedure).length
  const waiting = plan.items.filter((i) => i.steps.length === 0 && waits(i).length > 0).length
  const parts = [
    `${count(steps.length, 'call')}${undoes === undefined ? `, ${irreversible} irreversible` : ''}`,
    asks > 0 && `${count(asks, 'setting')} missing in neverroot.yaml`,
    hands > 0 && `${hands} by hand`,
    waiting > 0 && `${waiting} waiting`,
  ].filter(Boolean)
  return [
    ...(undoes === undefined && plan.items.length > 0 ? [` ${p.faint(legend(plan))}`, ''] : []),
    ...hanging(' ', `${parts.join('; ')}.`, style),
    ...beside(
      style.width,
      next.map((text, i) => ({
        text: i === 0 ? ` ${text}` : text,
        paint: i > 0 ? p.bold : (t: string) => t,
      })),
    ),
  ]
}

/** What the signs mean that this plan has. */
function legend({ items }: Plan): string {
  const calls = new Set(items.flatMap((item) => item.steps).map(signOf))
  const findings = new Set(items.map(markOf))
  return [
    (calls.has('+') || findings.has('calls')) && '+ adds',
    calls.has('~') && '~ changes',
    calls.has('-') && '- takes away',
    findings.has('asks') && '? asks you',
    findings.has('hand') && '! by hand',
    findings.has('other') && '= no call of its own',
  ]
    .filter(Boolean)
    .join('   ')
}
