/** What opening and reminding have in common: announcing who is sent something, and sending it. */
import {
  type ContactsBefore,
  contactsLetter,
  type Delivered,
  deliverDrill,
  type DrillAddress,
  type Post,
} from '../../index.ts'
import type { RoleLeft } from '../../model/index.ts'
import { hanging, paletteOf, tame } from '../../report/style.ts'
import type { ContactsDrill } from '../../store/contacts-drills.ts'
import { saved } from '../acting.ts'
import { ask } from '../ask.ts'
import { leftWords, roleList } from '../drill-contacts-words.ts'
import type { Means } from '../drill-means.ts'
import { print, say, styleFor } from '../output.ts'
import type { Session } from '../session.ts'
import { table } from '../table.ts'
import type { ContactsOptions } from './drill-contacts.ts'
import { agreed, agreedBefore } from './drill-contacts-open.ts'
import { spell } from './drill-root.ts'

export interface Sending {
  drill: Pick<ContactsDrill, 'account' | 'entry' | 'salt' | 'until' | 'reason' | 'way'>
  phrase: string
  to: readonly DrillAddress[]
  left: readonly (RoleLeft & { message?: string })[]
  by: string
  /** Absent: the messages are printed. */
  means?: Means
  reminder?: true
}

/** Says what is about to be sent, and to which roles, and has it agreed to. Throws UserError where it is not. */
export async function announce(
  { drill, phrase, to, left, means }: Sending,
  { masked }: Pick<ContactsBefore, 'masked'>,
  options: ContactsOptions,
  signal: AbortSignal,
  what = '',
): Promise<void> {
  const { account, until } = drill
  agreedBefore(account, options)
  const style = styleFor(options)
  const p = paletteOf(style)
  const messages = `${to.length} ${to.length === 1 ? 'message' : 'messages'}`
  const text = [
    '',
    ` ${p.bold(`Drill of the mailboxes of ${account}`)}${what ? ` (${what})` : ''}   until ${spell(until)} UTC`,
    '',
    ...hanging(
      ' ',
      means
        ? `${messages}, each with a code of its own, from ${means.from} by way of ${means.through}:`
        : `${messages}, each with a code of its own, to be sent by you:`,
      style,
    ),
    ...table(to.map(({ address, roles }) => [masked(address), roleList(roles)])).map((line) => `  ${line}`),
    ...tame(left, style.ascii).flatMap((one) => hanging('  nothing to ', `${leftWords(one)}.`, style)),
    ...(means?.notes ?? []).flatMap((note) => hanging('  note: ', note, style)),
    '',
    ...hanging(
      ' ',
      `They say that it is a drill, who sends it and why, "${phrase}", and that nobody will be asked for a password. ${
        means
          ? 'They show who reads the mailboxes; that mail of AWS, which comes from outside, gets there they do not.'
          : 'You will know the codes: what comes back is a word, and no witness of anything.'
      }`,
      style,
    ),
    '',
    '',
  ].join('\n')
  if (options.format === 'json') say(text)
  else await print(text)
  const verb = means ? 'send' : 'print'
  if (options.confirm === undefined)
    agreed(account, await ask(` Type the account id to ${verb} them: `, signal))
}

/** Sends, tells of each, and gives the exit code: 1 where one did not go. */
export async function deliver(
  session: Session,
  sending: Sending,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const { drill, phrase, by, means, reminder } = sending
  const now = () => options.now ?? new Date()
  const style = styleFor(options)
  const p = paletteOf(style)
  const json = options.format === 'json'
  const printed: { to: string; subject: string; text: string }[] = []
  const post: Post = means
    ? means.post
    : async ({ address }, { subject, text }) => {
        if (json) printed.push({ to: address, subject, text })
        else await print(`To: ${address}\nSubject: ${subject}\n\n${text}\n${'-'.repeat(72)}\n`)
        return { sent: 'yes' }
      }
  const told = async ({ roles, sent, because }: Delivered) => {
    if (json || !means || sent === 'untried') return
    await print(
      [
        ...hanging(`  ${p.sign(signs[sent])} `, `${roleList(roles)}: ${wordsOf(sent, because)}`, style),
        '',
      ].join('\n'),
    )
  }
  const again = `drill contacts ${reminder ? '--remind' : '--open'}`
  const all = await saved(
    signal,
    again,
    () =>
      deliverDrill(
        sending.to,
        post,
        {
          folder: session.folder,
          drill,
          now,
          ...(reminder ? { reminder } : {}),
          letter: (code, { roles }) =>
            contactsLetter({
              account: drill.account,
              phrase,
              by,
              reason: drill.reason,
              roles,
              code,
              until: new Date(drill.until),
              ...(reminder ? { reminder } : {}),
              unsubscribe: means?.way === 'sns',
              sign: session.configured.configuration.drills?.answers?.signers !== undefined,
              ...(session.sandbox === undefined ? {} : { sandbox: session.sandbox }),
            }),
        },
        told,
      ),
    () => true,
    'what was sent stands in the ledger and is not sent again',
  )
  const missed = all.filter(({ sent }) => sent !== 'yes')
  if (json)
    await print(
      `${JSON.stringify(
        {
          schema: 'neverroot/drill/1',
          kind: 'contacts',
          ...(session.sandbox ? { sandbox: session.sandbox } : {}),
          account: drill.account,
          drill: drill.entry,
          way: drill.way,
          until: drill.until,
          sent: all.map(({ roles, sent, because }) => ({ roles, sent, ...(because ? { because } : {}) })),
          left: sending.left.map(({ role, why }) => ({ role, why })),
          ...(means ? {} : { messages: printed }),
        },
        null,
        2,
      )}\n`,
    )
  else await print(ending(missed, all, drill.until, style))
  return missed.length > 0 ? 1 : 0
}

const signs = { yes: 'pass', no: 'fail', unsure: 'review' } as const

function wordsOf(sent: keyof typeof signs, because = 'it did not take it'): string {
  if (sent === 'yes') return 'sent'
  if (sent === 'no') return `not sent: ${because}`
  return `it may have arrived or not (${because}), and is not sent again by itself`
}

function ending(
  missed: readonly Delivered[],
  all: readonly Delivered[],
  until: string,
  style: ReturnType<typeof styleFor>,
): string {
  const unsent = missed.filter(({ sent }) => sent !== 'unsure')
  const untried = missed.filter(({ sent }) => sent === 'untried')
  const unsure = missed.length - unsent.length
  return [
    '',
    ` ${all.length - missed.length} of ${all.length} sent.`,
    ...(untried.length > 0
      ? hanging(
          '  ',
          `The server takes nothing just now, so that the other ${untried.length} were not tried: ${untried[0]!.because}.`,
          style,
        )
      : []),
    ...(unsent.length > 0
      ? hanging(
          '  ',
          'What was not sent goes out when you open it again, and nothing twice: neverroot drill contacts --open',
          style,
        )
      : []),
    ...(unsure > 0
      ? hanging(
          '  ',
          'What may have arrived is sent once more only by a reminder: neverroot drill contacts --remind',
          style,
        )
      : []),
    '',
    `  Whoever reads a mailbox answers until ${spell(until)} UTC, each as themselves:`,
    '    neverroot drill contacts --profile THEIRS',
    '  Then: neverroot drill contacts --close',
    '',
    '',
  ].join('\n')
}
