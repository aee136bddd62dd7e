import {
  auditAccount,
  auditOrganization,
  controls,
  preflightOrganization,
  type Report,
  UserError,
} from '../../index.ts'
import { jsonReport } from '../../report/json.ts'
import { organizationReport } from '../../report/organization.ts'
import { terminalReport } from '../../report/terminal.ts'
import { Keeper } from '../../store/history.ts'
import { recordsOfMany } from '../../store/records.ts'
import { saved } from '../acting.ts'
import { choiceFlags, organizationFlags, placeFlags } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import type { AuditOptions, toolFormats } from '../options.ts'
import { choiceOf, onlyWithOrg } from '../organization-options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { progressLine } from '../progress.ts'
import { keepMemorySmall } from '../memory.ts'
import { openSession, type Session } from '../session.ts'
import { checkIds } from '../control-ids.ts'
import { Tally } from '../tally.ts'

/** Audits one account, or an organization. Exit code 0: nothing counts; 1: findings count; throws UserError where nothing could be known. */
export async function auditCommand(options: AuditOptions, signal: AbortSignal): Promise<number> {
  if (options.only) checkIds(options.only)
  onlyWithOrg('audit', options, ['preflight', 'accounts', 'ou', 'exclude', 'rootSessions', 'all', 'resume'])
  if (options.preflight) return (await import('./preflight.ts')).preflightCommand(options, signal)
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  try {
    if (options.calls)
      (await import('./calls.ts')).listCalls('audit', options, session.configured.configuration)
    const report = await reportFor(session, options, signal)
    const tally = new Tally(options.failOn, options.strict === true)
    const keeper = isWhole(options) ? new Keeper() : undefined
    const counted = tally.over(keeper?.over(report) ?? report)
    if (options.format === 'json') await emit(jsonReport(counted), options.output)
    else if (options.format === 'html') {
      const { htmlReport } = await import('../../report/formats/html.ts')
      const { pageOptionsOf } = await import('../page-options.ts')
      await emit(htmlReport(counted, await pageOptionsOf(session.folder, report)), options.output)
    } else if (options.format && options.format !== 'terminal') {
      const { formats } = await import('../../report/formats/index.ts')
      const write = formats[options.format as (typeof toolFormats)[number]]
      const how = { rules: controls, region: regionOf(options) }
      await emit(await write(counted, how), options.output)
    } else {
      const style = options.output
        ? { width: 120, color: false, ascii: options.plain === true }
        : styleFor(options)
      await emit(
        await (options.org ? organizationReport : terminalReport)(counted, {
          style,
          verbose: options.verbose === true,
        }),
        options.output,
      )
    }
    if (options.output && !options.quiet) say(`Written to ${options.output}.`)
    if (keeper && !tally.blind) await kept(keeper, session, report)
    if (tally.blind) {
      throw new UserError(
        'nothing-known',
        `Nothing at all could be known about account ${report.head.caller.account} as ${report.head.caller.arn}.`,
        'Give this caller the policy that this prints: neverroot permissions audit',
      )
    }
    return tally.counts > 0 ? 1 : 0
  } finally {
    await session.close()
  }
}

/** What was found was told by now: that it cannot be kept takes nothing away. */
async function kept(keeper: Keeper, { folder }: Session, report: Report): Promise<void> {
  try {
    await keeper.keep(folder, report)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    say(`Not kept for neverroot history: ${error.message}`)
  }
}

/** Kept is what looked at everything: two choices cannot be compared. */
const isWhole = ({ only, section, accounts, ou, exclude }: AuditOptions): boolean =>
  [only, section, accounts, ou, exclude].every((chosen) => chosen === undefined)

/** Where findings of a session are kept by tools that keep them by Region. */
const regionOf = ({ region }: AuditOptions): string =>
  region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1'

async function reportFor(session: Session, options: AuditOptions, signal: AbortSignal): Promise<Report> {
  const how = { ...howToLook(session, options), sandbox: session.sandbox }
  if (!options.org) return auditAccount(how)
  keepMemorySmall()
  const { all, resume, rootSessions } = options
  if (!options.quiet && !resume) await tellGaps(session, options)
  const progress = progressLine(session.host, options)
  const recorded = recordsOfMany(session.folder, (text) =>
    session.host.notify({ code: 'note', data: { text } }),
  )
  try {
    const again = `audit --resume${organizationFlags(options)}${choiceFlags(options)}${placeFlags(options)}`
    const look = () =>
      auditOrganization({
        ...how,
        records: async (subject) => (await recorded)(subject),
        folder: session.folder,
        choice: choiceOf(options),
        all: all === true,
        resume: resume === true,
        rootSessions: rootSessions === true,
        host: progress.host,
      })
    return await saved(signal, again, look, () => true, 'what was found is kept')
  } finally {
    progress.end()
  }
}

/** Says before a long look what it will not see, with the command that mends it. */
async function tellGaps(session: Session, options: AuditOptions): Promise<void> {
  const { gaps } = await preflightOrganization(howToLook(session, options))
  if (gaps.length === 0) return
  for (const { command } of gaps) say(`Not all will be seen: ${command}`)
  say('Why, and what else: neverroot audit --org --preflight')
}
