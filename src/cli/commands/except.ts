import { UserError } from '../../index.ts'
import { tame } from '../../report/style.ts'
import { styleFor } from '../output.ts'
import { exception, withdrawal } from '../saying.ts'
import { openSession } from '../session.ts'
import { checkTexts, controlNamed, record, type StatementOptions, subjectOf } from '../statements.ts'
import { listStatements } from './statement-list.ts'

export interface ExceptOptions extends StatementOptions {
  owner?: string
  reason?: string
  withdraw?: boolean
}

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
  const { owner, reason, expires } = options
  checkTexts({ owner, reason }, ['owner'])
  const now = options.now ?? new Date()
  if (owner === undefined) throw missing(options)
  const saying = (() => {
    if (options.withdraw) return undefined
    if (reason === undefined || expires === undefined) throw missing(options)
    return exception({ control, owner, reason, expires }, now)
  })()
  const session = await openSession(options, signal)
  try {
    const subject = await subjectOf(options, session)
    const { said, text } = saying
      ? saying(subject)
      : await session
          .records(subject)
          .then((records) =>
            withdrawal(
              { control, owner, ...(reason === undefined ? {} : { reason }) },
              (one) => records.exception(one) !== undefined,
            )(subject),
          )
    await record(session, said, now, options, tame(text, styleFor(options).ascii))
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
