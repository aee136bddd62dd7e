/** `neverroot custody` as people use it: the register of root's hardware keys, and what the audit makes of it. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entry } from '../../src/store/ledger.ts'
import { table } from './mistake.ts'
import { script, Terminal } from './pty.ts'
import { reportOf } from './report.ts'
import { Home, run } from './run.ts'

const ajv = new Ajv2020({ strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const schema = join(import.meta.dirname, '../../schema/ledger.schema.json')
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

const account = '111111111111'
const now = '2026-11-23T06:30:00Z'
const offline = ['--account', account, '--now', now]
const key = (label: string, last4: string) => [
  ...['--label', label, '--serial-last4', last4, '--place', 'safe', '--seal', '42'],
  ...['--custodian', 'Mia Okafor', '--custodian', 'Tom Reyes'],
]

let home: Home
beforeEach(() => void (home = new Home()))
afterEach(() => home.remove())
const go = (...args: string[]) => run(args, { home })
const add = (label: string, last4: string, ...more: string[]) =>
  go('custody', '--add', ...key(label, last4), ...(more.length > 0 ? more : offline))
const list = async (...more: string[]) =>
  JSON.parse(
    (await go('custody', '--list', '--format', 'json', ...(more.length > 0 ? more : ['--now', now]))).stdout,
  ) as {
    label: string
    seal: string
    place: string
    custodians: string[]
    expires: string
    lapsed: boolean
  }[]

describe('the register', () => {
  it('keeps a record for each key, shows it, renews it and retires it', async () => {
    const first = await add('root key A', '7f2k')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(
      /^Recorded for 111111111111: "root key A" \(\.\.\.7F2K\), a safe of your own, seal 42, custodians Mia Okafor and Tom Reyes, until 2027-05-22\. Two keys are recommended[^\n]+\nEntry 1 of the ledger, head [0-9a-f]{64}\n$/,
    )
    expect((await add('root key B', '9X1Z')).stdout).not.toContain('recommended')
    expect((await list()).map(({ label, lapsed }) => [label, lapsed])).toEqual([
      ['root key A', false],
      ['root key B', false],
    ])
    const later = ['--account', account, '--now', '2027-04-01T00:00:00Z']
    const renewed = await go('custody', '--renew', 'ROOT KEY A', '--seal', '77', '--place', 'bank', ...later)
    expect(renewed.stdout).toMatch(
      /^Renewed for 111111111111: "root key A" \(\.\.\.7F2K\), a bank's deposit box, seal 77/,
    )
    await go('custody', '--retire', 'root key B', '--reason', 'lost', ...later)
    expect(await list('--now', '2027-06-01T00:00:00Z')).toMatchObject([
      { label: 'root key A', seal: '77', place: 'bank', expires: '2027-09-28T00:00:00.000Z', lapsed: false },
    ])
    expect((await list('--now', '2027-10-01T00:00:00Z'))[0]!.lapsed).toBe(true)
    expect((await go('custody', '--list', '--plain', '--now', '2027-10-01T00:00:00Z')).stdout).toContain(
      'root key A (...7F2K)  bank  seal 77  Mia Okafor, Tom Reyes  lapsed 2027-09-28',
    )
  })

  it('is entries of the ledger, which its schema, its list and its chain know', async () => {
    await add('A', '7F2K')
    await go('custody', '--retire', 'A', '--reason', 'it broke', ...offline)
    const lines = readFileSync(join(home.state, 'ledger.jsonl'), 'utf8').trimEnd().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as Entry)
    for (const entry of entries) expect(validate(entry), JSON.stringify(validate.errors)).toBe(true)
    expect(entries[0]).toMatchObject({
      kind: 'custody',
      subject: account,
      label: 'A',
      last4: '7F2K',
      place: 'safe',
      custodians: ['Mia Okafor', 'Tom Reyes'],
      seal: '42',
      expires: '2027-05-22T06:30:00.000Z',
    })
    expect(entries[1]).toMatchObject({ kind: 'retirement', label: 'A', reason: 'it broke' })
    const shown = (await go('evidence', 'list')).stdout
    expect(shown).toContain('A (...7F2K): safe, seal 42, Mia Okafor and Tom Reyes, until 2027-05-22')
    expect(shown).toContain('A is no longer a key of root: it broke')
    expect((await go('evidence', 'verify')).code).toBe(0)
    const exported = await go('evidence', 'export', 'out', '--sandbox', 'neglected-personal')
    expect(exported.code).toBe(0)
  })

  it('lapses sooner where somebody wants it, never later than after 180 days', async () => {
    await add('A', '7F2K', ...offline, '--expires', '30d')
    await add('B', '9X1Z', ...offline, '--expires', '2y')
    expect((await list()).map(({ expires }) => expires.slice(0, 10))).toEqual(['2026-12-23', '2027-05-22'])
  })

  it('says where two labels may be one key', async () => {
    await add('A', '7F2K')
    expect((await add('B', '7f2k')).stderr).toBe(
      '"A" ends with 7F2K as well: should it be the same key, retire one of the two.\n',
    )
  })
})

describe('what the audit makes of it', () => {
  const sandbox = ['--sandbox', 'neglected-business', '--now', now]
  const findings = async (at = now) => {
    const only = 'root-mfa-is-in-custody'
    const ran = await go(
      'audit',
      '--sandbox',
      'neglected-business',
      '--as',
      'business',
      '--only',
      only,
      '--format',
      'json',
      '--now',
      at,
    )
    return reportOf(ran).findings[0]!
  }

  it('review, then a pass that is stated, then review again when a record lapses', async () => {
    expect(await findings()).toMatchObject({ status: 'review' })
    await add('A', '7F2K', ...sandbox)
    await add('B', '9X1Z', ...sandbox, '--expires', '30d')
    const found = await findings()
    expect(found).toMatchObject({ status: 'pass', grade: 'stated' })
    expect(found.message).toContain(
      '2 keys with two custodians each, the oldest record A (...7F2K) of 2026-11-23',
    )
    expect(JSON.stringify(found)).not.toMatch(/"seal"|"42"/)
    const lapsed = await findings('2026-12-24T06:30:00Z')
    expect(lapsed).toMatchObject({ status: 'review' })
    expect(lapsed.message).toContain('the custody record of B (...9X1Z) lapsed on 2026-12-23')
    expect(lapsed.message).toContain('neverroot custody --renew "B"')
  })

  it('watch tells in time that a record lapses', async () => {
    const watch = (at: string) =>
      go(
        'watch',
        '--once',
        '--sandbox',
        'neglected-business',
        '--as',
        'business',
        '--format',
        'json',
        '--only',
        'root-mfa-is-in-custody',
        '--now',
        at,
      )
    await add('A', '7F2K', ...sandbox)
    await add('B', '9X1Z', ...sandbox, '--expires', '30d')
    expect((await watch(now)).code).toBe(0)
    const ran = await watch('2026-12-12T06:30:00Z')
    const { drift } = JSON.parse(ran.stdout) as { drift: object[] }
    expect(drift).toMatchObject([
      { kind: 'lapsing', control: 'root-mfa-is-in-custody', expires: '2026-12-23T06:30:00.000Z' },
    ])
  })

  it('a plain statement still counts, and the later word of the two does', async () => {
    const attest = (...more: string[]) =>
      go('attest', 'root-mfa-is-in-custody', '--by', 'ops', '--sandbox', 'neglected-business', ...more)
    await attest('--now', now)
    expect(await findings()).toMatchObject({ status: 'pass' })
    await add('A', '7F2K', '--sandbox', 'neglected-business', '--now', '2026-11-24T00:00:00Z')
    expect((await findings('2026-11-24T01:00:00Z')).message).toContain('the oldest record A')
    await attest('--no', '--now', '2026-11-25T00:00:00Z')
    expect(await findings('2026-11-25T01:00:00Z')).toMatchObject({ status: 'fail' })
  })
})

script.describe('at a terminal', () => {
  it('asks for what is missing, one thing after the other', async () => {
    const terminal = new Terminal(['custody', '--add', ...offline], home)
    for (const [question, answer] of [
      ['its label', 'root key A'],
      ['last four characters', '7f2k'],
      ['What kind of place', 'vault'],
      ['first custodian', 'Mia'],
      ['the second', 'Tom'],
      ['Number of the seal', '42'],
    ] as const) {
      await terminal.until(new RegExp(`${question}[^\\n]*\\? $`))
      terminal.line(answer)
    }
    expect(await terminal.ended).toBe(0)
    expect(await list()).toMatchObject([{ label: 'root key A', place: 'vault', custodians: ['Mia', 'Tom'] }])
  })

  it.each([
    ['yes', 0, '2027-05-22'],
    ['no', 2, '2026-12-23'],
    ['', 2, '2026-12-23'],
  ])('renews what somebody looked at: %j', async (answer, code, until) => {
    await add('A', '7F2K', ...offline, '--expires', '30d')
    const terminal = new Terminal(['custody', '--renew', 'A', ...offline], home)
    await terminal.until(/is the seal 42 whole\? \(yes\/no\) $/)
    terminal.line(answer)
    expect(await terminal.ended).toBe(code)
    expect((await list())[0]!.expires.slice(0, 10)).toBe(until)
  })
})

it('a mistake records nothing', async () => {
  expect((await add('A', '12347F2K')).code).toBe(2)
  expect(existsSync(join(home.state, 'ledger.jsonl'))).toBe(false)
})

const withKey = async (own: Home) =>
  void (await run(['custody', '--add', ...key('root key A', '7F2K'), ...offline], { home: own }))

table('custody: what cannot be', [
  {
    case: 'nothing to do',
    args: ['custody'],
    what: 'needs to be told what to do',
    todo: '--add, --list, --renew LABEL',
  },
  {
    case: 'two things',
    args: ['custody', '--add', '--list'],
    what: '--add and --list are two things',
    todo: 'Give one of',
  },
  {
    case: 'fields missing, and nobody to ask',
    args: ['custody', '--add', '--label', 'A', ...offline],
    what: '--serial-last4, --place, --custodian (twice), --seal are missing',
    todo: 'neverroot custody --add --label',
  },
  {
    case: 'the whole serial',
    args: ['custody', '--add', ...key('A', '12347F2K'), ...offline],
    what: /^(?!.*12347F2K).*the whole serial is never kept/,
    todo: 'last four alone',
  },
  {
    case: 'the same label again',
    with: withKey,
    args: ['custody', '--add', ...key('Root Key A', '9X1Z'), ...offline],
    what: '"root key A" is in the custody register already',
    todo: 'neverroot custody --renew "root key A"',
  },
  {
    case: 'a slip in the label',
    with: withKey,
    args: ['custody', '--retire', 'root key B', ...offline],
    what: 'There is no key "root key B"',
    todo: 'root key A',
  },
  {
    case: 'nothing to renew',
    args: ['custody', '--renew', 'A', '--seal-whole', ...offline],
    what: 'There is no key "A"',
    todo: 'neverroot custody --add',
  },
  {
    case: 'renewed without a look',
    with: withKey,
    args: ['custody', '--renew', 'root key A', ...offline],
    what: 'Nobody says whether the seal of "root key A" is whole',
    todo: '--seal-whole',
  },
  {
    case: 'another serial for the same key',
    args: ['custody', '--renew', 'A', '--serial-last4', '9X1Z', ...offline],
    what: '--serial-last4 says nothing with --renew',
    todo: 'Another key is another record',
  },
  {
    case: 'one custodian on renewal',
    with: withKey,
    args: ['custody', '--renew', 'root key A', '--seal-whole', '--custodian', 'Ann', ...offline],
    what: 'two custodians, and 1 is named',
    todo: '--custodian NAME --custodian NAME',
  },
  {
    case: 'an old and a new seal',
    args: ['custody', '--renew', 'A', '--seal', '7', '--seal-whole', ...offline],
    what: '--seal and --seal-whole are two things',
    todo: 'Give one of them',
  },
])

describe('the sheet', () => {
  const sheet = (label: string, ...more: string[]) => go('custody', '--sheet', label, ...offline, ...more)

  it('is a page filled from the register, to standard output or a file, and records nothing', async () => {
    await add('root key A', '7F2K')
    const before = await list()
    const { stdout, stderr, code } = await sheet('ROOT KEY A')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^<!doctype html>/)
    for (const part of [account, 'root key A', '7F2K', '42', 'Mia Okafor and Tom Reyes', '2027-05-22'])
      expect(stdout).toContain(part)
    const file = join(home.folder, 'sheet.html')
    const written = await sheet('root key A', '--output', file)
    expect(written).toMatchObject({ code: 0, stdout: '' })
    expect(written.stderr).toContain(`Written to ${file}`)
    expect(readFileSync(file, 'utf8')).toBe(stdout)
    expect(await list()).toEqual(before)
  })

  it('shows no address of anybody', async () => {
    const people = ['--custodian', 'mia@corp.example', '--custodian', 'tom@corp.example']
    const fields = ['--label', 'B', '--serial-last4', '9X1Z', '--place', 'bank', '--seal', '7']
    expect((await go('custody', '--add', ...fields, ...people, ...offline)).code).toBe(0)
    const { stdout } = await sheet('B')
    expect(stdout).toContain('m...@corp.example and t...@corp.example')
    expect(stdout).not.toMatch(/mia@|tom@/)
  })

  it.each<[when: string, args: string[], says: RegExp]>([
    ['a key that is not there', [], /There is no key "root key C"/],
    ['with a field', ['--seal', '9'], /--seal says nothing with --sheet/],
    ['as JSON', ['--format', 'json'], /--format json says nothing with --sheet/],
    ['with another act', ['--list'], /--list and --sheet are two things/],
    ['into a folder that is not there', ['--output', '/no/such/folder/s.html'], /\/no\/such\/folder/],
  ])('is not made: %s', async (_, args, says) => {
    await add('root key A', '7F2K')
    const { stdout, stderr, code } = await sheet('root key C', ...args)
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(stderr).toMatch(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })
})
