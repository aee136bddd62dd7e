/** A drill of the mailboxes: whether it still takes answers, whom it was not sent to, and what it comes to. */
import { distinctPeople, type DrilledMailbox } from '../model/index.ts'
import {
  type ContactsDrill,
  type DrillMailbox,
  isGuessed,
  resultOfContacts,
  resultsByRole,
  sentTo,
} from '../store/contacts-drills.ts'
import type { RoleResult } from '../store/contacts-entries.ts'

export type ContactsDrillState = 'open' | 'over' | 'guessed' | 'closed'

/** `over`: its time is, `guessed`: there were too many wrong codes. */
export function stateOfContactsDrill(drill: ContactsDrill, now: Date): ContactsDrillState {
  if (drill.closed) return 'closed'
  if (isGuessed(drill)) return 'guessed'
  return Date.parse(drill.until) <= now.getTime() ? 'over' : 'open'
}

/** Mailboxes that got nothing for sure. */
export const unsentOf = ({ mailboxes }: ContactsDrill): DrillMailbox[] =>
  mailboxes.filter((one) => (sentTo(one) ?? 'no') === 'no')

/** Mailboxes that may have got something and did not answer. */
export const silentOf = ({ mailboxes }: ContactsDrill): DrillMailbox[] =>
  mailboxes.filter((one) => one.answers.length === 0 && (sentTo(one) ?? 'no') !== 'no')

export interface ContactsResult {
  roles: readonly RoleResult[]
  mailboxes: readonly DrilledMailbox[]
  /** Distinct people who are somebody to the tool, other than whoever opened it. */
  people: number
  wrong: number
  /** Every mailbox answered, witnessed, and no role was hidden. */
  complete: boolean
}

export function resultOfDrill(drill: ContactsDrill, now: Date): ContactsResult {
  const mailboxes = resultOfContacts(drill, now)
  return {
    roles: resultsByRole(mailboxes),
    mailboxes,
    people: distinctPeople(mailboxes.flatMap(({ people }) => people)),
    wrong: drill.wrong,
    complete:
      mailboxes.length > 0 &&
      mailboxes.every(({ answer }) => answer === 'witnessed') &&
      !drill.left.some(({ why }) => why === 'not-seen' || why === 'not-told'),
  }
}
