import { recoveryOf, recoveryOfMember, UserError } from '../../index.ts'
import type { Recovery } from '../../model/index.ts'
import { recordsOfMany } from '../../store/records.ts'
import { terminalRecovery } from '../../report/recovery.ts'
import { mermaidRecovery } from '../../report/recovery-mermaid.ts'
import { svgRecovery } from '../../report/recovery-svg.ts'
import { placeFlags } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import type { RecoveryOptions } from '../options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession, type Session } from '../session.ts'

/** Draws who can become root. Exit code 0 whatever it shows, as for every list; UserError where it could not look. */
export async function recoveryCommand(options: RecoveryOptions, signal: AbortSignal): Promise<number> {
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  try {
    if (options.calls)
      (await import('./calls.ts')).listCalls('recovery', {}, session.configured.configuration)
    const seen = await look(session, options)
    await emit(written(seen, options), options.output)
    if (options.output && !options.quiet) say(`Written to ${options.output}.`)
    return 0
  } finally {
    await session.close()
  }
}

async function look(session: Session, options: RecoveryOptions): Promise<Recovery> {
  const how = { ...howToLook(session, options), sandbox: session.sandbox }
  const { account } = options
  if (account === undefined) return recoveryOf(how)
  const note = (text: string) => session.host.notify({ code: 'note', data: { text } })
  const recorded = recordsOfMany(session.folder, note)
  return recoveryOfMember(account, {
    ...how,
    records: async (subject) => (await recorded)(subject),
    folder: session.folder,
  })
}

function written(seen: Recovery, options: RecoveryOptions): string {
  switch (options.format) {
    case 'json':
      return `${JSON.stringify(seen, null, 2)}\n`
    case 'mermaid':
      return mermaidRecovery(seen)
    case 'svg':
      return svgRecovery(seen)
    case 'terminal':
      return terminalRecovery(seen, {
        style: options.output
          ? { width: 100, color: false, ascii: options.plain === true }
          : styleFor(options),
        verbose: options.verbose === true,
        place: `${options.account ? ` --account ${options.account}` : ''}${placeFlags(options)}`,
      })
    default:
      throw new UserError('usage', `There is no format "${options.format}".`, 'See neverroot recovery --help')
  }
}
