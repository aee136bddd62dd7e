import { join } from 'node:path'
import type { Profile } from '../../model/index.ts'
import { readJson, writeWhole } from '../../store/files.ts'

/** Where somebody stopped, so that they can carry on. No answers that name people: those stand in neverroot.yaml. */
export interface Progress {
  profile?: Profile
  /** Who is asked, as it stands in what they state. */
  by?: string
}

const hint = 'Make room or allow it, or choose another folder with --state DIR.'
const fileOf = (folder: string) => join(folder, 'setup.json')

export async function readProgress(folder: string): Promise<Progress> {
  const kept = (await readJson(fileOf(folder))) as Partial<Progress> | undefined
  return {
    ...(kept?.profile === 'personal' || kept?.profile === 'business' ? { profile: kept.profile } : {}),
    ...(typeof kept?.by === 'string' ? { by: kept.by } : {}),
  }
}

/** Throws UserError where it cannot be written. */
export const keepProgress = (folder: string, progress: Progress): Promise<void> =>
  writeWhole(fileOf(folder), `${JSON.stringify(progress, null, 2)}\n`, hint)
