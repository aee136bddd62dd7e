/** What is left of an entry of the ledger once it is erased: its place, its time, its kind; nobody's name. */
import type { Said, Entry } from './ledger-entry.ts'

/** Stands where a name stood. */
export const forgotten = '(forgotten)'

/** Why something is erased: it is about people, or it was recorded before this moment. */
export type Erasure = { what: 'people' } | { what: 'before'; before: Date }

type Erased = Extract<Said, { kind: 'erased' }>

/** These are about counts, or about the ledger itself: nobody is in them. */
const impersonal: ReadonlySet<string> = new Set(['acknowledgement', 'erasure', 'erased', 'repair'])

/**
 * What an entry becomes; undefined where it stays as it is. A planned use of root stays planned, without the name and the
 * reason: erased as a whole, it would look like somebody else's. Everything else that names, or stands for, a person is worth
 * what that person's word is, so that it goes as a whole, and what rested on it is asked again.
 */
export function erasedFrom(entry: Entry, erasure: Erasure): Said | undefined {
  if (erasure.what === 'people') {
    if (impersonal.has(entry.kind)) return undefined
    if (entry.kind === 'window')
      return entry.by === forgotten ? undefined : { ...said(entry), by: forgotten, reason: forgotten }
    if (entry.kind === 'closing')
      return entry.by === forgotten ? undefined : { ...said(entry), by: forgotten }
    return stone(entry)
  }
  const limit = erasure.before.toISOString()
  if (entry.at >= limit || entry.kind === 'erasure' || entry.kind === 'erased') return undefined
  // It has not come to its end by then.
  if (entry.kind === 'window' && entry.until >= limit) return undefined
  return stone(entry)
}

function stone(entry: Entry): Erased {
  return {
    kind: 'erased',
    subject: entry.subject,
    was: entry.kind,
    ...('control' in entry ? { control: entry.control } : {}),
  }
}

function said<T extends Entry>(entry: T): Omit<T, 'seq' | 'at' | 'prev' | 'hash'> {
  const { seq: _seq, at: _at, prev: _prev, hash: _hash, ...rest } = entry
  return rest
}
