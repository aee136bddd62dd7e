/** The built command on a pseudo-terminal (`script` of util-linux), typed at as a person would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { needs } from '../tools.ts'
import { command, type Home } from './run.ts'

// The one of BSD and macOS takes other arguments.
export const script = needs(process.platform === 'linux' ? 'script' : 'script of util-linux')

/** How long a terminal must be quiet for its last line to count as a question. */
const quietMs = 120
const patienceMs = 60_000

export class Terminal {
  /** Everything that was shown, with its control sequences. */
  raw = ''
  #read = 0
  #changed = performance.now()
  #code: number | undefined
  readonly #child: ChildProcess
  readonly ended: Promise<number>

  constructor(args: readonly string[], home: Home, env: NodeJS.ProcessEnv = {}, columns = 100) {
    const words = [process.execPath, command, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    const line = `stty rows 60 cols ${columns}; exec ${words.join(' ')}`
    this.#child = spawn(script.path, ['-q', '-f', '-e', '-c', line, '/dev/null'], {
      cwd: home.work,
      env: { ...home.env, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.raw += text
      this.#changed = performance.now()
    })
    this.ended = new Promise((resolve) =>
      this.#child.once('close', (code) => resolve((this.#code = code ?? 255))),
    )
  }

  /** What was shown since the last call that read, as plain text. */
  get unread(): string {
    return stripVTControlCharacters(this.raw.slice(this.#read)).replaceAll('\r', '')
  }

  type(text: string): void {
    this.#child.stdin!.write(text)
  }

  line(text = ''): void {
    this.type(`${text}\r`)
  }

  /** Waits until the unread text ends with this, or the command has ended; gives that text and takes it as read. */
  async until(question: RegExp): Promise<string> {
    for (const deadline = performance.now() + patienceMs; ; await wait(20)) {
      const text = this.unread
      const quiet = performance.now() - this.#changed > quietMs
      if ((quiet && question.test(text)) || this.#code !== undefined) {
        this.#read = this.raw.length
        return text
      }
      if (performance.now() > deadline)
        throw new Error(
          `no ${String(question)} within ${patienceMs / 1000} s; last shown:\n${text.slice(-2_000)}`,
        )
    }
  }

  get over(): boolean {
    return this.#code !== undefined
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}
