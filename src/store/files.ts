import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  constants,
  type FileHandle,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../model/index.ts'

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file may not grow any more',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is a file, not a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
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
    await makeFolders(resolve(path))
  } catch (error) {
    throw cannotWrite(path, error, hint)
  }
}

/**
 * Folder by folder: mkdir with `recursive` of Node 20 never returns where a parent exists and the file system still
 * answers ENOENT, as /proc does (nodejs/node: fs.mkdir recursive, ENOENT).
 */
async function makeFolders(path: string): Promise<void> {
  if (await isFolder(path)) return
  if (dirname(path) !== path) await makeFolders(dirname(path))
  await mkdir(path, { mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else may have made it in between.
    if (error.code !== 'EEXIST' || !(await isFolder(path))) throw error
  })
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

/** A text, or a long one in pieces: it is then never held as a whole. */
type Text = string | AsyncIterable<string>

/**
 * Writes a file whole or not at all: to a temporary file beside it, then renamed. `mode` is 0600 unless the user named
 * the file: then an existing file keeps its own. A link is followed; a device or pipe is written to, never replaced.
 */
export async function writeWhole(path: string, text: Text, hint: string, mode = 0o600): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const found = await stat(target).catch(() => undefined)
  const { pieces, orItsOwn } = watched(text)
  const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    if (found && !found.isFile()) return await writeInPlace(target, pieces)
    const file = await open(temporary, 'wx', mode)
    try {
      await write(file, pieces)
      await file.sync()
    } finally {
      await file.close()
    }
    if (mode === 0o600) await chmod(temporary, mode)
    else if (found) await chmod(temporary, found.mode & 0o777)
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw orItsOwn(cannotWrite(path, error, hint))
  }
}

/** Where the text itself could not be made, that is what went wrong, and not the writing. */
function watched(text: Text): { pieces: Text; orItsOwn(error: Error): unknown } {
  let failed: { error: unknown } | undefined
  if (typeof text === 'string') return { pieces: text, orItsOwn: (error) => error }
  const pieces = (async function* () {
    try {
      yield* text
    } catch (error) {
      failed = { error }
      throw error
    }
  })()
  return { pieces, orItsOwn: (error) => (failed ? failed.error : error) }
}

async function write(file: FileHandle, text: Text): Promise<void> {
  if (typeof text === 'string') return file.writeFile(text)
  for await (const piece of text) await file.writeFile(piece)
}

async function writeInPlace(path: string, text: Text): Promise<void> {
  const file = await open(path, 'w')
  try {
    await write(file, text)
  } finally {
    await file.close()
  }
}

/** Finds out before any work is done whether a file can be written there. Throws UserError where it cannot. */
export async function mayWrite(path: string, hint: string): Promise<void> {
  try {
    const target = await realpath(path).catch(() => path)
    const found = await stat(target).catch(() => undefined)
    if (found?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    await access(found && !found.isFile() ? target : dirname(target), constants.W_OK)
  } catch (error) {
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
