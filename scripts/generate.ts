/** Writes what can be derived from the source: the index of controls, their pages, the JSON Schemas, the table of AWS's actions. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { awsActions } from './generate/aws-actions.ts'
import { controlIndex } from './generate/control-index.ts'
import { controlPages } from './generate/control-pages.ts'
import { picture } from './generate/picture.ts'
import { schemas } from './generate/schemas.ts'

const root = join(import.meta.dirname, '..')

/** Every generated file, by its path in the project. */
export async function generated(): Promise<Map<string, string>> {
  return new Map([
    ...(await controlIndex(root)),
    ...(await controlPages(root)),
    ...(await schemas()),
    ...(await picture()),
    ...(await awsActions()),
  ])
}

/** Files in folders that hold generated files only, and that nothing generates any more. */
export function leftovers(files: ReadonlyMap<string, string>): string[] {
  return readdirSync(join(root, 'docs/controls'))
    .map((name) => `docs/controls/${name}`)
    .filter((path) => !files.has(path))
}

if (import.meta.filename === process.argv[1]) {
  const files = await generated()
  for (const [path, text] of files) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    if (readOr(file) !== text) writeFileSync(file, text)
  }
  for (const path of leftovers(files)) rmSync(join(root, path))
  console.log(`${files.size} files are up to date.`)
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
