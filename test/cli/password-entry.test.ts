/** Whether a password manager has an entry: with the real pass and keepassxc-cli, and with what the others print. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkEntry } from '../../src/cli/password/entry.ts'
import type { Manager } from '../../src/cli/password/managers.ts'
import { table } from './mistake.ts'
import { Home, run } from './run.ts'
import { needs } from '../tools.ts'

const pass = needs('pass')
const keepassxc = needs('keepassxc-cli')
const { signal } = new AbortController()
const account = '111111111111'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'neverroot-entry-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What comes of asking for each of the entries: `yes`, or the code of the refusal. */
async function askedFor(
  manager: Manager,
  entries: readonly string[],
  env: NodeJS.ProcessEnv,
  more: object = {},
) {
  const answers = entries.map((entry) =>
    checkEntry({ manager, entry, ...more }, signal, env).then(
      () => 'yes',
      (error: { code: string; message: string }) => {
        expect(error.message).not.toContain(entry)
        return error.code
      },
    ),
  )
  return Object.fromEntries((await Promise.all(answers)).map((answer, at) => [entries[at]!, answer]))
}

pass.describe('pass', () => {
  // Of entries only the files are there, and gpg is one that fails: whoever opened one would not get far.
  const store = () => {
    const home = join(folder, 'pass')
    for (const name of ['aws/root', 'aws/root/old', 'mail', 'ümlaut/a b'].map((name) =>
      join(home, '.password-store', `${name}.gpg`),
    )) {
      mkdirSync(dirname(name), { recursive: true })
      writeFileSync(name, 'not even encrypted')
    }
    writeFileSync(join(home, 'gpg'), '#!/bin/sh\ntouch "$HOME/opened"\nexit 2\n', { mode: 0o755 })
    return { HOME: home, PATH: [home, dirname(pass.path), '/usr/bin', '/bin'].join(delimiter) }
  }

  it.each(['C.UTF-8', 'C'])('lists names in %s, and opens nothing', async (LANG) => {
    const env = { ...store(), LANG }
    expect(
      await askedFor('pass', ['aws/root', 'aws/root/old', 'mail', 'aws', 'root', 'aws/none'], env),
    ).toEqual({
      'aws/root': 'yes',
      'aws/root/old': 'yes',
      mail: 'yes',
      aws: 'no-such-entry',
      root: 'no-such-entry',
      'aws/none': 'no-such-entry',
    })
    expect(() => readFileSync(join(env.HOME, 'opened'))).toThrow('ENOENT')
  })

  it('finds names that are not ASCII', async () => {
    const env = store()
    expect(await askedFor('pass', ['ümlaut/a b'], { ...env, LANG: 'C.UTF-8' })).toEqual({
      'ümlaut/a b': 'yes',
    })
  })
})

keepassxc.describe('KeePassXC', () => {
  it('lists names, with a key file', async () => {
    const [database, keyFile] = [join(folder, 'aws.kdbx'), join(folder, 'aws.key')]
    const env = { PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8' }
    const cli = (...args: string[]) => execFileSync(keepassxc.path, args, { env, stdio: 'pipe', input: '' })
    cli('db-create', '--set-key-file', keyFile, database)
    cli('mkdir', '-q', '--no-password', '-k', keyFile, database, 'aws')
    cli('add', '-q', '--no-password', '-k', keyFile, database, 'aws/root')
    const entries = ['aws/root', 'root', 'aws/', 'aws']
    expect(await askedFor('keepassxc', entries, env, { database, keyFile })).toEqual({
      'aws/root': 'yes',
      root: 'no-such-entry',
      'aws/': 'no-such-entry',
      aws: 'no-such-entry',
    })
    expect(await askedFor('keepassxc', ['aws/root'], env, { database })).toEqual({
      'aws/root': 'manager-silent',
    })
  })
})

describe('managers that need an account', () => {
  /** A program that prints this where it is asked as we ask, and fails otherwise. */
  function imitated(name: string, args: string, prints: string) {
    const bin = mkdtempSync(join(folder, 'bin-'))
    writeFileSync(join(bin, 'output'), prints)
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\n[ "$*" = '${args}' ] || exit 64\ncat '${join(bin, 'output')}'\n`,
    )
    chmodSync(join(bin, name), 0o755)
    return { PATH: `${bin}:/usr/bin:/bin`, HOME: folder }
  }

  it.each<[Manager, program: string, args: string, prints: string, entry: string]>([
    [
      '1password',
      'op',
      'item list --format json',
      '[{"id":"a1","title":"AWS root","version":1,"vault":{"id":"v1","name":"Ops"},"category":"LOGIN","urls":[{"href":"https://aws.example"}]}]',
      'Ops/AWS root',
    ],
    [
      'bitwarden',
      'bw',
      'list items --search=AWS root --nointeraction',
      '[{"object":"item","name":"AWS root","login":{"username":"x","password":"not for us","totp":null},"fields":[{"name":"AWS old"}]}]',
      'AWS root',
    ],
    ['gopass', 'gopass', 'ls --flat', 'aws/root\nmail\n', 'aws/root'],
  ])('%s', async (manager, program, args, prints, entry) => {
    expect(await askedFor(manager, [entry], imitated(program, args, prints))).toEqual({ [entry]: 'yes' })
    expect(await askedFor(manager, [entry], imitated(program, args, '[]'))).toEqual({
      [entry]: 'no-such-entry',
    })
    expect(await askedFor(manager, [entry], imitated(program, 'locked', ''))).toEqual({
      [entry]: 'manager-silent',
    })
    expect(await askedFor(manager, [entry], { PATH: '/nonexistent' })).toEqual({ [entry]: 'manager-silent' })
  })

  it('is asked before anything is recorded, and its entry is named nowhere', async () => {
    const home = new Home()
    try {
      const env = imitated('gopass', 'ls --flat', 'aws/root\n')
      const attest = (entry: string) =>
        run(
          [
            'attest',
            'root-password-is-managed',
            '--by',
            'Mia',
            '--account',
            account,
            '--manager',
            'gopass',
            '--entry',
            entry,
          ],
          { home, env: { PATH: env.PATH } },
        )
      const none = await attest('aws/other')
      expect(none).toMatchObject({ code: 2, stdout: '' })
      expect(none.stderr).toMatch(/^neverroot: gopass lists no entry of that name: nothing was recorded\.\n/)
      expect(home.files()).toEqual([])
      expect((await attest('aws/root')).code).toBe(0)
      const [, ledger] = home.files().find(([name]) => name === 'ledger.jsonl')!
      expect(JSON.parse(ledger)).toMatchObject({ note: 'gopass lists an entry of the name that was given' })
      expect(ledger).not.toContain('aws/root')
    } finally {
      home.remove()
    }
  })
})

const word = ['attest', 'root-password-is-managed', '--by', 'Mia', '--account', account]
table('an entry', [
  {
    case: 'without a manager',
    args: [...word, '--entry', 'x'],
    what: '--entry and --manager go together',
    todo: /--manager pass/,
  },
  {
    case: 'of no manager',
    args: [...word, '--entry', 'x', '--manager', 'notebook'],
    what: /notebook/,
    todo: /pass/,
  },
  {
    case: 'and a no',
    args: [...word, '--entry', 'x', '--manager', 'pass', '--no'],
    what: /says nothing/,
    todo: /--no away/,
  },
  {
    case: 'of another control',
    args: [
      'attest',
      'root-mfa-is-recoverable',
      '--by',
      'Mia',
      '--account',
      account,
      '--entry',
      'x',
      '--manager',
      'pass',
    ],
    what: 'root-mfa-is-recoverable is not about a password',
    todo: /administrator-password-is-managed/,
  },
  {
    case: 'of KeePassXC without a database',
    args: [...word, '--entry', 'x', '--manager', 'keepassxc'],
    what: /none is named/,
    todo: /--database/,
  },
  {
    case: 'of pass in a database',
    args: [...word, '--entry', 'x', '--manager', 'pass', '--database', 'x'],
    what: /pass has none/,
    todo: /away/,
  },
])
