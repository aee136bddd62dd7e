import {
  type AppliedToMany,
  applyOrganization,
  type ApplyOrganizationOptions,
  type Plan,
  undoOrganization,
  UserError,
} from '../../index.ts'
import { appliedToMany, endLine } from '../../report/organization-apply.ts'
import { organizationPlan } from '../../report/organization-plan.ts'
import { recordsOfMany } from '../../store/records.ts'
import { saved } from '../acting.ts'
import { placeFlags } from '../again.ts'
import { ask, canAsk } from '../ask.ts'
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
  const plan = options.resume ? ('resume' as const) : (read ?? (await planOf(session, options)))
  if (plan !== 'resume' && plan.items.every((item) => item.steps.length === 0)) {
    await print(
      isJson
        ? `${JSON.stringify({ organization: plan.organization, complete: true })}\n`
        : ' Nothing to apply.\n',
    )
    return 0
  }
  if (plan !== 'resume' && !isJson && !options.quiet && (canAsk() || options.confirm !== undefined))
    await print(organizationPlan(plan, { style, verbose: options.verbose === true }))
  return acting(session, options, signal, `apply --org --resume${placeFlags(options)}`, (how) =>
    applyOrganization({ ...how, plan }),
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
              if (!quiet) say(`\n ${notice.data.name}: ${notice.data.accounts}`)
            } else if (notice.code === 'account') {
              if (!quiet) say(endLine(notice.data.account, notice.data))
            } else session.host.notify(notice)
          },
          ask: async ({ code, data }) => {
            const given = data as Readonly<Record<string, unknown>>
            if (options.codeStdin && /-code$/.test(code))
              return Number(given.attempt) > 1 ? undefined : codes.of(String(given.account))
            return ask(questionOf(code, given), signal)
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

function questionOf(code: string, data: Readonly<Record<string, unknown>>): string {
  const { organization, calls, accounts, account, does, attempt } = data
  switch (code) {
    case 'confirm-organization':
      return `\n Type the organization's id to make ${String(calls)} calls in ${String(accounts)} accounts of ${String(organization)}: `
    case 'confirm-domain':
      return ` Mail to the root user of ${String(accounts)} ${accounts === 1 ? 'account' : 'accounts'} will go to another domain. Type the new domain: `
    case 'mail-code':
    case 'phone-code':
      return Number(attempt) > 1
        ? ` AWS did not take that code for ${String(account)}. Type it again (Enter: later): `
        : `\n ${String(account)}: ${String(does)}.\n Type the code (Enter: later): `
    default:
      throw new UserError('not-asked', `Nobody can answer ${code} here.`, '')
  }
}
