import { readFile, stat } from 'node:fs/promises'
import { UserError } from '../model/index.ts'

/** Far above what anybody writes by hand or exports, and still read in a moment. */
const mostBytes = 32 * 1024 * 1024

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of the path is no folder',
}

/** The text of a file that a person named with an option. Throws UserError where it cannot be read. */
export async function readText(path: string, option: string): Promise<string> {
  const cannot = (why: string) =>
    new UserError('no-file', `${path} cannot be read: ${why}.`, `Name another file: ${option} FILE`)
  return textOf(path, cannot).catch((error: NodeJS.ErrnoException) => {
    throw error instanceof UserError
      ? error
      : cannot(reasons[error.code ?? ''] ?? error.code ?? error.message)
  })
}

/** Reads a file that a person named with an option. Throws UserError where it cannot be read or is not JSON. */
export async function readJson(path: string, option: string): Promise<unknown> {
  const text = await readText(path, option)
  try {
    return JSON.parse(text.replace(/^\u{feff}/u, '')) as unknown
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : ''
    throw new UserError('not-json', `${path} is not JSON: ${said}.`, 'Mend the file, or name another one.')
  }
}

async function textOf(path: string, cannot: (why: string) => UserError): Promise<string> {
  const { size } = await stat(path)
  if (size > mostBytes)
    throw cannot(`it has ${(size / 1e6).toFixed(0)} MB, and more than ${mostBytes >> 20} MB are not read`)
  return readFile(path, 'utf8')
}
