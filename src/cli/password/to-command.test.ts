import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findTool } from '../../../test/tools.ts'
import { type CommandOptions, toCommand } from './to-command.ts'

vi.setConfig({ testTimeout: 30_000 })

const password = 'gpdibf#nh-MeqK2E2d9PiHb3'
const given = {
  account: '111111111111',
  user: 'first.admin@corp.example',
  password,
  signIn: 'https://111111111111.signin.aws.amazon.com/console',
}

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'neverroot-password-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a command in a folder of its own, and gives what it came to. */
async function run(command: string, options: Partial<CommandOptions> = {}) {
  let told = ''
  const sink = toCommand({
    command: `cd "$FOLDER" && ${command}`,
    signal: new AbortController().signal,
    env: { PATH: process.env.PATH, FOLDER: folder },
    tell: (text) => (told += text),
    ...options,
  })
  expect(sink.unavailable()).toBeUndefined()
  const error = await sink.deliver(given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { error, told, file: (name: string) => readFileSync(join(folder, name), 'utf8') }
}

describe('a command that takes the password', () => {
  it('finds it and a line break on its standard input, and the end of it', async () => {
    const { error, told, file } = await run('cat > it')
    expect({ error, told }).toEqual({ error: undefined, told: '' })
    expect(file('it')).toBe(`${password}\n`)
  })

  it.each<[what: string, command: string]>([
    ['reads a line', 'read -r it && printf "%s\\n" "$it" > it'],
    ['reads nothing but the first line', 'head -n 1 > it'],
    ['leaves the line break', 'head -c 24 > it; echo >> it'],
    ['opens /dev/stdin', 'cat /dev/stdin > it'],
    ['is a pipeline', 'cat | cat > it'],
    ['is several', 'cat > it; true'],
    ['is in brackets', '{ cat; } > it'],
    ['leaves something running', '{ cat > it; (sleep 3 >&2 &) }'],
  ])('%s', async (_what, command) => {
    const { error, file } = await run(command)
    expect(error).toBeUndefined()
    expect(file('it')).toBe(`${password}\n`)
  })

  it('has account, user and sign-in address in its environment, and no password', async () => {
    const { file } = await run('env > env; cat > /dev/null')
    expect(file('env')).toContain('NEVERROOT_ACCOUNT=111111111111\n')
    expect(file('env')).toContain('NEVERROOT_USER=first.admin@corp.example\n')
    expect(file('env')).toContain('NEVERROOT_SIGN_IN=https://111111111111.signin.aws.amazon.com/console\n')
    expect(file('env')).not.toContain(password)
  })
})

describe('a command that fails', () => {
  it.each<[what: string, command: string, why: string]>([
    ['ends with 1', 'cat > /dev/null; exit 1', 'ended with exit code 1'],
    ['ends with 1 at once', 'exit 1', 'ended with exit code 1'],
    ['is not there', 'no-such-password-manager', 'names a program that was not found (exit code 127)'],
    ['cannot be run', './', 'names a file that cannot be run (exit code 126)'],
    ['is no command at all', 'if', 'ended with exit code 2'],
    ['is killed', 'read -r it; kill -9 $$', 'was ended by SIGKILL'],
    ['is asked to end', 'kill -TERM $$', 'was ended by SIGTERM'],
    ['reads nothing', 'true', 'ended without reading the password'],
    ['closes its input without reading', 'exec <&-; exit 0', 'ended without reading the password'],
    ['has another input', 'cat < /dev/null', 'ended without reading the password'],
    ['reads less than all', 'head -c 10 > it', 'ended without reading the password'],
  ])('%s', async (_what, command, why) => {
    const { error, told } = await run(command)
    expect(error).toEqual(new Error(`The command of --password-to ${why}.`))
    expect(told).not.toContain(password)
  })

  it('is stopped, with all that it started, when it takes too long', async () => {
    const hanging = 'cat > /dev/null; echo $$ > pid; (sleep 600 & echo $! >> pid; wait); true'
    const { error, file } = await run(hanging, { limitMs: 500 })
    expect(error).toEqual(
      new Error('The command of --password-to was still running after 0.5 seconds and was stopped.'),
    )
    const pids = file('pid').trim().split('\n').map(Number)
    expect(pids).toHaveLength(2)
    if (findTool('ps')) await soon(() => expect(pids.filter(isRunning)).toEqual([]))
  })

  it('is stopped even when it will not listen', async () => {
    const { error, file } = await run('echo $$ > pid; trap "" TERM; while :; do sleep 1; done', {
      limitMs: 500,
    })
    expect(String(error)).toContain('was still running')
    if (findTool('ps')) await soon(() => expect(isRunning(Number(file('pid')))).toBe(false))
  })

  it('is stopped by Ctrl-C', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 300)
    const began = performance.now()
    const { error } = await run('cat > /dev/null; sleep 600', { signal: stop.signal })
    expect(error).toEqual(new Error('The command of --password-to was interrupted.'))
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it('is not run after Ctrl-C', async () => {
    const { error } = await run('cat > it', { signal: AbortSignal.abort() })
    expect(String(error)).toContain('was not run')
    expect(existsSync(join(folder, 'it'))).toBe(false)
  })
})

describe('what a command says', () => {
  it('on standard output goes nowhere, the password least of all', async () => {
    const { error, told } = await run('tee it; cat it; echo done')
    expect(error).toBeUndefined()
    expect(told).toBe('')
  })

  it('on standard error is passed on, the password cut out', async () => {
    const { error, told } = await run('read -r it; echo "gpg: hello $it" >&2; echo "$it" >&2; exit 3')
    expect(told).toBe('gpg: hello (password)\n(password)\n')
    expect(String(error)).toBe('Error: The command of --password-to ended with exit code 3.')
  })

  it('under -x is passed on, the password cut out', async () => {
    const { told } = await run('set -x; read -r it; : "$it"')
    expect(told).toContain('+ : (password)')
  })

  it('may be a lot', async () => {
    const lots = 'cat > it; head -c 3000000 /dev/zero; head -c 3000000 /dev/zero | tr "\\0" x >&2'
    const { error, told } = await run(lots)
    expect(error).toBeUndefined()
    expect(told).toHaveLength(3_000_000)
  })
})

describe.skipIf(!existsSync('/proc/self/environ'))('the list of processes', () => {
  it('shows the password in no argument and no environment while the command runs', async () => {
    const running = run('read -r it; echo $$ > pid; while ! [ -e seen ]; do sleep 0.1; done; cat > /dev/null')
    while (!existsSync(join(folder, 'pid'))) await wait(20)
    const seen = ourProcesses()
    const text = seen.flatMap((pid) => ['cmdline', 'environ'].map((name) => read(`/proc/${pid}/${name}`)))
    await import('node:fs/promises').then(({ writeFile }) => writeFile(join(folder, 'seen'), ''))
    expect((await running).error).toBeUndefined()
    // This process, the shell around the command, and the command.
    expect(seen.length).toBeGreaterThanOrEqual(3)
    expect(text.some((t) => t.includes('NEVERROOT_USER=first.admin@corp.example'))).toBe(true)
    expect(text.filter((t) => t.includes(password))).toEqual([])
  })
})

/** This process and all below it. */
function ourProcesses(): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1])] as const)
  const ours = [process.pid]
  for (const parent of ours) for (const [pid, above] of parents) if (above === parent) ours.push(pid)
  return ours
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** A process that has ended and waits to be fetched does not run. */
/** A killed process is there until the kernel has got round to it. */
const soon = (look: () => void) => vi.waitFor(look, { timeout: 5_000 })

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return !/\) Z /.test(read(`/proc/${pid}/stat`))
}
