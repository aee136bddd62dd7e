import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SandboxUsageError } from './usage-error.ts'
import type { World } from './world.ts'

const SCHEMA: World['schema'] = 'neverroot/sandbox/1'

/** Where the world of a scenario lies. Throws SandboxUsageError for what is no name of a scenario. */
export function fileOf(dir: string, scenario: string): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(scenario)) {
    throw new SandboxUsageError(
      `"${scenario}" is not a name of a scenario.`,
      'Names have lower-case letters, digits and hyphens.',
    )
  }
  return join(dir, `${scenario}.json`)
}

const again = (scenario: string): string => `Begin it anew: --sandbox ${scenario} --fresh`

/**
 * Reads the world of a scenario from a folder; undefined when there is none. A file that is broken or of another schema
 * throws SandboxUsageError: an old world is never half understood.
 */
export const loadWorld = async (dir: string, scenario: string): Promise<World | undefined> =>
  readWorld(dir, scenario)

/** The same at once, for whoever must not be interrupted between looking and reading. */
export function readWorld(dir: string, scenario: string): World | undefined {
  const file = fileOf(dir, scenario)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    const why = code === 'EISDIR' ? 'it is a folder' : String(code)
    throw new SandboxUsageError(`The kept world ${file} cannot be read: ${why}.`, again(scenario))
  }
  let world: unknown
  try {
    world = JSON.parse(text)
  } catch {
    throw new SandboxUsageError(`The kept world ${file} is not JSON.`, again(scenario))
  }
  const { schema, scenario: name } = (
    typeof world === 'object' && world !== null ? world : {}
  ) as Partial<World>
  if (schema !== SCHEMA || name !== scenario) {
    throw new SandboxUsageError(
      `The kept world ${file} is ${schema === SCHEMA ? `of scenario "${name}"` : `of schema "${schema}", not ${SCHEMA}`}.`,
      again(scenario),
    )
  }
  return world as World
}

/** Writes a world whole or not at all: readable by its owner alone, in a folder of the same kind. */
export async function saveWorld(dir: string, world: World): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await writeWorld(fileOf(dir, world.scenario), JSON.stringify(world))
}

/**
 * Puts the text of a world in place of the file: to a draft beside it, down to the disk, then renamed. Killed at any
 * moment it leaves the old world or the new one, and at worst a draft. `mayReplace` is called right before it is renamed
 * and may throw. Without `flush` a kill is survived as well, but not a loss of power.
 */
export async function writeWorld(
  file: string,
  text: string,
  { flush = true, mayReplace }: { flush?: boolean; mayReplace?: () => void } = {},
): Promise<void> {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.new`
  try {
    await writeFile(draft, text, { mode: 0o600, flush })
    mayReplace?.()
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Removes the drafts of a world's file that killed processes left behind. */
export async function sweepDrafts(file: string): Promise<void> {
  const draft = /^\.(\d+)-[0-9a-f]{8}\.new$/
  for (const name of await readdir(dirname(file))) {
    const pid = name.startsWith(basename(file))
      ? draft.exec(name.slice(basename(file).length))?.[1]
      : undefined
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dirname(file), name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Forgets the kept world of a scenario; none is no error. */
export async function forgetWorld(dir: string, scenario: string): Promise<void> {
  await rm(fileOf(dir, scenario), { force: true })
}

export { loadWorld as load, saveWorld as save }
