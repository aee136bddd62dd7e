import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../model/index.ts'
import { breakLock, createLock, isStale, ourLock, readLock } from './lock-file.ts'

/** A lock that is older than this was left behind, whoever has its owner's process id now. Work takes milliseconds. */
const staleAfterMs = 15_000
const patienceMs = 30_000

/**
 * Does `work` while nobody else does anything under the same lock file. `mine` tells, right before something is written,
 * whether the lock is still ours; false only where the process stood still for longer than a lock counts. A lock whose
 * owner is gone is taken over. Throws UserError where it cannot be had; errors of the file system pass through.
 */
export async function withLock<T>(path: string, work: (mine: () => boolean) => Promise<T>): Promise<T> {
  const ours = await acquire(path)
  const mine = () => readLock(path) === ours
  try {
    return await work(mine)
  } finally {
    if (mine()) rmSync(path, { force: true })
  }
}

async function acquire(path: string): Promise<string> {
  const ours = ourLock()
  const until = performance.now() + patienceMs
  for (;;) {
    if (createLock(path, ours)) return ours
    const theirs = readLock(path)
    if (theirs !== undefined && isStale(path, theirs, staleAfterMs)) breakLock(path, theirs)
    else if (performance.now() > until)
      throw new UserError(
        'ledger-busy',
        `Another neverroot has been writing to the ledger for ${patienceMs / 1000} seconds.`,
        `Wait for it to end; if there is none, remove ${path}.`,
      )
    else await sleep(5 + Math.random() * 20)
  }
}
