import { resolve } from 'node:path'
import { statementOf, UserError } from '../../index.ts'
import { tame } from '../../report/style.ts'
import { ask } from '../ask.ts'
import { styleFor } from '../output.ts'
import type { EntryWish } from '../password/entry.ts'
import type { Manager } from '../password/managers.ts'
import { openSession } from '../session.ts'
import { checkTexts, controlNamed, record, type StatementOptions, subjectOf } from '../statements.ts'
import { dayOf, lapses } from '../until.ts'
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
  const control = controlNamed(id, 'attest')
  const asked = statementOf(control)
  if (!asked)
    throw new UserError(
      'not-stated',
      `${control.id} is judged by what can be looked at: nobody's word counts for it.`,
      `See why: neverroot explain ${control.id}. A failure that somebody answers for: neverroot except ${control.id}`,
    )
  const now = options.now ?? new Date()
  // A word never counts for longer than the control allows, whatever is asked for.
  const longest = lapses({ days: asked.days }, now)
  const wished = options.expires ? lapses(options.expires, now) : longest
  const expires = wished < longest ? wished : longest
  const by = options.by ?? (await ask(`${asked.question}\nWho says ${options.no ? 'no' : 'so'}? `, signal))
  if (by === undefined || by === '')
    throw new UserError('no-person', 'Nobody is named who says so.', 'Name the person who looked: --by NAME')
  checkTexts({ by, note: options.note }, ['by'])
  const wish = entryWish(control.id, options)
  if (wish) await (await import('../password/entry.ts')).checkEntry(wish, signal)
  const session = await openSession(options, signal)
  try {
    const subject = await subjectOf(options, session)
    const holds = options.no !== true
    const said = [options.note, wish && `${wish.manager} lists an entry of the name that was given`]
    const text = said.filter(Boolean).join('; ')
    const note = text === '' ? {} : { note: text }
    await record(
      session,
      {
        kind: 'attestation',
        subject,
        control: control.id,
        by,
        holds,
        expires: expires.toISOString(),
        ...note,
      },
      now,
      options,
      [
        tame(
          `Recorded for ${subject}: ${by} says ${holds ? 'yes' : 'no'} for ${control.id}, until ${dayOf(expires)}. ${asked.question}`,
          styleFor(options).ascii,
        ),
        ...(wished > longest ? [`A word about it counts for ${asked.days} days at most.`] : []),
      ].join('\n'),
    )
    return 0
  } finally {
    await session.close()
  }
}
