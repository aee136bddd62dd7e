import { existsSync, readdirSync, rmSync } from 'node:fs'
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

/**
 * Does `work`, which deletes what is kept, while nothing is under way in this state folder, nor begins. Throws UserError with
 * code `run-under-way` where something is.
 */
export const withForgetLock = <T>(folder: string, work: () => Promise<T>): Promise<T> =>
  withLock(
    folder,
    forgetting,
    { code: 'forget-under-way', message: 'Another neverroot is deleting what is kept here right now.' },
    () => {
      const busy = held(folder)
      if (busy !== undefined)
        throw new UserError(
          'run-under-way',
          `Another neverroot is at work in ${folder} right now (${busy}): nothing was deleted.`,
          `Wait for it to end; if there is none, remove ${join(folder, busy)}.`,
        )
      return work()
    },
  )

const forgetting = 'forget'

/** The name of a lock that somebody else has here, or in a folder of the sandbox below. */
function held(folder: string): string | undefined {
  const sandboxes = join(folder, 'sandbox')
  const below = existsSync(sandboxes) ? readdirSync(sandboxes).map((name) => join('sandbox', name)) : []
  const names = ['', ...below].flatMap((part) =>
    readdirSync(join(folder, part)).map((name) => join(part, name)),
  )
  return names.find((name) => {
    if (!name.endsWith('.lock') || name === `${forgetting}.lock`) return false
    const theirs = readLock(join(folder, name))
    return theirs !== undefined && !isStale(join(folder, name), theirs, Infinity)
  })
}

/** Does `work` while the lock of this name is ours. */
async function withLock<T>(folder: string, name: string, taken: Taken, work: () => Promise<T>): Promise<T> {
  await makeFolder(folder, hint)
  const path = join(folder, `${name}.lock`)
  const ours = ourLock()
  acquire(path, ours, taken)
  try {
    // Looked at once ours is there: of the two, one sees the other's.
    if (name !== forgetting && existsSync(join(folder, `${forgetting}.lock`))) refuseForgetting(folder)
    return await work()
  } finally {
    if (readLock(path) === ours) rmSync(path, { force: true })
  }
}

function refuseForgetting(folder: string): void {
  const path = join(folder, `${forgetting}.lock`)
  const theirs = readLock(path)
  if (theirs === undefined || isStale(path, theirs, Infinity)) return
  throw new UserError(
    'forget-under-way',
    'Another neverroot is deleting what is kept here right now.',
    `Wait for it to end; if there is none, remove ${path}.`,
  )
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
