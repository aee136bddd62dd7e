import type { Incident } from '../model/index.ts'
import { type Palette, type Style, wrap } from './style.ts'

/** What opens a report where somebody else may have been in the account: the signs, and what to do in which order. */
export function incidentLines(incident: Incident | undefined, p: Palette, style: Style): string[] {
  if (!incident) return []
  const indent = (text: string, first: string, rest: string) =>
    wrap(text, style.width - rest.length - 1).map((line, i) => ` ${i === 0 ? first : rest}${line}`)
  return [
    '',
    ` ${p.status('fail', 'Somebody else may have been here')}`,
    ...incident.signs.flatMap((sign) => indent(sign, '  - ', '    ')),
    ' If all of this was you, read on. If not, stop and do this, in this order:',
    ...incident.containment.flatMap((step, i) => indent(step, `  ${i + 1} `, '    ')),
  ]
}
