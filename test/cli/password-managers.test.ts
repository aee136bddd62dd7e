/**
 * The first password into real password managers, with the very lines that `neverroot explain first-password` shows, and
 * out again through the managers themselves.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { topics } from '../../src/cli/commands/topics.ts'
import { toCommand } from '../../src/cli/password/to-command.ts'
import { firstPassword } from '../../src/engine/apply/password.ts'
import { needs } from '../tools.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const pass = needs('pass')
const gpg = needs('gpg')
const keepassxc = needs('keepassxc-cli')
const run = promisify(execFile)

/** The lines of the topic that begin with a program's name and go on as a command does. */
const documented = (program: string) =>
  topics['first-password']!.paragraphs.filter((p) => new RegExp(`^${program} [a-z-]+ -`).test(p))

/** A home of its own, so that `~` and every default lie in it. */
function newHome() {
  const folder = mkdtempSync(join(tmpdir(), 'nr-pw-'))
  const tools = [pass.path, gpg.path, keepassxc.path].filter(Boolean).map((path) => dirname(path))
  const env = { PATH: [...tools, '/usr/bin', '/bin'].join(':'), HOME: folder, LANG: 'C.UTF-8' }
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Delivers a password by a command; gives why it failed, if it did, and what the command said. */
async function deliver(command: string, env: NodeJS.ProcessEnv, password: string) {
  let told = ''
  const given = {
    account: '111111111111',
    user: 'first.admin@corp.example',
    password,
    signIn: 'https://111111111111.signin.aws.amazon.com/console',
  }
  const sink = toCommand({
    command,
    env,
    signal: new AbortController().signal,
    tell: (text) => (told += text),
  })
  const failed = await sink.deliver(given).then(
    () => undefined,
    (error: Error) => error.message,
  )
  return { failed, told }
}

pass.describe('pass', () => {
  gpg.describe('with a throw-away key', () => {
    const home = newHome()
    const [line] = documented('pass') as [string]
    const show = async (entry: string) => (await run(pass.path, ['show', entry], { env: home.env })).stdout

    beforeAll(async () => {
      mkdirSync(join(home.folder, '.gnupg'), { mode: 0o700 })
      const key = ['--quick-generate-key', 'throwaway@corp.example', 'default', 'default', 'never']
      await run(gpg.path, ['--batch', '--passphrase', '', ...key], { env: home.env })
      await run(pass.path, ['init', 'throwaway@corp.example'], { env: home.env })
    })
    afterAll(async () => {
      await run('gpgconf', ['--kill', 'all'], { env: home.env }).catch(() => undefined)
      home.remove()
    })

    it('keeps what it is given by the line that is shown', async () => {
      expect(line).toBe('pass insert -m aws/admin')
      for (const password of [firstPassword({}), firstPassword({ MinimumPasswordLength: 128 })]) {
        expect(await deliver(line, home.env, password)).toEqual({ failed: undefined, told: '' })
        expect(await show('aws/admin')).toBe(`${password}\n`)
      }
      const entry = readFileSync(join(home.folder, '.password-store/aws/admin.gpg'))
      expect(entry.length).toBeGreaterThan(100)
    })

    it('keeps user and address beside it, where they are asked for', async () => {
      const password = firstPassword({})
      const line = `{ cat; echo "user: $NEVERROOT_USER"; echo "url: $NEVERROOT_SIGN_IN"; } | pass insert -m aws/more`
      expect(await deliver(line, home.env, password)).toMatchObject({ failed: undefined })
      expect(await show('aws/more')).toBe(
        `${password}\nuser: first.admin@corp.example\nurl: https://111111111111.signin.aws.amazon.com/console\n`,
      )
    })

    it.each<[what: string, command: string]>([
      ['asked to type it twice', 'pass insert aws/twice'],
      ['without a store', 'PASSWORD_STORE_DIR=/nonexistent pass insert -m aws/nowhere'],
    ])('%s: fails, and keeps nothing', async (_what, command) => {
      const password = firstPassword({})
      const { failed, told } = await deliver(command, home.env, password)
      expect(failed).toBe('The command of --password-to ended with exit code 1.')
      expect(told).not.toContain(password)
      expect(readdirSync(join(home.folder, '.password-store/aws')).sort()).not.toContain('twice.gpg')
    })
  })
})

keepassxc.describe('KeePassXC', () => {
  const home = newHome()
  const [create, add] = documented('keepassxc-cli') as [string, string]
  const show = async (entry: string, ...more: string[]) => {
    const args = ['show', '--no-password', '-k', `${home.folder}/aws.key`, '-s', ...more]
    return (await run(keepassxc.path, [...args, `${home.folder}/aws.kdbx`, entry], { env: home.env })).stdout
  }

  beforeAll(async () => {
    const made = run('/bin/sh', ['-c', create], { env: home.env })
    // Nobody answers it: the line must not ask.
    made.child.stdin!.end()
    await made
  })
  afterAll(home.remove)

  it('keeps what it is given by the line that is shown', async () => {
    expect(add).toMatch(/^keepassxc-cli add .* -p ~\/aws\.kdbx aws-admin$/)
    const password = firstPassword({})
    expect(await deliver(add, home.env, password)).toEqual({ failed: undefined, told: '' })
    expect(await show('aws-admin', '-a', 'Password')).toBe(`${password}\n`)
  })

  it('replaces no entry: it fails, and the old one stays', async () => {
    const before = await show('aws-admin')
    const { failed } = await deliver(add, home.env, firstPassword({}))
    expect(failed).toBe('The command of --password-to ended with exit code 1.')
    expect(await show('aws-admin')).toBe(before)
  })

  it('keeps the longest password, with user and address beside it', async () => {
    const password = firstPassword({ MinimumPasswordLength: 128 })
    const line = add
      .replace(' -p ', ' -u "$NEVERROOT_USER" --url "$NEVERROOT_SIGN_IN" -p ')
      .replace('aws-admin', 'long')
    expect(await deliver(line, home.env, password)).toMatchObject({ failed: undefined })
    const entry = await show('long')
    expect(entry).toContain(`Password: ${password}\n`)
    expect(entry).toContain('UserName: first.admin@corp.example\n')
    expect(entry).toContain('URL: https://111111111111.signin.aws.amazon.com/console\n')
  })

  it('with a database that asks for a password: fails', async () => {
    const made = run('/bin/sh', ['-c', 'keepassxc-cli db-create -p ~/asks.kdbx'], { env: home.env })
    made.child.stdin!.end('some password\nsome password\n')
    await made
    const { failed } = await deliver(
      'keepassxc-cli add -q -p ~/asks.kdbx aws-admin',
      home.env,
      firstPassword({}),
    )
    expect(failed).toBe('The command of --password-to ended with exit code 1.')
  })
})
