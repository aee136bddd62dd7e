import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import whom (docs/architecture.md). A folder may always import itself; `index` is src/index.ts. */
const allowed: Record<string, readonly string[]> = {
  model: [],
  policy: [],
  'free-tier': [],
  aws: ['model', 'free-tier', 'version'],
  store: ['model'],
  config: ['model', 'store'],
  guard: ['policy', 'model'],
  recovery: ['model'],
  directory: ['model', 'aws', 'config', 'send'],
  lookups: ['model', 'aws', 'directory'],
  facts: ['aws', 'store', 'model', 'policy', 'guard', 'directory', 'lookups', 'recovery'],
  controls: ['facts', 'guard', 'model', 'recovery'],
  engine: ['model', 'aws', 'store', 'ports', 'guard'],
  organization: ['model', 'aws', 'engine', 'store', 'ports'],
  send: [],
  watch: ['aws', 'facts', 'model', 'send', 'store'],
  report: ['model'],
  export: ['model'],
  sandbox: ['policy', 'free-tier'],
  serve: ['model'],
  ports: ['model'],
  version: [],
  api: [
    'model',
    'aws',
    'guard',
    'facts',
    'controls',
    'recovery',
    'directory',
    'lookups',
    'engine',
    'organization',
    'watch',
    'store',
    'ports',
    'version',
  ],
  index: [
    'api',
    'model',
    'aws',
    'directory',
    'lookups',
    'guard',
    'facts',
    'controls',
    'engine',
    'watch',
    'ports',
    'version',
  ],
  cli: [
    'index',
    'model',
    'ports',
    'sandbox',
    'report',
    'export',
    'store',
    'config',
    'version',
    'aws',
    'serve',
  ],
}

const src = resolve(import.meta.dirname, '../src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
const layerOf = (file: string) => relative(src, file).split('/')[0]!.replace(/\.ts$/, '')

describe('who imports whom', () => {
  const sources = files.filter((f) => !f.endsWith('.test.ts'))

  it('knows every folder', () => {
    expect([...new Set(sources.map((f) => layerOf(join(src, f))))].filter((l) => !(l in allowed))).toEqual([])
  })

  it.each(Object.keys(allowed))('%s keeps to the table', (layer) => {
    const wrong: string[] = []
    for (const file of sources.filter((f) => layerOf(join(src, f)) === layer)) {
      const text = readFileSync(join(src, file), 'utf8')
      for (const [, path] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
        const target = layerOf(resolve(dirname(join(src, file)), path!))
        if (target !== layer && !allowed[layer]!.includes(target)) wrong.push(`${file} imports ${path}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('the page', () => {
  it('knows of our sources the model alone', () => {
    const web = resolve(import.meta.dirname, '../web')
    const wrong = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) =>
        [...readFileSync(join(web, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)]
          .map(([, path]) => path!)
          .filter((path) => /\/src\/|\/test\/|^node:/.test(path) && !path.endsWith('/src/model/index.ts'))
          .map((path) => `${file} imports ${path}`),
      )
    expect(wrong).toEqual([])
  })
})

describe('one place for each thing', () => {
  const texts = files
    .filter((f) => !f.endsWith('.test.ts'))
    .map((f) => [f, readFileSync(join(src, f), 'utf8')] as const)
  const using = (pattern: RegExp, except: RegExp) =>
    texts.filter(([f, t]) => pattern.test(t) && !except.test(f)).map(([f]) => f)

  it('reaches AWS through the door only', () => {
    const packages = /from '@aws-sdk\/(client|credential)|import\('@aws-sdk\/(client|credential)/
    expect(using(packages, /^(aws|sandbox|free-tier)\//)).toEqual([])
  })

  it('reads no clock inside a judge', () => {
    expect(using(/Date\.now\(|new Date\(\)/, /^(?!controls\/)/)).toEqual([])
  })

  it('sends nothing but through the doors and the local sandbox', () => {
    expect(
      using(
        /\bfetch\(|from 'node:(https?|net|tls|dgram|dns(\/promises)?)'|import\('undici|nodemailer/,
        /^(aws\/door|aws\/shared\/sockets|send\/(post|mail)|directory\/http|lookups\/dns|sandbox\/server|sandbox\/accident|sandbox\/wire\/)/,
      ),
    ).toEqual([])
  })
})

describe('the start of the command', () => {
  it('loads no library: neverroot --help is what a person waits for first', () => {
    const seen = new Set<string>()
    const walk = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      // Static imports of values only: types are gone at run time, and import() waits until it is called.
      for (const [, path] of readFileSync(file, 'utf8').matchAll(
        /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms,
      ))
        walk(resolve(dirname(file), path!))
    }
    walk(join(src, 'cli/main.ts'))
    const heavy = [...seen]
      .map((f) => relative(src, f))
      .filter((f) => /^(index\.ts|api|facts|controls|engine|sandbox)/.test(f))
    expect(heavy).toEqual([])
    expect(seen.size).toBeGreaterThan(5)
  })
})
