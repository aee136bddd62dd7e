import { preflightOrganization, UserError } from '../../index.ts'
import { preflightText } from '../../report/preflight.ts'
import { checkIds } from '../control-ids.ts'
import { howToLook } from '../how-to-look.ts'
import type { AuditOptions } from '../options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession } from '../session.ts'

/** `neverroot audit --org --preflight`. Exit code 0: nothing is missing; 1: there are gaps. */
export async function preflightCommand(options: AuditOptions, signal: AbortSignal): Promise<number> {
  if (options.only) checkIds(options.only)
  checkWhole(options)
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  try {
    if (options.calls) say('Calls as they are made:')
    const found = await preflightOrganization(howToLook(session, options))
    const style = options.output
      ? { width: 80, color: false, ascii: options.plain === true }
      : styleFor(options)
    await emit(
      options.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : preflightText(found, style),
      options.output,
    )
    if (options.output && !options.quiet) say(`Written to ${options.output}.`)
    return found.gaps.length > 0 ? 1 : 0
  } finally {
    await session.close()
  }
}

/** It is about the organization as a whole: a choice of accounts would be passed over in silence. */
function checkWhole(options: AuditOptions): void {
  const given = (['accounts', 'ou', 'exclude', 'resume'] as const).find((name) => options[name] !== undefined)
  if (given)
    throw new UserError(
      'bad-usage',
      `--preflight is about the whole organization: --${given} has no meaning with it.`,
      'Leave it away: neverroot audit --org --preflight',
    )
}
