import { existsSync, lstatSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../model/index.ts'

export const fileName = 'neverroot.yaml'

/** The configuration in this folder or upwards within the repository; outside of one, in this folder only. */
export function findConfiguration(from: string): string | undefined {
  const here = join(from, fileName)
  if (existsSync(here)) return here
  const folders: string[] = []
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    folders.push(folder)
    if (existsSync(join(folder, '.git'))) break
    if (dirname(folder) === folder) return undefined
  }
  return folders.map((folder) => join(folder, fileName)).find((file) => existsSync(file))
}

/**
 * The configuration names the recovery mailbox and the recipients of alarms: whoever writes it can take the account
 * over. So nobody else may be able to. `danger`: what somebody else could do who writes another file.
 */
export function refuseUnsafe(
  file: string,
  danger = 'who could name the recovery contacts of your account',
): void {
  const status = statSync(file)
  const us = process.getuid?.()
  const others = [status, ...(lstatSync(file).isSymbolicLink() ? [lstatSync(file)] : [])]
  if (us !== undefined && others.some((s) => s.uid !== us && s.uid !== 0)) {
    throw new UserError(
      'configuration-of-another',
      `${file} belongs to another user (uid ${status.uid}), ${danger}.`,
      `Look at it, then run: sudo chown "$USER" ${file}`,
    )
  }
  if ((status.mode & 0o022) !== 0) {
    const mode = (status.mode & 0o777).toString(8).padStart(4, '0')
    throw new UserError(
      'configuration-writable',
      `${file} can be written by others (mode ${mode}), ${danger}.`,
      `Run: chmod go-w ${file}`,
    )
  }
}
