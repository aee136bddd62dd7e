import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countToForget, forget, type Forgetting } from './forget.ts'
import { ourLock } from './lock-file.ts'
import { append, readLedger, type Said } from './ledger.ts'
import { records } from './records.ts'
import { withForgetLock, withRunLock } from './run-lock.ts'

const subject = '111111111111'
const day = (n: number) => new Date(Date.UTC(2026, 10, n, 6, 30))
const iso = (n: number) => day(n).toISOString()
const hash = (digit: string) => digit.repeat(64)
const now = day(25)

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'neverroot-forget-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text: unknown) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), typeof text === 'string' ? text : JSON.stringify(text))
}
const text = (name: string) => readFileSync(join(folder, name), 'utf8')
const left = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
const task = (forgetting: Forgetting) => ({ folder, forgetting, now })

const said: readonly [at: number, said: Said][] = [
  [
    1,
    {
      kind: 'attestation',
      subject,
      control: 'root-email-is-a-list',
      by: 'Mia Okafor',
      holds: false,
      expires: iso(60),
    },
  ],
  [
    2,
    {
      kind: 'exception',
      subject,
      control: 'root-has-mfa',
      owner: 'Tom Reyes',
      reason: 'Lena moves',
      expires: iso(60),
    },
  ],
  [
    3,
    {
      kind: 'window',
      subject,
      by: 'Mia Okafor',
      reason: 'for Lena',
      from: iso(3),
      until: iso(4),
      drill: true,
    },
  ],
  [4, { kind: 'closing', subject, window: 3, by: 'Tom Reyes', seen: true, people: 2, minutes: 9 }],
  [
    5,
    {
      kind: 'custody',
      subject,
      label: 'key A',
      last4: '7F2K',
      place: 'safe',
      custodians: ['Mia Okafor', 'Tom Reyes'],
      seal: '42',
      expires: iso(90),
    },
  ],
  [6, { kind: 'acknowledgement', subject, control: 'root-use-raises-an-alarm', people: 2, expires: iso(90) }],
  [
    7,
    {
      kind: 'contacts-drill',
      subject,
      by: 'Mia Okafor',
      reason: 'Lena',
      until: iso(8),
      way: 'mail',
      salt: 'salt',
      opener: hash('a'),
      mailboxes: [{ mailbox: hash('b'), roles: ['root'] }],
      left: [],
    },
  ],
  [7, { kind: 'contacts-answer', subject, drill: 7, right: true, mailbox: hash('b'), person: hash('c') }],
  [
    8,
    { kind: 'contacts-closing', subject, drill: 7, by: 'Mia Okafor', complete: true, people: 1, roles: [] },
  ],
  [
    20,
    { kind: 'attestation', subject, control: 'root-has-mfa', by: 'Lena Voss', holds: true, expires: iso(60) },
  ],
]

async function filled() {
  for (const [at, what] of said) await append(folder, what, day(at))
  put('ledger.torn-0123456789ab', '{"by":"Mia Okafor')
  put('setup.json', { by: 'Mia Okafor' })
  put('before-images.json', { run: { steps: { a: { undo: { email: 'mia@corp.example' } } } } })
  put('journal/2026-11-05T0630/plan.json', { items: [] })
  put(
    'journal/2026-11-05T0630/journal.jsonl',
    '{"caller":"arn:aws:iam::1:user/mia","kind":"opened","seq":1}\n{"kind":"closed","seq":2}\n{"caller":"arn:aw',
  )
  put(
    'journal/2026-11-24T0630/journal.jsonl',
    '{"caller":"arn:aws:iam::1:user/tom","kind":"opened","seq":1}\n',
  )
  put('history/2026-11-05T0630.json', {})
  put('history/2026-11-24T0630.json', {})
  put('organization/run.json', {})
  put('organization/pages.jsonl', hash('d'))
  put('organization/applied/222222222222/before-images.json', { a: 'mia@corp.example' })
  put('watch/111111111111.json', {
    at: iso(24),
    unsent: { email: [{ id: 'x' }, { id: 'y' }], slack: [{ id: 'x' }] },
    took: { x: [hash('e')] },
  })
  put('cache/spend.json', {})
  put('page/account-111111111111.json', { by: 'Mia Okafor' })
  put('sandbox/startup/ledger.jsonl', '')
  put('notes-of-mine.txt', 'not ours')
}

describe('forgetting', () => {
  it('deletes everything that is ours, and nothing else', async () => {
    await filled()
    expect((await countToForget(task({ what: 'all' }))).map(({ kind }) => kind)).toEqual([
      'ledger',
      'setup',
      'undo',
      'run',
      'organization',
      'watch',
      'audit',
      'page',
      'cache',
      'sandbox',
    ])
    await forget(task({ what: 'all' }))
    expect(left()).toEqual(['notes-of-mine.txt'])
    expect(readdirSync(folder)).toEqual(['notes-of-mine.txt'])
  })

  it('leaves nobody in what stays, and a ledger that says what was done', async () => {
    await filled()
    const head = (await readLedger(folder)).head
    await forget(task({ what: 'people' }))
    for (const name of left().filter((one) => one !== 'notes-of-mine.txt'))
      for (const person of ['Mia', 'Tom', 'Lena', 'mia@', ':user/', ...'abcde'].map((one) =>
        one.length === 1 ? hash(one) : one,
      ))
        expect(text(name).includes(person), `${person} in ${name}`).toBe(false)
    const ledger = await readLedger(folder)
    expect(ledger.problems).toEqual([])
    expect(ledger.entries.map(({ kind, seq }) => `${seq} ${kind}`)).toEqual([
      '1 erased',
      '2 erased',
      '3 window',
      '4 closing',
      '5 erased',
      '6 acknowledgement',
      '7 erased',
      '8 erased',
      '9 erased',
      '10 erased',
      '11 erasure',
    ])
    expect(ledger.entries.at(-1)).toMatchObject({ what: 'people', entries: 9, head })
    const now = await records(folder, subject)
    expect(now.attestation('root-email-is-a-list')).toBeUndefined()
    expect(now.exception('root-has-mfa')).toBeUndefined()
    expect(now.custody()).toEqual([])
    expect(now.contactsDrills()).toEqual([])
    expect(now.acknowledgement('root-use-raises-an-alarm')?.people).toBe(2)
    // Root was used on purpose, whoever it was.
    expect(now.windows()).toMatchObject([
      { entry: 3, from: iso(3), by: '(forgotten)', closed: { seen: true } },
    ])
    expect(JSON.parse(text('watch/111111111111.json'))).toEqual({
      at: iso(24),
      unsent: { email: [{ id: 'y' }], slack: [{ id: 'x' }] },
    })
    expect(left()).toContain('sandbox/startup/ledger.jsonl')
    expect(await countToForget(task({ what: 'people' })), 'again').toEqual([])
    await append(folder, said[0]![1], day(26))
    expect((await readLedger(folder)).problems).toEqual([])
  })

  it('deletes what is older than a day, and keeps what is younger', async () => {
    await filled()
    await forget(task({ what: 'before', before: day(10) }))
    const { entries, problems } = await readLedger(folder)
    expect(problems).toEqual([])
    expect(entries.map(({ kind }) => kind)).toEqual([
      ...Array<string>(9).fill('erased'),
      'attestation',
      'erasure',
    ])
    expect(entries.at(-1)).toMatchObject({ what: 'before', before: iso(10), entries: 9 })
    expect(left().filter((name) => /^(journal|history)/.test(name))).toEqual([
      'history/2026-11-24T0630.json',
      'journal/2026-11-24T0630/journal.jsonl',
    ])
  })

  it('keeps a window of planned use that is not over', async () => {
    await append(
      folder,
      { kind: 'window', subject, by: 'Mia', reason: 'x', from: iso(3), until: iso(30) },
      day(3),
    )
    expect(await countToForget(task({ what: 'before', before: day(10) }))).toEqual([])
  })

  it.each(['people', 'before'] as const)('refuses %s while a drill is open', async (what) => {
    const [, opened] = said[6]!
    await append(
      folder,
      { ...(opened as Extract<Said, { kind: 'contacts-drill' }>), until: iso(28) },
      day(24),
    )
    const forgetting = what === 'before' ? { what, before: now } : { what }
    await expect(countToForget(task(forgetting))).rejects.toMatchObject({ code: 'drill-is-open' })
  })

  it('takes a ledger for whole that was cut off before its head was written', async () => {
    await filled()
    const head = text('ledger.head')
    await forget(task({ what: 'people' }))
    put('ledger.head', head)
    expect((await readLedger(folder)).problems).toEqual([])
  })

  it('does the rest where it was killed while it deleted', async () => {
    put('.forgotten-0123456789ab/0/journal.jsonl', 'mia@corp.example')
    put('.0123456789ab.tmp', 'mia@corp.example')
    expect(await countToForget(task({ what: 'people' }))).toEqual([{ kind: 'left', count: 2 }])
    await forget(task({ what: 'people' }))
    expect(left()).toEqual([])
  })

  it('refuses a ledger that somebody changed, and deletes it with all the rest', async () => {
    await filled()
    put('ledger.jsonl', text('ledger.jsonl').replace('Tom', 'Tim'))
    const before = text('ledger.jsonl')
    await expect(forget(task({ what: 'people' }))).rejects.toMatchObject({ code: 'broken-ledger' })
    expect(text('ledger.jsonl')).toBe(before)
    expect(existsSync(join(folder, 'setup.json'))).toBe(true)
    await forget(task({ what: 'all' }))
    expect(left()).toEqual(['notes-of-mine.txt'])
  })

  it.each(['apply-111111111111.lock', 'sandbox/startup/startup.json.lock'])(
    'refuses while %s is held, and nothing begins meanwhile',
    async (lock) => {
      await filled()
      const work = async () => undefined
      put(lock, ourLock())
      await expect(withForgetLock(folder, work)).rejects.toMatchObject({ code: 'run-under-way' })
      rmSync(join(folder, lock))
      await withForgetLock(folder, async () => {
        await expect(withRunLock(folder, subject, work)).rejects.toMatchObject({ code: 'forget-under-way' })
      })
      await withRunLock(folder, subject, work)
    },
  )
})
