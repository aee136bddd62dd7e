/** Where the first password goes: to the command that was named for it, else to the person at the terminal. */
import { closeSync, openSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { PasswordSink } from '../../ports.ts'
import { toCommand } from './to-command.ts'
import { toScreen } from './to-screen.ts'

export interface PasswordWish {
  /**
   * What --password-to said. It comes from the command line and never from the configuration: who may write that file
   * would receive the password, and run commands besides.
   */
  passwordTo?: string
  signal: AbortSignal
}

/** What the choice rests on; tests give others. */
export interface Surroundings {
  env: NodeJS.ProcessEnv
  /** True where a person types what we read. */
  stdinIsTerminal: boolean
  /** True where this process has a terminal that can be opened. */
  hasTerminal: () => boolean
}

const needed = `the first password needs a terminal, or --password-to 'pass insert -m aws/admin'`

/** The sink for the first password. Where there is none, its `unavailable` says what it needs. */
export function passwordSink({ passwordTo, signal }: PasswordWish, around = surroundings()): PasswordSink {
  if (passwordTo !== undefined) return toCommand({ command: passwordTo, signal })
  const why = noScreen(around)
  if (why === undefined) return toScreen({ signal })
  const message = `${why}: ${needed}.`
  return {
    unavailable: () => message,
    deliver: () => Promise.reject(new Error(message)),
  }
}

/** Why a password cannot be shown; undefined: it can. What may be recorded or watched is no place for it. */
function noScreen({ env, stdinIsTerminal, hasTerminal }: Surroundings): string | undefined {
  if (isSet(env.CI)) return 'What CI runs is kept in a log'
  // CloudShell sets it for all that runs there; its screen is a web page of a session that others may have opened.
  if (env.AWS_EXECUTION_ENV === 'CloudShell') return 'CloudShell is a web page, and no place for a password'
  if (!stdinIsTerminal || !hasTerminal()) return 'There is no terminal'
  // Without TERM nobody knows what the terminal understands.
  if (!env.TERM || env.TERM === 'dumb') return 'This terminal cannot clear its screen'
  return undefined
}

const isSet = (variable: string | undefined) => variable !== undefined && !/^(|0|false)$/i.test(variable)

function surroundings(): Surroundings {
  return { env: process.env, stdinIsTerminal: process.stdin.isTTY === true, hasTerminal }
}

function hasTerminal(): boolean {
  try {
    const terminal = openSync('/dev/tty', 'r+')
    const is = isatty(terminal)
    closeSync(terminal)
    return is
  } catch {
    return false
  }
}
