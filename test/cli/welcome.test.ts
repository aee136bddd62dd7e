/** `neverroot` alone: the help in a pipe, and on a terminal who you are and what to do next. */
import { spawn, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { command, Home, run, version } from './run.ts'
import { serving } from './serve.ts'

/** script(1) of util-linux gives a command a terminal of its own. */
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false
const escapes = /\u001b\[[\d;]*m/

/** What a person would see. */
async function onTerminal(args: readonly string[], home: Home, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(
    'script',
    ['-qec', ['stty cols 80;', process.execPath, command, ...args].join(' '), '/dev/null'],
    {
      cwd: home.work,
      env: { ...home.env, TERM: 'xterm-256color', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let screen = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text))
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, screen: screen.replaceAll('\r\n', '\n') }
}

describe.concurrent('neverroot in a pipe', () => {
  it.each([[[]], [['--help']], [['help']]])('%j: the help, and exit code 0', async (args) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const name of ['audit', 'explain', 'permissions', 'sandbox', 'demo'])
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    expect(stdout).toContain('It never asks for a root password, an access key or an MFA code.')
  })

  it('--version', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each(['audit', 'explain', 'permissions', 'sandbox', 'demo'])('help %s is %s --help', async (name) => {
    const [one, two] = await Promise.all([run(['help', name]), run([name, '--help'])])
    expect(one.stdout).toBe(two.stdout)
    expect(one).toMatchObject({ code: 0, stderr: '' })
    expect(one.stdout).toContain(`Usage: neverroot ${name}`)
  })
})

describe.runIf(hasScript).concurrent('neverroot on a terminal (needs script of util-linux)', () => {
  it('says who you are, and about ten lines', async () => {
    const home = new Home()
    await serving(['neglected-personal'], home, async ({ env }) => {
      const { code, screen } = await onTerminal([], home, env)
      expect(code).toBe(0)
      expect(screen).toContain('arn:aws:iam::111111111111:user/mia')
      expect(screen).toMatch(/neverroot audit/)
      const lines = screen.replaceAll(new RegExp(escapes, 'g'), '').trim().split('\n')
      expect(lines.length).toBeLessThanOrEqual(14)
      expect(lines.filter((line) => line.length > 80)).toEqual([])
    })
    home.remove()
  })

  it('says that a session is of root', async () => {
    const home = new Home()
    await serving(['neglected-personal', '--as-root'], home, async ({ env }) => {
      expect((await onTerminal([], home, env)).screen).toMatch(/root session/)
    })
    home.remove()
  })

  it('without credentials says what to do, and is no failure', async () => {
    const home = new Home()
    const { code, screen } = await onTerminal([], home)
    expect(code).toBe(0)
    expect(screen).toMatch(/nobody yet: No credentials[^]*aws login/)
    home.remove()
  })

  it.each<[when: string, args: string[], env: NodeJS.ProcessEnv, coloured: boolean]>([
    ['colour', [], {}, true],
    ['NO_COLOR', [], { NO_COLOR: '1' }, false],
    ['--no-color', ['--no-color'], {}, false],
    ['--plain', ['--plain'], {}, false],
    ['a dumb terminal', [], { TERM: 'dumb' }, false],
  ])('%s: an audit with colour %s', async (_when, args, env, coloured) => {
    const home = new Home()
    const { screen } = await onTerminal(['audit', '--sandbox', 'neglected-personal', ...args], home, env)
    expect(escapes.test(screen)).toBe(coloured)
    expect(screen).toMatch(/root-has-no-access-keys/)
    const lines = screen.replaceAll(new RegExp(escapes, 'g'), '').split('\n')
    expect(lines.filter((line) => [...line].length > 80)).toEqual([])
    home.remove()
  })
})
