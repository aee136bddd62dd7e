import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { refuseUnsafe } from '../../config/find.ts'
import {
  answererOf,
  bySignature,
  byToken,
  connect,
  hashOfCode,
  type Named,
  nameOf,
  resultOfDrill,
  stateOfContactsDrill,
  wouldKnowOpener,
} from '../../index.ts'
import { type Answerer, distinctPeople, type DrillAnswers, UserError } from '../../model/index.ts'
import { type ContactsDrill, type DrillMailbox, wrongForEach } from '../../store/contacts-drills.ts'
import { append } from '../../store/ledger.ts'
import { roleList } from '../drill-contacts-words.ts'
import { print } from '../output.ts'
import type { Session } from '../session.ts'
import { linesOfInput } from '../acting.ts'
import { checkedCode, codeOf } from './drill-alarm-answer.ts'
import { contactsDrills, type ContactsOptions, unclosedContacts } from './drill-contacts.ts'
import { spell } from './drill-root.ts'

/** Takes a code from whoever reads a mailbox. Who it was is kept as a hash alone, and not the name that was given. */
export async function answerContactsDrill(
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const { account, name } = await calledBy(session, options)
  const drill = await unclosedContacts(session.folder, account, options.now ?? new Date())
  refuseLate(drill, options.now ?? new Date())
  const given = await givenBy(options, signal)
  // Somebody may have sat at the prompt until it was over, or while others guessed.
  const now = options.now ?? new Date()
  const current = await unclosedContacts(session.folder, account, now)
  refuseLate(current, now)
  const hash = hashOfCode(given.code, current.salt)
  const to = current.mailboxes.find(({ messages }) => messages.some(({ code }) => code === hash))
  // A wrong code is counted before anybody asks who typed it.
  const named = !to ? undefined : ((await namedBy(given, current, session, options, signal)) ?? name)
  const who = whoIs(named, current, session.configured.configuration.drills?.answers ?? {})
  if (to) refuseTwice(to, who.answerer?.person, named?.name)
  await append(
    session.folder,
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
  const after = (await contactsDrills(session.folder, account)).find(({ entry }) => entry === current.entry)!
  if (!to) throw wrong(after)
  await tell(after, to, who, options, now)
  return 0
}

/** To AWS alone is what it was before there were other ways. */
const answerOf = ({ person, known }: Answerer) =>
  known.length === 1 && known[0] === 'aws' ? { person } : { person, known: [...known] }

/** The account, and whom AWS knows the caller as; where somebody says otherwise who they are, AWS is not asked. */
async function calledBy(
  session: Session,
  { account, signature, tokenStdin, now = new Date() }: ContactsOptions,
): Promise<{ account: string; name?: Named }> {
  if (account !== undefined) return { account }
  if (signature !== undefined || tokenStdin) return { account: await onlyAccount(session.folder, now) }
  const { door, caller } = await connect(session.connection, session.host)
  door.close()
  const name = nameOf(caller.arn)
  return { account: caller.account, ...(name === undefined ? {} : { name: { way: 'aws', name } }) }
}

async function onlyAccount(folder: string, now: Date): Promise<string> {
  const open = (await contactsDrills(folder)).filter((one) => stateOfContactsDrill(one, now) === 'open')
  const [account, ...more] = new Set(open.map((one) => one.account))
  if (account !== undefined && more.length === 0) return account
  throw new UserError(
    'which-drill',
    account === undefined
      ? 'No drill of mailboxes is open.'
      : `Drills of ${1 + more.length} accounts are open.`,
    account === undefined
      ? 'Open one: neverroot drill contacts --open --by NAME --reason TEXT'
      : 'The message names the account: --account ID',
  )
}

interface Given {
  code: string
  token?: string
}

/** The code, and with `--token-stdin` the token on the line after it. */
async function givenBy(options: ContactsOptions, signal: AbortSignal): Promise<Given> {
  if (!options.tokenStdin) return { code: await codeOf(options, signal) }
  const lines = await linesOfInput(options.codeStdin ? 2 : 1, signal)
  const token = lines.at(-1)
  if (!token || (options.codeStdin && lines.length < 2))
    throw new UserError(
      'no-token',
      'No token was given.',
      'Pipe code and token, a line each: --code-stdin --token-stdin',
    )
  return { code: checkedCode(options.codeStdin ? lines[0] : await codeOf({}, signal)), token }
}

/** Who answers, where it is not AWS that says so. */
async function namedBy(
  { code, token }: Given,
  drill: ContactsDrill,
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<Named | undefined> {
  const answers = session.configured.configuration.drills?.answers ?? {}
  // Tokens are made by somebody else's clock.
  const now = options.now ?? new Date()
  if (token !== undefined) return byToken(token, drill, answers, now, { host: session.host, signal })
  if (options.signature === undefined) return undefined
  if (answers.signers !== undefined && existsSync(answers.signers))
    refuseUnsafe(answers.signers, 'who could answer in the name of others')
  const signature = await readFile(options.signature, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      'no-signature',
      `${options.signature} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.code}.`,
      'Name the file that ssh-keygen -Y sign made.',
    )
  })
  return bySignature(signature, code, drill, answers, now)
}

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

async function tell(
  drill: ContactsDrill,
  { roles, mailbox }: DrillMailbox,
  { why }: Who,
  { format }: ContactsOptions,
  now: Date,
): Promise<void> {
  const { mailboxes, people } = resultOfDrill(drill, now)
  const witnessed = why === undefined
  const waiting = mailboxes.filter((one) => one.minutes === undefined)
  const count = distinctPeople(mailboxes.find((one) => one.mailbox === mailbox)!.people)
  if (format === 'json') {
    const told = { roles, witnessed, people: count, waiting: waiting.map((one) => one.roles) }
    await print(
      `${JSON.stringify({ schema: 'neverroot/drill/1', kind: 'contacts', account: drill.account, ...told }, null, 2)}\n`,
    )
    return
  }
  await print(
    [
      `That is the code for ${roleList(roles)}. ${
        witnessed
          ? `You count as one person; ${count === 1 ? 'you are the first' : `${count} have answered`} there.`
          : `It is recorded as a word, since ${why}.`
      }`,
      ...(witnessed && people === 1 && drill.mailboxes.length > 1
        ? ['One person alone is no witness of several mailboxes: another one answers for another.']
        : []),
      waiting.length > 0
        ? `Not answered yet: ${waiting.map((one) => roleList(one.roles)).join('; ')}.`
        : 'Every mailbox has answered. Close it: neverroot drill contacts --close',
      '',
    ].join('\n'),
  )
}
