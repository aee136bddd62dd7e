/** What people say of controls, put into words of the ledger: the same at the command line and on the page. */
import { statementOf, UserError } from '../index.ts'
import type { Said } from '../store/ledger.ts'
import { checkTexts, controlNamed } from './statements.ts'
import { dayOf, lapses, type Until } from './until.ts'

/** An exception that nobody looks at again is a hole: a year, and a day for leap years. */
const longestDays = 366

/** What is recorded about a subject, and what is told about it. */
export interface Saying {
  said: Said
  text: string
}

/** What a person is asked about a control. Throws UserError where nobody's word counts for it. */
export function askedAbout(id: string | undefined): { control: string; question: string; days: number } {
  const control = controlNamed(id, 'attest')
  const asked = statementOf(control)
  if (asked) return { control: control.id, question: asked.question, days: asked.days }
  throw new UserError(
    'not-stated',
    `${control.id} is judged by what can be looked at: nobody's word counts for it.`,
    `See why: neverroot explain ${control.id}. A failure that somebody answers for: neverroot except ${control.id}`,
  )
}

export interface Attesting {
  control: string | undefined
  by: string
  holds: boolean
  note?: string
  expires?: Until
}

/** Somebody's word about a control. Throws UserError where it counts for nothing, or may not be kept. */
export function attestation(given: Attesting, now: Date): (subject: string) => Saying {
  const { control, question, days } = askedAbout(given.control)
  // A word never counts for longer than the control allows, whatever is asked for.
  const longest = lapses({ days }, now)
  const wished = given.expires ? lapses(given.expires, now) : longest
  const expires = wished < longest ? wished : longest
  const { by, holds, note } = given
  if (by.trim() === '')
    throw new UserError('no-person', 'Nobody is named who says so.', 'Name the person who looked: --by NAME')
  checkTexts({ by, note }, ['by'])
  return (subject) => ({
    said: {
      kind: 'attestation',
      subject,
      control,
      by,
      holds,
      expires: expires.toISOString(),
      ...(note === undefined ? {} : { note }),
    },
    text: [
      `Recorded for ${subject}: ${by} says ${holds ? 'yes' : 'no'} for ${control}, until ${dayOf(expires)}. ${question}`,
      ...(wished > longest ? [`A word about it counts for ${days} days at most.`] : []),
    ].join('\n'),
  })
}

export interface Excepting {
  control: string | undefined
  owner: string
  reason: string
  expires: Until
}

/** Somebody answers for a failure. Throws UserError for what may not be kept. */
export function exception(given: Excepting, now: Date): (subject: string) => Saying {
  const control = controlNamed(given.control, 'except').id
  const { owner, reason } = given
  checkTexts({ owner, reason }, ['owner'])
  const expires = lapses(given.expires, now, longestDays)
  return (subject) => ({
    said: { kind: 'exception', subject, control, owner, reason, expires: expires.toISOString() },
    text: `Recorded for ${subject}: ${owner} answers for ${control} until ${dayOf(expires)}: ${reason}`,
  })
}

/** An exception is taken back. `excepted`: whether there is one. Throws UserError where there is none. */
export function withdrawal(
  given: { control: string | undefined; owner: string; reason?: string },
  excepted: (control: string) => boolean,
): (subject: string) => Saying {
  const control = controlNamed(given.control, 'except').id
  const { owner, reason } = given
  checkTexts({ owner, reason }, ['owner'])
  return (subject) => {
    if (!excepted(control))
      throw new UserError(
        'no-exception',
        `Nobody answers for ${control} in ${subject}: there is nothing to withdraw.`,
        'What was recorded: neverroot except --list',
      )
    return {
      said: { kind: 'withdrawal', subject, control, owner, ...(reason === undefined ? {} : { reason }) },
      text: `Withdrawn for ${subject}: ${control} counts again.`,
    }
  }
}
