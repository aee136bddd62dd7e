/** Questions for screen readers, dumb terminals and recordings: lines only, answered with a number or a word. */
import { createInterface } from 'node:readline/promises'
import { wrap } from '../../../report/style.ts'
import { print } from '../../output.ts'
import { type Choice, type Prompter, Stopped, type TextOptions } from './prompter.ts'

export function plainPrompter(signal: AbortSignal): Prompter {
  const line = (question: string) => readLine(question, signal)
  return {
    interactive: true,
    async choose<V extends string>(question: string, choices: readonly Choice<V>[]): Promise<V> {
      const list = choices.map((choice, i) => `  ${i + 1}  ${choice.label}`)
      await print(`\n${wrapped(question)}\n${list.join('\n')}\n`)
      for (;;) {
        const answer = (await line(` 1 to ${choices.length}: `)).trim().toLowerCase()
        const byNumber = /^\d+$/.test(answer) ? choices[Number(answer) - 1] : undefined
        const byWord = choices.filter((c) => answer !== '' && c.label.toLowerCase().startsWith(answer))
        const found = byNumber ?? (byWord.length === 1 ? byWord[0] : undefined)
        if (found) return found.value
        await print(` "${answer.slice(0, 40)}" is none of them: type a number from 1 to ${choices.length}.\n`)
      }
    },
    async text(question: string, { initial, check }: TextOptions = {}) {
      await print(`\n${wrapped(question)}\n`)
      const how = initial
        ? ` [${initial}] (Enter keeps it, "stop" stops): `
        : ' (Enter: later, "stop" stops): '
      for (;;) {
        const answer = (await line(how)).trim() || (initial ?? '')
        if (answer.toLowerCase() === 'stop') throw new Stopped()
        if (answer === '') return undefined
        const wrong = check?.(answer)
        if (wrong === undefined) return answer
        await print(` ${wrong}\n`)
      }
    },
  }
}

const wrapped = (question: string): string =>
  wrap(question, Math.min(process.stdout.columns || 80, 100) - 2)
    .map((line) => ` ${line}`)
    .join('\n')

/** One line. The end of input stops; Ctrl-C ends the command. */
async function readLine(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  // While a line is read the terminal sends no signal by itself.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  const closed = new Promise<never>((_, reject) => terminal.once('close', () => reject(new Stopped())))
  try {
    return await Promise.race([terminal.question(question, { signal }), closed])
  } finally {
    closed.catch(() => undefined)
    terminal.close()
  }
}
