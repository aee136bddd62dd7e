import { connect, hashOfCode, hashOfName, nameOf, resultOfDrill, stateOfContactsDrill } from '../../index.ts'
import { UserError } from '../../model/index.ts'
import { type ContactsDrill, type DrillMailbox, wrongForEach } from '../../store/contacts-drills.ts'
import { append } from '../../store/ledger.ts'
import { roleList } from '../drill-contacts-words.ts'
import { print } from '../output.ts'
import type { Session } from '../session.ts'
import { checkedCode, codeOf } from './drill-alarm-answer.ts'
import { contactsDrills, type ContactsOptions, unclosedContacts } from './drill-contacts.ts'
import { spell } from './drill-root.ts'

/** Takes a code from whoever reads a mailbox. Who it was is kept as a hash alone, and not the name that was given. */
export async function answerContactsDrill(
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const who = await answererOf(session, options)
  const drill = await unclosedContacts(session.folder, who.account, options.now ?? new Date())
  refuseLate(drill, options.now ?? new Date())
  const typed = await codeOf(options, signal)
  // Somebody may have sat at the prompt until it was over, or while others guessed.
  const now = options.now ?? new Date()
  await tell(await takeContactsCode(session.folder, who, typed, now), options)
  return 0
}

/** A right answer: the drill with it, the mailbox that it is of, and whom AWS knows the answerer as, hashed. */
interface ContactsAnswered {
  drill: ContactsDrill
  to: DrillMailbox
  person: string | undefined
  now: Date
}

/** Records the code that somebody typed. Throws UserError for a wrong one, which is recorded too. */
export async function takeContactsCode(
  folder: string,
  { account, name }: { account: string; name?: string },
  typed: string,
  now: Date,
): Promise<ContactsAnswered> {
  const current = await unclosedContacts(folder, account, now)
  refuseLate(current, now)
  const hash = hashOfCode(checkedCode(typed), current.salt)
  const to = current.mailboxes.find(({ messages }) => messages.some(({ code }) => code === hash))
  const person = name === undefined ? undefined : hashOfName(name, current.salt)
  if (to) refuseTwice(to, person, name)
  await append(
    folder,
    {
      kind: 'contacts-answer',
      subject: account,
      drill: current.entry,
      right: to !== undefined,
      ...(to ? { mailbox: to.mailbox } : {}),
      ...(to && person !== undefined ? { person } : {}),
    },
    now,
  )
  const after = (await contactsDrills(folder, account)).find(({ entry }) => entry === current.entry)!
  if (!to) throw wrong(after)
  return { drill: after, to, person, now }
}

async function answererOf(
  session: Session,
  { account }: ContactsOptions,
): Promise<{ account: string; name?: string }> {
  if (account !== undefined) return { account }
  const { door, caller } = await connect(session.connection, session.host)
  door.close()
  const name = nameOf(caller.arn)
  return { account: caller.account, ...(name === undefined ? {} : { name }) }
}

/** Throws UserError for a drill that takes no answers any more. */
function refuseLate(drill: ContactsDrill, now: Date): void {
  const state = stateOfContactsDrill(drill, now)
  const close = 'Close it, and open another: neverroot drill contacts --close'
  if (state === 'over')
    throw new UserError(
      'code-expired',
      `The drill of ${drill.account} ended at ${spell(drill.until)} UTC: its codes count no longer.`,
      close,
    )
  if (state === 'guessed')
    throw new UserError(
      'too-many-wrong',
      `The drill of ${drill.account} had ${drill.wrong} wrong codes and takes no more.`,
      close,
    )
}

/** A code counts once for each person, and once as a word. */
function refuseTwice({ answers, roles }: DrillMailbox, person: string | undefined, name?: string): void {
  const earlier = answers.find((answer) => answer.person === person)
  if (!earlier) return
  throw new UserError(
    'answered-already',
    `${name ?? 'Somebody whom AWS does not name'} answered for ${roleList(roles)} at ${spell(earlier.at)} already, which counts once.`,
    'Another person answers as themselves: --profile THEIRS',
  )
}

function wrong(drill: ContactsDrill): UserError {
  const left = wrongForEach * drill.mailboxes.length - drill.wrong
  return new UserError(
    'wrong-code',
    `That is no code of the drill of ${drill.account}.`,
    left > 0
      ? `${left === 1 ? '1 try is' : `${left} tries are`} left. Read it in the message of this drill, opened at ${spell(drill.at)} UTC.`
      : 'It was the last try. Close the drill, and open another: neverroot drill contacts --close',
  )
}

async function tell(answer: ContactsAnswered, { format }: ContactsOptions): Promise<void> {
  if (format !== 'json') return print(contactsAnswerWords(answer))
  const { drill, to } = answer
  const { witnessed, its, waiting } = stateOfAnswer(answer)
  const told = {
    roles: to.roles,
    witnessed,
    people: its.people.length,
    waiting: waiting.map((one) => one.roles),
  }
  await print(
    `${JSON.stringify({ schema: 'neverroot/drill/1', kind: 'contacts', account: drill.account, ...told }, null, 2)}\n`,
  )
}

function stateOfAnswer({ drill, to, person, now }: ContactsAnswered) {
  const { mailboxes, people } = resultOfDrill(drill, now)
  return {
    people,
    witnessed: person !== undefined && person !== drill.opener && drill.way === 'mail',
    waiting: mailboxes.filter((one) => one.minutes === undefined),
    its: mailboxes.find((one) => one.mailbox === to.mailbox)!,
  }
}

/** What the answer counts for, and what is still missing. */
export function contactsAnswerWords(answer: ContactsAnswered): string {
  const { drill, to, person } = answer
  const { people, witnessed, waiting, its } = stateOfAnswer(answer)
  const why =
    drill.way === 'print'
      ? 'whoever opened the drill knew it'
      : person === undefined
        ? 'AWS does not say who answered'
        : 'whoever opened the drill is no witness of it'
  return [
    `That is the code for ${roleList(to.roles)}. ${
      witnessed
        ? `You count as one person; ${its.people.length === 1 ? 'you are the first' : `${its.people.length} have answered`} there.`
        : `It is recorded as a word, since ${why}.`
    }`,
    ...(witnessed && people === 1 && drill.mailboxes.length > 1
      ? ['One person alone is no witness of several mailboxes: another one answers for another.']
      : []),
    waiting.length > 0
      ? `Not answered yet: ${waiting.map((one) => roleList(one.roles)).join('; ')}.`
      : 'Every mailbox has answered. Close it: neverroot drill contacts --close',
    '',
  ].join('\n')
}
