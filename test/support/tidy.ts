/** What the tests of a file make and open: removed and closed when the file ends. Files share modules, so no constant holds it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox } from '../../src/sandbox/index.ts'

let folder: string | undefined
const ends: (() => unknown)[] = []

/** The folder of the test file that runs now, there until its tests end. */
export const scratch = (): string => (folder ??= mkdtempSync(join(tmpdir(), 'neverroot-test-')))

/** Does this when the tests of the file end. */
export const atEnd = (end: () => unknown): void => void ends.push(end)

/** Closes the sandbox when the tests of the file end. */
export const keepOpen = (sandbox: Sandbox): void => atEnd(() => sandbox.close())

export async function tidy(): Promise<void> {
  await Promise.all(ends.splice(0).map((end) => end()))
  if (folder) rmSync(folder, { recursive: true, force: true })
  folder = undefined
}
