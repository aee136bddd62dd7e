import { writeSync } from 'node:fs'
import type { Host, Notice } from '../ports.ts'
import { say } from './output.ts'

type Progress = Extract<Notice, { code: 'progress' }>['data']

/** How often a line is written where it cannot be written over. */
const everyMs = 10_000

/**
 * Shows how far a long look is: one line that is written over on a terminal, a line now and then elsewhere. `end` leaves
 * the terminal as it was.
 */
export function progressLine(
  host: Host,
  { quiet, plain }: { quiet?: boolean; plain?: boolean },
): { host: Host; end(): void } {
  if (quiet) return { host, end: () => undefined }
  const overwrite = process.stderr.isTTY === true && !plain && process.env.TERM !== 'dumb'
  let shown = false
  let last = Date.now()
  const clear = () => {
    if (shown) put('\r\u001b[K')
    shown = false
  }
  return {
    host: {
      ...host,
      notify(notice) {
        if (notice.code !== 'progress') {
          clear()
          return host.notify(notice)
        }
        if (overwrite) {
          put(`\r\u001b[K${words(notice.data).slice(0, (process.stderr.columns || 80) - 1)}`)
          shown = true
        } else if (Date.now() - last >= everyMs) {
          last = Date.now()
          say(words(notice.data))
        }
      },
    },
    end: clear,
  }
}

/** `1,240 of 10,000 accounts, 31 with something unknown, 108 a second, 1 min 21 s to go`. */
export function words({ done, of, complete, unknown, perSecond, secondsLeft }: Progress): string {
  const number = (n: number) => n.toLocaleString('en-US')
  return [
    `${number(done)} of ${complete ? '' : 'at least '}${number(of)} account${of === 1 ? '' : 's'}`,
    unknown > 0 && `${number(unknown)} with something unknown`,
    perSecond > 0 && `${number(perSecond >= 10 ? Math.round(perSecond) : perSecond)} a second`,
    secondsLeft !== undefined && secondsLeft > 0 && `${duration(secondsLeft)} to go`,
  ]
    .filter(Boolean)
    .join(', ')
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function put(text: string): void {
  try {
    writeSync(2, text)
  } catch {
    // Nobody listens.
  }
}
