import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { shellOf } from './shell.mjs'

/** What the built page depends on: nothing else makes it necessary to build it anew. */
const inputs = [
  'web',
  'src/model',
  'package-lock.json',
  'scripts/build/page.mjs',
  'scripts/build/fonts.mjs',
  'scripts/build/shell.mjs',
]

/**
 * Builds the page into `dist/web`, and the shell of the single-file report into `dist/page.html`. It takes some seconds, and
 * most builds have nothing to do with it: what was built from the same inputs is kept beside the installed packages. Gives the
 * files of packages that went into it.
 */
export async function buildPage(root) {
  const kept = join(root, 'node_modules/.cache/neverroot-page', hashOf(root))
  if (!existsSync(kept)) await buildInto(root, kept)
  cpSync(join(kept, 'web'), join(root, 'dist/web'), { recursive: true })
  cpSync(join(kept, 'page.html'), join(root, 'dist/page.html'))
  return JSON.parse(readFileSync(join(kept, 'inputs.json'), 'utf8'))
}

async function buildInto(root, kept) {
  // Loaded when it is needed: it would cost every build as much as all the rest of it.
  const { build } = await import('vite')
  rmSync(join(kept, '..'), { recursive: true, force: true })
  const making = `${kept}.${process.pid}`
  mkdirSync(making, { recursive: true })
  const modules = new Set()
  const listModules = {
    name: 'list-modules',
    generateBundle() {
      for (const id of this.getModuleIds())
        modules.add(relative(root, id.replace(/^\0/, '').replace(/\?.*$/, '')))
    },
  }
  await build({
    configFile: join(root, 'web/vite.config.mjs'),
    plugins: [listModules],
    build: { outDir: join(making, 'web') },
  })
  const shell = shellOf(join(making, 'web'))
  writeFileSync(join(making, 'page.html'), shell)
  writeFileSync(join(making, 'inputs.json'), JSON.stringify([...modules]))
  tell(join(making, 'web'), shell)
  try {
    renameSync(making, kept)
  } catch {
    // Another build was quicker.
    rmSync(making, { recursive: true, force: true })
  }
}

function hashOf(root) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const path = join(root, input)
    const files = /\.\w+$/.test(input)
      ? [path]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
    for (const file of files)
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** So that whoever changes the page sees what it weighs. */
function tell(folder, shell) {
  const files = readdirSync(join(folder, 'assets')).map((name) => [
    name,
    readFileSync(join(folder, 'assets', name)).length,
  ])
  const sum = (ending) =>
    files.filter(([name]) => name.endsWith(ending)).reduce((all, [, size]) => all + size, 0)
  const kb = (bytes) => `${Math.round(bytes / 1000)} kB`
  console.error(
    `The page: script ${kb(sum('.js'))}, style ${kb(sum('.css'))}, fonts ${kb(sum('.woff2'))}; as one file ${kb(shell.length)}.`,
  )
}
