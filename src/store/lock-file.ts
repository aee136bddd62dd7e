import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** What a lock file says: whose it is. */
export const ourLock = (): string =>
  JSON.stringify({ pid: process.pid, host: hostname(), token: randomBytes(8).toString('hex') })

/**
 * Makes the lock file; false where there is one. It comes into being whole: a process that is killed in between leaves no
 * empty lock that nobody owns. Errors of the file system pass through.
 */
export function createLock(path: string, content: string): boolean {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(draft, content, { flag: 'wx', mode: 0o600 })
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
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
    if (host !== hostname()) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
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
