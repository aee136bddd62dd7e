import { writeSync } from 'node:fs'
import { UserError } from '../model/index.ts'
import type { Style } from '../report/style.ts'

/** Where a command's result goes: stdout, or a file that is written whole or not at all. */
export async function emit(pieces: AsyncIterable<string> | string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    if (typeof pieces === 'string') return print(pieces)
    for await (const piece of pieces) await print(piece)
    return
  }
  const { writeWhole } = await files()
  await writeWhole(file, typeof pieces === 'string' ? pieces : gathered(pieces), elsewhere, 0o666)
}

/** A report of thousands of accounts is never held as a whole, and not written finding by finding either. */
async function* gathered(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length < 1 << 16) continue
    yield text
    text = ''
  }
  yield text
}

/** Loaded when there is a file to write: `--help` need not wait for cryptography. */
const files = () => import('../store/files.ts')

const elsewhere = 'Name another file with --output, or leave it away.'

/** Throws UserError, before AWS is asked anything, where the result could not be written in the end. */
export async function checkOutput(file: string | undefined): Promise<void> {
  if (file !== undefined) await (await files()).mayWrite(file, elsewhere)
}

/** Writes to stdout and waits until it was taken. Throws UserError where nobody reads, or the disk is full. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(outputError(error)) : resolve()))
  })
}

/** What goes to stderr is never in the way of the result, and never worth failing for. */
export function say(text: string): void {
  try {
    writeSync(2, `${text}\n`)
  } catch {
    // Nobody listens.
  }
}

export function outputError(error: NodeJS.ErrnoException): UserError {
  if (error.code === 'EPIPE')
    return new UserError(
      'closed-pipe',
      'The output was not read to its end: the pipe was closed.',
      'Write to a file instead: --output FILE',
    )
  if (error.code === 'ENOSPC')
    return new UserError(
      'disk-full',
      'The output cannot be written: the disk is full.',
      'Make room, or write elsewhere: --output FILE',
    )
  return new UserError(
    'cannot-write',
    `The output cannot be written: ${error.code ?? error.message}.`,
    'Write to a file instead: --output FILE',
  )
}

/** How to write on this terminal: NO_COLOR, --no-color and --plain are obeyed, a pipe gets no colour. */
export function styleFor(flags: { color?: boolean; plain?: boolean }): Style {
  const out = process.stdout
  const dumb = process.env.TERM === 'dumb'
  const plain = flags.plain === true || dumb
  const locale = process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || ''
  return {
    // Like other tools that write tables: a pipe has no width of its own, COLUMNS may give it one.
    width: Math.min(out.columns || Number(process.env.COLUMNS) || 80, 140),
    color: out.isTTY === true && !plain && flags.color !== false && !process.env.NO_COLOR,
    ascii: plain || (locale !== '' && !/utf-?8/i.test(locale)),
  }
}
