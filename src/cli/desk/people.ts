/** Who said, did and holds what, and what lapses when: from the ledger alone. */
import { controls, resultOf, resultOfDrill, stateOfAlarmDrill, stateOfContactsDrill } from '../../index.ts'
import type { PageDrill, PageLapse, PagePeople, PlannedWindow } from '../../model/index.ts'
import { alarmDrillsOf } from '../../store/alarm-drills.ts'
import { contactsDrillsOf } from '../../store/contacts-drills.ts'
import { entriesOf, type Entry, readLedger, refuseBroken } from '../../store/ledger.ts'
import { recordsOf } from '../../store/records.ts'
import { standing } from '../commands/statement-list.ts'
import { roleList } from '../drill-contacts-words.ts'

/** Throws UserError where the ledger is not what was written. */
export async function people(folder: string, now: Date): Promise<PagePeople> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  const entries = entriesOf(ledger)
  const subjects = [...new Set(entries.map(({ subject }) => subject))]
    .filter((one) => one !== 'ledger')
    .sort()
  const of = new Map(
    subjects.map((account) => [account, recordsOf(entries.filter(({ subject }) => subject === account))]),
  )
  const custody = [...of].flatMap(([account, records]) =>
    records.custody().map((key) => ({ account, ...key, lapsed: isPast(key.expires, now) })),
  )
  const windows = [...of].flatMap(([account, records]) =>
    records.windows().flatMap((window) => (window.drill ? [rootDrill(account, window, now)] : [])),
  )
  return {
    drills: [...windows, ...alarmDrills(entries, now), ...contactsDrills(entries, now)].sort((a, b) =>
      b.at.localeCompare(a.at),
    ),
    custody,
    lapses: [...lapsesOf(entries, now), ...custody.map(custodyLapse), ...drillLapses(of, now)].sort(
      (a, b) => Number(b.lapsed) - Number(a.lapsed) || a.expires.localeCompare(b.expires),
    ),
  }
}

const isPast = (at: string, now: Date) => Date.parse(at) <= now.getTime()

function rootDrill(account: string, window: PlannedWindow, now: Date): PageDrill {
  const { entry = 0, from, until, by, reason, closed } = window
  return {
    kind: 'root',
    entry,
    account,
    at: from,
    until,
    by,
    reason,
    state: closed ? 'closed' : isPast(until, now) ? 'over' : 'open',
    ...(closed?.people === undefined ? {} : { people: closed.people }),
    ...(closed?.minutes === undefined ? {} : { minutes: closed.minutes }),
    ...(closed ? { complete: closed.seen } : {}),
    parts: [],
  }
}

const alarmDrills = (entries: readonly Entry[], now: Date): PageDrill[] =>
  alarmDrillsOf(entries).map((drill) => {
    const { people, minutes, complete } = resultOf(drill)
    const last = minutes.at(-1)
    return {
      kind: 'alarm',
      entry: drill.entry,
      account: drill.account,
      at: drill.at,
      until: drill.until,
      by: drill.by,
      reason: drill.reason,
      state: stateOfAlarmDrill(drill, now),
      people,
      ...(last === undefined ? {} : { minutes: last }),
      complete,
      parts: drill.regions.map((name) => ({ name, answered: people > 0 })),
    }
  })

const contactsDrills = (entries: readonly Entry[], now: Date): PageDrill[] =>
  contactsDrillsOf(entries).map((drill) => {
    const { people, mailboxes, complete } = resultOfDrill(
      drill,
      drill.closed ? new Date(drill.closed.at) : now,
    )
    return {
      kind: 'contacts',
      entry: drill.entry,
      account: drill.account,
      at: drill.at,
      until: drill.until,
      by: drill.by,
      reason: drill.reason,
      state: stateOfContactsDrill(drill, now),
      people,
      complete,
      parts: mailboxes.map(({ roles, minutes }) => ({
        name: roleList(roles),
        answered: minutes !== undefined,
        ...(minutes === undefined ? {} : { minutes }),
      })),
    }
  })

const lapsesOf = (entries: readonly Entry[], now: Date): PageLapse[] =>
  standing(entries, now).map(({ kind, subject, control, by, holds, text, expires, lapsed }) => ({
    what: kind === 'attestation' ? 'statement' : 'exception',
    account: subject,
    control,
    text: text ?? (holds === false ? 'it does not hold' : 'it holds'),
    by,
    expires,
    lapsed,
  }))

const custodyLapse = ({
  account,
  label,
  last4,
  place,
  expires,
  lapsed,
}: PagePeople['custody'][number]): PageLapse => ({
  what: 'custody',
  account,
  text: `${label} (...${last4}) in a ${place}`,
  expires,
  lapsed,
})

const drillLapses = (of: ReadonlyMap<string, ReturnType<typeof recordsOf>>, now: Date): PageLapse[] =>
  [...of].flatMap(([account, records]) =>
    controls.flatMap(({ id }): PageLapse[] => {
      const done = records.acknowledgement(id)
      if (!done) return []
      const text = `${done.people} ${done.people === 1 ? 'person' : 'people'} answered`
      const { expires } = done
      return [{ what: 'drill', account, control: id, text, expires, lapsed: isPast(expires, now) }]
    }),
  )
