import { randomBytes } from 'node:crypto'
import {
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** What a lock file says: whose it is. */
export const ourLock = (): string =>
  JSON.stringify({ pid: process.pid, host: hostname(), token: randomBytes(8).toString('hex') })

/**
 * Makes the lock file; false where there is one. It comes into being whole: a process that is killed in between leaves no
 * empty lock that nobody owns. Errors of the file system pass through.
 */
export function createLock(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`
  try {
    writeFileSync(draft, content, { mode: 0o600 })
    linkSync(draft, path)
    sweepDrafts(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes the drafts of processes that were killed while they made the lock. */
function sweepDrafts(path: string): void {
  const prefix = `${basename(path)}.`
  for (const name of readdirSync(dirname(path))) {
    const pid =
      name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))
        ? Number(name.slice(prefix.length))
        : 0
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) rmSync(join(dirname(path), name), { force: true })
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** What the lock file says; undefined where there is none. */
export const readLock = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** True where its owner is gone, or it is older than `mostMs` (Infinity: however old). */
export function isStale(path: string, content: string, mostMs: number): boolean {
  try {
    // A clock that was set back makes a lock look young for ever; one from the future counts as old.
    if (Math.abs(Date.now() - statSync(path).mtimeMs) > mostMs) return true
    const { pid, host } = JSON.parse(content) as { pid: number; host: string }
    return host === hostname() && !isAlive(pid)
  } catch {
    return false
  }
}

/** Removes a lock that was left behind: moved aside first, so that of many who try one does, and looked at again. */
export function breakLock(path: string, stale: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  try {
    // Somebody was quicker and has a new lock: it is given back.
    if (readLock(aside) !== stale) linkSync(aside, path)
  } catch {
    // Its owner will find it gone before it writes, and try again.
  } finally {
    unlinkSync(aside)
  }
}
