import { resultOfDrill, stateOfContactsDrill } from '../../index.ts'
import { paletteOf, tame } from '../../report/style.ts'
import type { ContactsDrill } from '../../store/contacts-drills.ts'
import { print, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import { table } from '../table.ts'
import { contactsDrills, type ContactsOptions } from './drill-contacts.ts'
import { spell } from './drill-root.ts'

/** Shows every drill of the mailboxes that was recorded, with how it ended. AWS is not asked. */
export async function listContactsDrills(options: ContactsOptions): Promise<number> {
  const now = options.now ?? new Date()
  const all = (await contactsDrills(await stateOf(options), options.account)).map((drill) => {
    const { people, roles, mailboxes, wrong, complete } = resultOfDrill(drill, closedOr(drill, now))
    const answered = mailboxes.filter(({ minutes }) => minutes !== undefined).length
    const { account, at, until, by, reason, way } = drill
    const sizes = { mailboxes: mailboxes.length, answered, people, wrong }
    return { account, at, until, by, reason, way, state: wordOf(drill, now), complete, ...sizes, roles }
  })
  if (options.format === 'json') {
    await print(`${JSON.stringify(all, null, 2)}\n`)
    return 0
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  const rows = tame(all, style.ascii).map(
    ({ account, at, state, answered, mailboxes, people, by, reason }) => [
      account,
      spell(at),
      state === 'complete' || state === 'not complete' ? state : p.warn(state),
      `${answered} of ${mailboxes} answered, ${people} ${people === 1 ? 'person' : 'people'}`,
      by,
      reason,
    ],
  )
  await print(
    rows.length === 0
      ? '\n The mailboxes were not drilled yet.   neverroot drill contacts --open\n\n'
      : `\n ${p.bold('Drills of mailboxes')}\n${table(rows)
          .map((line) => `  ${line}\n`)
          .join('')}\n`,
  )
  return 0
}

const closedOr = ({ closed }: ContactsDrill, now: Date) => (closed ? new Date(closed.at) : now)

function wordOf(drill: ContactsDrill, now: Date): string {
  if (drill.closed) return drill.closed.complete ? 'complete' : 'not complete'
  return { open: 'open', over: 'over, not closed', guessed: 'too many wrong codes, not closed', closed: '' }[
    stateOfContactsDrill(drill, now)
  ]
}
