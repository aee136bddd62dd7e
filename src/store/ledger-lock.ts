import { randomBytes } from 'node:crypto'
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../model/index.ts'

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
  const mine = () => read(path) === ours
  try {
    return await work(mine)
  } finally {
    if (mine()) rmSync(path, { force: true })
  }
}

async function acquire(path: string): Promise<string> {
  const ours = JSON.stringify({ pid: process.pid, host: hostname(), token: randomBytes(8).toString('hex') })
  const until = performance.now() + patienceMs
  for (;;) {
    if (create(path, ours)) return ours
    const theirs = read(path)
    if (theirs !== undefined && isStale(path, theirs)) breakLock(path, theirs)
    else if (performance.now() > until)
      throw new UserError(
        'ledger-busy',
        `Another neverroot has been writing to the ledger for ${patienceMs / 1000} seconds.`,
        `Wait for it to end; if there is none, remove ${path}.`,
      )
    else await sleep(5 + Math.random() * 20)
  }
}

function create(path: string, content: string): boolean {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(file, content)
    return true
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function isStale(path: string, content: string): boolean {
  try {
    // A clock that was set back makes a lock look young for ever; one from the future counts as old.
    if (Math.abs(Date.now() - statSync(path).mtimeMs) > staleAfterMs) return true
    const { pid, host } = JSON.parse(content) as { pid: number; host: string }
    if (host !== hostname()) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Removes a lock that was left behind: moved aside first, so that of many who try one does, and looked at again. */
function breakLock(path: string, stale: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  try {
    // Somebody was quicker and has a new lock: it is given back.
    if (read(aside) !== stale) linkSync(aside, path)
  } catch {
    // Its owner will find it gone before it writes, and try again.
  } finally {
    unlinkSync(aside)
  }
}
