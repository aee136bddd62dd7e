import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SandboxUsageError } from './usage-error.ts'
import type { World } from './world.ts'

const SCHEMA: World['schema'] = 'neverroot/sandbox/1'

function fileOf(dir: string, scenario: string): string {
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
export async function loadWorld(dir: string, scenario: string): Promise<World | undefined> {
  const file = fileOf(dir, scenario)
  let text: string
  try {
    text = await readFile(file, 'utf8')
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
  const file = fileOf(dir, world.scenario)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.new`
  try {
    await writeFile(draft, JSON.stringify(world), { mode: 0o600, flush: true })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Forgets the kept world of a scenario; none is no error. */
export async function forgetWorld(dir: string, scenario: string): Promise<void> {
  await rm(fileOf(dir, scenario), { force: true })
}

export { loadWorld as load, saveWorld as save }
