import { resultOf, stateOfAlarmDrill } from '../../index.ts'
import { paletteOf, tame } from '../../report/style.ts'
import type { AlarmDrill } from '../../store/alarm-drills.ts'
import { print, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import { table } from '../table.ts'
import { type AlarmOptions, alarmDrills } from './drill-alarm.ts'
import { spell } from './drill-root.ts'

/** Shows every drill of the alarm that was recorded, with how it ended. AWS is not asked. */
export async function listAlarmDrills(options: AlarmOptions): Promise<number> {
  const now = options.now ?? new Date()
  const all = (await alarmDrills(await stateOf(options), options.account)).map((drill) => ({
    account: drill.account,
    at: drill.at,
    until: drill.until,
    by: drill.by,
    reason: drill.reason,
    regions: drill.regions,
    state: wordOf(drill, now),
    ...resultOf(drill),
  }))
  if (options.format === 'json') {
    await print(`${JSON.stringify(all, null, 2)}\n`)
    return 0
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  const rows = tame(all, style.ascii).map(({ account, at, state, people, minutes, by, reason }) => [
    account,
    spell(at),
    state === 'complete' || state === 'not complete' ? state : p.warn(state),
    people === 0 ? 'nobody' : `${people} ${people === 1 ? 'person' : 'people'}, ${minutes.join(' and ')} min`,
    by,
    reason,
  ])
  await print(
    rows.length === 0
      ? '\n The alarm was not drilled yet.   neverroot drill alarm --open\n\n'
      : `\n ${p.bold('Drills of the root alarm')}\n${table(rows)
          .map((line) => `  ${line}\n`)
          .join('')}\n`,
  )
  return 0
}

function wordOf(drill: AlarmDrill, now: Date): string {
  if (drill.closed) return drill.closed.complete ? 'complete' : 'not complete'
  return { open: 'open', over: 'over, not closed', guessed: 'too many wrong codes, not closed', closed: '' }[
    stateOfAlarmDrill(drill, now)
  ]
}
