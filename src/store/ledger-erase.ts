/** Erasing from the ledger: entries give way to what may stay, the chain is made anew, and its last entry says so. */
import { join } from 'node:path'
import { erasedFrom, type Erasure } from './erase-entry.ts'
import { writeWhole } from './files.ts'
import { type Entry, genesis, lineOf, seal } from './ledger-entry.ts'
import { withLock } from './ledger-lock.ts'
import { entriesOf, readLedger, refuseBroken } from './ledger.ts'

const hint = 'Make room or allow it: nothing was erased from the ledger.'

/** The entries that an erasure would touch, as they stand. Throws UserError where the ledger is not what was written. */
export async function toErase(folder: string, erasure: Erasure): Promise<Entry[]> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  return entriesOf(ledger).filter((entry) => erasedFrom(entry, erasure))
}

/**
 * Erases, and gives how many entries that were. Every entry keeps its place and its time, so that what refers to it by place
 * still does; the hashes are new, and the last entry says what was done and which head the ledger had. The file is replaced as a
 * whole: a kill leaves the one before or the one after. An unfinished last line goes with it. Throws UserError where the ledger
 * is not what was written, or cannot be written.
 */
export async function eraseFromLedger(folder: string, erasure: Erasure, at: Date): Promise<number> {
  if ((await toErase(folder, erasure)).length === 0) return 0
  return withLock(join(folder, 'ledger.lock'), async () => {
    const ledger = await readLedger(folder)
    refuseBroken(ledger, folder)
    const before = entriesOf(ledger)
    const after: Entry[] = []
    let count = 0
    const add = (...[said, seq, when]: [Parameters<typeof seal>[0], number, Date]) =>
      after.push(seal(said, seq, when, after.at(-1)?.hash ?? genesis))
    for (const entry of before) {
      const left = erasedFrom(entry, erasure)
      if (left) count++
      const { seq, at: when, prev: _prev, hash: _hash, ...same } = entry
      add(left ?? same, seq, new Date(when))
    }
    const head = before.at(-1)?.hash ?? genesis
    const why =
      erasure.what === 'before'
        ? { what: erasure.what, before: erasure.before.toISOString() }
        : { what: erasure.what }
    add({ kind: 'erasure', subject: 'ledger', ...why, entries: count, head }, before.length + 1, at)
    await writeWhole(join(folder, 'ledger.jsonl'), after.map(lineOf).join(''), hint)
    const { seq, hash } = after.at(-1)!
    // Without it the head before the erasure is known still, and the erasure names it.
    await writeWhole(join(folder, 'ledger.head'), `${JSON.stringify({ seq, hash })}\n`, hint).catch(
      () => undefined,
    )
    return count
  })
}
