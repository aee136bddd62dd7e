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
  return withLock(
    folder,
    `apply-${account}`,
    { code: 'apply-under-way', message: `Another neverroot is changing account ${account} right now.` },
    work,
  )
}

/**
 * Does `work` while no other process of this machine looks at an organization from the same state folder: both would write
 * what they found to one file. Throws UserError where another one does.
 */
export const withOrganizationLock = <T>(folder: string, work: () => Promise<T>): Promise<T> =>
  withLock(
    folder,
    'organization',
    {
      code: 'audit-under-way',
      message: 'Another neverroot is looking at an organization from this state folder right now.',
    },
    work,
  )

/**
 * Does `work` while no other process of this machine watches the same account, or an organization, from the same state
 * folder: both would tell the same. Throws UserError with code `watch-under-way` where another one does.
 */
export const withWatchLock = <T>(folder: string, name: string, work: () => Promise<T>): Promise<T> =>
  withLock(
    folder,
    `pass-${name}`,
    {
      code: 'watch-under-way',
      message: `Another neverroot watch is looking at ${name === 'organization' ? 'an organization' : `account ${name}`} from this state folder right now.`,
    },
    work,
  )

/**
 * Does `work` while no other process of this machine sends, or closes, a drill of the same account's mailboxes from the same
 * state folder: both would tell people. Throws UserError with code `drill-under-way` where another one does.
 */
export const withDrillLock = <T>(folder: string, account: string, work: () => Promise<T>): Promise<T> =>
  withLock(
    folder,
    `drill-${account}`,
    {
      code: 'drill-under-way',
      message: `Another neverroot is sending or closing a drill of the mailboxes of ${account} right now.`,
    },
    work,
  )

/** Does `work` while the lock of this name is ours. */
async function withLock<T>(folder: string, name: string, taken: Taken, work: () => Promise<T>): Promise<T> {
  await makeFolder(folder, hint)
  const path = join(folder, `${name}.lock`)
  const ours = ourLock()
  acquire(path, ours, taken)
  try {
    return await work()
  } finally {
    if (readLock(path) === ours) rmSync(path, { force: true })
  }
}

/** What is said where somebody else has the lock. */
interface Taken {
  code: string
  message: string
}

function acquire(path: string, ours: string, taken: Taken): void {
  // Twice: a lock that was left behind is broken first, and somebody else may be quicker after that.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      if (createLock(path, ours)) return
    } catch (error) {
      throw cannotWrite(path, error, hint)
    }
    const theirs = readLock(path)
    // Work waits for people and takes long, so a lock may be old and good: only whether its owner lives counts.
    if (theirs === undefined || isStale(path, theirs, Infinity)) breakLock(path, theirs ?? '')
    else break
  }
  throw new UserError(taken.code, taken.message, `Wait for it to end; if there is none, remove ${path}.`)
}
