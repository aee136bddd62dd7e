import { type Plan, type PlanItem, sections, type Section, type Step } from '../model/index.ts'
import { count, firstSentence, paletteOf, type Palette, type Style, wrap } from './style.ts'

/** What the renderer needs beside the plan: a plan file names controls, not their sections. */
export type SectionOf = (control: string) => Section

const titles: Record<Section, string> = {
  'account-details': 'Account details',
  'spend-alarm': 'Spend alarm',
  administrator: 'Administrator',
  'root-credentials': 'Root credentials',
  guardrails: 'Guardrails',
}

/** A plan as text, in the manner of a diff: what is added, changed, taken away, and what only people can do. */
export function terminalPlan(plan: Plan, sectionOf: SectionOf, style: Style): string {
  const p = paletteOf(style)
  const lines = [
    '',
    `${p.bold(`Plan for ${plan.account}`)}, rests on what was seen at ${clock(plan.at)} UTC, good for 24 hours`,
    ...(plan.config
      ? [p.faint(`Configuration ${plan.config.path}, SHA-256 ${plan.config.sha256.slice(0, 12)}`)]
      : []),
    ...sections.flatMap((section) =>
      sectionLines(
        section,
        plan.items.filter((i) => sectionOf(i.control) === section),
        p,
        style,
      ),
    ),
    '',
    ...closing(plan, p),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const clock = (iso: string) => iso.slice(11, 16)

function sectionLines(section: Section, items: readonly PlanItem[], p: Palette, style: Style): string[] {
  if (items.length === 0) return []
  return ['', ` ${p.bold(titles[section])}`, ...items.flatMap((item) => itemLines(item, p, style))]
}

function itemLines(item: PlanItem, p: Palette, style: Style): string[] {
  const text = (words: string, indent: string) =>
    wrap(words, style.width - indent.length - 1).map((line) => `${indent}${line}`)
  const asks = item.asks ?? []
  const head = item.steps.length > 0 ? p.status('pass', '+') : asks.length > 0 ? p.warn('?') : p.warn('!')
  return [
    `  ${head} ${p.bold(item.control)}`,
    ...text(firstSentence(item.message), '      ').map((line) => p.faint(line)),
    ...item.steps.flatMap((step) => [
      ...text(`${signOf(step)} ${step.does}`, '      '),
      ...text(
        `${step.action}${step.region ? ` in ${step.region}` : ''}, ${step.risk}${step.weakens ? ', weakens' : ''}${step.undo ? `; undo: ${step.undo.action}` : ''}`,
        '          ',
      ).map(p.faint),
    ]),
    ...asks.flatMap(({ setting, question }) => text(`needs ${setting}: ${question}`, '      ')),
    ...(item.procedure
      ? text(`by hand: ${item.procedure.title}. neverroot explain ${item.control}`, '      ')
      : []),
    ...(item.waiting ?? []).flatMap((w) => text(`then: ${w}`, '      ')),
  ]
}

/** What a call does to what is there, by AWS's own verbs. */
function signOf({ action }: Step): '+' | '~' | '-' {
  const verb = action.split(':')[1] ?? ''
  if (/^(Delete|Remove|Detach|Deactivate|Unsubscribe|Disable)/.test(verb)) return '-'
  return /^(Put|Update|Set)/.test(verb) ? '~' : '+'
}

function closing(plan: Plan, p: Palette): string[] {
  const steps = plan.items.flatMap((i) => i.steps)
  const irreversible = steps.filter((s) => s.risk === 'irreversible').length
  const asks = new Set(plan.items.flatMap((i) => (i.asks ?? []).map((a) => a.setting))).size
  const hands = plan.items.filter((i) => i.procedure).length
  const parts = [
    `${count(steps.length, 'call')}, ${irreversible} irreversible`,
    asks > 0 && `${count(asks, 'setting')} missing in neverroot.yaml`,
    hands > 0 && `${hands} by hand`,
  ].filter(Boolean)
  return [` ${parts.join('; ')}.`, ` ${p.bold('Nothing was changed.')}`]
}
