import { access, constants } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Iso, Json } from '../model/index.ts'
import { cannotWrite, makeFolder, readJson, writeWhole } from './files.ts'

const hint = 'Choose another folder with --state DIR.'

/** The state folder: `--state`, else `$XDG_STATE_HOME/neverroot`, else `~/.local/state/neverroot`. */
export function stateFolder(flag: string | undefined): string {
  if (flag) return resolve(flag)
  const base = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return join(base, 'neverroot')
}

/** Makes sure, before anything else is done, that state can be kept. Throws UserError where it cannot. */
export async function openState(folder: string): Promise<void> {
  await makeFolder(folder, hint)
  try {
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw cannotWrite(folder, error, hint)
  }
}

/** Answers that cost money, kept until their time is over, one file each. */
export function fileCache(folder: string, now: () => Date) {
  const fileOf = (key: string) => join(folder, 'cache', `${key.replace(/[^\w.-]/g, '_')}.json`)
  return {
    async read(key: string): Promise<Json | undefined> {
      const kept = (await readJson(fileOf(key))) as { until?: Iso; value?: Json } | undefined
      return kept?.until && Date.parse(kept.until) > now().getTime() ? kept.value : undefined
    },
    async write(key: string, value: Json, until: Date): Promise<void> {
      await makeFolder(join(folder, 'cache'), hint)
      await writeWhole(fileOf(key), JSON.stringify({ until: until.toISOString(), value }), hint)
    },
  }
}
