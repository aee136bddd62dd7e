/** The first password on a real pseudo-terminal (`script` of util-linux): shown, put away, and gone without a trace. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { needs } from '../tools.ts'

// The one of BSD and macOS takes other arguments.
const script = needs(process.platform === 'linux' ? 'script' : 'script of util-linux')
vi.setConfig({ testTimeout: 60_000 })

const password = 'gpdibf#nh-MeqK2E2d9PiHb3'
const driver = join(import.meta.dirname, '../support/password-screen.ts')
const [enter, leave] = ['\x1b[?1049h', '\x1b[?1049l']

/** What a terminal shows and keeps on its normal screen: all but what is between entering and leaving the other one. */
const normalScreen = (transcript: string) =>
  transcript.replace(/\x1b\[\?1049h.*?(\x1b\[\?1049l|$)/gs, '[other screen]')

script.describe('the screen for the first password', () => {
  let folder: string
  let child: ChildProcess | undefined
  let transcript: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neverroot-screen-'))
    writeFileSync(join(folder, 'secret'), password, { mode: 0o600 })
    transcript = ''
  })
  afterEach(() => {
    child?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const outcomeFile = () => join(folder, 'outcome')

  /** Runs the driver under a terminal of its own; `more` goes behind its command. */
  function start(more = '', env: NodeJS.ProcessEnv = {}) {
    const quoted = [process.execPath, '--import', 'tsx', driver, join(folder, 'secret'), outcomeFile()]
    const line = `exec ${quoted.map((word) => `'${word}'`).join(' ')}${more}`
    const started = spawn(script.path, ['-q', '-f', '-e', '-c', line, '/dev/null'], {
      env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm', SHELL: '/bin/sh', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    started.stdout!.setEncoding('utf8').on('data', (text: string) => (transcript += text))
    child = started
    const ended = new Promise((resolve) => started.once('close', resolve))
    return {
      type: (text: string) => started.stdin!.write(text),
      hangUp: () => started.kill('SIGKILL'),
      kill: (signal: NodeJS.Signals) =>
        process.kill(Number(readFileSync(`${outcomeFile()}.pid`, 'utf8')), signal),
      ended,
    }
  }

  async function until(what: () => boolean) {
    for (const deadline = Date.now() + 30_000; !what(); await wait(20))
      if (Date.now() > deadline) throw new Error(`waited in vain: ${JSON.stringify(transcript)}`)
  }
  /** The screen is there, and has been long enough for a key to be meant for it. */
  async function shown() {
    await until(() => transcript.includes('the password is taken back'))
    await wait(600)
  }
  async function outcome() {
    await until(() => existsSync(outcomeFile()) && readFileSync(outcomeFile(), 'utf8') !== '')
    return readFileSync(outcomeFile(), 'utf8')
  }
  /** The other screen was entered and left once, wiped before, and held all of the password that there ever was. */
  function expectNoTrace() {
    expect(transcript.split(enter)).toHaveLength(2)
    expect(transcript.split(leave)).toHaveLength(2)
    expect(transcript).toContain(`\x1b[2J\x1b[3J\x1b[H${leave}`)
    expect(normalScreen(transcript)).toMatch(/BEFORE\s+\[other screen\]AFTER/)
    expect(normalScreen(transcript)).not.toContain(password.slice(0, 6))
    expect(transcript.slice(transcript.indexOf(enter), transcript.indexOf(leave))).toContain(password)
  }

  it('shows user, account, address, password and advice, until Enter', async () => {
    const { type, ended } = start()
    await shown()
    expect(existsSync(outcomeFile())).toBe(false)
    type('\r')
    expect(await outcome()).toBe('delivered')
    await ended
    expectNoTrace()
    const screen = transcript.slice(transcript.indexOf(enter), transcript.indexOf(leave))
    expect(screen).toMatch(/User +first\.admin@corp\.example\r\n/)
    expect(screen).toMatch(/Account +111111111111\r\n/)
    expect(screen).toMatch(/Sign in +https:\/\/111111111111\.signin\.aws\.amazon\.com\/console\r\n/)
    expect(screen).toContain(`\r\n${password}\r\n`)
    expect(screen).toMatch(/password manager now/)
    expect(screen).toMatch(/must be changed at first sign-in/)
  })

  it('is not ended by other keys, nor by what was typed before it was there', async () => {
    const { type, ended } = start()
    type('111111111111\r\r')
    await shown()
    type('q \x1b\x1a\x1c')
    await wait(300)
    expect(existsSync(outcomeFile())).toBe(false)
    type('\n')
    expect(await outcome()).toBe('delivered')
    await ended
    expectNoTrace()
  })

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('%s: left without a trace, and not delivered', async (_key, typed) => {
    const { type, ended } = start()
    await shown()
    type(typed)
    expect(await outcome()).toBe('The first password was not put away: it was interrupted.')
    await ended
    expectNoTrace()
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: the same', async (signal) => {
    const { kill, ended } = start()
    await shown()
    kill(signal)
    expect(await outcome()).toBe('The first password was not put away: it was interrupted.')
    await ended
    expectNoTrace()
  })

  it('a terminal that goes away, as often as the shell says so: not delivered', async () => {
    const { hangUp, kill } = start()
    await shown()
    hangUp()
    kill('SIGHUP')
    await wait(150)
    kill('SIGHUP')
    expect(await outcome()).toMatch(
      /^The first password was not put away: (it was interrupted|the terminal is gone)\.$/,
    )
  })

  it('shows itself on the terminal when output goes elsewhere', async () => {
    const { type, ended } = start(` > '${join(folder, 'out')}' 2>&1`)
    await shown()
    type('\r')
    expect(await outcome()).toBe('delivered')
    await ended
    expect(transcript).toContain(password)
    expect(normalScreen(transcript).trim()).toBe('[other screen]')
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('BEFORE\nAFTER\n')
  })

  it.each<[what: string, more: string, env: NodeJS.ProcessEnv, says: string]>([
    ['input from elsewhere', ' < /dev/null', {}, 'There is no terminal'],
    ['a dumb terminal', '', { TERM: 'dumb' }, 'cannot clear its screen'],
    ['CI', '', { CI: 'true' }, 'kept in a log'],
    ['CloudShell', '', { AWS_EXECUTION_ENV: 'CloudShell' }, 'CloudShell'],
  ])('%s: not available', async (_what, more, env, says) => {
    const { ended } = start(more, env)
    expect(await outcome()).toContain(says)
    await ended
    expect(transcript).not.toContain(enter)
    expect(transcript).not.toContain(password)
  })
})
