/** Until when something counts: a date, or a time from now. */
import { InvalidArgumentError } from 'commander'
import { UserError } from '../model/index.ts'
import { moment } from './values.ts'

/** A moment, or so many days from now. */
export type Until = { at: Date } | { days: number }

const day = 86_400_000
const perUnit: Record<string, number> = { d: 1, w: 7, y: 365 }

/** Reads `--expires`: a date, a time, or a number of days (90d), weeks (12w) or years (1y) from now. */
export function until(value: string): Until {
  const [, number, unit] = /^(\d{1,4})([dwy])$/.exec(value.trim()) ?? []
  if (number && unit) return { days: Number(number) * perUnit[unit]! }
  try {
    return { at: moment(value) }
  } catch {
    throw new InvalidArgumentError('Give a date such as 2027-03-01, or a time from now such as 90d.')
  }
}

/** The moment at which it lapses. Throws UserError where that has passed, or lies further ahead than `most` days. */
export function lapses(when: Until, now: Date, most = 36_500): Date {
  const at = 'at' in when ? when.at : new Date(now.getTime() + when.days * day)
  if (at.getTime() <= now.getTime())
    throw new UserError(
      'expired-already',
      `--expires ${dayOf(at)} is not in the future.`,
      'Give a date to come, such as 90d.',
    )
  if (at.getTime() > now.getTime() + most * day)
    throw new UserError(
      'expires-too-late',
      `--expires ${dayOf(at)} is too far ahead.`,
      `Give at most ${most === 366 ? 'a year' : `${most} days`}: 365d. Then look again.`,
    )
  return at
}

export const dayOf = (time: Date | string): string => new Date(time).toISOString().slice(0, 10)
