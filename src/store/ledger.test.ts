import { build } from 'esbuild'
import { type ChildProcess, spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { append, genesis, readLedger, type Said } from './ledger.ts'

const at = new Date('2026-11-23T06:30:00Z')
const said = (by: string): Said => ({
  kind: 'attestation',
  subject: '111111111111',
  control: 'root-password-is-managed',
  by,
  holds: true,
  expires: '2027-11-23T06:30:00.000Z',
})

let top: string
let folder: string
let file: string
/** A program that appends once for each of its arguments and prints each once it is kept. */
let writer: string

beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'neverroot-ledger-'))
  writer = join(top, 'writer.mjs')
  await build({
    stdin: {
      contents: `import { append } from './ledger.ts'
        const [folder, ...names] = process.argv.slice(2)
        for (const by of names) {
          const said = { kind: 'attestation', subject: '1', control: 'c', by, holds: true, expires: '2027-11-23T06:30:00.000Z' }
          try { await append(folder, said, new Date()); process.stdout.write(by + '\\n') }
          catch (error) { process.stderr.write(error.message + '\\n'); process.exitCode = 2 }
        }`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
})
afterAll(() => rmSync(top, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(top, 'state-'))
  file = join(folder, 'ledger.jsonl')
})
afterEach(() => {
  expect(existsSync(join(folder, 'ledger.lock')), 'no lock is left behind').toBe(false)
})

function ended(child: ChildProcess) {
  let stdout = ''
  let stderr = ''
  child.stdout!.on('data', (d: Buffer) => (stdout += d.toString()))
  child.stderr!.on('data', (d: Buffer) => (stderr += d.toString()))
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  )
}
const write = (...names: string[]) => spawn(process.execPath, [writer, folder, ...names])
const names = async () => {
  const { entries } = await readLedger(folder)
  return entries.map((entry) => (entry.kind === 'attestation' ? entry.by : entry.kind))
}

describe('append', () => {
  it('begins a ledger that only its owner may read, and goes on with it', async () => {
    const inside = join(folder, 'new', 'deep')
    const [first] = await append(inside, said('mia'), at)
    const [second] = await append(inside, said('tom'), at)
    expect(first).toMatchObject({ seq: 1, prev: genesis, at: at.toISOString() })
    expect(second).toMatchObject({ seq: 2, prev: first!.hash })
    expect(await readLedger(inside)).toMatchObject({ problems: [], head: second!.hash })
    for (const name of readdirSync(inside))
      expect(statSync(join(inside, name)).mode & 0o777, name).toBe(0o600)
  })

  it('takes away from others what a copy had given them', async () => {
    writeFileSync(file, '', { mode: 0o644 })
    await append(folder, said('mia'), at)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('keeps every entry of 20 processes that write at once', async () => {
    const all = Array.from({ length: 20 }, (_, i) => [`a${i}`, `b${i}`, `c${i}`])
    const done = await Promise.all(all.map((some) => ended(write(...some))))
    expect(done.map((d) => d.stderr).join('')).toBe('')
    const ledger = await readLedger(folder)
    expect(ledger.problems).toEqual([])
    expect((await names()).sort()).toEqual(all.flat().sort())
    expect(ledger.entries.map((e) => e.seq)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  }, 60_000)

  it('keeps what was said to be kept when processes are killed in the middle', async () => {
    const kept: string[] = []
    for (let round = 0; round < 8; round++) {
      const child = write(...Array.from({ length: 400 }, (_, i) => `r${round}-${i}`))
      const end = ended(child)
      child.stdout!.once('data', () => setTimeout(() => child.kill('SIGKILL'), round * 7))
      kept.push(...(await end).stdout.split('\n').filter(Boolean))
      expect((await readLedger(folder)).problems).toEqual([])
      await append(folder, said(`after-${round}`), at)
    }
    const found = new Set(await names())
    expect(kept.length).toBeGreaterThan(8)
    expect(kept.filter((name) => !found.has(name))).toEqual([])
    expect((await readLedger(folder)).problems).toEqual([])
  }, 60_000)

  it('sets an unfinished last line aside, says so in the chain, and builds on what was before', async () => {
    await append(folder, said('mia'), at)
    const torn = Buffer.from('{"at":"2026-11-23T06:\xff', 'latin1')
    appendFileSync(file, torn)
    expect((await readLedger(folder)).torn?.bytes).toEqual(torn)
    const written = await append(folder, said('tom'), at)
    expect(written.map((e) => e.kind)).toEqual(['repair', 'attestation'])
    expect(written[0]).toMatchObject({ bytes: torn.length })
    const aside = readdirSync(folder).find((name) => name.startsWith('ledger.torn-'))!
    expect(readFileSync(join(folder, aside))).toEqual(torn)
    expect(await readLedger(folder)).toMatchObject({ problems: [] })
    expect(await names()).toEqual(['mia', 'repair', 'tom'])
  })

  it('ends a line of which only the end was missing', async () => {
    await append(folder, said('mia'), at)
    truncateSync(file, statSync(file).size - 1)
    await append(folder, said('tom'), at)
    expect(await names()).toEqual(['mia', 'tom'])
  })

  it.each([
    [
      'a changed line',
      () => writeFileSync(file, readFileSync(file, 'utf8').replace('mia', 'eve')),
      /line 1: entry 1 was changed/,
    ],
    [
      'a line that was taken away',
      () => writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(1).join('\n')),
      /line 1: entry 1 was removed/,
    ],
    [
      'a cut at the end',
      () => truncateSync(file, statSync(file).size - 10),
      /entry 2 was removed from the end/,
    ],
    ['a ledger that is gone', () => rmSync(file), /entries 1 to 2 were removed/],
  ])('builds nothing on %s', async (_, spoil, says) => {
    await append(folder, said('mia'), at)
    await append(folder, said('tom'), at)
    spoil()
    const before = existsSync(file) ? readFileSync(file) : undefined
    await expect(append(folder, said('ann'), at)).rejects.toMatchObject({
      code: 'broken-ledger',
      message: expect.stringMatching(says) as string,
    })
    if (before) expect(readFileSync(file)).toEqual(before)
  })

  it('takes back what it wrote where the disk is full', async () => {
    await append(folder, said('mia'), at)
    // A limit on the size of files stands in for the disk; it is met in the middle of a line.
    const child = spawn('sh', [
      '-c',
      'ulimit -f 2; exec "$0" "$@"',
      process.execPath,
      writer,
      folder,
      'a',
      'b',
      'c',
      'd',
    ])
    const { code, stdout, stderr } = await ended(child)
    expect(code).toBe(2)
    expect(stderr).toMatch(/ledger\.jsonl cannot be written: the file may not grow any more\./)
    const ledger = await readLedger(folder)
    expect(ledger).toMatchObject({ problems: [] })
    expect(ledger.torn).toBeUndefined()
    expect(await names()).toEqual(['mia', ...stdout.split('\n').filter(Boolean)])
    await append(folder, said('tom'), at)
  })

  it.each([
    ['a folder', () => mkdirSync(file), 'is no file'],
    ['a device', () => symlinkSync('/dev/full', file), 'is no file'],
    [
      'a link that leads nowhere',
      () => symlinkSync(join(folder, 'no', 'where'), file),
      'a folder of the path does not exist',
    ],
  ])('says that it cannot write where there is %s', async (_, spoil, says) => {
    spoil()
    await expect(append(folder, said('mia'), at)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(says) as string,
    })
  })
})

describe('a lock that was left behind', () => {
  const lock = () => join(folder, 'ledger.lock')
  const old = () => utimesSync(lock(), new Date(0), new Date(0))
  const gone = async () => {
    const child = spawn(process.execPath, ['-e', '0'])
    await ended(child)
    return child.pid
  }
  it.each([
    [
      'its owner is gone',
      async () => writeFileSync(lock(), JSON.stringify({ pid: await gone(), host: hostname() })),
    ],
    [
      'it is old, and its number is another process now',
      async () => {
        writeFileSync(lock(), JSON.stringify({ pid: process.pid, host: hostname() }))
        old()
      },
    ],
    [
      'it is old, of another machine',
      async () => {
        writeFileSync(lock(), JSON.stringify({ pid: 1, host: 'elsewhere' }))
        old()
      },
    ],
    [
      'it is old and empty',
      async () => {
        writeFileSync(lock(), '')
        old()
      },
    ],
  ])('is taken over: %s', async (_, leave) => {
    await leave()
    await append(folder, said('mia'), at)
    expect(await names()).toEqual(['mia'])
  })

  it('is taken over by one of many only', async () => {
    writeFileSync(lock(), JSON.stringify({ pid: await gone(), host: hostname() }))
    const all = Array.from({ length: 12 }, (_, i) => `n${i}`)
    await Promise.all(all.map((name) => ended(write(name))))
    expect((await readLedger(folder)).problems).toEqual([])
    expect((await names()).sort()).toEqual([...all].sort())
  }, 60_000)

  it('is waited for while its owner works', async () => {
    writeFileSync(lock(), JSON.stringify({ pid: process.pid, host: hostname() }))
    setTimeout(() => rmSync(lock()), 300)
    const began = performance.now()
    await append(folder, said('mia'), at)
    expect(performance.now() - began).toBeGreaterThan(250)
  })
})
