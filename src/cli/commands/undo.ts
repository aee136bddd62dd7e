import { undoAccount } from '../../index.ts'
import { closingTable } from '../../report/apply.ts'
import { wrap } from '../../report/style.ts'
import { actingHost, saved } from '../acting.ts'
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
  const session = await openSession(options, signal)
  try {
    const style = styleFor(options)
    const quiet = options.format === 'json'
    const undone = await saved(signal, 'undo', session.sandbox, () =>
      undoAccount({
        ...session.connection,
        configuration: session.configured.configuration,
        records: session.records,
        now: options.now,
        costExplorer: options.costExplorer,
        cache: session.cache,
        host: actingHost(session.host, options, style, signal),
        ...(run === undefined ? {} : { run }),
        folder: session.folder,
        confirmed: options.confirm,
        ...(session.sandbox ? { settleMs: 0 } : {}),
        show: async ({ plan, lasting }, id) => {
          if (quiet) return
          await showPlan(plan, { style, title: `Takes back run ${id} of ${plan.account}` })
          for (const what of lasting)
            await print(
              `${wrap(`cannot be taken back: ${what}`, style.width - 4)
                .map((l) => `  ! ${l}`)
                .join('\n')}\n`,
            )
        },
      }),
    )
    await print(quiet ? `${JSON.stringify(undone, null, 2)}\n` : closingTable(undone, style, session.sandbox))
    return undone.complete ? 0 : 3
  } finally {
    await session.close()
  }
}
