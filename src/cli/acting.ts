/** What the commands that change AWS have in common: asking, telling, and what is said when they are interrupted. */
import { createInterface } from 'node:readline'
import { Interrupted, type PasswordSink } from '../index.ts'
import type { Host } from '../ports.ts'
import { outcomeLines } from '../report/apply.ts'
import type { Style } from '../report/style.ts'
import { ask, canAsk } from './ask.ts'
import { partly } from './exit.ts'
import type { ApplyOptions } from './options.ts'
import { say } from './output.ts'
import { passwordSink as choose } from './password/choose.ts'

/** The question of a code, in words. */
export function questionOf(code: string, data: Readonly<Record<string, unknown>>): string {
  const { calls, accounts, organization } = data
  const all = () =>
    `${counted(calls, 'call')} in ${counted(accounts, 'account')} of ${String(organization)}: `
  switch (code) {
    case 'confirm-organization':
      return `\n Type the organization's id to make ${all()}`
    case 'confirm-undo-organization':
      return `\n Type the organization's id to take back ${all()}`
    case 'confirm-account':
      return `\n Type the account id to make ${String(data.calls)} ${data.calls === 1 ? 'call' : 'calls'} to ${String(data.account)}: `
    case 'confirm-phone':
      return ' This changes the number with which root is recovered. Type the new one: '
    case 'confirm-weakening':
      return ` This makes the account less safe than it is. Type ${String(data.run)} to take it back all the same: `
    case 'confirm-delegate':
      return ' Another account will act for the management account. Type its id: '
    case 'confirm-domain':
      return ` Mail to the root user of ${counted(accounts, 'account')} will go to another domain. Type the new domain: `
    case 'phone-code':
    case 'mail-code':
      if (data.account !== undefined && data.many)
        return Number(data.attempt) > 1
          ? ` AWS did not take that code for ${String(data.account)}. Type it again (Enter: later): `
          : `\n ${String(data.account)}: ${String(data.does)}.\n Type the code (Enter: later): `
      return Number(data.attempt) > 1
        ? ' AWS did not take that code. Type it again (Enter: later): '
        : ' Type the code that AWS sent (Enter: later): '
    default:
      return `${code}: `
  }
}

const counted = (n: unknown, word: string) =>
  `${Number(n).toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`

/** How applying asks and tells at the command line; `begun` once a run has begun, and not before. */
export interface ActingHost extends Host {
  begun(): boolean
}

/** Shows steps as they end, and asks at the terminal; without one nothing is asked. */
export function actingHost(host: Host, options: ApplyOptions, style: Style, signal: AbortSignal): ActingHost {
  const quiet = options.format === 'json' || options.quiet
  let begun = false
  return {
    begun: () => begun,
    notify(notice) {
      if (notice.code === 'run') {
        begun = true
        // Whatever comes now, something may have been changed: the end says what it came to.
        process.exitCode = partly
        if (!quiet) say(`\n Run ${notice.data.run}`)
      } else if (notice.code === 'step') {
        if (!quiet) say(outcomeLines(notice.data, style))
      } else host.notify(notice)
    },
    ask: asking(options, signal),
  }
}

/** Asks at the terminal; a code may come from standard input. */
export const asking =
  (options: ApplyOptions, signal: AbortSignal): NonNullable<Host['ask']> =>
  async ({ code, data }) => {
    const given = data as Readonly<Record<string, unknown>>
    if (code === 'phone-code' && options.codeStdin)
      return Number(given.attempt) > 1 ? undefined : lineOfInput(signal)
    return ask(questionOf(code, given), signal)
  }

/** Whether a plan is worth showing: somebody will be asked about it, or has agreed to this account beforehand. */
export const isShown = (options: ApplyOptions, account: string): boolean =>
  options.format !== 'json' &&
  (options.confirm === undefined ? canAsk() : options.confirm === account && !options.quiet)

/** A code that a script gives: the first line of standard input, which is not waited for to end. */
export const lineOfInput = async (signal: AbortSignal): Promise<string | undefined> =>
  (await linesOfInput(1, signal))[0] || undefined

/** So many lines of standard input, or as many as there are. */
export async function linesOfInput(count: number, signal: AbortSignal): Promise<string[]> {
  const lines = createInterface({ input: process.stdin, signal })
  const read: string[] = []
  try {
    for await (const line of lines) if (read.push(line.trim()) === count) break
    return read
  } finally {
    lines.close()
    process.stdin.destroy()
  }
}

export const passwordSink = (options: ApplyOptions, signal: AbortSignal): PasswordSink =>
  choose({ ...(options.passwordTo ? { passwordTo: options.passwordTo } : {}), signal })

/** Runs what may be interrupted in the middle: then it is said where the state is, and how to carry on. */
export async function saved<T>(
  signal: AbortSignal,
  again: string,
  work: () => Promise<T>,
  begun: () => boolean = () => true,
  kept = 'what was done stands in the journal',
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const stopped = error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError')
    if (!stopped || !signal.aborted) throw error
    if (!begun()) throw new Interrupted()
    throw new Interrupted(`interrupted; ${kept}. Carry on: neverroot ${again}`)
  }
}
