import { type Json, type Plan, type PlanItem, sections, type Section, type Step } from '../model/index.ts'
import { count, firstSentence, paletteOf, type Palette, type Style, tame, wrap } from './style.ts'

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
  /** Every call's input, not only what it does in words. */
  verbose?: boolean
  /** Instead of "Plan for ...". */
  title?: string
  /** What to type next. */
  next?: string
}

/**
 * A plan as text, in the manner of a diff: first what bears on who can get in, then section by section what is added,
 * changed and taken away, what it is called in full, and what only people can do.
 */
export function terminalPlan(given: Plan, sectionOf: SectionOf, view: PlanView): string {
  const { style } = view
  const plan = tame(given, style.ascii)
  const p = paletteOf(style)
  const lines = [
    '',
    ...wrap(
      `${view.title ?? `Plan for ${plan.account}`}, rests on what was seen at ${clock(plan.at)} UTC, good until ${plan.expires.slice(0, 10)} ${clock(plan.expires)}`,
      style.width - 1,
    ).map((line, i) => (i === 0 ? p.bold(line) : line)),
    ...(plan.config
      ? wrap(
          `Configuration ${plan.config.path}, SHA-256 ${plan.config.sha256.slice(0, 12)}`,
          style.width - 1,
        ).map(p.faint)
      : []),
    ...weighty(plan, p, style),
    ...sections.flatMap((section) =>
      sectionLines(
        section,
        plan.items.filter((i) => sectionOf(i.control) === section),
        p,
        view,
      ),
    ),
    '',
    ...closing(plan, view),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const clock = (iso: string) => iso.slice(11, 16)

/** Who is told, who can be called, who gets in: a plan that changes that shows it before anything else. */
const decidesWhoGetsIn =
  /^account:(Put|Delete)|^iam:(CreateUser|AddUserToGroup|AttachGroupPolicy|CreateLoginProfile|.*(AccessKey|SigningCertificate)|Delete.*)$/

function weighty(plan: Plan, p: Palette, style: Style): string[] {
  const steps = plan.items
    .flatMap((item) => item.steps)
    .filter((s) => s.weakens || s.risk === 'irreversible' || decidesWhoGetsIn.test(s.action))
  if (steps.length === 0) return []
  return [
    '',
    ` ${p.warn('Look at these first')}: they change who is told, who is called or who gets in`,
    // Two findings may need the same change: it is told once.
    ...[...new Set(steps.map((step) => `${signOf(step)} ${step.does}${labels(step)}`))].flatMap((told) =>
      hanging(`  ${told.slice(0, 2)}`, told.slice(2), style),
    ),
  ]
}

const labels = (step: Step) =>
  `${step.weakens ? ' (weakens)' : ''}${step.risk === 'irreversible' ? ' (cannot be undone)' : ''}`

function sectionLines(section: Section, items: readonly PlanItem[], p: Palette, view: PlanView): string[] {
  if (items.length === 0) return []
  return ['', ` ${p.bold(titles[section])}`, ...items.flatMap((item) => itemLines(item, p, view))]
}

function itemLines(item: PlanItem, p: Palette, view: PlanView): string[] {
  const { style } = view
  const text = (words: string) => hanging('      ', words, style)
  const asks = item.asks ?? []
  const head = item.steps.length > 0 ? p.status('pass', '+') : asks.length > 0 ? p.warn('?') : p.warn('!')
  return [
    `  ${head} ${p.bold(item.control)}`,
    ...text(firstSentence(item.message)).map(p.faint),
    ...item.steps.flatMap((step) => stepLines(step, p, view)),
    ...(item.quarantine
      ? text(
          `switched off since ${item.quarantine.since.slice(0, 10)}, may be deleted from ${item.quarantine.deletableFrom.slice(0, 10)}: ${item.quarantine.seen}`,
        )
      : []),
    ...(item.costs ? text(`costs: ${item.costs}`) : []),
    ...asks.flatMap(({ setting, question }) => text(`needs ${setting}: ${question}`)),
    ...(item.procedure ? text(`by hand: ${item.procedure.title}. neverroot explain ${item.control}`) : []),
    ...(item.waiting ?? []).flatMap((w) => text(`then: ${w}`)),
  ]
}

function stepLines(step: Step, p: Palette, { style, verbose }: PlanView): string[] {
  const undo = step.undo ? `undo: ${step.undo.action}${step.undo.weakens ? ' (weakens)' : ''}` : 'no undo'
  const permission = step.permission && step.permission !== step.action ? `, needs ${step.permission}` : ''
  const facts = `${step.action}${step.region ? ` in ${step.region}` : ''}, ${step.risk}${permission}; ${undo}`
  return [
    ...hanging(`      ${signOf(step)} `, `${step.does}${labels(step)}`, style),
    ...hanging('          ', facts, style).map(p.faint),
    ...(verbose
      ? inputLines(step.input)
          .flatMap((l) => hanging('            ', l, style))
          .map(p.faint)
      : []),
  ]
}

/** The call in full: one line for each field, references as what they refer to. */
function inputLines(input: Json, path = ''): string[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return [`${path}: ${JSON.stringify(input)}`]
  const entries = Object.entries(input as { readonly [key: string]: Json | undefined })
  const [first] = entries
  if (entries.length === 1 && first![0].startsWith('$'))
    return [`${path}: from ${first![0].slice(1)} ${JSON.stringify(first![1])}`]
  return entries.flatMap(([key, value]) => inputLines(value ?? null, path === '' ? key : `${path}.${key}`))
}

/** Text behind a prefix, wrapped; further lines stand below the text's beginning. */
function hanging(prefix: string, words: string, style: Style): string[] {
  return wrap(words, style.width - prefix.length - 1).map((line, i) =>
    i === 0 ? `${prefix}${line}` : `${' '.repeat(prefix.length)}${line}`,
  )
}

/** What a call does to what is there, by AWS's own verbs. */
function signOf({ action }: Step): '+' | '~' | '-' {
  const verb = action.split(':')[1] ?? ''
  if (/^(Delete|Remove|Detach|Deactivate|Unsubscribe|Disable)/.test(verb)) return '-'
  return /^(Put|Update|Set)/.test(verb) ? '~' : '+'
}

function closing(plan: Plan, { style, next }: PlanView): string[] {
  const steps = plan.items.flatMap((i) => i.steps)
  const irreversible = steps.filter((s) => s.risk === 'irreversible').length
  const asks = new Set(plan.items.flatMap((i) => (i.asks ?? []).map((a) => a.setting))).size
  const hands = plan.items.filter((i) => i.procedure).length
  const waiting = plan.items.filter((i) => i.steps.length === 0 && (i.waiting ?? []).length > 0).length
  const parts = [
    `${count(steps.length, 'call')}, ${irreversible} irreversible`,
    asks > 0 && `${count(asks, 'setting')} missing in neverroot.yaml`,
    hands > 0 && `${hands} by hand`,
    waiting > 0 && `${waiting} waiting`,
  ].filter(Boolean)
  return [
    ...wrap(`${parts.join('; ')}.`, style.width - 2).map((line) => ` ${line}`),
    ...(next ? [` ${next}`] : []),
  ]
}
