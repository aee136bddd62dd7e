import { join } from 'node:path'
import type { Iso, Json } from '../model/index.ts'
import { readJson, writeWhole } from './files.ts'

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
const hint = 'Make room or allow it: without it nothing could be taken back.'

const read = async (folder: string): Promise<Record<string, Kept>> =>
  ((await readJson(fileOf(folder))) as Record<string, Kept> | undefined) ?? {}

/** Keeps what is needed to take back a step, before it is done. Throws UserError where it cannot be written. */
export async function keepBeforeImage(
  folder: string,
  run: string,
  step: string,
  image: BeforeImage,
  now: Date,
): Promise<void> {
  const all = prune(await read(folder), now)
  const kept = (all[run] ??= { expires: new Date(now.getTime() + undoDays * dayMs).toISOString(), steps: {} })
  kept.steps[step] = image
  await writeWhole(fileOf(folder), `${JSON.stringify(all)}\n`, hint)
}

/** What is kept of a run; none after it expired. */
export async function beforeImages(
  folder: string,
  run: string,
  now: Date,
): Promise<Record<string, BeforeImage>> {
  return prune(await read(folder), now)[run]?.steps ?? {}
}

function prune(all: Record<string, Kept>, now: Date): Record<string, Kept> {
  return Object.fromEntries(
    Object.entries(all).filter(([, { expires }]) => Date.parse(expires) > now.getTime()),
  )
}
