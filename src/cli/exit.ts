import { Interrupted } from '../aws/refusal.ts'
import { UserError } from '../model/index.ts'
import { say } from './output.ts'

/** Exit codes of the contract: 0 and 1 are the command's own. */
export const couldNotRun = 2
export const interrupted = 130

/**
 * Two lines for a user's mistake, one quiet line for an interruption; everything else is a bug and keeps its stack.
 * Gives the exit code.
 */
export function report(error: unknown): number {
  if (error instanceof UserError || isSandboxMistake(error)) {
    say(`neverroot: ${error.message}`)
    say(error.hint)
    return couldNotRun
  }
  if (error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError')) {
    say('neverroot: interrupted; nothing was changed.')
    return interrupted
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(`neverroot: this is a bug, please report it with the lines below.\n${stack}`)
  return couldNotRun
}

/** The sandbox imports nothing of ours, so it has a mistake class of its own, of the same shape. */
function isSandboxMistake(error: unknown): error is Error & { hint: string } {
  return error instanceof Error && error.name === 'SandboxUsageError'
}
