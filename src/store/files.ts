import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../model/index.ts'

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  ENOENT: 'a folder of the path does not exist',
}

/** Explains a failure to write as what a person can change. */
export function cannotWrite(path: string, error: unknown, hint: string): UserError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
  return new UserError('cannot-write', `${path} cannot be written: ${reasons[code] ?? code}.`, hint)
}

/** Makes a folder that only its owner may enter (0700). Throws UserError where it cannot be. */
export async function makeFolder(path: string, hint: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw cannotWrite(path, error, hint)
  }
}

/**
 * Writes a file whole or not at all: to a temporary file beside it, then renamed. `mode` is 0600 unless the user named
 * the file.
 */
export async function writeWhole(path: string, text: string, hint: string, mode = 0o600): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    if (mode === 0o600) await chmod(temporary, mode)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw cannotWrite(path, error, hint)
  }
}

/** A file's JSON; undefined where there is none or it cannot be understood. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
