/** What is typed as the value of an option, read or refused in one sentence. */
import { InvalidArgumentError } from 'commander'

/** A value that must be there: a script that writes `--output "$FILE"` with no FILE means no file called "". */
export function notEmpty(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('Give a value, or leave the option away.')
  return value
}

/** Collects the values of an option that may be given several times. */
export const oneMore = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  notEmpty(value),
]

export const words = (value: string): string[] =>
  notEmpty(value.replaceAll(',', ' ').trim()).split(/\s+/).filter(Boolean)

/** An ISO time; a date alone is its beginning in UTC. */
export function moment(value: string): Date {
  const at = new Date(value)
  const day = /^(\d{4}-\d\d-\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(value)?.[1]
  // JavaScript takes 30 February for 2 March.
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day)
  if (!isDay || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('Give an ISO time such as 2026-11-23T06:30:00Z.')
  return at
}

export function endpoint(value: string): string {
  if (isWebAddress(value)) return value
  throw new InvalidArgumentError('Give a URL such as http://127.0.0.1:4566.')
}

/** True for a URL that requests can be sent to. */
export function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

export function accountId(value: string): string {
  if (!/^\d{12}$/.test(value)) throw new InvalidArgumentError('Give 12 digits, such as 111111111111.')
  return value
}

export const wholeNumberFrom =
  (least: number, most: number) =>
  (value: string): number => {
    if (/^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value)
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
  }

export const wholeNumber = (most: number) => wholeNumberFrom(0, most)

/** Timers count milliseconds in 31 bits. */
const longestSeconds = 2_000_000

export function seconds(value: string): number {
  const n = value.trim() === '' ? NaN : Number(value)
  if (!(n > 0 && n <= longestSeconds)) throw new InvalidArgumentError('Give a number of seconds above 0.')
  return n
}

/** An account, or an organization as a whole. */
export function subjectId(value: string): string {
  if (/^o-[a-z0-9]{10,32}$/.test(value)) return value
  if (!/^\d{12}$/.test(value))
    throw new InvalidArgumentError('Give 12 digits, such as 111111111111, or the id of an organization.')
  return value
}

/** Names of Regions, or all; which ones the account can use AWS says. */
export function regions(value: string): string[] | 'all' {
  if (value.trim().toLowerCase() === 'all') return 'all'
  const names = words(value).map((name) => name.toLowerCase())
  if (names.every((name) => /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(name))) return [...new Set(names)]
  throw new InvalidArgumentError('Give Regions such as eu-west-1,ap-southeast-2, or all.')
}
