/** A finding's status as one letter, so that what was seen of thousands of accounts stays small. */
import type { Status } from '../model/index.ts'

/** Capitals: it cannot be told, or only by a person, or somebody answers for it; and when it last could be told it failed. */
const letters = {
  p: 'pass',
  f: 'fail',
  r: 'review',
  R: 'review',
  u: 'unknown',
  U: 'unknown',
  n: 'not-applicable',
  e: 'excepted',
  E: 'excepted',
} as const satisfies Record<string, Status>
export type Letter = keyof typeof letters

export const isLetter = (text: string): text is Letter => Object.hasOwn(letters, text)

export const statusOf = (letter: Letter): Status => letters[letter]

/** True where it failed when it last could be told. */
export const hadFailed = (letter: Letter): boolean => 'fURE'.includes(letter)

/** The letter of what is so now; `before` is what was so. */
export function letterOf(now: Status, before: Letter | undefined): Letter {
  const failed = before !== undefined && hadFailed(before)
  if (now === 'unknown') return failed ? 'U' : 'u'
  if (now === 'review') return failed ? 'R' : 'r'
  if (now === 'excepted') return failed ? 'E' : 'e'
  return (Object.keys(letters) as Letter[]).find((letter) => letters[letter] === now)!
}

/** Puts a letter into a row; what was never judged in between is a dot. */
export const withLetter = (row: string, at: number, letter: Letter): string =>
  `${row.padEnd(at, '.').slice(0, at)}${letter}${row.slice(at + 1)}`
