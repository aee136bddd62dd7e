import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Iso, type Json, UserError } from '../model/index.ts'
import { cannotWrite, writeWhole } from './files.ts'
import { withLock } from './ledger-lock.ts'

/** What undo needs of one step: the values that its plan only refers to. */
export interface BeforeImage {
  /** The step's input as it was sent, without secrets: undo looks whether it is still so. */
  done: Json
  /** The input of the call that takes it back. */
  undo: Json
}

interface Kept {
  expires: Iso
  steps: Record<string, BeforeImage>
}

/**
 * The one place outside the configuration where addresses and numbers are written down: plans and journals hold
 * references only. Readable by its owner alone; a run's part goes when its undo has expired.
 */
const fileOf = (folder: string) => join(folder, 'before-images.json')

/** How long a run can be taken back. */
export const undoDays = 90
const dayMs = 86_400_000
const abandonedMs = 60_000
const without = 'without it nothing could be taken back.'
const hint = `Make room or allow it: ${without}`

/** What is kept. Throws UserError where it cannot be read: writing over it would lose what other runs need. */
async function read(folder: string): Promise<Record<string, Kept>> {
  const path = fileOf(folder)
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, Kept>
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    const why = error instanceof SyntaxError ? 'it is not JSON' : String(code)
    throw new UserError(
      'cannot-read-images',
      `${path} cannot be read: ${why}.`,
      `Allow it, or move it away: ${without}`,
    )
  }
}

/** Keeps what is needed to take back a step, before it is done. Throws UserError where it cannot be written. */
export async function keepBeforeImage(
  folder: string,
  run: string,
  step: string,
  image: BeforeImage,
  now: Date,
): Promise<void> {
  await alone(folder, async () => {
    const all = prune(await read(folder), now)
    const expires = new Date(now.getTime() + undoDays * dayMs).toISOString()
    const kept = (all[run] ??= { expires, steps: {} })
    kept.steps[step] = image
    await writeWhole(fileOf(folder), `${JSON.stringify(all)}\n`, hint)
  })
}

/** Two accounts may be changed at once from one state folder: neither writes over what the other has just kept. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  const path = join(folder, 'before-images.lock')
  try {
    await withLock(path, async () => {
      await work()
      await sweepDrafts(folder)
    })
  } catch (error) {
    throw error instanceof UserError && error.code !== 'ledger-busy' ? error : cannotWrite(path, error, hint)
  }
}

/** Drafts of this file that a kill left behind hold the same addresses, and nobody else would ever look at them. */
async function sweepDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\.[0-9a-f]{12}\.tmp$/.test(name)) continue
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    // A younger one may be somebody's who is writing another file beside this one.
    if (found && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { force: true })
  }
}

/** What is kept of a run; none after it expired. */
export async function beforeImages(
  folder: string,
  run: string,
  now: Date,
): Promise<Record<string, BeforeImage>> {
  return prune(await read(folder), now)[run]?.steps ?? {}
}

/** Takes what has expired out of the file: old addresses and numbers are not kept because nobody applies any more. */
export async function forgetExpired(folder: string, now: Date): Promise<void> {
  const all = await read(folder)
  const kept = prune(all, now)
  if (Object.keys(kept).length === Object.keys(all).length) return
  await alone(folder, async () => {
    const left = prune(await read(folder), now)
    if (Object.keys(left).length === 0) await rm(fileOf(folder), { force: true })
    else await writeWhole(fileOf(folder), `${JSON.stringify(left)}\n`, hint)
  })
}

function prune(all: Record<string, Kept>, now: Date): Record<string, Kept> {
  return Object.fromEntries(
    Object.entries(all).filter(([, { expires }]) => Date.parse(expires) > now.getTime()),
  )
}
