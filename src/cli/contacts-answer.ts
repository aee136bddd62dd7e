/** A code of a drill of mailboxes, taken from whoever reads one: at the command line, and on the page. */
import {
  answererOf,
  hashOfCode,
  type Named,
  resultOfDrill,
  stateOfContactsDrill,
  wouldKnowOpener,
} from '../index.ts'
import { type Answerer, distinctPeople, type DrillAnswers, UserError } from '../model/index.ts'
import { type ContactsDrill, type DrillMailbox, wrongForEach } from '../store/contacts-drills.ts'
import { append } from '../store/ledger.ts'
import { checkedCode } from './commands/drill-alarm-answer.ts'
import { contactsDrills, unclosedContacts } from './commands/drill-contacts.ts'
import { spell } from './commands/drill-root.ts'
import { roleList } from './drill-contacts-words.ts'

/** What somebody gives. */
export interface ContactsAnswer {
  account: string
  code: string
  answers: DrillAnswers
  /** Who it is: asked once the code is known to be right. */
  named(drill: ContactsDrill): Promise<Named | undefined>
}

/** A right answer: the drill with it, the mailbox that it is of, and who answered. */
export interface ContactsAnswered {
  drill: ContactsDrill
  to: DrillMailbox
  who: Who
  now: Date
}

/** The drill that takes answers. Throws UserError where there is none. */
export async function drillToAnswer(folder: string, account: string, now: Date): Promise<ContactsDrill> {
  const drill = await unclosedContacts(folder, account, now)
  refuseLate(drill, now)
  return drill
}

/** Records the code that somebody typed. Throws UserError for a wrong one, which is recorded too. */
export async function takeContactsCode(
  folder: string,
  { account, code, answers, named: nameOf }: ContactsAnswer,
  now: Date,
): Promise<ContactsAnswered> {
  const current = await drillToAnswer(folder, account, now)
  const hash = hashOfCode(checkedCode(code), current.salt)
  const to = current.mailboxes.find(({ messages }) => messages.some((message) => message.code === hash))
  // A wrong code is counted before anybody asks who typed it.
  const named = to ? await nameOf(current) : undefined
  const who = whoIs(named, current, answers)
  if (to) refuseTwice(to, who.answerer?.person, named?.name)
  await append(
    folder,
    {
      kind: 'contacts-answer',
      subject: account,
      drill: current.entry,
      right: to !== undefined,
      ...(to ? { mailbox: to.mailbox } : {}),
      ...(to && who.answerer ? answerOf(who.answerer) : {}),
    },
    now,
  )
  const after = (await contactsDrills(folder, account)).find(({ entry }) => entry === current.entry)!
  if (!to) throw wrong(after)
  return { drill: after, to, who, now }
}

/** To AWS alone is what it was before there were other ways. */
const answerOf = ({ person, known }: Answerer) =>
  known.length === 1 && known[0] === 'aws' ? { person } : { person, known: [...known] }

/** Somebody to the tool, or why it is a word. */
interface Who {
  answerer?: Answerer
  why?: string
}

function whoIs(named: Named | undefined, drill: ContactsDrill, answers: DrillAnswers): Who {
  if (!named) return { why: 'AWS does not say who answered' }
  const answerer = answererOf(named, answers, drill.salt)
  if (answerer.person === drill.opener)
    return { answerer, why: 'whoever opened the drill is no witness of it' }
  if (!wouldKnowOpener(named.way, drill, answers))
    return {
      why: `whoever opened the drill could answer so as well: drills.answers.people says what they are called by each way`,
    }
  return drill.way === 'print' ? { answerer, why: 'whoever opened the drill knew it' } : { answerer }
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

/** What the answer came to: whether it counts, and what is still missing. */
export function stateOfAnswer({ drill, to, who, now }: ContactsAnswered) {
  const { mailboxes, people } = resultOfDrill(drill, now)
  return {
    people,
    witnessed: who.why === undefined,
    waiting: mailboxes.filter((one) => one.minutes === undefined),
    count: distinctPeople(mailboxes.find((one) => one.mailbox === to.mailbox)!.people),
  }
}

/** The same in words. */
export function contactsAnswerWords(answer: ContactsAnswered): string {
  const { drill, to, who } = answer
  const { people, witnessed, waiting, count } = stateOfAnswer(answer)
  return [
    `That is the code for ${roleList(to.roles)}. ${
      witnessed
        ? `You count as one person; ${count === 1 ? 'you are the first' : `${count} have answered`} there.`
        : `It is recorded as a word, since ${who.why}.`
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
