import type { PlannedWindow } from '../../model/index.ts'
import { paletteOf, tame } from '../../report/style.ts'
import { entriesOf, readLedger, refuseBroken } from '../../store/ledger.ts'
import { recordsOf } from '../../store/records.ts'
import { print, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import { table } from '../table.ts'
import type { DrillOptions } from './drill-root.ts'
import { spell } from './drill-root.ts'

/** Shows every planned use of root that was recorded, drills and others, with how it ended. AWS is not asked. */
export async function listDrills(options: DrillOptions): Promise<number> {
  const folder = await stateOf(options)
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  const entries = entriesOf(ledger)
  const subjects = [...new Set(entries.map((entry) => entry.subject))].filter(
    (subject) => options.account === undefined || subject === options.account,
  )
  const all = subjects.sort().flatMap((account) =>
    recordsOf(entries.filter((entry) => entry.subject === account))
      .windows()
      .map((window) => ({ account, ...window, state: stateOfDrill(window, options.now ?? new Date()) })),
  )
  if (options.format === 'json') {
    await print(`${JSON.stringify(all, null, 2)}\n`)
    return 0
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  const rows = tame(all, style.ascii).map(({ account, from, by, reason, state, closed }) => [
    account,
    spell(from),
    state === 'open' || state === 'over, not closed' ? p.warn(state) : state,
    closed?.minutes === undefined ? '' : `${closed.minutes} min to the sign-in`,
    by,
    reason,
  ])
  await print(
    rows.length === 0
      ? '\n No use of root was planned yet.   neverroot drill root --open\n\n'
      : `\n ${p.bold('Planned use of root')}\n${table(rows)
          .map((line) => `  ${line}\n`)
          .join('')}\n`,
  )
  return 0
}

function stateOfDrill({ drill, closed, until }: PlannedWindow, now: Date): string {
  if (closed) return closed.seen ? 'complete' : 'cancelled'
  const isOver = Date.parse(until) <= now.getTime()
  if (!drill) return isOver ? 'over' : 'planned use'
  return isOver ? 'over, not closed' : 'open'
}
