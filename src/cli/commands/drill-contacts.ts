import { stateOfContactsDrill } from '../../index.ts'
import { UserError } from '../../model/index.ts'
import { type ContactsDrill, contactsDrillsOf } from '../../store/contacts-drills.ts'
import { entriesOf, readLedger, refuseBroken } from '../../store/ledger.ts'
import type { SendingWay } from '../drill-means.ts'
import { actOf, unclosed } from '../drills.ts'
import { openSession } from '../session.ts'
import { checkTexts, type StatementOptions } from '../statements.ts'
import { answerContactsDrill } from './drill-contacts-answer.ts'
import { closeContactsDrill } from './drill-contacts-close.ts'
import { listContactsDrills } from './drill-contacts-list.ts'
import { openContactsDrill } from './drill-contacts-open.ts'
import { remindContacts } from './drill-contacts-remind.ts'

export interface ContactsOptions extends StatementOptions {
  open?: boolean
  remind?: boolean
  close?: boolean
  by?: string
  reason?: string
  /** Milliseconds. */
  for: number
  print?: boolean
  via?: SendingWay | 'notifications'
  confirm?: string
  codeStdin?: boolean
  signature?: string
  tokenStdin?: boolean
}

const acts = ['open', 'remind', 'close', 'list'] as const

/**
 * A drill of the mailboxes that AWS writes to. Exit code 0: everything was sent, answered, or complete; 1: something could not
 * be sent, or it was closed and is not complete.
 */
export async function drillContacts(options: ContactsOptions, signal: AbortSignal): Promise<number> {
  const act = actOf('contacts', acts, options, ', or none to answer')
  if (options.list) return listContactsDrills(options)
  checkTexts({ by: options.by, reason: options.reason }, ['by'])
  const sends = options.open || options.remind
  if (sends && options.account !== undefined)
    throw new UserError(
      'account-not-asked',
      `--${act} looks which addresses there are, so AWS is asked: --account does not go with it.`,
      'Leave --account away, and say who calls with --profile.',
    )
  if (options.print && !options.open)
    throw new UserError(
      'bad-usage',
      '--print is about opening a drill.',
      'Write: neverroot drill contacts --open --print',
    )
  if (options.via !== undefined && (!options.open || options.print))
    throw new UserError(
      'bad-usage',
      '--via says how a drill is sent that is opened, and not printed.',
      'Write: neverroot drill contacts --open --via ses. Reminders go the way of the drill.',
    )
  if (options.signature !== undefined && options.tokenStdin)
    throw new UserError(
      'bad-usage',
      'An answer is given in one way, not by --signature and --token-stdin.',
      'Leave one of them away.',
    )
  if (act !== undefined && (options.signature !== undefined || options.tokenStdin))
    throw new UserError(
      'bad-usage',
      `--${act} takes neither --signature nor --token-stdin: they are for answers.`,
      'Answer: neverroot drill contacts --signature FILE',
    )
  const session = await openSession(options, signal)
  try {
    if (options.open) return await openContactsDrill(session, options, signal)
    if (options.remind) return await remindContacts(session, options, signal)
    return await (options.close ? closeContactsDrill : answerContactsDrill)(session, options, signal)
  } finally {
    await session.close()
  }
}

/** Every drill of the mailboxes in the ledger of a state folder, of one account or of all. */
export async function contactsDrills(folder: string, account?: string): Promise<ContactsDrill[]> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  return contactsDrillsOf(
    entriesOf(ledger).filter((entry) => account === undefined || entry.subject === account),
  )
}

/** The drill of an account that was not closed. Throws UserError where there is none, and says of whom there is one. */
export async function unclosedContacts(folder: string, account: string, now: Date): Promise<ContactsDrill> {
  const isOpen = (one: ContactsDrill) => stateOfContactsDrill(one, now) === 'open'
  return unclosed(await contactsDrills(folder), account, { drill: 'contacts', of: 'the mailboxes', isOpen })
}
