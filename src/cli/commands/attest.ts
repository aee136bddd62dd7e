import { resolve } from 'node:path'
import { UserError } from '../../index.ts'
import { tame } from '../../report/style.ts'
import { ask } from '../ask.ts'
import { styleFor } from '../output.ts'
import type { EntryWish } from '../password/entry.ts'
import type { Manager } from '../password/managers.ts'
import { askedAbout, attestation } from '../saying.ts'
import { openSession } from '../session.ts'
import { record, type StatementOptions, subjectOf } from '../statements.ts'
import { listStatements } from './statement-list.ts'

export interface AttestOptions extends StatementOptions {
  by?: string
  note?: string
  /** The person says that the control does not hold. */
  no?: boolean
  /** An entry of a password manager that has to be there. */
  entry?: string
  manager?: Manager
  database?: string
  keyFile?: string
}

/** About these a person may name an entry. */
const passwords: readonly string[] = ['root-password-is-managed', 'administrator-password-is-managed']

/** What is to be looked up. Throws UserError where it makes no sense. */
function entryWish(control: string, options: AttestOptions): EntryWish | undefined {
  const { entry, manager, database, keyFile, no } = options
  if (entry === undefined && manager === undefined && database === undefined && keyFile === undefined)
    return undefined
  const usage = (what: string, todo: string) => new UserError('bad-usage', what, todo)
  if (!passwords.includes(control))
    throw usage(
      `${control} is not about a password that a manager keeps.`,
      `--entry is for ${passwords.join(' and ')}.`,
    )
  if (entry === undefined || manager === undefined)
    throw usage('--entry and --manager go together.', 'Write: --manager pass --entry aws/root')
  if (no)
    throw usage(
      'An entry that is there says nothing of a password that is not managed.',
      'Leave --entry or --no away.',
    )
  return {
    manager,
    entry,
    // A file whose name begins with a hyphen is no option.
    ...(database === undefined ? {} : { database: resolve(database) }),
    ...(keyFile === undefined ? {} : { keyFile: resolve(keyFile) }),
  }
}

/** Records what a person says about a control, until it lapses; with `--list`, shows what was said. */
export async function attest(
  id: string | undefined,
  options: AttestOptions,
  signal: AbortSignal,
): Promise<number> {
  if (options.list) return listStatements(options)
  const { control, question } = askedAbout(id)
  const now = options.now ?? new Date()
  const wish = entryWish(control, options)
  const note = [options.note, wish && `${wish.manager} lists an entry of the name that was given`]
    .filter(Boolean)
    .join('; ')
  const say = (by: string) =>
    attestation(
      {
        control: id,
        by,
        holds: options.no !== true,
        ...(note === '' ? {} : { note }),
        ...(options.expires ? { expires: options.expires } : {}),
      },
      now,
    )
  // What else is wrong is said before anybody is asked who says so.
  if (options.by === undefined) say('somebody')
  const by = options.by ?? (await ask(`${question}\nWho says ${options.no ? 'no' : 'so'}? `, signal)) ?? ''
  const saying = say(by)
  if (wish) await (await import('../password/entry.ts')).checkEntry(wish, signal)
  const session = await openSession(options, signal)
  try {
    const { said, text } = saying(await subjectOf(options, session))
    await record(session, said, now, options, tame(text, styleFor(options).ascii))
    return 0
  } finally {
    await session.close()
  }
}
