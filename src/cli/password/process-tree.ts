import { execFile } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

/** How long a program may take to end when it is asked to. */
const graceMs = 1_000

/**
 * Ends a process that we started, and all that it started: a shell that is ended leaves its programs running. They share
 * our process group, because they may ask the person at our terminal something, so the group cannot be ended.
 */
export async function endTree(root: number): Promise<void> {
  const tree = await treeOf(root)
  for (const pid of tree) send(pid, 'SIGTERM')
  for (let waited = 0; waited < graceMs && tree.some((pid) => send(pid, 0)); waited += 50) await wait(50)
  for (const pid of tree) send(pid, 'SIGKILL')
}

/** A process before those that it started. Without `ps` only the process itself. */
async function treeOf(root: number): Promise<number[]> {
  const tree = [root]
  try {
    // POSIX: every process, its id and its parent's, no heading.
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=', '-o', 'ppid='])
    const all = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
    for (const parent of tree) for (const [pid, above] of all) if (above === parent) tree.push(pid!)
  } catch {
    // A slim container: the shell is still ended, and what it ran has lost its input.
  }
  return tree
}

/** False where the process is gone. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
