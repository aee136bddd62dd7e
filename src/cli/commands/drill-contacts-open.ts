import {
  type ContactsBefore,
  contactsToDrill,
  hashOfName,
  makeSalt,
  nameOf,
  phraseOf,
  stateOfContactsDrill,
  unsentOf,
} from '../../index.ts'
import { UserError } from '../../model/index.ts'
import type { ContactsDrill } from '../../store/contacts-drills.ts'
import { append, type Said } from '../../store/ledger.ts'
import { withDrillLock } from '../../store/run-lock.ts'
import { ask, canAsk } from '../ask.ts'
import { type Means, meansOf, sendingWay } from '../drill-means.ts'
import { howToLook } from '../how-to-look.ts'
import type { Session } from '../session.ts'
import { checkTexts } from '../statements.ts'
import { contactsDrills, type ContactsOptions } from './drill-contacts.ts'
import { announce, deliver, type Sending } from './drill-contacts-send.ts'
import { person, spell } from './drill-root.ts'

/** Says where a drill goes, has the account id typed, and sends the codes; one that was cut off is carried on with. */
export async function openContactsDrill(
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const { configuration } = session.configured
  // Before anything is asked: whoever has nothing to send with learns it at once.
  const phrase = phraseOf(configuration)
  const means = options.print
    ? undefined
    : await meansOf(sendingWay(configuration, options.via), session, options, signal)
  try {
    const before = await contactsToDrill(howToLook(session, options))
    const { account } = before.caller
    return await withDrillLock(session.folder, account, () =>
      open(session, { before, phrase, means }, options, signal),
    )
  } finally {
    means?.close()
  }
}

interface Ready {
  before: ContactsBefore
  phrase: string
  means: Means | undefined
}

async function open(
  session: Session,
  { before, phrase, means }: Ready,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const { account } = before.caller
  const now = options.now ?? new Date()
  const unclosed = (await contactsDrills(session.folder, account)).find(({ closed }) => !closed)
  if (unclosed) {
    refuseUnlessUnsent(unclosed, means, now)
    const hashes = new Set(unsentOf(unclosed).map(({ mailbox }) => mailbox))
    const to = addressesOf(before, unclosed.salt).filter(({ mailbox }) => hashes.has(mailbox))
    if (to.length === 0)
      throw new UserError(
        'addresses-changed',
        `What the drill opened on ${spell(unclosed.at)} has not sent yet went to addresses that are others now.`,
        'Close it, and open another: neverroot drill contacts --close',
      )
    const sending: Sending = {
      drill: unclosed,
      phrase,
      to,
      left: [],
      by: unclosed.by,
      ...(means ? { means } : {}),
    }
    await announce(sending, before, options, signal, 'carried on')
    return deliver(session, sending, options, signal)
  }
  if (before.mailboxes.length === 0)
    throw new UserError(
      'no-mailbox',
      `No mailbox of ${account} is known: there is nobody to send a code to.`,
      before.left.some(({ why }) => why === 'not-seen')
        ? 'What it takes to look: neverroot permissions drill-contacts'
        : 'Set contacts first: neverroot plan --only alternate-contacts-are-set',
    )
  const by = await person(options, 'opens the drill', signal)
  const reason = options.reason ?? (await ask('Why is it drilled? ', signal))
  if (reason === undefined || reason === '')
    throw new UserError('no-reason', 'Nobody says why the mailboxes are drilled.', 'Say it: --reason TEXT')
  checkTexts({ reason }, [])
  const salt = makeSalt()
  const to = addressesOf(before, salt)
  const name = nameOf(before.caller.arn)
  const said: Extract<Said, { kind: 'contacts-drill' }> = {
    kind: 'contacts-drill',
    subject: account,
    by,
    reason,
    until: new Date(now.getTime() + options.for).toISOString(),
    way: means?.way ?? 'print',
    salt,
    ...(name === undefined ? {} : { opener: hashOfName(name, salt) }),
    mailboxes: to.map(({ mailbox, roles }) => ({ mailbox, roles: [...roles] })),
    left: before.left.map(({ role, why }) => ({ role, why })),
  }
  const drill = { ...said, account, entry: 0, at: now.toISOString(), wrong: 0, mailboxes: [] }
  const sending: Sending = { drill, phrase, to, left: before.left, by, ...(means ? { means } : {}) }
  await announce(sending, before, options, signal)
  // First that it is open, then the codes: cut off in between, nobody holds a code that is not known.
  const written = (await append(session.folder, said, now)).at(-1)!
  return deliver(session, { ...sending, drill: { ...drill, entry: written.seq } }, options, signal)
}

/** What a drill knows each address by. */
export const addressesOf = ({ mailboxes, hashOf }: ContactsBefore, salt: string) =>
  mailboxes.map(({ address, roles }) => ({ address, roles, mailbox: hashOf(address, salt) }))

const wayWords = { print: 'printed', mail: 'sent by mail', ses: 'sent by SES', sns: 'sent by SNS' } as const

/** Throws UserError for a drill that stands open, unless a part of it is still to be sent. */
function refuseUnlessUnsent(drill: ContactsDrill, means: Means | undefined, now: Date): void {
  const opened = `A drill of the mailboxes of ${drill.account} was opened on ${spell(drill.at)} and not closed`
  const close = 'Close it: neverroot drill contacts --close'
  if (stateOfContactsDrill(drill, now) !== 'open') throw new UserError('drill-is-open', `${opened}.`, close)
  if (unsentOf(drill).length === 0)
    throw new UserError(
      'drill-is-open',
      `${opened}; everything of it was sent.`,
      `Remind the silent ones: neverroot drill contacts --remind. ${close}`,
    )
  if (drill.way !== (means?.way ?? 'print'))
    throw new UserError(
      'drill-is-open',
      `${opened}; it is ${wayWords[drill.way]}, and stays so.`,
      drill.way === 'print'
        ? 'Carry on with --print, or close it: --close'
        : `${means ? `Carry on with --via ${drill.way}` : 'Leave --print away'}, or close it: --close`,
    )
}

/** Sending is agreed to by the account's id. Throws UserError for anything else. */
export function agreed(account: string, typed: string | undefined): void {
  if (typed === account) return
  throw new UserError(
    'not-confirmed',
    typed === undefined
      ? `Nobody confirms that codes are sent to the mailboxes of ${account}.`
      : `"${typed}" is not the account id ${account}: nothing was sent.`,
    `Type it when asked, or say it: --confirm ${account}`,
  )
}

/** Where nobody can be asked, it is said beforehand or not at all. */
export function agreedBefore(account: string, { confirm }: ContactsOptions): void {
  if (confirm !== undefined || !canAsk()) agreed(account, confirm)
}
