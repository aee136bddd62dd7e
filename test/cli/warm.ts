/** A process in which commands run one after the other, instead of one for each: starting one takes longer than most commands. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

/** What a command is run with. */
export interface Given {
  args: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  stdin?: string
}

export interface Came {
  code: number
  stdout: string
  stderr: string
}

/** What each run leaves behind is little, and not nothing. */
const mostRuns = 150

/** One for all test files of a worker, which share their modules, or do not. */
const kept = globalThis as { warmCommand?: { child: ChildProcess; runs: number; busy: boolean } }

/** Runs a command there; undefined where another one runs at this moment, which takes two processes. */
export function runWarm(command: string, guard: string, given: Given): Promise<Came> | undefined {
  if (kept.warmCommand?.busy) return undefined
  if (kept.warmCommand && kept.warmCommand.runs >= mostRuns) {
    kept.warmCommand.child.kill('SIGKILL')
    delete kept.warmCommand
  }
  const warm = (kept.warmCommand ??= { child: begin(command, guard), runs: 0, busy: false })
  warm.busy = true
  warm.runs++
  const { child } = warm
  child.ref()
  return new Promise<Came>((resolve, reject) => {
    const lost = (code: number | null, signal: string | null) =>
      reject(new Error(`The command's process ended by itself (${code ?? signal}).`))
    child.once('exit', lost)
    child.once('message', (came) => {
      child.off('exit', lost)
      resolve(came as Came)
    })
    child.send(given)
  }).finally(() => {
    warm.busy = false
    child.unref()
    child.channel?.unref()
    if (child.exitCode !== null || child.signalCode !== null) delete kept.warmCommand
  })
}

function begin(command: string, guard: string): ChildProcess {
  const child = fork(join(import.meta.dirname, 'warm.mjs'), [command], {
    execArgv: [`--import=${guard}`],
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  return child
}
