/** `--password-to`: hands the password to a program, such as a password manager's, on its standard input. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { PasswordSink } from '../../ports.ts'
import { endTree } from './process-tree.ts'
import { withoutSecret } from './redact.ts'

export interface CommandOptions {
  /** What `sh -c` runs. */
  command: string
  /** Ends it. */
  signal: AbortSignal
  /** How long it may take; a person may have to answer a question or find a key. */
  limitMs?: number
  env?: NodeJS.ProcessEnv
  /** Where what it writes to standard error goes. */
  tell?: (text: string) => void
}

/**
 * Around the command: `cat` makes its standard input a true pipe (Node's own is a socket, and /dev/stdin cannot be opened
 * on one); its standard output is dropped, because `pass insert` asks there for what it is being given, and others repeat
 * it; then its exit code is said, and whether the password is still in the pipe: a command that never read it may well
 * end with 0, and the password would be lost.
 */
const around = `cat | {
  /bin/sh -c "$1" > /dev/null
  echo $?
  IFS= read -r left
  [ -z "$left" ] || echo unread
}`

/** The one thing it may say for the password to count as delivered. */
const delivered = '0\n'

/**
 * Runs a command with the password and a line break on its standard input; never in an argument or the environment, which
 * other processes may read. Account, user and sign-in address are in the environment, for entries that name them. What it
 * writes to standard error is passed on, with the password cut out should it be there.
 */
export function toCommand(options: CommandOptions): PasswordSink {
  const { command, signal, limitMs = 5 * 60_000, env = process.env, tell = toStderr } = options
  return {
    unavailable: () => undefined,
    async deliver({ account, user, password, signIn }) {
      if (signal.aborted) throw failed('was not run: neverroot was interrupted')
      const child = spawn('/bin/sh', ['-c', around, 'neverroot', command], {
        env: { ...env, NEVERROOT_ACCOUNT: account, NEVERROOT_USER: user, NEVERROOT_SIGN_IN: signIn },
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
      const heard = withoutSecret(password, tell)
      child.stderr.setEncoding('utf8').on('data', heard.push)
      let cut = false
      child.stdin.on('error', () => (cut = true)).end(`${password}\n`)

      let stopped: string | undefined
      let ending: Promise<void> | undefined
      const stop = (why: string) => {
        stopped ??= why
        if (child.pid !== undefined) ending ??= endTree(child.pid)
      }
      const interrupt = () => stop('was interrupted')
      signal.addEventListener('abort', interrupt, { once: true })
      const timer = setTimeout(stop, limitMs, `was still running after ${inWords(limitMs)} and was stopped`)
      try {
        // A program that went to the background may keep standard error open for ever: the end is not waited for.
        await Promise.all([once(child, 'exit'), child.stdout.closed || once(child.stdout, 'close')])
        await Promise.race([child.stderr.closed || once(child.stderr, 'close'), wait(200)])
      } catch {
        stopped ??= 'could not be run: there is no /bin/sh'
      } finally {
        await ending
        clearTimeout(timer)
        signal.removeEventListener('abort', interrupt)
        for (const stream of child.stdio) stream?.destroy()
        heard.end()
      }
      const why = stopped ?? (cut ? 'did not take the password' : undefined) ?? complaint(said)
      if (why !== undefined) throw failed(why)
    },
  }
}

const failed = (why: string) => new Error(`The command of --password-to ${why}.`)

/** Why what was said around the command is not a delivery; undefined: it is. */
function complaint(said: string): string | undefined {
  if (said === delivered) return undefined
  const code = Number(/^(\d+)\n/.exec(said)?.[1] ?? NaN)
  if (Number.isNaN(code)) return 'was ended from outside'
  if (code === 0) return 'ended without reading the password'
  if (code === 127) return 'names a program that was not found (exit code 127)'
  if (code === 126) return 'names a file that cannot be run (exit code 126)'
  const by = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0]
  return by ? `was ended by ${by}` : `ended with exit code ${code}`
}

const inWords = (ms: number) => (ms >= 60_000 ? `${ms / 60_000} minutes` : `${ms / 1_000} seconds`)

function toStderr(text: string): void {
  try {
    writeSync(2, text)
  } catch {
    // Nobody listens.
  }
}
