import { type ContactsResult, mailboxDays, resultOfDrill } from '../../index.ts'
import { distinctPeople, type DrilledMailbox } from '../../model/index.ts'
import { hanging, paletteOf, tame } from '../../report/style.ts'
import type { ContactsDrill } from '../../store/contacts-drills.ts'
import { append } from '../../store/ledger.ts'
import { withDrillLock } from '../../store/run-lock.ts'
import { leftWords, roleWords } from '../drill-contacts-words.ts'
import { print, styleFor } from '../output.ts'
import type { Session } from '../session.ts'
import { subjectOf } from '../statements.ts'
import { type ContactsOptions, unclosedContacts } from './drill-contacts.ts'
import { person, spell } from './drill-root.ts'

/** Ends a drill, and records by role who answered and how soon. */
export async function closeContactsDrill(
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const account = await subjectOf(options, session)
  const now = options.now ?? new Date()
  await unclosedContacts(session.folder, account, now)
  const by = await person(options, 'closes the drill', signal)
  const { drill, result } = await withDrillLock(session.folder, account, async () => {
    // Others may have answered meanwhile.
    const drill = await unclosedContacts(session.folder, account, now)
    const result = resultOfDrill(drill, now)
    const { complete, people, roles } = result
    const kind = 'contacts-closing' as const
    const said = { kind, subject: account, drill: drill.entry, by, complete, people, roles: [...roles] }
    await append(session.folder, said, now)
    return { drill, result }
  })
  await tell(drill, result, now, options, session.sandbox)
  return result.complete ? 0 : 1
}

async function tell(
  drill: ContactsDrill,
  result: ContactsResult,
  now: Date,
  options: ContactsOptions,
  sandbox: string | undefined,
): Promise<void> {
  const { account, at, until, by, reason, way, left } = drill
  const { complete, people, roles, wrong } = result
  const mailboxes = result.mailboxes.map(({ roles: its, sent, answer, people: who, minutes }) => ({
    roles: its,
    sent,
    answer,
    people: distinctPeople(who),
    ...(minutes === undefined ? {} : { minutes }),
  }))
  if (options.format === 'json') {
    const told = {
      schema: 'neverroot/drill/1',
      kind: 'contacts',
      ...(sandbox ? { sandbox } : {}),
      account,
      opened: { at, until, by, reason, way },
      complete,
      people,
      wrong,
      roles,
      mailboxes,
      left,
    }
    await print(`${JSON.stringify(told, null, 2)}\n`)
    return
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  const shown = tame({ by, reason }, style.ascii)
  const early = now.toISOString() < until
  await print(
    [
      '',
      ` ${p.bold(`Drill of the mailboxes of ${account}`)}   ${complete ? 'complete' : 'not complete'}`,
      '',
      ...hanging(
        '    ',
        `${way === 'print' ? 'printed' : 'sent'} ${spell(at)} UTC by ${shown.by}: ${shown.reason}`,
        style,
      ),
      ...result.mailboxes.flatMap((one) =>
        hanging(
          `  ${p.sign(one.answer === 'witnessed' ? 'pass' : one.answer === 'silent' ? 'fail' : 'review')} `,
          `${one.roles.map((role) => roleWords[role]).join(', ')}: ${how(one, early)}`,
          style,
        ),
      ),
      ...left.flatMap((one) => hanging('    nothing to ', `${leftWords(one)}.`, style)),
      ...(wrong > 0 ? [`    wrong codes: ${wrong}`] : []),
      '',
      ...hanging(
        ' ',
        complete
          ? `${people === 1 ? '1 person' : `${people} people`} answered. It counts for ${mailboxDays} days, for these addresses: neverroot audit --only contact-mailboxes-answer`
          : `What was answered counts for ${mailboxDays} days, for these addresses. For a mailbox that stays silent find out who should read it, or choose another one; then: neverroot drill contacts --open`,
        style,
      ),
      '',
      '',
    ].join('\n'),
  )
}

function how({ answer, people, minutes, sent }: DrilledMailbox, early: boolean): string {
  const soon = minutes === undefined ? '' : `, the first after ${spanOf(minutes)}`
  const count = distinctPeople(people)
  if (answer === 'witnessed') return `${count === 1 ? '1 person' : `${count} people`}${soon}`
  if (answer === 'stated') return `by word${soon}`
  if (answer === 'silent') return 'nobody answered'
  if (sent === 'no') return 'not sent, so that nothing is shown'
  if (sent === 'unsure') return 'no answer, and nobody knows whether the message arrived'
  return early ? 'no answer yet, and closed before its time: nothing is shown' : 'no answer: nothing is shown'
}

const spanOf = (minutes: number): string =>
  minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} hours`
