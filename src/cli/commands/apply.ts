import { access } from 'node:fs/promises'
import { applyAccount, isEmpty, type Plan, planAccount, UserError } from '../../index.ts'
import { closingTable } from '../../report/apply.ts'
import { readRun, runsOf } from '../../store/journal.ts'
import { resumeOrganizationApply } from '../../store/organization-apply.ts'
import { readPlan } from '../../store/plan-file.ts'
import { actingHost, isShown, passwordSink, saved } from '../acting.ts'
import { choiceFlags, organizationFlags, placeFlags } from '../again.ts'
import { checkIds } from '../control-ids.ts'
import { partly } from '../exit.ts'
import { howToLook } from '../how-to-look.ts'
import { onlyWithOrg } from '../organization-options.ts'
import type { ApplyOptions } from '../options.ts'
import { print, styleFor } from '../output.ts'
import { openSession, type Session, stateOf } from '../session.ts'
import { showPlan } from '../show-plan.ts'

/**
 * Performs a plan: the one in the file, or one that is made now. Exit code 0: all done, or waiting for people; 3: part was
 * done. Throws UserError where nothing was changed.
 */
export async function applyCommand(
  file: string | undefined,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<number> {
  checkUsage(file, options)
  const read = file === undefined ? undefined : await readPlan(file)
  if (read?.organization === undefined) onlyWithOrg('apply', options, ['canary', 'stopAfter'])
  const session = await sessionFor(read, options, signal)
  try {
    if (options.org || read?.organization !== undefined) {
      const { applyOrganizationCommand } = await import('./apply-organization.ts')
      return await applyOrganizationCommand(session, read, options, signal)
    }
    if (options.calls)
      (await import('./calls.ts')).listCalls(
        'apply',
        { ...options, ...(read ? { only: read.items.map((item) => item.control) } : {}) },
        session.configured.configuration,
      )
    const style = styleFor(options)
    const isJson = options.format === 'json'
    const plan = options.resume
      ? ('resume' as const)
      : (read ?? (await planAccount(howToLook(session, options))))
    const show = (shown: Plan) => showPlan(shown, { style, verbose: options.verbose === true })
    if (plan !== 'resume' && isEmpty(plan)) {
      if (isJson) await print(`${JSON.stringify(nothingDone(plan.account), null, 2)}\n`)
      else {
        if (!options.quiet) await show(plan)
        await print(' Nothing to apply.\n')
      }
      return 0
    }
    const host = actingHost(session.host, options, style, signal)
    const applied = await saved(
      signal,
      `apply --resume${placeFlags(options)}`,
      () =>
        applyAccount({
          ...howToLook(session, options),
          host,
          plan,
          folder: session.folder,
          confirmed: options.confirm,
          sink: passwordSink(options, signal),
          show: async (shown) => {
            if (isShown(options, shown.account)) await show(shown)
          },
          ...(session.sandbox ? { settleMs: 0 } : {}),
        }),
      host.begun,
    )
    await print(
      isJson ? `${JSON.stringify(applied, null, 2)}\n` : closingTable(applied, style, placeFlags(options)),
    )
    return applied.complete ? 0 : partly
  } finally {
    await session.close()
  }
}

/** Throws UserError for what does not go together: a plan is applied as it is, or not at all. */
function checkUsage(file: string | undefined, options: ApplyOptions): void {
  if (options.only) checkIds(options.only)
  if (file === undefined) onlyWithOrg('apply', options, ['accounts', 'ou', 'exclude'])
  if (file !== undefined && options.resume)
    throw new UserError(
      'usage',
      '--resume carries on with the plan of the latest run: it takes no file.',
      'Give one or the other: neverroot apply FILE, or neverroot apply --resume',
    )
  const chosen = (['only', 'section', 'as', 'accounts', 'ou', 'exclude'] as const).find(
    (option) => options[option] !== undefined,
  )
  if (chosen && (file !== undefined || options.resume))
    throw new UserError(
      'usage',
      `--${chosen} chooses what is planned, and ${file ?? 'the plan of the latest run'} is applied as it is.`,
      `Make a plan of that choice: neverroot plan${choiceFlags(options)}${organizationFlags(options)} --out FILE`,
    )
}

/** A plan names the configuration that it rests on; its hash is checked before anything is done. */
async function sessionFor(
  read: Plan | undefined,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<Session> {
  if (options.config !== undefined) return openSession(options, signal)
  const config = read?.config?.path ?? (options.resume ? await configOfLatestRun(options) : undefined)
  if (config === undefined) return openSession(options, signal)
  return openSession({ ...options, config }, signal).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.code !== 'no-configuration') throw error
    throw new UserError(
      'no-configuration',
      `The plan rests on the configuration ${error.message}`,
      'Put it back, or make a new plan: neverroot plan --out FILE',
    )
  })
}

/** Where the latest run's plan had its configuration from; undefined where that cannot be told, or it is gone. */
async function configOfLatestRun(options: ApplyOptions): Promise<string | undefined> {
  try {
    const folder = await stateOf(options)
    if (options.org) return await existing((await resumeOrganizationApply(folder)).plan.config?.path)
    const latest = (await runsOf(folder)).at(-1)
    return await existing(latest && (await readRun(folder, latest)).plan.config?.path)
  } catch {
    return undefined
  }
}

/** The path, where a file is there; throws where it is gone. */
async function existing(path: string | undefined): Promise<string | undefined> {
  if (path) await access(path)
  return path
}

/** What the JSON says of a plan without calls: there was no run. */
const nothingDone = (account: string) => ({
  account,
  outcomes: [],
  items: [],
  complete: true,
  undoable: false,
  lasting: [],
})
