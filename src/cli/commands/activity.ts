import { activityOf } from '../../index.ts'
import { terminalActivity } from '../../report/activity.ts'
import { placeFlags } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import type { ActivityOptions } from '../options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession } from '../session.ts'

/**
 * Tells what root did in the last 90 days. Exit code 0 whatever was found, as for every list; UserError where nothing at all
 * could be looked at.
 */
export async function activityCommand(options: ActivityOptions, signal: AbortSignal): Promise<number> {
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  try {
    if (options.calls) (await import('./calls.ts')).listCalls('activity', {})
    // Two requests a second is all that CloudTrail answers: somebody who waits is told why.
    if (!options.quiet && process.stderr.isTTY)
      say('Reading the event history, at the two requests a second that CloudTrail allows ...')
    const activity = await activityOf({
      ...howToLook(session, options),
      sandbox: session.sandbox,
      regions: options.regions === true ? 'all' : options.regions,
      rootKeys: options.rootKeys === true,
    })
    if (options.format === 'json') await emit(`${JSON.stringify(activity, null, 2)}\n`, options.output)
    else {
      const style = options.output
        ? { width: 120, color: false, ascii: options.plain === true }
        : styleFor(options)
      const view = { style, verbose: options.verbose === true, place: placeFlags(options) }
      await emit(terminalActivity(activity, view), options.output)
    }
    if (options.output && !options.quiet) say(`Written to ${options.output}.`)
    return 0
  } finally {
    await session.close()
  }
}
