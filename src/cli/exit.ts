import { Interrupted } from '../aws/refusal.ts'
import { UserError } from '../model/index.ts'
import { outputError, say } from './output.ts'

/** Exit codes of the contract: 0 and 1 are the command's own. */
export const couldNotRun = 2
export const interrupted = 130
/** Of apply and undo: something was changed, and not all of it was done, or nobody could be told. */
export const partly = 3

/**
 * Two lines for a user's mistake, one quiet line for an interruption; everything else is a bug and keeps its stack.
 * Gives the exit code.
 */
export function report(error: unknown): number {
  if (error instanceof UserError || isSandboxMistake(error)) {
    say(`neverroot: ${oneLine(error.message)}`)
    say(oneLine(error.hint))
    return couldNotRun
  }
  if (error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError')) {
    say(`neverroot: ${error instanceof Interrupted ? error.message : new Interrupted().message}`)
    return interrupted
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(`neverroot: this is a bug, please report it with the lines below.\n${stack}`)
  return couldNotRun
}

/** Nobody could be told the result. Once a run has begun it is done all the same, and not "could not run". */
export function reportLostOutput(error: NodeJS.ErrnoException): number {
  const lost = outputError(error)
  if (process.exitCode !== partly) return report(lost)
  report(
    new UserError(
      lost.code,
      `${lost.message} What was done stands in the journal.`,
      'Read it: neverroot evidence export DIR',
    ),
  )
  return partly
}

/** What was typed, or read from a file, may hold line breaks and control characters; the two lines stay two. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()

/** The sandbox imports nothing of ours, so it has a mistake class of its own, of the same shape. */
function isSandboxMistake(error: unknown): error is Error & { hint: string } {
  return error instanceof Error && error.name === 'SandboxUsageError'
}
