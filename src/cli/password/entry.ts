/** Whether a password manager has an entry of a name. Names are listed; no entry is opened, and no name is kept or told. */
import { spawn } from 'node:child_process'
import { Interrupted } from '../../index.ts'
import { UserError } from '../../model/index.ts'
import { canAsk } from '../ask.ts'
import { listingOf, type Manager } from './managers.ts'

export interface EntryWish {
  manager: Manager
  entry: string
  /** Of KeePassXC: the file, and what opens it without a password. */
  database?: string
  keyFile?: string
}

/** Somebody may have to unlock it. */
const limitMs = 2 * 60_000

/**
 * Asks the manager's own program, without a shell. It may ask the person at the terminal for what unlocks it: that goes from them
 * to the program. Throws UserError where it cannot be asked, and where it has no such entry.
 */
export async function checkEntry(
  { manager, entry, ...where }: EntryWish,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { program, args, reader } = listingOf(manager, entry, where)
  const found = reader()
  const atTerminal = canAsk()
  const child = spawn(program, args, {
    env,
    stdio: [atTerminal ? 'inherit' : 'ignore', 'pipe', atTerminal ? 'inherit' : 'ignore'],
    timeout: limitMs,
    signal,
  })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => found.push(text))
  const ended = await new Promise<string | undefined>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(new Interrupted())
      else resolve(error.code === 'ENOENT' ? 'it is not installed' : `it cannot be run (${error.code})`)
    })
    child.once('close', (code, by) =>
      resolve(
        code === 0
          ? undefined
          : by === null
            ? `it ended with exit code ${code}: it may be locked`
            : `it did not end in ${limitMs / 60_000} minutes`,
      ),
    )
  })
  const names = ended === undefined ? namesOf(found) : undefined
  if (names === undefined)
    throw new UserError(
      'manager-silent',
      `${program} could not be asked for the names of its entries: ${ended ?? 'what it prints is no list'}.`,
      `Try it yourself: ${program} ${manager === 'bitwarden' ? 'status' : args.slice(0, 2).join(' ')}`,
    )
  if (names.includes(entry)) return
  throw new UserError(
    'no-such-entry',
    `${program} lists no entry of that name: nothing was recorded.`,
    'Give the name as it lists it, with its folder; or say so without --entry.',
  )
}

function namesOf(found: { names(): readonly string[] }): readonly string[] | undefined {
  try {
    return found.names()
  } catch {
    return undefined
  }
}
