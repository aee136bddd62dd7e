import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { program, start } from '../../test/support/program.ts'
import { type BeforeImage, beforeImages, forgetExpired, keepBeforeImage, undoDays } from './before-images.ts'

let top: string
let folder: string
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'neverroot-images-'))
})
afterAll(() => rmSync(top, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(top, 'state-'))
})
afterEach(() => {
  const left = readdirSync(folder).filter((name) => name !== 'before-images.json')
  expect(left, 'no lock and no draft is left behind').toEqual([])
})

const now = new Date('2026-11-23T06:30:00Z')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const image = (n: number): BeforeImage => ({ done: { PhoneNumber: `+61 2 9374 400${n}` }, undo: { n } })
const file = () => join(folder, 'before-images.json')

describe('what undo needs', () => {
  it('is kept step by step and run by run, for its owner alone', async () => {
    await keepBeforeImage(folder, 'one', 'a/1', image(1), now)
    await keepBeforeImage(folder, 'one', 'a/2', image(2), now)
    await keepBeforeImage(folder, 'two', 'a/1', image(3), now)
    expect(await beforeImages(folder, 'one', now)).toEqual({ 'a/1': image(1), 'a/2': image(2) })
    expect(await beforeImages(folder, 'two', now)).toEqual({ 'a/1': image(3) })
    expect(await beforeImages(folder, 'three', now)).toEqual({})
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('is closed to others again where a copy was open', async () => {
    await keepBeforeImage(folder, 'one', 'a/1', image(1), now)
    chmodSync(file(), 0o644)
    await keepBeforeImage(folder, 'one', 'a/2', image(2), now)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it.each<[string, number, boolean]>([
    ['is there the day before it expires', undoDays - 1, true],
    ['is gone when it expires', undoDays, false],
    ['is gone afterwards', undoDays + 1, false],
  ])('%s', async (_name, days, there) => {
    await keepBeforeImage(folder, 'old', 'a/1', image(1), now)
    expect(Object.keys(await beforeImages(folder, 'old', later(days)))).toEqual(there ? ['a/1'] : [])
    await keepBeforeImage(folder, 'new', 'a/1', image(2), later(days))
    expect(readFileSync(file(), 'utf8').includes('9374 4001'), 'the number stands in the file').toBe(there)
  })

  it('expires with its run, however late its last step was kept', async () => {
    await keepBeforeImage(folder, 'one', 'a/1', image(1), now)
    await keepBeforeImage(folder, 'one', 'a/2', image(2), later(50))
    expect(await beforeImages(folder, 'one', later(undoDays))).toEqual({})
  })

  it.each<[string, number, runs: string[]]>([
    ['nothing while nothing has expired', undoDays - 1, ['old', 'new']],
    ['what has expired', undoDays, ['new']],
    ['the whole file with the last of it', undoDays + 2, []],
  ])('is forgotten though nobody applies any more: %s', async (_name, days, runs) => {
    await keepBeforeImage(folder, 'old', 'a/1', image(1), now)
    await keepBeforeImage(folder, 'new', 'a/1', image(2), later(1))
    await forgetExpired(folder, later(days))
    const text = existsSync(file()) ? readFileSync(file(), 'utf8') : '{}'
    expect(Object.keys(JSON.parse(text) as object)).toEqual(runs)
    expect(existsSync(file())).toBe(runs.length > 0)
  })

  it('leaves no draft of a process that was killed; one that is just being written stays', async () => {
    const [old, young] = ['.0123456789ab.tmp', '.ba9876543210.tmp'].map((name) => join(folder, name))
    for (const path of [old!, young!]) writeFileSync(path, '+61 2 9374 4000')
    utimesSync(old!, new Date('2026-01-01'), new Date('2026-01-01'))
    await keepBeforeImage(folder, 'one', 'a/1', image(1), now)
    expect([existsSync(old!), existsSync(young!)]).toEqual([false, true])
    rmSync(young!)
  })

  it('that nothing was kept of is nothing', async () => {
    expect(await beforeImages(folder, 'one', now)).toEqual({})
    expect(existsSync(file())).toBe(false)
  })

  it.each<[string, string]>([
    ['is cut short', '{"one":{"exp'],
    ['is empty', ''],
  ])('in a file that %s is not written over: other runs need it', async (_name, text) => {
    writeFileSync(file(), text)
    await expect(keepBeforeImage(folder, 'one', 'a/1', image(1), now)).rejects.toMatchObject({
      message: expect.stringContaining('it is not JSON'),
    })
    await expect(beforeImages(folder, 'one', now)).rejects.toThrow('it is not JSON')
    expect(readFileSync(file(), 'utf8')).toBe(text)
  })
})

describe('a full disk', () => {
  it('keeps what was kept, whole, and says so', async () => {
    await keepBeforeImage(folder, 'one', 'a/1', image(1), now)
    const before = readFileSync(file(), 'utf8')
    const built = await program(
      top,
      `import { keepBeforeImage } from './store/before-images.ts'
       const image = { done: 'x'.repeat(5000), undo: null }
       await keepBeforeImage(process.argv[2], 'two', 'a/1', image, new Date('${now.toISOString()}'))
         .catch((error) => process.stdout.write(error.code + ': ' + error.message))`,
    )
    const { stdout } = await start(built, [folder], { blocks: 4 }).ended
    expect(stdout).toMatch(/^cannot-write: .*before-images\.json cannot be written: the file may not grow/)
    expect(readFileSync(file(), 'utf8')).toBe(before)
  })
})

describe('two runs at once', () => {
  it('on two accounts from one folder lose nothing of each other', async () => {
    const built = await program(
      top,
      `import { keepBeforeImage } from './store/before-images.ts'
       const [folder, run] = process.argv.slice(2)
       for (let n = 1; n <= 25; n++)
         await keepBeforeImage(folder, run, 'a/' + n, { done: n, undo: n }, new Date('${now.toISOString()}'))`,
    )
    const ended = await Promise.all(['one', 'two', 'three'].map((run) => start(built, [folder, run]).ended))
    expect(ended.map((e) => e.stderr).join('')).toBe('')
    for (const run of ['one', 'two', 'three'])
      expect(Object.keys(await beforeImages(folder, run, now)), run).toHaveLength(25)
  }, 60_000)
})
