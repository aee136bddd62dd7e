/** Drills of the alarm on root, as the ledger tells them. */
import type { Iso } from '../model/index.ts'
import type { Entry, Said } from './ledger-entry.ts'

type Opened = Extract<Said, { kind: 'alarm-drill' }>

export interface AlarmAnswer {
  at: Iso
  right: boolean
  by?: string
  /** A hash of whom AWS knows the answerer as; absent: there is only a word. */
  person?: string
}

export interface AlarmDrill extends Omit<Opened, 'kind' | 'subject'> {
  /** Its place in the ledger. */
  entry: number
  account: string
  /** When it was opened; the code was sent right after. */
  at: Iso
  answers: readonly AlarmAnswer[]
  closed?: { at: Iso; by: string; complete: boolean; people: number; minutes: readonly number[] }
}

/** Every drill of the alarm in these entries, oldest first. What was answered after it was closed is left out. */
export function alarmDrillsOf(entries: readonly Entry[]): AlarmDrill[] {
  const drills = new Map<number, AlarmDrill & { answers: AlarmAnswer[] }>()
  for (const entry of entries) {
    if (entry.kind === 'alarm-drill') {
      const { kind: _, subject: account, seq, prev: _prev, hash: _hash, ...rest } = entry
      drills.set(seq, { ...rest, entry: seq, account, answers: [] })
      continue
    }
    if (entry.kind !== 'alarm-answer' && entry.kind !== 'alarm-closing') continue
    const drill = drills.get(entry.drill)
    if (!drill || drill.closed || drill.account !== entry.subject) continue
    const { at, by } = entry
    if (entry.kind === 'alarm-closing') {
      const { complete, people, minutes } = entry
      drill.closed = { at, by: entry.by, complete, people, minutes }
    } else {
      const { right, person } = entry
      drill.answers.push({
        at,
        right,
        ...(by === undefined ? {} : { by }),
        ...(person === undefined ? {} : { person }),
      })
    }
  }
  return [...drills.values()]
}
