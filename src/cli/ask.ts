import { createInterface } from 'node:readline/promises'

/** Asks a person at a terminal; undefined where there is none, or nothing was answered. Ctrl-C ends the run. */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // While a line is read the terminal sends no signal by itself.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  try {
    const answer = await Promise.race([terminal.question(question, { signal }), closed])
    return answer.trim() || undefined
  } finally {
    terminal.close()
  }
}
