import type { Step } from '../model/index.ts'
import { comment, stepWords, tidy } from './words.ts'

/** A call that an export has no words for, and why. */
export interface LeftOut {
  step: Step
  because: string
}

/** In one line, for people and for a template's metadata. */
export const leftOutWords = ({ step, because }: LeftOut): string =>
  tidy(`not supported: ${step.action} (${step.does}): ${because}`)

/** What is not in the export, as comments, and how it is done all the same. */
export function leftOutComments(left: readonly LeftOut[]): string[] {
  if (left.length === 0) return []
  return [
    '#',
    ...comment('Not in here (neverroot apply does it, or neverroot export aws-cli writes it down):'),
    ...left.flatMap(({ step, because }) => [
      ...comment(`- not supported: ${stepWords(step)}`, '  '),
      ...comment(`  Why: ${because}.`, '  ').map((line) => line.replace('# Why', '#   Why')),
    ]),
  ]
}
