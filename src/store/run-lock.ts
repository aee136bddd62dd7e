import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../model/index.ts'
import { cannotWrite, makeFolder } from './files.ts'
import { breakLock, createLock, isStale, ourLock, readLock } from './lock-file.ts'

const hint = 'Make room or allow it, or choose another folder with --state DIR.'

/**
 * Does `work` while no other process of this machine changes the account from the same state folder. A lock whose owner
 * is gone (a crash, a kill) is taken over. Throws UserError where another apply or undo is under way.
 */
export async function withRunLock<T>(folder: string, account: string, work: () => Promise<T>): Promise<T> {
  await makeFolder(folder, hint)
  const path = join(folder, `apply-${account}.lock`)
  const ours = ourLock()
  acquire(path, ours, account)
  try {
    return await work()
  } finally {
    if (readLock(path) === ours) rmSync(path, { force: true })
  }
}

function acquire(path: string, ours: string, account: string): void {
  // Twice: a lock that was left behind is broken first, and somebody else may be quicker after that.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      if (createLock(path, ours)) return
    } catch (error) {
      throw cannotWrite(path, error, hint)
    }
    const theirs = readLock(path)
    // Applying waits for people, so a lock may be old and good: only whether its owner lives counts.
    if (theirs === undefined || isStale(path, theirs, Infinity)) breakLock(path, theirs ?? '')
    else break
  }
  throw new UserError(
    'apply-under-way',
    `Another neverroot is changing account ${account} right now.`,
    `Wait for it to end; if there is none, remove ${path}.`,
  )
}
