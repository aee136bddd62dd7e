import {
  auditAccount,
  auditOrganization,
  type FootprintCounts,
  organizationFootprint,
  type Report,
  UserError,
} from '../../index.ts'
import { pageReport } from '../../report/page/index.ts'
import type { Work } from '../../serve/index.ts'
import { Keeper } from '../../store/history.ts'
import { keepMemorySmall } from '../memory.ts'
import { pageOptionsOf } from '../page-options.ts'
import { Tally } from '../tally.ts'
import { type Context, type Opened, withSession } from './context.ts'
import { hostOf } from './host.ts'

/** Looks at everything, keeps what was found for the history and for the page. */
export const auditWork =
  (context: Context): Work =>
  async (run) => {
    const host = hostOf({ run, many: context.options.org === true })
    await withSession(context, { host, signal: run.signal }, async (opened) => {
      const report = await reportOf(context, opened)
      await keepReport(context, opened, report, host.notify)
    })
    return {}
  }

async function reportOf({ options }: Context, { how, many, session }: Opened): Promise<Report> {
  if (!options.org) return auditAccount(how)
  keepMemorySmall()
  return auditOrganization({ ...(await many()), folder: session.folder })
}

async function keepReport(
  context: Context,
  opened: Opened,
  report: Report,
  notify: ReturnType<typeof hostOf>['notify'],
): Promise<void> {
  const { page, options } = context
  const { folder } = opened.session
  const { head } = report
  const told = await pageOptionsOf(folder, report)
  if (options.org) await lookAtFootprint(context, opened, notify)
  const keeper = new Keeper()
  const tally = new Tally('low', false)
  const details = await page.writer()
  let built
  try {
    built = await pageReport(tally.over(keeper.over(report)), {
      ...told,
      footprints: countsOf(context),
      detail: (detail, of) => details.add(detail, of),
    })
    if (tally.blind)
      throw new UserError(
        'nothing-known',
        `Nothing at all could be known about account ${head.caller.account} as ${head.caller.arn}.`,
        'Give this caller the policy that this prints: neverroot permissions audit',
      )
  } catch (error) {
    details.discard()
    throw error
  }
  await keeper.keep(folder, report).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error
    notify({ code: 'note', data: { text: `Not kept for neverroot history: ${error.message}` } })
  })
  await page.keep(built, details)
}

/** The footprint is worth a picture, and no reason to lose an audit for. */
async function lookAtFootprint(
  context: Context,
  { how }: Opened,
  notify: ReturnType<typeof hostOf>['notify'],
): Promise<void> {
  notify({ code: 'note', data: { text: 'Now what control policies leave to root in each account.' } })
  try {
    context.footprint = await organizationFootprint(how)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    context.footprint = undefined
    notify({ code: 'note', data: { text: `What is left to root could not be told: ${error.message}` } })
  }
}

function countsOf({ footprint }: Context): ReadonlyMap<string, FootprintCounts> {
  const counts = new Map<string, FootprintCounts>()
  for (const { accounts, footprint: left } of footprint?.groups ?? []) {
    const { total, allowed, conditional, denied, cannotTell } = left
    for (const id of accounts) counts.set(id, { total, allowed, conditional, denied, cannotTell })
  }
  return counts
}
