import { mailMoves, type Plan, type PlanItem, type Step } from '../model/index.ts'
import { byRegion } from './by-region.ts'
import { beside, hanging, type Palette, paletteOf, type Style } from './style.ts'

/** How many accounts are named of each change; `--verbose` names all. */
const mostNamed = 5

const number = (n: number) => n.toLocaleString('en-US')
const plural = (n: number, word: string) => `${number(n)} ${word}${n === 1 ? '' : 's'}`

interface Group {
  steps: readonly Step[]
  kind: PlanItem['subject']['kind']
  subjects: string[]
}

/**
 * A plan of an organization as text: the same change in many accounts is told once, with how many and which. What is
 * different in each (an amount, an old address) is told by its first.
 */
export function organizationPlan(
  plan: Plan,
  { style, verbose, next = [] }: { style: Style; verbose: boolean; next?: readonly string[] },
): string {
  const p = paletteOf(style)
  const changing = plan.items.filter((item) => item.steps.length > 0)
  const irreversible = changing.flatMap((item) => item.steps).filter((s) => s.risk === 'irreversible').length
  const calls = changing.reduce((sum, item) => sum + item.steps.length, 0)
  const accounts = new Set(changing.filter((i) => i.subject.kind === 'account').map((i) => i.subject.id))
  const whole = changing.some((i) => i.subject.kind === 'organization')
  const places = [
    ...(accounts.size > 0 ? [plural(accounts.size, 'account')] : []),
    ...(whole ? ['the organization'] : []),
  ]
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` Plan for ${plan.organization}`, paint: p.bold },
      { text: `good until ${plan.expires.slice(0, 10)} ${plan.expires.slice(11, 16)} UTC`, paint: p.faint },
    ]),
    ...(plan.config
      ? hanging(
          ' ',
          `Configuration ${plan.config.path}, SHA-256 ${plan.config.sha256.slice(0, 12)}`,
          style,
        ).map(p.faint)
      : []),
    ...movesOf(plan, p, style),
    ...groupsOf(changing).flatMap(([control, groups]) => [
      '',
      ` ${p.bold(control)}`,
      ...groups.flatMap((group) => groupLines(group, p, style, verbose)),
    ]),
    ...others(plan.items, p, style),
    '',
    calls === 0
      ? ' Nothing to apply.'
      : ` ${plural(calls, 'call')} in ${places.join(' and ')}, ${irreversible} irreversible.`,
    ...next.map((line) => ` ${line}`),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** Who reads root's mail becomes root: where it goes stands before everything else. */
function movesOf(plan: Plan, p: Palette, style: Style): string[] {
  const moves = mailMoves(plan)
  if (moves.length === 0) return []
  const to = (from: string, domain: string) => (from === domain ? `stay at ${from}` : `${from} to ${domain}`)
  return [
    '',
    ` ${p.bold('Root addresses change')}`,
    ...moves.flatMap(({ from, to: domain, accounts }) =>
      hanging('  ', `${to(from, domain)}: ${plural(accounts.length, 'account')}`, style),
    ),
  ]
}

/** By control, the changes that are the same but for the account: the same calls, to the same settings. */
function groupsOf(items: readonly PlanItem[]): [control: string, groups: Group[]][] {
  const controls = new Map<string, Map<string, Group>>()
  for (const { control, steps, subject } of items) {
    const key = steps.map((s) => `${s.action} ${s.weakens ?? ''} ${s.risk} ${shape(s.does)}`).join('\n')
    const groups = controls.get(control) ?? new Map<string, Group>()
    controls.set(control, groups)
    const group = groups.get(key)
    if (group) group.subjects.push(subject.id)
    else groups.set(key, { steps, kind: subject.kind, subjects: [subject.id] })
  }
  return [...controls].map(([control, groups]) => [
    control,
    [...groups.values()].sort((a, b) => b.subjects.length - a.subjects.length),
  ])
}

/** What a change says, without amounts and without what was there before. */
const shape = (does: string) =>
  does.replace(/: .{1,80} becomes /g, ': … becomes ').replace(/\d+(\.\d+)?/g, 'N')

function groupLines({ steps, kind, subjects }: Group, p: Palette, style: Style, verbose: boolean): string[] {
  const named = verbose ? subjects : subjects.slice(0, mostNamed)
  const more = subjects.length - named.length
  return [
    kind === 'organization'
      ? `  the organization: ${subjects[0]!}`
      : `  ${p.bold(number(subjects.length))} account${subjects.length === 1 ? ':' : 's, such as'} ${subjects[0]!}`,
    ...(verbose ? steps : byRegion(steps)).flatMap((step) =>
      hanging(`    ${signOf(step)} `, `${step.does}${step.weakens ? ' [weakens]' : ''}`, style),
    ),
    ...(subjects.length > 1
      ? hanging('      ', `${named.join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`, style).map(
          p.faint,
        )
      : []),
  ]
}

const signOf = ({ action }: Step) =>
  /:(Create|Enable|Register|Subscribe|Attach|Add)/.test(action)
    ? '+'
    : /:(Delete|Disable|Deregister|Detach|Remove|Deactivate)/.test(action)
      ? '-'
      : '~'

/** What is not done by calls: settings that are missing, hands, waiting; each told once. */
function others(items: readonly PlanItem[], p: Palette, style: Style): string[] {
  const asks = new Map<string, Set<string>>()
  const hands = new Map<string, Set<string>>()
  const waits = new Map<string, Set<string>>()
  for (const item of items) {
    for (const reason of item.waiting ?? []) add(waits, `${item.control}: ${reason}`, item.subject.id)
    for (const { setting } of item.asks ?? []) add(asks, setting, item.subject.id)
    if (item.procedure && item.steps.length === 0) add(hands, item.control, item.subject.id)
  }
  const told = (title: string, found: Map<string, Set<string>>, word: (key: string) => string) =>
    found.size === 0
      ? []
      : [
          '',
          ` ${p.bold(title)}`,
          ...[...found]
            .sort(([, a], [, b]) => b.size - a.size)
            .flatMap(([key, ids]) => hanging('  ', `${word(key)}: ${whose(ids)}`, style)),
        ]
  return [
    ...told('Settings that are missing in neverroot.yaml', asks, (key) => key),
    ...told('Waiting', waits, (key) => key),
    ...told('By hand', hands, (key) => `neverroot explain ${key}`),
  ]
}

const whose = (ids: ReadonlySet<string>): string =>
  [...ids].every((id) => id.startsWith('o-')) ? 'the organization' : plural(ids.size, 'account')

function add(map: Map<string, Set<string>>, key: string, id: string): void {
  const found = map.get(key)
  if (found) found.add(id)
  else map.set(key, new Set([id]))
}
