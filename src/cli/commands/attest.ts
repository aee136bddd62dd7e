import { tame } from '../../report/style.ts'
import { ask } from '../ask.ts'
import { styleFor } from '../output.ts'
import { askedAbout, attestation } from '../saying.ts'
import { openSession } from '../session.ts'
import { record, type StatementOptions, subjectOf } from '../statements.ts'
import { listStatements } from './statement-list.ts'

export interface AttestOptions extends StatementOptions {
  by?: string
  note?: string
  /** The person says that the control does not hold. */
  no?: boolean
}

/** Records what a person says about a control, until it lapses; with `--list`, shows what was said. */
export async function attest(
  id: string | undefined,
  options: AttestOptions,
  signal: AbortSignal,
): Promise<number> {
  if (options.list) return listStatements(options)
  const { question } = askedAbout(id)
  const now = options.now ?? new Date()
  const say = (by: string) =>
    attestation(
      {
        control: id,
        by,
        holds: options.no !== true,
        ...(options.note === undefined ? {} : { note: options.note }),
        ...(options.expires ? { expires: options.expires } : {}),
      },
      now,
    )
  // What else is wrong is said before anybody is asked who says so.
  if (options.by === undefined) say('somebody')
  const by = options.by ?? (await ask(`${question}\nWho says ${options.no ? 'no' : 'so'}? `, signal)) ?? ''
  const saying = say(by)
  const session = await openSession(options, signal)
  try {
    const { said, text } = saying(await subjectOf(options, session))
    await record(session, said, now, options, tame(text, styleFor(options).ascii))
    return 0
  } finally {
    await session.close()
  }
}
