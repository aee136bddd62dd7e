import {
  auditAccount,
  auditOrganization,
  preflightOrganization,
  type Report,
  UserError,
} from '../../index.ts'
import { Keeper } from '../../store/history.ts'
import { recordsOfMany } from '../../store/records.ts'
import { saved } from '../acting.ts'
import { choiceFlags, organizationFlags, placeFlags } from '../again.ts'
import { howToLook } from '../how-to-look.ts'
import type { AuditOptions } from '../options.ts'
import { choiceOf, onlyWithOrg } from '../organization-options.ts'
import { checkOutput, say } from '../output.ts'
import { progressLine } from '../progress.ts'
import { memoryKeptSmall } from '../memory.ts'
import { openSession, type Session } from '../session.ts'
import { checkIds } from '../control-ids.ts'
import { checkSend, sendFindings, type Sending } from '../send-findings.ts'
import { Tally } from '../tally.ts'
import { writeReport } from '../write-report.ts'

/** Audits one account, or an organization. Exit code 0: nothing counts; 1: findings count; throws UserError where nothing could be known. */
export async function auditCommand(options: AuditOptions, signal: AbortSignal): Promise<number> {
  if (options.from !== undefined) return (await import('./audit-from.ts')).auditFrom(options.from, options)
  if (options.only) checkIds(options.only)
  onlyWithOrg('audit', options, ['preflight', 'accounts', 'ou', 'exclude', 'rootSessions', 'all', 'resume'])
  checkSend(options)
  if (options.preflight) return (await import('./preflight.ts')).preflightCommand(options, signal)
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  let sending: Sending | undefined
  try {
    if (options.calls)
      (await import('./calls.ts')).listCalls('audit', options, session.configured.configuration)
    const report = await reportFor(session, options, signal)
    const tally = new Tally(options.failOn, options.strict === true)
    const keeper = isWhole(options) ? new Keeper() : undefined
    sending = options.send ? await sendFindings(session, options.quiet === true) : undefined
    const sent = sending?.over(report) ?? report
    const counted = tally.over(keeper?.over(sent) ?? sent)
    await writeReport(counted, options, session.folder)
    if (keeper && !tally.blind) await kept(keeper, session, report)
    if (tally.blind) {
      throw new UserError(
        'nothing-known',
        `Nothing at all could be known about account ${report.head.caller.account} as ${report.head.caller.arn}.`,
        'Give this caller the policy that this prints: neverroot permissions audit',
      )
    }
    await sending?.end()
    return tally.counts > 0 ? 1 : 0
  } finally {
    sending?.close()
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

async function reportFor(session: Session, options: AuditOptions, signal: AbortSignal): Promise<Report> {
  const how = { ...howToLook(session, options), sandbox: session.sandbox }
  if (!options.org) return auditAccount(how)
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
        // What was mended since has to be told there too.
        all: all === true || options.send === true,
        resume: resume === true,
        rootSessions: rootSessions === true,
        host: memoryKeptSmall(progress.host),
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
