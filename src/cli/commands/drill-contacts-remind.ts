import {
  type ContactsBefore,
  contactsToDrill,
  phraseOf,
  silentOf,
  stateOfContactsDrill,
} from '../../index.ts'
import { UserError } from '../../model/index.ts'
import { withDrillLock } from '../../store/run-lock.ts'
import { howToLook } from '../how-to-look.ts'
import { meansOf } from '../drill-means.ts'
import type { Session } from '../session.ts'
import { type ContactsOptions, unclosedContacts } from './drill-contacts.ts'
import { addressesOf } from './drill-contacts-open.ts'
import { announce, deliver } from './drill-contacts-send.ts'
import { person, spell } from './drill-root.ts'

/** Sends those who have not answered another message with another code, beside which the first one goes on counting. */
export async function remindContacts(
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const phrase = phraseOf(session.configured.configuration)
  const before = await contactsToDrill(howToLook(session, options))
  return withDrillLock(session.folder, before.caller.account, () =>
    remind(session, { before, phrase }, options, signal),
  )
}

async function remind(
  session: Session,
  { before, phrase }: { before: ContactsBefore; phrase: string },
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const now = options.now ?? new Date()
  const drill = await unclosedContacts(session.folder, before.caller.account, now)
  if (stateOfContactsDrill(drill, now) !== 'open')
    throw new UserError(
      'drill-is-over',
      `The drill of ${drill.account} takes no answers any more: it ended at ${spell(drill.until)} UTC, or had too many wrong codes.`,
      'Close it: neverroot drill contacts --close',
    )
  const hashes = new Set(silentOf(drill).map(({ mailbox }) => mailbox))
  const to = addressesOf(before, drill.salt).filter(({ mailbox }) => hashes.has(mailbox))
  if (to.length === 0)
    throw new UserError(
      'nobody-to-remind',
      hashes.size === 0
        ? 'Everybody who was sent a code has answered.'
        : 'The addresses that have not answered are others now.',
      'Close it: neverroot drill contacts --close',
    )
  const by = await person(options, 'reminds', signal)
  const means = drill.way === 'print' ? undefined : await meansOf(drill.way, session, options, signal)
  try {
    const sending = { drill, phrase, to, left: [], by, reminder: true as const, ...(means ? { means } : {}) }
    await announce(sending, before, options, signal, 'reminder')
    return await deliver(session, sending, options, signal)
  } finally {
    means?.close()
  }
}
