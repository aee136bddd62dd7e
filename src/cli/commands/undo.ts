import { undoAccount, UserError } from '../../index.ts'
import { closingTable } from '../../report/apply.ts'
import { hanging } from '../../report/style.ts'
import { actingHost, isShown, saved } from '../acting.ts'
import { placeFlags } from '../again.ts'
import { partly } from '../exit.ts'
import { howToLook } from '../how-to-look.ts'
import { onlyWithOrg } from '../organization-options.ts'
import type { ApplyOptions } from '../options.ts'
import { print, styleFor } from '../output.ts'
import { openSession } from '../session.ts'
import { showPlan } from '../show-plan.ts'

/**
 * Takes back what a run did: the one named, or the latest. What cannot be taken back is said before anybody is asked.
 * Exit codes as apply.
 */
export async function undoCommand(
  run: string | undefined,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<number> {
  if (options.org && run !== undefined)
    throw new UserError(
      'usage',
      '--org takes back what was applied to the organization last: it takes no run.',
      'Give one or the other: neverroot undo RUN, or neverroot undo --org',
    )
  onlyWithOrg('undo', options, ['stopAfter'])
  const session = await openSession(options, signal)
  try {
    if (options.org) {
      const { undoOrganizationCommand } = await import('./apply-organization.ts')
      return await undoOrganizationCommand(session, options, signal)
    }
    if (options.calls) (await import('./calls.ts')).listCalls('apply', {})
    const style = styleFor(options)
    const host = actingHost(session.host, options, style, signal)
    const undone = await saved(
      signal,
      `undo${run === undefined ? '' : ` ${run}`}${placeFlags(options)}`,
      () =>
        undoAccount({
          ...howToLook(session, options),
          host,
          ...(run === undefined ? {} : { run }),
          folder: session.folder,
          confirmed: options.confirm,
          ...(session.sandbox ? { settleMs: 0 } : {}),
          show: async ({ plan, lasting }, id) => {
            if (!isShown(options, plan.account)) return
            await showPlan(plan, { style, undoes: id, verbose: options.verbose === true })
            const stays = lasting.flatMap((what) => hanging(' ! ', `cannot be taken back: ${what}`, style))
            if (stays.length > 0) await print(`${stays.join('\n')}\n`)
          },
        }),
      host.begun,
    )
    await print(
      options.format === 'json'
        ? `${JSON.stringify(undone, null, 2)}\n`
        : closingTable(undone, style, placeFlags(options)),
    )
    return undone.complete ? 0 : partly
  } finally {
    await session.close()
  }
}
