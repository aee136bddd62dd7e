import type { Finding, Posture, Status } from '../model/index.ts'
import { clip, paletteOf, type Style, tame } from './style.ts'
import { briefly } from './terminal.ts'

/** One look at an account, as far as a comparison needs it. */
export interface Look {
  findings: readonly Finding[]
  posture: Posture
}

const words: Record<Status, string> = {
  pass: 'pass',
  fail: 'fail',
  review: 'review',
  unknown: 'unknown',
  'not-applicable': 'n/a',
  excepted: 'excepted',
}

/** What became of each finding between two looks, and of the grade: one line for each that changed. */
export function difference(before: Look, after: Look, style: Style): string {
  const p = paletteOf(style)
  const was = new Map(before.findings.map((f) => [f.id, f.status]))
  const changed = after.findings.filter((f) => was.get(f.id) !== f.status)
  const width = Math.max(0, ...changed.map((f) => f.control.length))
  const lines = changed.map((finding) => {
    const f = tame(finding, style.ascii)
    const turn = `${words[was.get(f.id) ?? 'unknown']} to ${words[f.status]}`
    const room = style.width - width - 24
    return `  ${p.sign(f.status)} ${f.control.padEnd(width)}  ${turn.padEnd(16)}  ${p.faint(clip(briefly(f), room, p.ellipsis))}`
  })
  const told = ({ posture: { grade, score, known } }: Look) =>
    `${grade}, score ${score ?? 'none'}, known ${known.count} of ${known.of}`
  return `${[...lines, '', `  was ${told(before)}`, `  is  ${p.bold(told(after))}`].map((l) => l.trimEnd()).join('\n')}\n`
}
