/** attest, except and evidence as a user runs them: what people say, how it counts, and how it is checked. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entry } from '../../src/store/ledger.ts'
import { reportOf } from './report.ts'
import { command, Home, run } from './run.ts'
import { serving } from './serve.ts'

const ajv = new Ajv2020({ strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const schema = join(import.meta.dirname, '../../schema/ledger.schema.json')
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

const control = 'root-password-is-managed'
const account = '111111111111'
const now = '2026-11-23T06:30:00Z'
const sandbox = ['--sandbox', 'neglected-personal']
const offline = ['--account', account, '--now', now]

let home: Home
function freshHome() {
  beforeEach(() => void (home = new Home()))
  afterEach(() => home.remove())
}

const go = (...args: string[]) => run(args, { home })
const ledger = () => join(home.state, 'ledger.jsonl')
const sandboxLedger = () => join(home.state, 'sandbox', 'neglected-personal', 'ledger.jsonl')
const lines = (file = ledger()) => readFileSync(file, 'utf8').trimEnd().split('\n')
const entries = (file = ledger()) => lines(file).map((line) => JSON.parse(line) as Entry)
const three = async () => {
  for (const by of ['Mia Okafor', 'Tom', 'Ann']) await go('attest', control, '--by', by, ...offline)
}
const rewrite = (change: (lines: string[]) => string[]) =>
  writeFileSync(
    ledger(),
    change(lines())
      .map((line) => `${line}\n`)
      .join(''),
  )

describe('what somebody says about a control', () => {
  freshHome()
  const finding = async (id: string, at = now, ...more: string[]) => {
    const ran = await go('audit', ...sandbox, '--only', id, '--format', 'json', '--now', at, ...more)
    return reportOf(ran).findings[0]!
  }

  it('turns review into a pass that is stated, until it lapses', async () => {
    expect(await finding(control)).toMatchObject({ status: 'review' })
    const ran = await go(
      'attest',
      control,
      '--by',
      'Mia Okafor',
      '--note',
      'in 1Password',
      ...sandbox,
      '--now',
      now,
    )
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toMatch(
      /^Recorded for 111111111111: Mia Okafor says yes for root-password-is-managed, until 2027-11-23\. Is the root password [^\n]+\?\nEntry 1 of the ledger, head [0-9a-f]{64}\n$/,
    )
    const held = await finding(control)
    expect(held).toMatchObject({ status: 'pass', grade: 'stated' })
    expect(held.evidence).toMatchObject([
      { kind: 'attestation', saw: { entry: 1, hash: entries(sandboxLedger())[0]!.hash } },
    ])
    expect(await finding(control, '2027-11-23T06:29:00Z')).toMatchObject({ status: 'pass' })
    const lapsed = await finding(control, '2027-11-23T06:31:00Z')
    expect(lapsed).toMatchObject({ status: 'review' })
    expect(lapsed.message).toContain('lapsed on 2027-11-23')
  })

  it('a later --no wins, and a later yes again', async () => {
    await go('attest', control, '--by', 'Mia', ...sandbox, '--now', now)
    await go('attest', control, '--by', 'Tom', '--no', ...sandbox, '--now', now)
    expect(await finding(control)).toMatchObject({ status: 'fail', grade: 'stated' })
    await go('attest', control, '--by', 'Tom', ...sandbox, '--now', now)
    expect(await finding(control)).toMatchObject({ status: 'pass' })
  })

  it('an exception stays visible, and shows the failure again once it lapsed or was withdrawn', async () => {
    const id = 'root-has-no-access-keys'
    const except = ['except', id, '--owner', 'Tom', ...sandbox, '--now', now]
    expect(await finding(id)).toMatchObject({ status: 'fail' })
    expect(await go(...except, '--reason', 'moves in March', '--expires', '90d')).toMatchObject({ code: 0 })
    expect(await finding(id)).toMatchObject({
      status: 'excepted',
      exception: {
        owner: 'Tom',
        reason: 'moves in March',
        expires: '2027-02-21T06:30:00.000Z',
        would: 'fail',
      },
    })
    expect(await go(...except, '--withdraw')).toMatchObject({ code: 0 })
    expect(await finding(id)).toMatchObject({ status: 'fail' })
    expect(await go(...except, '--withdraw')).toMatchObject({ code: 2 })
    expect(await go(...except, '--reason', 'moves in March', '--expires', '90d')).toMatchObject({ code: 0 })
    const later = await finding(id, '2027-02-21T06:30:00Z')
    expect(later).toMatchObject({ status: 'fail' })
    expect(later.message).toContain('lapsed on 2027-02-21')
  })

  it.each([
    [control, [], '2027-11-23T06:30:00.000Z'],
    ['root-mfa-is-in-custody', [], '2027-05-22T06:30:00.000Z'],
    ['contact-mailboxes-answer', [], '2027-02-21T06:30:00.000Z'],
    ['incident-runbook-is-drilled', [], '2027-02-21T06:30:00.000Z'],
    [control, ['--expires', '90d'], '2027-02-21T06:30:00.000Z'],
    [control, ['--expires', '2w'], '2026-12-07T06:30:00.000Z'],
    [control, ['--expires', '2027-03-01'], '2027-03-01T00:00:00.000Z'],
    [control, ['--expires', '5y'], '2027-11-23T06:30:00.000Z'],
    ['root-mfa-is-in-custody', ['--expires', '365d'], '2027-05-22T06:30:00.000Z'],
  ])('%s %j counts until %s', async (id, more, expires) => {
    expect(await go('attest', id, '--by', 'Mia', ...offline, ...more)).toMatchObject({ code: 0 })
    expect(entries()[0]).toMatchObject({ control: id, expires })
  })

  it('with --account nobody is asked, and the ledger of sandboxes is another one', async () => {
    const env = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'x',
    }
    const ran = await run(['attest', control, '--by', 'Mia', ...offline], { home, env })
    expect(ran).toMatchObject({ code: 0 })
    await go('attest', control, '--by', 'Tom', ...sandbox, '--now', now)
    expect(entries()).toMatchObject([{ by: 'Mia' }])
    expect(entries(sandboxLedger())).toMatchObject([{ by: 'Tom' }])
    expect((await go('attest', '--list')).stdout).toMatch(/Mia(?![^]*Tom)/)
    expect((await go('attest', '--list', ...sandbox)).stdout).toMatch(/Tom(?![^]*Mia)/)
  })

  it('is about the account that the credentials belong to', async () => {
    await serving(['neglected-business'], home, async ({ env }) => {
      const ran = await run(['attest', control, '--by', 'Mia', '--calls'], { home, env })
      expect(ran.code).toBe(0)
      expect(ran.stderr.trim().split('\n')).toEqual([expect.stringContaining('sts:GetCallerIdentity')])
      expect(entries()[0]!.subject).toMatch(/^\d{12}$/)
    })
  })

  it('is written as the published schema says, in files that only the owner reads', async () => {
    await three()
    const except = ['except', control, '--owner', 'Tom', ...offline]
    await go(...except, '--reason', 'OPS-12', '--expires', '30d')
    await go(...except, '--withdraw', '--reason', 'done')
    appendFileSync(ledger(), '{"torn')
    await go('attest', control, '--by', 'Zoë', '--no', '--note', 'no', ...offline)
    for (const entry of entries()) {
      validate(entry)
      expect(validate.errors ?? [], JSON.stringify(entry)).toEqual([])
    }
    expect(entries().map((e) => e.kind)).toEqual([
      'attestation',
      'attestation',
      'attestation',
      'exception',
      'withdrawal',
      'repair',
      'attestation',
    ])
    for (const name of readdirSync(home.state).filter((n) => n.startsWith('ledger')))
      expect(statSync(join(home.state, name)).mode & 0o777, name).toBe(0o600)
  })

  it('no word is lost where many record at once', async () => {
    const all = Array.from({ length: 20 }, (_, i) => `person ${i}`)
    const ran = await Promise.all(all.map((by) => go('attest', control, '--by', by, ...offline)))
    expect(ran.map((r) => r.stderr).join('')).toBe('')
    expect(
      entries()
        .map((e) => 'by' in e && e.by)
        .sort(),
    ).toEqual([...all].sort())
    expect(await go('evidence', 'verify')).toMatchObject({ code: 0 })
  }, 90_000)
})

describe('--list', () => {
  freshHome()
  it('shows statements and exceptions, and what has lapsed', async () => {
    expect((await go('attest', '--list')).stdout).toContain('Nobody has said anything yet')
    expect(existsSync(home.state), 'reading makes nothing').toBe(false)
    await go('attest', control, '--by', 'Mia', '--note', 'in 1Password', '--expires', '30d', ...offline)
    await go('except', 'root-has-mfa', '--owner', 'Tom', '--reason', 'OPS-12', '--expires', '60d', ...offline)
    await go('attest', control, '--by', 'Zoë', '--no', '--account', '222222222222', '--now', now)
    const { stdout } = await go('except', '--list', '--now', '2027-01-01')
    expect(stdout).toMatch(
      /111111111111 +root-password-is-managed +holds +Mia +lapsed 2026-12-23 +in 1Password/,
    )
    expect(stdout).toMatch(/222222222222 +root-password-is-managed +does not hold +Zoë +until 2027-11-23/)
    expect(stdout).toMatch(/111111111111 +root-has-mfa +excepted +Tom +until 2027-01-22 +OPS-12/)
    expect(stdout).toContain('1 lapsed')
    const one = await go('attest', '--list', '--account', '222222222222', '--format', 'json')
    expect(JSON.parse(one.stdout)).toMatchObject([{ by: 'Zoë', holds: false, lapsed: false }])
  })

  it('lets no name steer the terminal', async () => {
    await go('attest', control, '--by', 'Mia\u001b[2J\u202e', ...offline)
    for (const args of [
      ['attest', '--list'],
      ['evidence', 'list'],
    ])
      expect((await go(...args)).stdout).not.toMatch(/[\u001b\u202e]/)
  })
})

describe('evidence verify', () => {
  freshHome()
  it('an empty ledger is intact, and so is one that was written', async () => {
    expect(await go('evidence', 'verify')).toMatchObject({ code: 0, stderr: '' })
    await three()
    const { code, stdout } = await go('evidence', 'verify')
    expect(code).toBe(0)
    expect(stdout).toContain('Intact: 3 entries')
    expect(stdout).toContain(entries()[2]!.hash)
    expect(stdout).toMatch(/proves nothing\s+by itself/)
  })

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ['changed', (l) => l.map((x) => x.replace('Tom', 'Eve')), /line 2: entry 2 was changed/],
    ['removed', ([a, , c]) => [a!, c!], /line 2: entry 2 was removed before it/],
    ['removed at the end', ([a, b]) => [a!, b!], /entry 3 was removed from the end/],
    ['moved', ([a, b, c]) => [a!, c!, b!], /line 2: entry 3 stands where entry 2 should/],
    ['inserted', ([a, b, c]) => [a!, a!, b!, c!], /line 2: repeats line 1/],
    ['truncated', ([a, b, c]) => [a!, b!.slice(0, 30), c!], /line 2: entry 2 was changed/],
  ])('says what was %s', async (_, change, says) => {
    await three()
    rewrite(change)
    const ran = await go('evidence', 'verify')
    expect(ran).toMatchObject({ code: 1, stderr: '' })
    expect(ran.stdout).toMatch(says)
    const json = JSON.parse((await go('evidence', 'verify', '--format', 'json')).stdout) as {
      problems: object[]
    }
    expect(json).toMatchObject({ intact: false })
    expect(json.problems[0]).toMatchObject({ message: expect.stringMatching(/./) as string })
    expect(await go('evidence', 'list')).toMatchObject({ code: 1 })
  })

  it('tells a crash from a change', async () => {
    await three()
    appendFileSync(ledger(), '{"at":"2026')
    const ran = await go('evidence', 'verify')
    expect(ran.code).toBe(1)
    expect(ran.stdout).toMatch(/line 4: the last line is unfinished \(11 bytes\)/)
    const audit = await go('audit', ...sandbox, '--only', control)
    expect(audit.code).toBe(0)
    expect(await go('attest', control, '--by', 'Zoë', ...offline)).toMatchObject({ code: 0 })
    expect(await go('evidence', 'verify')).toMatchObject({ code: 0 })
    expect((await go('evidence', 'list')).stdout).toContain('an unfinished line of 11 bytes was set aside')
  })

  it('with --head also finds a ledger that was written anew', async () => {
    await three()
    const [first, , third] = entries()
    const verify = (hash: string) => go('evidence', 'verify', '--head', hash)
    expect(await verify(third!.hash.toUpperCase())).toMatchObject({ code: 0 })
    expect((await verify(first!.hash)).stdout).toContain('2 entries since')
    for (const name of ['ledger.jsonl', 'ledger.head']) rmSync(join(home.state, name))
    await three()
    expect(await go('evidence', 'verify')).toMatchObject({ code: 0 })
    await go('attest', control, '--by', 'Eve', ...offline)
    rewrite((all) => all.slice(0, 2))
    rmSync(join(home.state, 'ledger.head'))
    const ran = await verify(third!.hash)
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('cut or written anew')
  })

  it('reads a ledger that was handed over', async () => {
    await three()
    const copy = home.file('work/copy.jsonl', `${lines().join('\n')}\n`)
    expect(await go('evidence', 'verify', copy)).toMatchObject({ code: 0 })
    writeFileSync(copy, lines().slice(1).join('\n'))
    expect(await go('evidence', 'verify', 'copy.jsonl')).toMatchObject({ code: 1 })
  })
})

describe('evidence export', () => {
  freshHome()
  const target = () => join(home.work, 'bundle')
  const check = () => spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: target(), encoding: 'utf8' })

  it('writes a folder that sha256sum -c accepts, with an audit', async () => {
    await go('attest', control, '--by', 'Mia <b>', ...sandbox, '--now', now)
    await go(
      'except',
      'root-has-mfa',
      '--owner',
      'Tom',
      '--reason',
      '<script>',
      '--expires',
      '60d',
      ...sandbox,
    )
    const ran = await go('evidence', 'export', 'bundle', ...sandbox)
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(readdirSync(target()).sort()).toEqual(['SHA256SUMS', 'index.html', 'ledger.jsonl', 'report.json'])
    expect(check()).toMatchObject({ status: 0, stderr: '' })
    reportOf({ stdout: readFileSync(join(target(), 'report.json'), 'utf8'), stderr: '' })
    expect(readFileSync(join(target(), 'ledger.jsonl'))).toEqual(readFileSync(sandboxLedger()))
    const page = readFileSync(join(target(), 'index.html'), 'utf8')
    expect(page).toContain('Mia &lt;b&gt;')
    expect(page).not.toMatch(/<script|Mia <b>|src=|href=/)
    expect(page).toContain(entries(sandboxLedger())[1]!.hash)
    expect(page).toContain('root-has-no-access-keys')
    expect(statSync(target()).mode & 0o777).toBe(0o700)
    writeFileSync(join(target(), 'ledger.jsonl'), 'x')
    expect(check().status).toBe(1)
    expect(readdirSync(home.work).sort(), 'nothing beside it').toEqual(['.git', 'bundle'])
  })

  it('without credentials holds the ledger alone, and says so; also in a folder that is there and empty', async () => {
    await three()
    mkdirSync(target())
    const ran = await go('evidence', 'export', target())
    expect(ran).toMatchObject({ code: 0, stderr: 'No credentials: the folder holds no audit.\n' })
    expect(readdirSync(target()).sort()).toEqual(['SHA256SUMS', 'index.html', 'ledger.jsonl'])
    expect(check().status).toBe(0)
    expect(readdirSync(home.work).sort()).toEqual(['.git', 'bundle'])
  })
})

/** Exit code 2, two lines, nothing on stdout. */
async function mistaken(args: readonly string[], what: string | RegExp, todo: string | RegExp, at = home) {
  const ran = await run(args, { home: at })
  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr.replace(/\n$/, '').split('\n'), ran.stderr).toHaveLength(2)
  const [first, second] = ran.stderr.split('\n')
  expect(first).toMatch(/^neverroot: /)
  expect(first).toMatch(what)
  expect(second).toMatch(todo)
  return ran
}

const by = ['--by', 'Mia', ...offline]

describe.concurrent('mistakes', () => {
  const tom = ['--owner', 'Tom', '--reason', 'OPS-12', ...offline]
  const key = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/')
  it.each<[string, string[], string | RegExp, string | RegExp]>([
    ['no control', ['attest', ...by], 'attest needs a control', '--list'],
    [
      'an unknown control',
      ['attest', 'root-pasword-is-managed', ...by],
      'no control "root-pasword-is-managed"',
      `Did you mean ${control}`,
    ],
    [
      'one that nobody can answer',
      ['attest', 'root-has-mfa', ...by],
      "nobody's word counts",
      'neverroot except root-has-mfa',
    ],
    ['nobody named', ['attest', control, ...offline], 'Nobody is named', '--by NAME'],
    ['an empty name', ['attest', control, '--by', ' ', ...offline], 'not what --by takes', 'Give a value'],
    [
      'a date that is none',
      ['attest', control, ...by, '--expires', '2027-02-30'],
      '"2027-02-30" is not what --expires takes',
      '90d',
    ],
    ['a word for a date', ['attest', control, ...by, '--expires', 'soon'], 'not what --expires takes', '90d'],
    [
      'a date that has passed',
      ['attest', control, ...by, '--expires', '2026-11-22'],
      '2026-11-22 is not in the future',
      'date to come',
    ],
    ['no time at all', ['attest', control, ...by, '--expires', '0d'], 'not in the future', 'date to come'],
    [
      'an account of 11 digits',
      ['attest', control, '--by', 'Mia', '--account', '11111111111'],
      'not what --account takes',
      '12 digits',
    ],
    ['no credentials', ['attest', control, '--by', 'Mia'], 'No credentials', 'aws login'],
    [
      'an unknown scenario',
      ['attest', '--list', '--sandbox', 'nowhere'],
      'no sandbox scenario "nowhere"',
      'neglected-personal',
    ],
    [
      'a secret key in a note',
      ['attest', control, ...by, '--note', `it is ${key}`],
      'seems to hold an AWS secret access key',
      'never holds secrets',
    ],
    [
      'an MFA seed',
      ['attest', control, ...by, '--note', 'otpauth://totp/x?secret=y'],
      'an MFA seed',
      'never holds secrets',
    ],
    [
      'a private key as reason',
      [
        'except',
        control,
        '--owner',
        'Tom',
        '--reason',
        '-----BEGIN PRIVATE KEY-----',
        '--expires',
        '9d',
        ...offline,
      ],
      'a private key',
      'never holds secrets',
    ],
    [
      'a note without end',
      ['attest', control, ...by, '--note', 'very '.repeat(500)],
      '2500 characters',
      'fewer words',
    ],
    ['an exception without end', ['except', control, ...tom], '--expires is missing', '--expires 90d'],
    [
      'an exception without anything',
      ['except', control, ...offline],
      '--owner, --reason, --expires are missing',
      '--owner "Mia',
    ],
    [
      'an exception for ever',
      ['except', control, ...tom, '--expires', '2028-01-01'],
      'too far ahead',
      'at most a year',
    ],
    [
      'an exception that is over',
      ['except', control, ...tom, '--expires', '2020-01-01'],
      'not in the future',
      'date to come',
    ],
    [
      'an exception of an unknown control',
      ['except', 'root-has-mfaa', ...tom, '--expires', '9d'],
      'no control',
      'Did you mean root-has-mfa\\?',
    ],
    [
      'nothing to withdraw',
      ['except', control, '--owner', 'Tom', '--withdraw', ...offline],
      'nothing to withdraw',
      'except --list',
    ],
    ['evidence of nothing', ['evidence'], 'needs a word more', 'list, verify, export'],
    [
      'evidence of something else',
      ['evidence', 'verfy'],
      'no "evidence verfy"',
      'Did you mean neverroot evidence verify',
    ],
    [
      'a head that is none',
      ['evidence', 'verify', '--head', 'abc'],
      '"abc" is not what --head takes',
      '64 digits',
    ],
    ['a file that is not there', ['evidence', 'verify', 'gone.jsonl'], 'no file gone.jsonl', 'ledger.jsonl'],
    ['a folder for a ledger', ['evidence', 'verify', '.'], 'is no file', 'Move it'],
    ['an export without a folder', ['evidence', 'export'], 'dir is missing', '--help'],
    ['an export of nothing', ['evidence', 'export', 'bundle'], 'nothing to export', '--sandbox'],
    [
      'an export as nobody',
      ['evidence', 'export', 'bundle', '--profile', 'nobody'],
      'no profile "nobody"',
      'aws',
    ],
    [
      'an export into nowhere',
      ['evidence', 'export', 'no/where', ...sandbox],
      'a folder of the path does not exist',
      'new folder',
    ],
  ])('%s', async (_, args, what, todo) => {
    const own = new Home()
    try {
      const ran = await mistaken(args, what, new RegExp(todo), own)
      expect(ran.stderr).not.toContain(key)
      expect(readdirSync(own.work)).toEqual(['.git'])
      expect(own.files().filter(([path, text]) => path.includes('ledger.jsonl') && text !== '')).toEqual([])
    } finally {
      own.remove()
    }
  })
})

describe('what cannot be read or written', () => {
  freshHome()
  it('exports into no folder that holds something, nor into a file', async () => {
    home.file('work/full/note.txt', 'mine')
    await mistaken(['evidence', 'export', 'full', ...sandbox], 'is not empty', 'new folder')
    await mistaken(['evidence', 'export', 'full/note.txt', ...sandbox], 'it is a file', 'new folder')
    expect(readdirSync(join(home.work, 'full'))).toEqual(['note.txt'])
  })

  it.each([
    ['changed', () => rewrite((l) => l.map((x) => x.replace('Tom', 'Eve'))), /line 2: entry 2 was changed/],
    ['gone', () => rmSync(ledger()), /entries 1 to 3 were removed/],
  ])('builds on, believes and exports no ledger that is %s', async (_, spoil, says) => {
    await three()
    spoil()
    const env = home.files()
    await mistaken(['attest', control, '--by', 'Zoë', ...offline], says, 'evidence verify')
    await mistaken(['attest', '--list'], says, 'evidence verify')
    await mistaken(['evidence', 'export', 'bundle'], says, 'evidence verify')
    expect(home.files()).toEqual(env)
    await serving(['neglected-personal'], home, async ({ env: keys }) => {
      const audit = await run(['audit', '--only', control], { home, env: keys })
      expect(audit).toMatchObject({ code: 2, stdout: '' })
      expect(audit.stderr).toMatch(says)
    })
  })

  it.each([
    ['a device', () => symlinkSync('/dev/full', ledger()), 'is no file'],
    ['a folder', () => mkdirSync(ledger()), 'is no file'],
    ['a link to nowhere', () => symlinkSync('/nowhere/at/all', ledger()), 'does not exist'],
  ])('says where %s stands in the place of the ledger', async (_, spoil, says) => {
    mkdirSync(home.state, { recursive: true })
    spoil()
    await mistaken(['attest', control, ...by], says, '--state DIR')
  })

  it('says where the state folder cannot be written', async () => {
    const file = home.file('file', '')
    await mistaken(
      ['attest', control, ...by, '--state', join(file, 'deep')],
      'cannot be written',
      '--state DIR',
    )
    await mistaken(
      ['attest', control, ...by, '--state', '/proc/neverroot'],
      'cannot be written',
      '--state DIR',
    )
  })

  it('a full disk keeps what was there and nothing else', async () => {
    await three()
    const before = readFileSync(ledger())
    // The limit on file sizes, in blocks of 512 bytes, stands in for a disk.
    const limited = spawn(
      'sh',
      [
        '-c',
        `ulimit -f ${Math.ceil(before.length / 512)}; exec "$0" "$@"`,
        process.execPath,
        command,
        'attest',
        control,
        '--note',
        'long '.repeat(300),
        ...by,
      ],
      { cwd: home.work, env: home.env },
    )
    let stderr = ''
    limited.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    expect(await new Promise((resolve) => limited.once('close', resolve))).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).toContain('ledger.jsonl cannot be written')
    expect(readFileSync(ledger())).toEqual(before)
    expect(await go('evidence', 'verify')).toMatchObject({ code: 0 })
  })

  it('a full disk under stdout is said', async () => {
    await three()
    for (const args of [
      ['attest', '--list'],
      ['evidence', 'list'],
      ['evidence', 'verify'],
    ]) {
      const ran = await run(args, { home, stdout: openSync('/dev/full', 'w') })
      expect(ran.code).toBe(2)
      expect(ran.stderr).toMatch(/^neverroot: The output cannot be written: the disk is full\.\n.+\n$/)
    }
  })
})

/** Where a command with a terminal of its own runs. */
const own = () => ({ cwd: home.work, env: home.env })

describe.runIf(spawnSync('script', ['--version']).stdout?.includes('util-linux'))('on a terminal', () => {
  freshHome()
  it('asks who says so', async () => {
    const line = [process.execPath, command, 'attest', control, ...offline].join(' ')
    const child = spawn('script', ['-qec', line, '/dev/null'], { ...own(), timeout: 30_000 })
    let screen = ''
    let answered = false
    child.stdout.on('data', (text: Buffer) => {
      screen += text.toString()
      if (answered || !screen.includes('Who says so?')) return
      answered = true
      child.stdin.write('Mia Okafor\r')
    })
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
    expect(screen).toContain('kept in a password manager?')
    expect(entries()).toMatchObject([{ by: 'Mia Okafor' }])
  })

  it('the welcome says how much is recorded, what has lapsed, and what is wrong', async () => {
    const screenOf = async (...more: string[]) => {
      const line = [process.execPath, command, ...sandbox, ...more].join(' ')
      const child = spawn('script', ['-qec', line, '/dev/null'], { ...own(), timeout: 30_000 })
      let screen = ''
      child.stdout.on('data', (text: Buffer) => (screen += text.toString()))
      child.stdin.end()
      await new Promise((resolve) => child.once('close', resolve))
      return screen.replace(/\u001b\[\d+m/g, '')
    }
    await go('attest', control, '--by', 'Mia', ...sandbox, '--now', now)
    expect(await screenOf('--now', now)).toContain('Recorded  1, none lapsed: neverroot attest --list')
    expect(await screenOf('--now', '2028-01-01')).toContain('Recorded  1, 1 lapsed')
    writeFileSync(sandboxLedger(), '{}\n')
    const broken = await screenOf()
    expect(broken).toContain('user/mia')
    expect(broken).toMatch(/Recorded {2}.*ledger\.jsonl, line 1: entry 1 was changed/)
  })
})
