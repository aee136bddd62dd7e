import type { GuardResult } from '../model/index.ts'
import { clip, count, hanging, type Palette, paletteOf, type Style, tame } from './style.ts'

const words: Record<GuardResult['decision'], string> = {
  allow: 'allow',
  deny: 'deny',
  'cannot-tell': 'cannot tell',
  'not-covered': 'not covered',
}

/** Decisions about named requests as text: a line for each, and why where it is not as expected or cannot be told. */
export function guardTestText(results: readonly GuardResult[], verbose: boolean, style: Style): string {
  const p = paletteOf(style)
  const lines = tame([...results], style.ascii).flatMap((result) => caseLines(result, verbose, p, style))
  return `${['', ...lines, ...(lines.length > 0 ? [''] : []), ...theEnd(results, style)].join('\n')}\n`
}

/** One case: its decision, and why where it is not as expected or cannot be told. */
export function caseLines(result: GuardResult, verbose: boolean, p: Palette, style: Style): string[] {
  const { name, decision, expect, asExpected, why } = result
  const differs = asExpected === false
  const status = differs
    ? 'fail'
    : decision === 'cannot-tell'
      ? 'unknown'
      : asExpected
        ? 'pass'
        : 'not-applicable'
  const wanted = differs ? `, expected ${words[expect!]}` : ''
  const room = Math.max(style.width - 19 - wanted.length, 20)
  const text = `${words[decision].padEnd(12)} ${clip(name, room, p.ellipsis)}${wanted && p.status(status, wanted)}`
  const line = `  ${p.sign(status)} ${text}`
  return verbose || differs || decision === 'cannot-tell'
    ? [line, ...hanging(' '.repeat(17), why, style)]
    : [line]
}

function theEnd(results: readonly GuardResult[], style: Style): string[] {
  const differ = results.filter(({ asExpected }) => asExpected === false).length
  const agree = results.filter(({ asExpected }) => asExpected).length
  const doubts = results.filter(({ decision }) => decision === 'cannot-tell').length
  const told = [
    count(results.length, 'case'),
    `${agree} as expected`,
    ...(differ > 0 ? [`${differ} not`] : []),
    ...(doubts > 0 ? [`${doubts} that nobody can tell`] : []),
  ]
  return hanging(' ', `${told.join(', ')}.   neverroot guard footprint --policies FILE`, style)
}
