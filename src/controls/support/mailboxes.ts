/** What drills of mailboxes came to, in words. */
import { type ContactsAnswered, type MailboxAnswered, mailboxDays } from '../../facts/mailbox-answers.ts'
import type { MailRole, RoleLeft } from '../../model/index.ts'
import { count, list } from './words.ts'

const names: Readonly<Record<MailRole, string>> = {
  root: 'root',
  billing: 'the billing contact',
  operations: 'the operations contact',
  security: 'the security contact',
  'spend-alarm': 'a recipient of the spend alert',
  'root-alarm': 'a recipient of the alarm on root',
}

export const rolesOf = (mailboxes: readonly MailboxAnswered[]): string =>
  list([...new Set(mailboxes.flatMap(({ roles }) => roles.map((role) => names[role])))])

export const mailboxesOf = ({ mailboxes }: ContactsAnswered): string =>
  count(mailboxes.length, 'mailbox', 'mailboxes')

const times = (mailboxes: readonly MailboxAnswered[]) => mailboxes.map(({ at }) => at?.getTime() ?? 0)
export function earliest(mailboxes: readonly MailboxAnswered[]): Date {
  return new Date(Math.min(...times(mailboxes)))
}
export function latest(mailboxes: readonly MailboxAnswered[]): Date {
  return new Date(Math.max(...times(mailboxes)))
}

/** A contact that is not set has no mailbox that could answer; one that is not seen may have one. */
const isMissing = ({ why }: RoleLeft) => why === 'not-told' || why === 'not-seen'

/** Every mailbox that there may be answered. */
export function isWhole({ mailboxes, left }: ContactsAnswered): boolean {
  return (
    mailboxes.length > 0 &&
    mailboxes.every(({ answer }) => answer === 'witnessed' || answer === 'stated') &&
    !left.some(isMissing)
  )
}

/** What is missing before that is so. */
export function missingIn(did: ContactsAnswered): string {
  const untried = did.mailboxes.filter(({ answer }) => answer === 'untried')
  const open = did.mailboxes.filter(({ answer }) => answer === 'open')
  const left = did.left
    .filter(isMissing)
    .map(({ role }) => (role === 'root' ? "root's mailbox" : names[role]))
  const parts = [
    ...(untried.length > 0
      ? [`no drill in ${mailboxDays} days was about ${rolesOf(untried)} as it is now`]
      : []),
    ...(open.length > 0 ? [`the drill of ${rolesOf(open)} showed nothing`] : []),
    ...(left.length > 0 ? [`${list(left)} ${left.length > 1 ? 'were' : 'was'} not drilled`] : []),
  ]
  return `${mailboxesOf(did)}: ${parts.join('; ')}`
}
