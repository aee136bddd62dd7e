import type { Footprint } from '../model/index.ts'
import { beside, count, hanging, paletteOf, type Style, wrap } from './style.ts'

const number = (n: number) => n.toLocaleString('en-US')

/** How many services, and how many actions below that, are named without being asked. */
const fewServices = 12
const fewActions = 60

/** The root threat footprint as text: how much, of what kind, where, and which actions are behind it. */
export function footprintText(footprint: Footprint, verbose: boolean, style: Style): string {
  const { total, allowed, conditional, denied, cannotTell, byAccessLevel, byService } = footprint
  const p = paletteOf(style)
  const can = allowed + conditional
  const lines = [
    '',
    ...beside(style.width, [
      { text: ` Root can perform ${number(can)} of ${number(total)} AWS actions`, paint: p.bold },
      { text: `list of ${footprint.actionsAsOf}`, paint: p.faint },
    ]),
    '',
    row('whatever it asks for', allowed),
    row('depending on the request', conditional),
    row('never', denied),
    ...(cannotTell > 0 ? [p.warn(row('nobody can tell', cannotTell))] : []),
  ]
  if (can > 0) {
    lines.push('', ` ${p.bold('By access level')}`)
    for (const [level, n] of Object.entries(byAccessLevel)) lines.push(row(level, n))
    const services = Object.entries(byService).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    const shown = verbose ? services : services.slice(0, fewServices)
    lines.push('', ` ${p.bold('By service')}`, ...shown.map(([service, n]) => row(service, n)))
    if (shown.length < services.length)
      lines.push(p.faint(`  and ${count(services.length - shown.length, 'service')} more: --verbose`))
  }
  const { actions, conditionalActions, cannotTellActions } = footprint
  const some = new Set(conditionalActions)
  const list = [
    { title: 'Whatever it asks for', names: actions.filter((action) => !some.has(action)) },
    { title: 'Depending on the request', names: conditionalActions },
    { title: 'Nobody can tell', names: cannotTellActions },
  ]
  for (const { title, names } of list)
    if (names.length > 0 && (verbose || names.length <= fewActions))
      lines.push(
        '',
        ` ${p.bold(title)}`,
        ...wrap(names.join(' '), style.width - 3).map((line) => `  ${line}`),
      )
  lines.push('', ...hanging(' ', theEnd(footprint), style))
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const row = (name: string, n: number): string => `  ${name.padEnd(34)}${number(n).padStart(8)}`

function theEnd({ cannotTell }: Footprint): string {
  return cannotTell > 0
    ? 'Why it cannot be told: neverroot guard test --policies FILE --cases FILE --verbose'
    : 'Every action by name: neverroot guard footprint --policies FILE --format json'
}
