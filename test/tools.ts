/**
 * Programs that some tests need and a machine may not have. A missing one skips its tests loudly; with
 * NEVERROOT_REQUIRE_TOOLS=1 it fails them, so that a complete machine proves that nothing was skipped.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, it } from 'vitest'

/** Places beside PATH where a distribution puts programs; tried first, so that version shims do not get in the way. */
const SYSTEM = ['/usr/bin', '/usr/local/bin']

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Where a program lies; undefined when there is none. */
export function findTool(name: string): string | undefined {
  return [...SYSTEM, ...(process.env.PATH ?? '').split(delimiter)]
    .map((dir) => join(dir, name))
    .find(isProgram)
}

export interface Tool {
  /** The program's path; empty when it is missing, and then no test of `describe` runs. */
  path: string
  /** `describe` when the program is there; else a skipped or failing suite that says why. */
  describe: (title: string, tests: () => void) => void
}

/** A program that tests need: `const aws = needs('aws')`, then `aws.describe(...)` with `aws.path` in it. */
export function needs(name: string): Tool {
  const path = findTool(name)
  if (path) return { path, describe: (title, tests) => void describe(title, tests) }
  const why = `${name} is not installed`
  if (process.env.NEVERROOT_REQUIRE_TOOLS === '1') {
    return {
      path: '',
      describe: (title) =>
        void describe(title, () => {
          it(`needs ${name}`, () => {
            throw new Error(`${why}, and NEVERROOT_REQUIRE_TOOLS=1 asks for it`)
          })
        }),
    }
  }
  return {
    path: '',
    describe: (title, tests) => {
      process.stderr.write(`\nSKIPPED: ${title}: ${why}\n`)
      describe.skip(`${title} (${why})`, tests)
    },
  }
}
