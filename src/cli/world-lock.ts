/** Whose turn it is to change a kept world. A turn takes milliseconds. */
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { sweepDrafts } from '../sandbox/store.ts'
import { SandboxUsageError } from '../sandbox/usage-error.ts'
import { cannotWrite } from '../store/files.ts'
import { breakLock, createLock, isStale, ourLock, readLock } from '../store/lock-file.ts'

/** A lock that is older was left behind, whoever has its owner's process id now. */
const staleAfterMs = 12_000
/** One that says nothing is of a process that was killed in the instant between making and writing it. */
const emptyAfterMs = 1_000
/** How long to wait for a turn: less than a call to AWS may take, so that whoever waits hears of it. */
export const turnPatienceMs = 15_000

/**
 * Does `work` while no other process changes the world of this file. `requireMine` throws where the turn was lost, which
 * happens to a process that stood still for longer than a lock counts. The lock of a process that was killed is taken
 * over, and the draft it was writing removed. Throws SandboxUsageError where it cannot be had.
 */
export async function withWorldLock<T>(
  file: string,
  patienceMs: number,
  work: (requireMine: () => void) => Promise<T>,
): Promise<T> {
  const path = `${file}.lock`
  const ours = await acquire(path, patienceMs, () => sweepDrafts(file))
  const mine = () => readLock(path) === ours
  try {
    return await work(() => {
      if (!mine()) throw busy(path)
    })
  } finally {
    if (mine()) rmSync(path, { force: true })
  }
}

async function acquire(path: string, patienceMs: number, leftBehind: () => Promise<void>): Promise<string> {
  const ours = ourLock()
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      if (createLock(path, ours)) return ours
    } catch (error) {
      throw cannotWrite(path, error, 'Choose another folder with --state DIR.')
    }
    const theirs = readLock(path)
    if (theirs !== undefined && isStale(path, theirs, theirs === '' ? emptyAfterMs : staleAfterMs)) {
      breakLock(path, theirs)
      await leftBehind()
    } else if (performance.now() > until) throw busy(path)
    else await sleep(1 + Math.random() * 4)
  }
}

const busy = (path: string) =>
  new SandboxUsageError(
    `Another neverroot${ownerOf(path)} is changing this kept world of the sandbox and does not end.`,
    `Wait for it, or end it; if there is none, remove ${path}.`,
  )

function ownerOf(path: string): string {
  try {
    return ` (process ${(JSON.parse(readLock(path) ?? '') as { pid: number }).pid})`
  } catch {
    return ''
  }
}
