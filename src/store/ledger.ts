import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../model/index.ts'
import { cannotWrite, makeFolder, readJson, writeWhole } from './files.ts'
import { type Entry, lineOf, type Said, seal, sha256 } from './ledger-entry.ts'
import { type Head, inspect, type Ledger } from './ledger-inspect.ts'
import { withLock } from './ledger-lock.ts'

export type { Entry, Said } from './ledger-entry.ts'
export { genesis } from './ledger-entry.ts'
export { inspect, type Ledger, type Problem } from './ledger-inspect.ts'

const hint = 'Make room or allow it, or choose another folder with --state DIR.'
const fileOf = (folder: string) => join(folder, 'ledger.jsonl')
const headOf = (folder: string) => join(folder, 'ledger.head')

/**
 * The ledger of a state folder, with everything that is wrong with it; without a file, an empty one. Throws UserError
 * where it cannot be read.
 */
export async function readLedger(folder: string): Promise<Ledger> {
  for (let attempt = 0; ; attempt++) {
    // First the head: whoever writes in between makes the ledger longer than it says, never shorter.
    const kept = await keptHead(folder)
    const ledger = inspect(await readBytes(fileOf(folder)), kept)
    // An unfinished line may be one that is being written now.
    if (!ledger.torn || attempt === 3) return ledger
    await sleep(40)
  }
}

/** Every entry that counts: an entry of which only the line's end is missing is whole. */
export const entriesOf = (ledger: Ledger): Entry[] =>
  ledger.torn?.entry ? [...ledger.entries, ledger.torn.entry] : ledger.entries

/** The bytes of a ledger; none where there is no such file. Throws UserError where it cannot be read. */
export async function readBytes(path: string): Promise<Buffer> {
  await refuseDevice(path)
  try {
    return await readFile(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    if (code === 'ENOENT') return Buffer.alloc(0)
    throw new UserError(
      'cannot-read-ledger',
      `${path} cannot be read: ${code === 'EACCES' ? 'permission denied' : code}.`,
      'Allow it, or choose another folder with --state DIR.',
    )
  }
}

/**
 * Appends what was said and gives the entries that were written: one, or two where an unfinished line was set aside
 * first. Either it is on the disk when this returns, or the ledger is as it was. Any number of processes may append at
 * once. Throws UserError where it cannot be written, and where the ledger is not what was written: nothing is built on
 * an entry that somebody changed.
 */
export async function append(folder: string, said: Said, at: Date): Promise<Entry[]> {
  await makeFolder(folder, hint)
  const path = fileOf(folder)
  try {
    for (;;) {
      const written = await withLock(join(folder, 'ledger.lock'), (mine) =>
        appendLocked(folder, said, at, mine),
      )
      if (written) return written
    }
  } catch (error) {
    if (error instanceof UserError || (error as NodeJS.ErrnoException).code === undefined) throw error
    throw cannotWrite(path, error, hint)
  }
}

async function appendLocked(
  folder: string,
  said: Said,
  at: Date,
  mine: () => boolean,
): Promise<Entry[] | undefined> {
  const kept = await keptHead(folder)
  const path = fileOf(folder)
  const bytes = await readBytes(path)
  const ledger = inspect(bytes, kept)
  refuseBroken(ledger, folder)
  const file = openSync(path, 'a+', 0o600)
  try {
    const entries: Entry[] = []
    const add = (what: Said) => {
      const before = entries.at(-1) ?? ledger.torn?.entry ?? ledger.entries.at(-1)
      entries.push(seal(what, (before?.seq ?? 0) + 1, at, before?.hash ?? ledger.head))
    }
    let text = ''
    let size = bytes.length
    if (ledger.torn?.entry) text = '\n'
    else if (ledger.torn) {
      const torn = ledger.torn.bytes
      writeFileSync(join(folder, `ledger.torn-${sha256(torn).slice(0, 12)}`), torn, { mode: 0o600 })
      add({ kind: 'repair', subject: 'ledger', bytes: torn.length, sha256: sha256(torn) })
      size -= torn.length
    }
    add(said)
    text += entries.map(lineOf).join('')
    if (!mine()) return undefined
    if (size !== bytes.length) ftruncateSync(file, size)
    writeAll(file, Buffer.from(text), size)
    const { seq, hash } = entries.at(-1)!
    // Without it a cut at the end would go unnoticed, nothing more: what was said is on the disk.
    await writeWhole(headOf(folder), `${JSON.stringify({ seq, hash })}\n`, hint).catch(() => undefined)
    return entries
  } finally {
    closeSync(file)
  }
}

/** Writes to the end and waits for the disk; where that fails, takes back what was written of it. */
function writeAll(file: number, bytes: Buffer, size: number): void {
  try {
    if ((fstatSync(file).mode & 0o077) !== 0) fchmodSync(file, 0o600)
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    fsyncSync(file)
  } catch (error) {
    ftruncateSync(file, size)
    throw error
  }
}

/** Reading a device may never come to an end, and a pipe waits for somebody to write. */
async function refuseDevice(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found && !found.isFile()) throw notAFile(path)
}

const notAFile = (path: string) =>
  new UserError(
    'ledger-no-file',
    `${path} is no file.`,
    'Move it away, or choose another folder with --state DIR.',
  )

/** Throws UserError where a ledger is not what was written. */
export function refuseBroken(ledger: Ledger, folder: string): void {
  const first = ledger.problems[0]
  if (!first) return
  const where = first.line > 0 ? `, line ${first.line}` : ''
  throw new UserError(
    'broken-ledger',
    `${fileOf(folder)}${where}: ${first.message}.`,
    'neverroot evidence verify says more. To begin a new ledger, move this one and ledger.head out of the folder.',
  )
}

async function keptHead(folder: string): Promise<Head | undefined> {
  const kept = (await readJson(headOf(folder))) as Partial<Head> | undefined
  return typeof kept?.seq === 'number' && typeof kept.hash === 'string'
    ? { seq: kept.seq, hash: kept.hash }
    : undefined
}
