import type { Iso, Posture, Status } from '../model/index.ts'
import { cell } from './markdown-cell.ts'

/** What became of one finding between two audits; undefined: it was not listed. */
export interface Turn {
  control: string
  subject: string
  was: Status | undefined
  now: Status | undefined
}

interface Side {
  at: Iso
  posture: Posture
}

/** A comment is read, and of hundreds of changes nobody reads the rest. */
const mostRows = 100

/** What changed between two audits, as a comment says it. */
export function driftMarkdown(before: Side, after: Side, turns: readonly Turn[]): string {
  const of = ({ at, posture: { grade, score, known } }: Side) =>
    `${grade}, score ${score ?? 'none'}, known ${known.count} of ${known.of} (${at.slice(0, 16).replace('T', ' ')} UTC)`
  return [
    `It was ${of(before)}; it is **${after.posture.grade}**, score ${after.posture.score ?? 'none'}, known ${after.posture.known.count} of ${after.posture.known.of}.`,
    '',
    ...(turns.length === 0
      ? ['Nothing changed.']
      : [
          '| control | account | was | is |',
          '| --- | --- | --- | --- |',
          ...turns
            .slice(0, mostRows)
            .map(
              ({ control, subject, was, now }) =>
                `| \`${control}\` | ${cell(subject)} | ${was ?? 'not listed'} | ${now ?? 'not listed'} |`,
            ),
        ]),
    ...(turns.length > mostRows ? ['', `And ${turns.length - mostRows} more.`] : []),
    '',
  ].join('\n')
}
