/** What the last pass of `watch` saw, and what it has not told yet: one file for each account or organization. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Iso, UserError, type WatchNotice, type WatchSink } from '../model/index.ts'
import { makeFolder, writeWhole } from './files.ts'

const schema = 'neverroot/watch-state/1'
const hint = 'Make room or allow it, or choose another folder with --state DIR.'

/** Until when what a finding rests on counts, and what was told of it. */
export interface Resting {
  expires: Iso
  told?: 'lapsing' | 'lapsed'
}

export interface WatchState {
  schema: typeof schema
  /** When the last pass looked; absent before the first one. */
  at?: Iso
  /** The pass looked at everything: a subject that it does not know has joined since. */
  whole: boolean
  /** Ids of controls, in the order of the letters below. */
  controls: string[]
  /** By subject: a letter for each control (watch/letters.ts). Ten thousand accounts take half a megabyte. */
  seen: Record<string, string>
  /** By finding. */
  rests: Record<string, Resting>
  /** Signs of a takeover that were told, as they were worded. */
  signs: string[]
  /** What has not been told yet, oldest first. */
  unsent: Partial<Record<WatchSink | 'terminal', WatchNotice[]>>
  /** By the id of a notice that waits: the addresses that took it already, as digests. */
  took?: Record<string, string[]>
}

export const watchFolder = (folder: string): string => join(folder, 'watch')
const fileOf = (folder: string, subject: string) => join(watchFolder(folder), `${subject}.json`)

/** Nothing was seen yet. */
export const emptyWatch = (): WatchState => ({
  schema,
  whole: false,
  controls: [],
  seen: {},
  rests: {},
  signs: [],
  unsent: {},
})

/**
 * The state of one subject, empty where there is none. Throws UserError where it cannot be understood: to begin anew in
 * silence would swallow whatever changed since.
 */
export async function readWatch(folder: string, subject: string): Promise<WatchState> {
  const path = fileOf(folder, subject)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyWatch()
    throw new UserError(
      'cannot-read',
      `${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`,
      'Allow it, or choose another folder with --state DIR.',
    )
  }
  const state = parsed(text)
  if (state) return state
  throw new UserError(
    'broken-watch-state',
    `${path} is not what neverroot wrote there: what changed since the last pass cannot be told.`,
    'Put it back from a backup, or remove it: the next pass then begins anew.',
  )
}

function parsed(text: string): WatchState | undefined {
  try {
    const state = JSON.parse(text) as Partial<WatchState> | null
    const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
    const good =
      state?.schema === schema &&
      Array.isArray(state.controls) &&
      isMap(state.seen) &&
      isMap(state.rests) &&
      Array.isArray(state.signs) &&
      isMap(state.unsent)
    return good ? (state as WatchState) : undefined
  } catch {
    return undefined
  }
}

/** Keeps it, whole or not at all: a kill at any moment leaves the one before or this one. */
export async function writeWatch(folder: string, subject: string, state: WatchState): Promise<void> {
  await makeFolder(watchFolder(folder), hint)
  await writeWhole(fileOf(folder, subject), `${JSON.stringify(state)}\n`, hint)
}

/** An id that no other notice has, also where a state folder was copied or brought back. */
export const noticeId = (): string => randomBytes(16).toString('hex')
