import {
  type AppliedToMany,
  applyOrganization,
  type ApplyOrganizationOptions,
  type Plan,
  undoOrganization,
  UserError,
} from '../../index.ts'
import { appliedToMany, endLine, waveLine } from '../../report/organization-apply.ts'
import { organizationPlan } from '../../report/organization-plan.ts'
import { recordsOfMany } from '../../store/records.ts'
import { asking, saved } from '../acting.ts'
import { placeFlags } from '../again.ts'
import { canAsk } from '../ask.ts'
import { codeLines } from '../code-lines.ts'
import { partly } from '../exit.ts'
import { howToLook } from '../how-to-look.ts'
import type { ApplyOptions } from '../options.ts'
import { print, say, styleFor } from '../output.ts'
import type { Session } from '../session.ts'
import { planOf } from './plan-organization.ts'

/**
 * Performs a plan of an organization: the one that was read, one that is made now, or the one that was applied last. Exit
 * code 0: every account is good; 3: part was done. Throws UserError where nothing was changed.
 */
export async function applyOrganizationCommand(
  session: Session,
  read: Plan | undefined,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<number> {
  const style = styleFor(options)
  const isJson = options.format === 'json'
  if (read && read.organization === undefined)
    throw new UserError(
      'no-organization',
      `The plan is for account ${read.account} alone.`,
      'Apply it without --org: neverroot apply FILE',
    )
  const plan = options.resume ? ('resume' as const) : (read ?? (await planOf(session, options)))
  if (plan !== 'resume' && plan.items.every((item) => item.steps.length === 0)) {
    await print(
      isJson
        ? `${JSON.stringify({ organization: plan.organization, waves: [], ends: {}, left: [], complete: true }, null, 2)}\n`
        : ' Nothing to apply.\n',
    )
    return 0
  }
  const show = async (shown: Plan) => {
    const isShown = options.confirm === undefined ? canAsk() : options.confirm === shown.organization
    if (plan === 'resume' || isJson || options.quiet || !isShown) return
    await print(organizationPlan(shown, { style, verbose: options.verbose === true }))
  }
  return acting(session, options, signal, `apply --org --resume${placeFlags(options)}`, (how) =>
    applyOrganization({ ...how, plan, show }),
  )
}

/** Takes back what was applied to an organization last. Exit codes as apply. */
export const undoOrganizationCommand = (
  session: Session,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<number> => acting(session, options, signal, `undo --org${placeFlags(options)}`, undoOrganization)

/** Changes many accounts: tells each wave and each account as they end, and what it all came to. */
async function acting(
  session: Session,
  options: ApplyOptions,
  signal: AbortSignal,
  again: string,
  act: (how: Omit<ApplyOrganizationOptions, 'plan'>) => Promise<AppliedToMany>,
): Promise<number> {
  const isJson = options.format === 'json'
  const recorded = await recordsOfMany(session.folder, (text) =>
    session.host.notify({ code: 'note', data: { text } }),
  )
  let begun = false
  const quiet = isJson || options.quiet === true
  const asked = asking(options, signal)
  const codes = codeLines(signal, (text) => session.host.notify({ code: 'note', data: { text } }))
  const applied = await saved(
    signal,
    again,
    () =>
      act({
        ...howToLook(session, options),
        records: async (subject) => recorded(subject),
        sandbox: session.sandbox,
        folder: session.folder,
        ...(options.confirm === undefined ? {} : { confirmed: options.confirm }),
        ...(options.canary ? { canary: options.canary } : {}),
        ...(options.stopAfter ? { stopAfter: options.stopAfter } : {}),
        ...(session.sandbox ? { settleMs: 0 } : {}),
        host: {
          notify(notice) {
            if (notice.code === 'wave') {
              begun = true
              process.exitCode = partly
              if (!quiet) say(`\n${waveLine(notice.data)}`)
            } else if (notice.code === 'account') {
              if (!quiet) say(endLine(notice.data.account, notice.data))
            } else session.host.notify(notice)
          },
          ask: async (question) => {
            const given = question.data as Readonly<Record<string, unknown>>
            if (options.codeStdin && /-code$/.test(question.code))
              return Number(given.attempt) > 1 ? undefined : codes.of(String(given.account))
            return asked(question)
          },
        },
      }),
    () => begun,
  ).finally(() => codes.close())
  await print(
    isJson
      ? `${JSON.stringify({ ...applied, ends: Object.fromEntries(applied.ends) }, null, 2)}\n`
      : appliedToMany(applied, styleFor(options), again),
  )
  return applied.complete ? 0 : partly
}
