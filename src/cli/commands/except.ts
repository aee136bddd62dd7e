import { UserError } from '../../index.ts'
import { tame } from '../../report/style.ts'
import { styleFor } from '../output.ts'
import { openSession } from '../session.ts'
import { checkTexts, controlNamed, record, type StatementOptions, subjectOf } from '../statements.ts'
import { dayOf, lapses } from '../until.ts'
import { listStatements } from './statement-list.ts'

export interface ExceptOptions extends StatementOptions {
  owner?: string
  reason?: string
  withdraw?: boolean
}

/** An exception that nobody looks at again is a hole: a year, and a day for leap years. */
const longestDays = 366

/**
 * Records that somebody answers for a failure until a date: it stays visible in every report. `--withdraw` takes it
 * back; with `--list`, shows what was recorded.
 */
export async function except(
  id: string | undefined,
  options: ExceptOptions,
  signal: AbortSignal,
): Promise<number> {
  if (options.list) return listStatements(options)
  const control = controlNamed(id, 'except').id
  const { owner, reason, expires: until } = options
  checkTexts({ owner, reason }, ['owner'])
  const now = options.now ?? new Date()
  if (owner === undefined) throw missing(options)
  if (!options.withdraw && (reason === undefined || until === undefined)) throw missing(options)
  const expires = until && lapses(until, now, longestDays)
  const ascii = styleFor(options).ascii
  const session = await openSession(options, signal)
  try {
    if (options.withdraw) {
      const subject = await subjectOf(options, session)
      if (!(await session.records(subject)).exception(control))
        throw new UserError(
          'no-exception',
          `Nobody answers for ${control} in ${subject}: there is nothing to withdraw.`,
          'What was recorded: neverroot except --list',
        )
      const why = reason === undefined ? {} : { reason }
      const text = `Withdrawn for ${subject}: ${control} counts again.`
      await record(session, { kind: 'withdrawal', subject, control, owner, ...why }, now, options, text)
      return 0
    }
    if (reason === undefined || expires === undefined) throw missing(options)
    const subject = await subjectOf(options, session)
    await record(
      session,
      { kind: 'exception', subject, control, owner, reason, expires: expires.toISOString() },
      now,
      options,
      tame(
        `Recorded for ${subject}: ${owner} answers for ${control} until ${dayOf(expires)}: ${reason}`,
        ascii,
      ),
    )
    return 0
  } finally {
    await session.close()
  }
}

function missing(options: ExceptOptions): UserError {
  const needed = options.withdraw ? (['owner'] as const) : (['owner', 'reason', 'expires'] as const)
  const absent = needed.filter((name) => options[name] === undefined).map((name) => `--${name}`)
  return new UserError(
    'incomplete-exception',
    `An exception ${options.withdraw ? 'is withdrawn by a person' : 'needs an owner, a reason and an end'}: ${absent.join(', ')} ${absent.length === 1 ? 'is' : 'are'} missing.`,
    options.withdraw
      ? 'Name who takes it back: --owner NAME'
      : 'Such as: --owner "Mia Okafor" --reason "moves in March, OPS-12" --expires 90d',
  )
}
