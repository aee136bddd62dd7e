import { applyAccount, isEmpty, type Plan, planAccount, UserError } from '../../index.ts'
import { closingTable } from '../../report/apply.ts'
import { readPlan } from '../../store/plan-file.ts'
import { actingHost, passwordSink, saved } from '../acting.ts'
import { checkIds } from '../control-ids.ts'
import type { ApplyOptions } from '../options.ts'
import { print, styleFor } from '../output.ts'
import { openSession, type Session } from '../session.ts'
import { showPlan } from '../show-plan.ts'

/**
 * Performs a plan: the one in the file, or one that is made now and shown first. Exit code 0: all done, or waiting for
 * people; 3: part was done. Throws UserError where nothing was changed.
 */
export async function applyCommand(
  file: string | undefined,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<number> {
  if (options.only) checkIds(options.only)
  if (file !== undefined && options.resume)
    throw new UserError(
      'usage',
      '--resume carries on with the plan of the latest run: it takes no file.',
      'Give one or the other: neverroot apply FILE, or neverroot apply --resume',
    )
  const read = file === undefined ? undefined : await readPlan(file)
  // A plan names the configuration that it rests on; its hash is checked before anything is done.
  const config = options.config ?? read?.config?.path
  const session = await openSession({ ...options, ...(config ? { config } : {}) }, signal)
  try {
    const style = styleFor(options)
    const quiet = options.format === 'json'
    const plan = options.resume ? ('resume' as const) : (read ?? (await freshPlan(session, options)))
    if (plan !== 'resume' && !quiet) await showPlan(plan, { style, verbose: options.verbose === true })
    if (plan !== 'resume' && isEmpty(plan)) {
      if (quiet) await print(`${JSON.stringify({ outcomes: [], items: [], complete: true }, null, 2)}\n`)
      else await print(' Nothing to apply.\n')
      return 0
    }
    const { path, sha256, configuration } = session.configured
    const applied = await saved(signal, 'apply --resume', session.sandbox, () =>
      applyAccount({
        ...session.connection,
        configuration,
        ...(path && sha256 ? { config: { path, sha256 } } : {}),
        records: session.records,
        ...(options.as ? { as: options.as } : {}),
        now: options.now,
        costExplorer: options.costExplorer,
        cache: session.cache,
        host: actingHost(session.host, options, style, signal),
        plan,
        folder: session.folder,
        confirmed: options.confirm,
        sink: passwordSink(options, signal),
        ...(session.sandbox ? { settleMs: 0 } : {}),
      }),
    )
    await print(
      quiet ? `${JSON.stringify(applied, null, 2)}\n` : closingTable(applied, style, session.sandbox),
    )
    return applied.complete ? 0 : 3
  } finally {
    await session.close()
  }
}

/** The plan of now, for an apply without a file. */
async function freshPlan(session: Session, options: ApplyOptions): Promise<Plan> {
  const { configuration, path, sha256 } = session.configured
  return planAccount({
    ...session.connection,
    configuration,
    ...(path && sha256 ? { config: { path, sha256 } } : {}),
    records: session.records,
    as: options.as,
    only: options.only,
    section: options.section,
    now: options.now,
    costExplorer: options.costExplorer,
    cache: session.cache,
    host: session.host,
  })
}
