import { createInterface } from 'node:readline/promises'

/** Whether somebody is there to be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true

/** Asks a person at a terminal; undefined where there is none, empty where nothing was typed. Ctrl-C ends the run. */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!canAsk()) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // While a line is read the terminal sends no signal by itself.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  try {
    return (await Promise.race([terminal.question(question, { signal }), closed])).trim()
  } finally {
    terminal.close()
  }
}
