import type { Attestation, CustodyRecord, ExceptionRecord, PlannedWindow, Records } from '../model/index.ts'
import { contactsDrilled, contactsDrillsOf } from './contacts-drills.ts'
import { entriesOf, type Entry, readLedger, refuseBroken } from './ledger.ts'

/**
 * What people have recorded about a subject (an account or organization id), lapsed or not: that is for whoever judges.
 * `tell` hears in a sentence that the ledger's last line is unfinished. Throws UserError where the ledger cannot be read
 * or is not what was written: what was taken out of it could have been a "no".
 */
export async function records(
  folder: string,
  subject: string,
  tell: (text: string) => void = () => undefined,
): Promise<Records> {
  return (await recordsOfMany(folder, tell))(subject)
}

/** The same for many subjects: the ledger is read once. */
export async function recordsOfMany(
  folder: string,
  tell: (text: string) => void = () => undefined,
): Promise<(subject: string) => Records> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  if (ledger.torn && !ledger.torn.entry) tell(unfinished(folder))
  const bySubject = new Map<string, Entry[]>()
  for (const entry of entriesOf(ledger)) {
    const mine = bySubject.get(entry.subject)
    if (mine) mine.push(entry)
    else bySubject.set(entry.subject, [entry])
  }
  return (subject) => recordsOf(bySubject.get(subject) ?? [])
}

/** A word counts from when it was said, never from later than it was recorded. */
const whenSaid = ({ at, said }: Extract<Entry, { kind: 'attestation' }>) =>
  said !== undefined && said < at ? said : at

const unfinished = (folder: string) =>
  `The last line of the ledger is unfinished and does not count (${folder}).`

/** The records that the entries of one subject come to: for each control the latest one counts. */
export function recordsOf(entries: readonly Entry[]): Records {
  const attestations = new Map<string, Attestation>()
  const acknowledgements = new Map<string, NonNullable<ReturnType<Records['acknowledgement']>>>()
  const exceptions = new Map<string, ExceptionRecord>()
  const windows: PlannedWindow[] = []
  const custody = new Map<string, CustodyRecord>()
  let contacts: ReturnType<Records['contactsDrills']> | undefined
  for (const entry of entries) {
    // Where in the ledger it stands, so that a report can be checked against it.
    const evidence = { source: 'ledger', at: entry.at, saw: { entry: entry.seq, hash: entry.hash } }
    switch (entry.kind) {
      case 'attestation': {
        const { kind, control, by, holds, expires, note } = entry
        const more = note === undefined ? {} : { note }
        const at = whenSaid(entry)
        attestations.set(control, { kind, ...evidence, at, control, by, holds, expires, ...more })
        break
      }
      case 'acknowledgement': {
        const { kind, control, people, expires, regions, everywhere } = entry
        const through = { ...(regions ? { regions } : {}), ...(everywhere ? { everywhere } : {}) }
        acknowledgements.set(control, { kind, ...evidence, control, people, expires, ...through })
        break
      }
      case 'exception': {
        const { control, subject, owner, reason, expires } = entry
        exceptions.set(control, { control, subject, owner, reason, expires })
        break
      }
      case 'window': {
        const { seq, from, until, by, reason, drill } = entry
        windows.push({ entry: seq, from, until, by, reason, ...(drill ? { drill } : {}) })
        break
      }
      case 'closing': {
        const at = windows.findIndex((window) => window.entry === entry.window)
        const window = windows[at]
        if (!window || window.closed) break
        const { by, seen, people, minutes } = entry
        windows[at] = {
          ...window,
          // What happens after it was closed was not planned.
          until: entry.at < window.until ? entry.at : window.until,
          closed: {
            at: entry.at,
            by,
            seen,
            ...(people === undefined ? {} : { people }),
            ...(minutes === undefined ? {} : { minutes }),
          },
        }
        break
      }
      case 'custody': {
        const { label, last4, place, custodians, seal, at, expires, seq, hash } = entry
        custody.set(label, { label, last4, place, custodians, seal, at, expires, entry: seq, hash })
        break
      }
      case 'retirement':
        custody.delete(entry.label)
        break
      case 'withdrawal':
        exceptions.delete(entry.control)
        break
      default:
      // Repairs, drills of the alarm (what they come to is acknowledged), those of mailboxes (below), and what a later version records.
    }
  }
  return {
    attestation: (control) => attestations.get(control),
    acknowledgement: (control) => acknowledgements.get(control),
    exception: (control) => exceptions.get(control),
    windows: () => windows,
    custody: () => [...custody.values()],
    contactsDrills: () => (contacts ??= contactsDrilled(contactsDrillsOf(entries))),
  }
}
