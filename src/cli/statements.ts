/** What attest and except have in common: whom it is about, until when it counts, and what may be said at all. */
import { InvalidArgumentError } from 'commander'
import { type AnyControl, connect, controls, UserError } from '../index.ts'
import { append, type Entry, type Said } from '../store/ledger.ts'
import { secretIn } from '../store/ledger-secrets.ts'
import type { CommonOptions } from './options.ts'
import { moment } from './options.ts'
import { print } from './output.ts'
import type { Session } from './session.ts'
import { nearest } from './suggest.ts'

export interface StatementOptions extends CommonOptions {
  account?: string
  expires?: Until
  list?: boolean
  format?: 'terminal' | 'json'
}

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

/** The control of the catalogue. Throws UserError for an id that is not in it, with the nearest one. */
export function controlNamed(id: string | undefined, command: string): AnyControl {
  if (id === undefined)
    throw new UserError(
      'no-control',
      `${command} needs a control.`,
      `neverroot explain lists all of them; what was recorded: neverroot ${command} --list`,
    )
  const control = controls.find((c) => c.id === id)
  if (control) return control
  const near = nearest(
    id,
    controls.map((c) => c.id),
  )
  throw new UserError(
    'no-such-control',
    `There is no control "${id}".`,
    near
      ? `Did you mean ${near}? neverroot explain lists all of them.`
      : 'neverroot explain lists all of them.',
  )
}

const longest = { name: 200, text: 2000 }

/** Throws UserError for what must not be kept: a secret, and more than a note can be. The secret is not repeated. */
export function checkTexts(
  texts: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): void {
  for (const [option, text] of Object.entries(texts)) {
    if (text === undefined) continue
    const secret = secretIn(text)
    if (secret)
      throw new UserError(
        'holds-a-secret',
        `--${option} seems to hold ${secret}: nothing was recorded.`,
        'The ledger never holds secrets. Say where it is kept, not what it is; if it is real, change it.',
      )
    const most = names.includes(option) ? longest.name : longest.text
    if (text.length > most)
      throw new UserError(
        'too-long',
        `--${option} has ${text.length} characters, ${most} are allowed.`,
        'Say it in fewer words, and link to the rest.',
      )
  }
}

/** The account that it is about: the one named, else the caller's, as AWS says. */
export async function subjectOf(options: StatementOptions, session: Session): Promise<string> {
  if (options.account !== undefined) return options.account
  const { door, caller } = await connect(session.connection, session.host)
  door.close()
  return caller.account
}

/** Records it and tells what was recorded, with the head of the ledger. */
export async function record(
  session: Session,
  said: Said,
  at: Date,
  options: StatementOptions,
  text: string,
): Promise<Entry> {
  const written = (await append(session.folder, said, at)).at(-1)!
  await print(
    options.format === 'json'
      ? `${JSON.stringify(written, null, 2)}\n`
      : `${text}\nEntry ${written.seq} of the ledger, head ${written.hash}\n`,
  )
  return written
}
