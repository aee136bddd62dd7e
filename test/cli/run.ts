/** Runs the built command as a user would: its own process, its own home, and no way to anywhere but this machine. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { vi } from 'vitest'
import { runWarm } from './warm.ts'

// Every case is a process or more: on a machine that is busy with other things each takes its time.
vi.setConfig({ testTimeout: 60_000 })
process.setMaxListeners(0)

const project = join(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  version: string
  bin: { neverroot: string }
}
export const { version } = manifest

/** The file that package.json names under `bin.neverroot`. */
export const command = join(project, manifest.bin.neverroot)
if (!existsSync(command))
  throw new Error(`${manifest.bin.neverroot} is missing: run "npm run build" before these tests.`)

/** A module that ships beside the command. */
export const built = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ pathToFileURL(join(dirname(command), '..', name)).href)) as T

const guard = join(import.meta.dirname, 'loopback-only.mjs')

/** A home of its own for one or more runs: nothing of the person who runs the tests is seen or touched. */
export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), 'neverroot-cli-'))
  readonly state = join(this.folder, 'state', 'neverroot')
  readonly env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: this.folder,
    XDG_STATE_HOME: join(this.folder, 'state'),
    AWS_CONFIG_FILE: join(this.folder, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(this.folder, '.aws', 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_OPTIONS: `--import=${guard}`,
  }

  constructor() {
    // A repository of its own, so that no configuration is looked for above it.
    mkdirSync(join(this.folder, 'work', '.git'), { recursive: true })
  }

  /** Where commands run. */
  get work(): string {
    return join(this.folder, 'work')
  }

  /** Writes a file below the home and gives its whole path. */
  file(name: string, text: string, mode = 0o600): string {
    const path = join(this.folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { mode })
    return path
  }

  /** Every file below a folder of the home: path from there, and text. */
  files(below = this.state): [path: string, text: string][] {
    if (!existsSync(below)) return []
    return readdirSync(below, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(below.length + 1), readFileSync(path, 'utf8')])
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export interface Ran {
  /** 128 and the signal's number, as a shell says it, where a signal ended it. */
  code: number
  stdout: string
  stderr: string
  /** Milliseconds. */
  took: number
}

export interface RunOptions {
  /** Default: a home that is gone afterwards. */
  home?: Home
  env?: NodeJS.ProcessEnv
  /** Default: an empty folder in the home. */
  cwd?: string
  /** Written to standard input, which then stays open. Default: there is none. */
  stdin?: string
  /** File descriptors instead of pipes. */
  stdout?: number
  stderr?: number
  /** Called with the process once it runs. */
  meanwhile?: (child: ChildProcess) => unknown
  /** True: a process of its own, whatever it is. */
  own?: true
}

/** Starts a command and gives the process, and a promise of what it came to. */
export function start(args: readonly string[], home: Home, options: RunOptions = {}) {
  const began = performance.now()
  const child = spawn(process.execPath, [command, ...args], {
    cwd: options.cwd ?? home.work,
    env: { ...home.env, ...options.env },
    stdio: [
      options.stdin === undefined ? 'ignore' : 'pipe',
      options.stdout ?? 'pipe',
      options.stderr ?? 'pipe',
    ],
  })
  child.stdin?.on('error', () => undefined).write(options.stdin ?? '')
  // A test that fails half-way leaves nothing running.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      process.off('exit', kill)
      if (stderr.includes('REACHED OUT')) reject(new Error(`neverroot ${args.join(' ')}: ${stderr}`))
      else
        resolve({
          code: code ?? (signal === 'SIGINT' ? 130 : 143),
          stdout,
          stderr,
          took: performance.now() - began,
        })
    })
  })
  return { child, ended }
}

/**
 * Runs a command to its end: in a process that ran others before, where nothing of the process itself matters
 * (NEVERROOT_OWN_PROCESS: never there).
 */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const home = options.home ?? new Home()
  try {
    const warm = needsItsOwn(options) ? undefined : await warmRun(args, home, options)
    if (warm) return warm
    const { child, ended } = start(args, home, options)
    options.meanwhile?.(child)
    return await ended
  } finally {
    if (!options.home) home.remove()
  }
}

const needsItsOwn = ({ stdout, stderr, meanwhile, env, own }: RunOptions): boolean =>
  own === true ||
  [stdout, stderr, meanwhile].some((given) => given !== undefined) ||
  // Node reads its own variables when it starts.
  Object.keys(env ?? {}).some((name) => name.startsWith('NODE_')) ||
  process.env.NEVERROOT_OWN_PROCESS !== undefined

async function warmRun(args: readonly string[], home: Home, options: RunOptions): Promise<Ran | undefined> {
  const began = performance.now()
  const { NODE_OPTIONS: _, ...env } = { ...home.env, ...options.env }
  const stdin = options.stdin === undefined ? {} : { stdin: options.stdin }
  const came = await runWarm(command, guard, { args, env, cwd: options.cwd ?? home.work, ...stdin })
  if (came?.stderr.includes('REACHED OUT')) throw new Error(`neverroot ${args.join(' ')}: ${came.stderr}`)
  return came && { ...came, took: performance.now() - began }
}
