import {
  alarmDrillDays,
  connect,
  fewestToAnswer,
  hashOfName,
  isCode,
  mostWrong,
  nameOf,
  readCode,
  resultOf,
  stateOfAlarmDrill,
  wrongIn,
} from '../../index.ts'
import { UserError } from '../../model/index.ts'
import type { AlarmDrill } from '../../store/alarm-drills.ts'
import { append } from '../../store/ledger.ts'
import { lineOfInput } from '../acting.ts'
import { ask } from '../ask.ts'
import { print } from '../output.ts'
import type { Session } from '../session.ts'
import { type AlarmOptions, alarmDrills, unclosedDrill } from './drill-alarm.ts'
import { spell } from './drill-root.ts'

/** Who answers, and about which account. */
export interface Answerer {
  account: string
  /** Whom AWS knows them as; absent: AWS was not asked, or cannot say. */
  name?: string
}

/** Takes a code from whoever got the mail. */
export async function answerAlarmDrill(
  session: Session,
  options: AlarmOptions,
  signal: AbortSignal,
): Promise<number> {
  const who = await answererOf(session, options)
  const now = options.now ?? new Date()
  // Whoever could not answer anyway is not asked for a code.
  await openFor(session.folder, who, now)
  const typed = await codeOf(options, signal)
  const answer = await takeAlarmCode(session.folder, who, typed, { by: options.by, now })
  await tell(answer, options)
  return 0
}

/** A right answer: the drill with it, and whom AWS knows the answerer as, hashed. */
interface AlarmAnswered {
  drill: AlarmDrill
  person: string | undefined
}

/** The drill that somebody can answer now. Throws UserError where there is none, and for who has answered. */
async function openFor(folder: string, who: Answerer, now: Date): Promise<AlarmAnswered> {
  const drill = await unclosedDrill(folder, who.account, now)
  refuseLate(drill, now)
  const person = who.name === undefined ? undefined : hashOfName(who.name, drill.salt)
  const earlier = drill.answers.find(
    (answer) => answer.right && person !== undefined && answer.person === person,
  )
  if (earlier)
    throw new UserError(
      'answered-already',
      `${who.name} answered at ${spell(earlier.at)} already, and counts once.`,
      'Another person answers as themselves: --profile THEIRS',
    )
  return { drill, person }
}

/** Records the code that somebody typed. Throws UserError for a wrong one, which is recorded too. */
export async function takeAlarmCode(
  folder: string,
  who: Answerer,
  typed: string,
  { by, now }: { by?: string; now: Date },
): Promise<AlarmAnswered> {
  const { drill, person } = await openFor(folder, who, now)
  const right = isCode(checkedCode(typed), drill)
  await append(
    folder,
    {
      kind: 'alarm-answer',
      subject: who.account,
      drill: drill.entry,
      right,
      ...(by === undefined ? {} : { by }),
      ...(right && person !== undefined ? { person } : {}),
    },
    now,
  )
  const after = (await alarmDrills(folder, who.account)).find(({ entry }) => entry === drill.entry)!
  if (!right) throw wrong(after)
  return { drill: after, person }
}

async function answererOf(session: Session, options: AlarmOptions): Promise<Answerer> {
  if (options.account !== undefined) {
    if (options.by === undefined)
      throw new UserError(
        'no-person',
        'With --account AWS does not say who answers, and nobody is named.',
        'Name the person: --by NAME, or leave --account away',
      )
    return { account: options.account }
  }
  const { door, caller } = await connect(session.connection, session.host)
  door.close()
  const name = nameOf(caller.arn)
  return { account: caller.account, ...(name === undefined ? {} : { name }) }
}

/** Throws UserError for a drill that takes no answers any more. */
function refuseLate(drill: AlarmDrill, now: Date): void {
  const state = stateOfAlarmDrill(drill, now)
  if (state === 'over')
    throw new UserError(
      'code-expired',
      `The drill of ${drill.account} ended at ${spell(drill.until)} UTC: its code counts no longer.`,
      'Close it, and open another: neverroot drill alarm --close',
    )
  if (state === 'guessed')
    throw new UserError(
      'too-many-wrong',
      `The drill of ${drill.account} had ${mostWrong} wrong codes and takes no more.`,
      'Close it, and open another: neverroot drill alarm --close',
    )
}

/** What was typed is not repeated: it may be something that should not be seen. */
export async function codeOf(
  { codeStdin }: Pick<AlarmOptions, 'codeStdin'>,
  signal: AbortSignal,
): Promise<string> {
  const typed = codeStdin ? await lineOfInput(signal) : await ask('Which code is in the mail? ', signal)
  return checkedCode(typed)
}

/** Throws UserError for what cannot be a code. */
export function checkedCode(typed: string | undefined): string {
  if (typed === undefined || typed === '')
    throw new UserError('no-code', 'No code was given.', 'Type it at the prompt, or pipe it: --code-stdin')
  if (readCode(typed) === undefined)
    throw new UserError(
      'no-code',
      'That is no code: it has ten letters and digits, as in K7QF2-9XMRT.',
      'Type it as it stands in the mail.',
    )
  return typed
}

function wrong(drill: AlarmDrill): UserError {
  const left = mostWrong - wrongIn(drill)
  return new UserError(
    'wrong-code',
    `That is not the code that was sent through the alarm of ${drill.account}.`,
    left > 0
      ? `${left === 1 ? '1 try is' : `${left} tries are`} left. Read it in the mail of this drill, opened at ${spell(drill.at)} UTC.`
      : 'It was the last try. Close the drill, and open another: neverroot drill alarm --close',
  )
}

async function tell(answer: AlarmAnswered, options: AlarmOptions): Promise<void> {
  const { drill, person } = answer
  if (options.format === 'json') {
    const witnessed = person !== undefined && person !== drill.opener
    await print(
      `${JSON.stringify({ schema: 'neverroot/drill/1', kind: 'alarm', account: drill.account, witnessed, ...resultOf(drill) }, null, 2)}\n`,
    )
    return
  }
  await print(alarmAnswerWords(answer))
}

/** What the answer counts for, and what is still missing. */
export function alarmAnswerWords({ drill, person }: AlarmAnswered): string {
  const witnessed = person !== undefined && person !== drill.opener
  const why =
    person === undefined ? 'AWS does not say who answered' : 'whoever opened the drill is no witness of it'
  const missing = fewestToAnswer - resultOf(drill).people
  return [
    witnessed
      ? 'That is the code: you count as one person.'
      : `That is the code; it is recorded as a word, since ${why}.`,
    missing > 0
      ? `${missing === 1 ? 'One more person answers' : `${missing} people answer`} as themselves until ${spell(drill.until)} UTC.`
      : `Two people have answered. Close it, and it counts for ${alarmDrillDays} days: neverroot drill alarm --close`,
    '',
  ].join('\n')
}
