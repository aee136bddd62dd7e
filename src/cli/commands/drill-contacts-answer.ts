import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { refuseUnsafe } from '../../config/find.ts'
import { bySignature, byToken, connect, type Named, nameOf, stateOfContactsDrill } from '../../index.ts'
import { UserError } from '../../model/index.ts'
import type { ContactsDrill } from '../../store/contacts-drills.ts'
import { linesOfInput } from '../acting.ts'
import { contactsAnswerWords, drillToAnswer, stateOfAnswer, takeContactsCode } from '../contacts-answer.ts'
import { print } from '../output.ts'
import type { Session } from '../session.ts'
import { checkedCode, codeOf } from './drill-alarm-answer.ts'
import { contactsDrills, type ContactsOptions } from './drill-contacts.ts'

/** Takes a code from whoever reads a mailbox. Who it was is kept as a hash alone, and not the name that was given. */
export async function answerContactsDrill(
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<number> {
  const { account, name } = await calledBy(session, options)
  await drillToAnswer(session.folder, account, options.now ?? new Date())
  const given = await givenBy(options, signal)
  // Somebody may have sat at the prompt until it was over, or while others guessed.
  const now = options.now ?? new Date()
  const answer = await takeContactsCode(
    session.folder,
    {
      account,
      code: given.code,
      answers: session.configured.configuration.drills?.answers ?? {},
      named: async (drill) => (await namedBy(given, drill, session, options, signal)) ?? name,
    },
    now,
  )
  if (options.format !== 'json') await print(contactsAnswerWords(answer))
  else {
    const { witnessed, count, waiting } = stateOfAnswer(answer)
    const { drill, to } = answer
    const told = { roles: to.roles, witnessed, people: count, waiting: waiting.map((one) => one.roles) }
    await print(
      `${JSON.stringify({ schema: 'neverroot/drill/1', kind: 'contacts', account: drill.account, ...told }, null, 2)}\n`,
    )
  }
  return 0
}

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
