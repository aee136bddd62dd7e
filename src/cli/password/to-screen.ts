/** Shows the password on a terminal's alternate screen, which leaves no trace in what can be scrolled back to. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import type { PasswordSink } from '../../ports.ts'

/** xterm control sequences: the alternate screen is entered, cleared with all that scrolled off it, and left. */
const enter = '\x1b[?1049h\x1b[2J\x1b[H'
const leave = '\x1b[2J\x1b[3J\x1b[H\x1b[?1049l'

/** Keys that were pressed before anybody can have read the screen were meant for something else. */
const tooSoonMs = 400

const keys = { enter: /[\r\n]/, stop: /[\x03\x04]/ }

export interface ScreenOptions {
  /** Ends it. */
  signal: AbortSignal
  /** The terminal itself: standard output and error may well be a file or a log. */
  path?: string
}

/**
 * A sink that shows the password until a person presses Enter. Anything else that ends it (Ctrl-C, a hang-up, a signal)
 * leaves the screen too and counts as not delivered: nobody has said that the password was put away.
 */
export function toScreen({ signal, path = '/dev/tty' }: ScreenOptions): PasswordSink {
  return {
    unavailable: () => undefined,
    async deliver(given) {
      if (signal.aborted) throw notDelivered('neverroot was interrupted')
      const terminal = openTerminal(path)
      // The last resort: something else ends the process while the password is on the screen.
      process.once('exit', terminal.restore)
      try {
        terminal.write(enter + page(given))
        await confirmed(terminal.input, signal)
      } finally {
        terminal.restore()
        process.off('exit', terminal.restore)
      }
    },
  }
}

const notDelivered = (why: string) => new Error(`The first password was not put away: ${why}.`)

/** Nothing that a name holds may steer the terminal. The password stands alone, so that three clicks choose it. */
function page({ account, user, password, signIn }: Parameters<PasswordSink['deliver']>[0]): string {
  const lines = [
    '',
    '  The first password of a new administrator',
    '',
    `  User      ${user}`,
    `  Account   ${account}`,
    `  Sign in   ${signIn}`,
    '',
    password,
    '',
    '  Put it in your password manager now: it is shown once and kept nowhere.',
    '  It must be changed at first sign-in.',
    '',
    '  Enter    it is put away',
    '  Ctrl-C   it is not: the password is taken back',
    '',
  ]
  return lines.map((line) => line.replace(/\p{Cc}/gu, ' ')).join('\n')
}

/** Opens a terminal for reading single keys, unseen, and for writing at once. Throws where that cannot be. */
function openTerminal(path: string) {
  let out: number
  let input: ReadStream
  try {
    out = openSync(path, 'w')
    input = new ReadStream(openSync(path, 'r'))
    // Keys are not echoed, and neither Ctrl-Z nor Ctrl-C can leave with the password on the screen.
    input.setRawMode(true)
  } catch (error) {
    throw notDelivered(`the terminal cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'error'})`)
  }
  let open = true
  const write = (text: string) => {
    try {
      writeSync(out, text)
    } catch {
      throw notDelivered('the terminal is gone')
    }
  }
  return {
    input,
    write,
    restore() {
      if (!open) return
      open = false
      try {
        write(leave)
        input.setRawMode(false)
      } catch {
        // A terminal that is gone shows nothing any more.
      }
      input.destroy()
      closeSync(out)
    },
  }
}

/** Waits for Enter; throws for everything that says the person is not there, or will not. */
function confirmed(input: ReadStream, signal: AbortSignal): Promise<void> {
  const shown = performance.now()
  return new Promise<void>((resolve, reject) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    let ended = false
    const end = (why?: string) => {
      if (ended) return
      ended = true
      // After a hang-up the shell sends the signal once more, and the sign-in must still be taken away again. There is no
      // moment without a listener: in that one the signal would end the process.
      if (why !== undefined) process.on('SIGHUP', () => undefined)
      for (const name of signals) process.off(name, stopped)
      signal.removeEventListener('abort', stopped)
      if (why === undefined) resolve()
      else reject(notDelivered(why))
    }
    const stopped = () => end('it was interrupted')
    for (const name of signals) process.on(name, stopped)
    signal.addEventListener('abort', stopped, { once: true })
    input.on('error', () => end('the terminal is gone'))
    input.on('end', () => end('the terminal is gone'))
    input.on('data', (typed) => {
      const text = typed.toString('latin1')
      if (keys.stop.test(text)) end('it was interrupted')
      else if (keys.enter.test(text) && performance.now() - shown > tooSoonMs) end()
    })
  })
}
