import { activityOf, activityOfOrganization } from '../../index.ts'
import { terminalActivity } from '../../report/activity.ts'
import { terminalOrganizationActivity } from '../../report/organization-activity.ts'
import { recordsOfMany } from '../../store/records.ts'
import { organizationFlags, placeFlags } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import type { ActivityOptions } from '../options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import type { Style } from '../../report/style.ts'
import { choiceOf, onlyWithOrg } from '../organization-options.ts'
import { progressLine } from '../progress.ts'
import { openSession, type Session } from '../session.ts'

/**
 * Tells what root did in the last 90 days. Exit code 0 whatever was found, as for every list; UserError where nothing at all
 * could be looked at.
 */
export async function activityCommand(options: ActivityOptions, signal: AbortSignal): Promise<number> {
  onlyWithOrg('activity', options, ['accounts', 'ou', 'exclude'])
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  try {
    if (options.calls) (await import('./calls.ts')).listCalls('activity', {})
    // Two requests a second is all that CloudTrail answers: somebody who waits is told why.
    if (!options.quiet && process.stderr.isTTY)
      say('Reading the event history, at the two requests a second that CloudTrail allows ...')
    const style = options.output
      ? { width: 120, color: false, ascii: options.plain === true }
      : styleFor(options)
    const [seen, text] = await (options.org ? ofMany : ofOne)(session, options, style)
    await emit(options.format === 'json' ? `${JSON.stringify(seen, null, 2)}\n` : text(), options.output)
    if (options.output && !options.quiet) say(`Written to ${options.output}.`)
    return 0
  } finally {
    await session.close()
  }
}

/** What was seen, and how it reads. */
type Told = [seen: object, text: () => string]

const whatToLookAt = (session: Session, options: ActivityOptions) => ({
  ...howToLook(session, options),
  sandbox: session.sandbox,
  regions: options.regions === true ? ('all' as const) : options.regions,
  rootKeys: options.rootKeys === true,
})

async function ofOne(session: Session, options: ActivityOptions, style: Style): Promise<Told> {
  const seen = await activityOf(whatToLookAt(session, options))
  const view = { style, verbose: options.verbose === true, place: placeFlags(options) }
  return [seen, () => terminalActivity(seen, view)]
}

async function ofMany(session: Session, options: ActivityOptions, style: Style): Promise<Told> {
  const progress = progressLine(session.host, options)
  const note = (text: string) => session.host.notify({ code: 'note', data: { text } })
  const recorded = recordsOfMany(session.folder, note)
  try {
    const seen = await activityOfOrganization({
      ...whatToLookAt(session, options),
      records: async (subject) => (await recorded)(subject),
      folder: session.folder,
      choice: choiceOf(options),
      host: progress.host,
    })
    const flags = `${organizationFlags(options).replace(/^ --org/, '')}${placeFlags(options)}`
    const view = { style, verbose: options.verbose === true, place: flags }
    return [seen, () => terminalOrganizationActivity(seen, view)]
  } finally {
    progress.end()
  }
}
