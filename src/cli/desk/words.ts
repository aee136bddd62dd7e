/** What people say on the page, recorded as at the terminal: whoever types there is the caller of this server. */
import { nameOf } from '../../index.ts'
import type { PagePosts } from '../../model/index.ts'
import { append } from '../../store/ledger.ts'
import { alarmAnswerWords, takeAlarmCode } from '../commands/drill-alarm-answer.ts'
import { contactsAnswerWords, takeContactsCode } from '../commands/drill-contacts-answer.ts'
import { attestation, exception, type Saying, withdrawal } from '../saying.ts'
import type { Session } from '../session.ts'
import { until, type Until } from '../until.ts'
import { UserError } from '../../model/index.ts'
import { type Context, withSession } from './context.ts'
import { callerOf } from './kept.ts'

const nowOf = ({ options }: Context): Date => options.now ?? new Date()

export function attest(context: Context, body: PagePosts['/api/attest']): Promise<string> {
  const { control, account, by, holds, note, expires } = body
  const say = attestation(
    {
      control,
      by,
      holds,
      ...(note === undefined ? {} : { note }),
      ...(expires === undefined ? {} : { expires: untilOf(expires) }),
    },
    nowOf(context),
  )
  return recorded(context, account, async () => say)
}

export function except(context: Context, body: PagePosts['/api/except']): Promise<string> {
  const { control, account, owner, reason, expires } = body
  const say = exception({ control, owner, reason, expires: untilOf(expires) }, nowOf(context))
  return recorded(context, account, async () => say)
}

export function withdraw(context: Context, body: PagePosts['/api/withdraw']): Promise<string> {
  const { control, account, owner, reason } = body
  return recorded(context, account, async (session, subject) => {
    const records = await session.records(subject)
    return withdrawal(
      { control, owner, ...(reason === undefined ? {} : { reason }) },
      (one) => records.exception(one) !== undefined,
    )
  })
}

/** A code that somebody read in a mailbox. Whoever opened the drill is no witness of it, on the page as at the terminal. */
export const drill = (context: Context, { kind, code }: PagePosts['/api/drill']): Promise<string> =>
  withSession(context, {}, async ({ session }) => {
    const caller = await callerOf(session.connection)
    const name = nameOf(caller.arn)
    const who = { account: caller.account, ...(name === undefined ? {} : { name }) }
    const now = nowOf(context)
    return kind === 'alarm'
      ? alarmAnswerWords(await takeAlarmCode(session.folder, who, code.trim(), { now })).trim()
      : contactsAnswerWords(await takeContactsCode(session.folder, who, code.trim(), now)).trim()
  })

/** Records it about the account that was named, else about the caller's. */
const recorded = (
  context: Context,
  account: string | undefined,
  saying: (session: Session, subject: string) => Promise<(subject: string) => Saying>,
): Promise<string> =>
  withSession(context, {}, async ({ session }) => {
    const subject = account ?? (await callerOf(session.connection)).account
    const { said, text } = (await saying(session, subject))(subject)
    const written = (await append(session.folder, said, nowOf(context))).at(-1)!
    return `${text} Entry ${written.seq} of the ledger, head ${written.hash}`
  })

function untilOf(value: string): Until {
  try {
    return until(value)
  } catch {
    throw new UserError(
      'bad-date',
      `"${value.slice(0, 40)}" is no end of a time.`,
      'Give a date such as 2027-03-01, or a time from now such as 90d.',
    )
  }
}
