import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newWorld } from './builder.ts'
import { forgetWorld as forget, load, save } from './store.ts'
import { SandboxUsageError } from './usage-error.ts'

describe('the store of worlds', () => {
  let dir: string
  const world = newWorld({ scenario: 'kept', began: '2026-11-23T06:30:00Z' }).account('111111111111').build()

  beforeEach(async () => {
    dir = join(await mkdtemp(join(tmpdir(), 'worlds-')), 'sandbox')
  })
  afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }))

  it('gives nothing where nothing is kept', async () => {
    expect(await load(dir, 'kept')).toBeUndefined()
  })

  it('gives back what it was given, and keeps it private', async () => {
    await save(dir, world)
    expect(await load(dir, 'kept')).toEqual(world)
    expect((await stat(join(dir, 'kept.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
    expect(await readdir(dir)).toEqual(['kept.json'])
  })

  it('replaces a world whole', async () => {
    await save(dir, world)
    await save(dir, { ...world, sequence: 999 })
    expect((await load(dir, 'kept'))?.sequence).toBe(999)
  })

  it('forgets', async () => {
    await save(dir, world)
    await forget(dir, 'kept')
    expect(await load(dir, 'kept')).toBeUndefined()
  })

  it('leaves no draft behind, and the old world whole, when writing fails', async () => {
    await save(dir, world)
    const circular = { ...world } as Record<string, unknown>
    circular.behaviour = { circular }
    await expect(save(dir, circular as never)).rejects.toThrow(TypeError)
    expect(await readdir(dir)).toEqual(['kept.json'])
    expect(JSON.parse(await readFile(join(dir, 'kept.json'), 'utf8'))).toEqual(world)
  })

  const broken: [when: string, text: string, says: RegExp][] = [
    ['broken JSON', '{"schema":', /is not JSON/],
    [
      'another schema',
      '{"schema":"neverroot/sandbox/0","scenario":"kept"}',
      /of schema "neverroot\/sandbox\/0"/,
    ],
    ['another scenario', '{"schema":"neverroot/sandbox/1","scenario":"other"}', /of scenario "other"/],
    ['no object', 'null', /of schema "undefined"/],
  ]
  it.each(broken)('says what is wrong with a file of %s', async (_when, text, says) => {
    await save(dir, world)
    await writeFile(join(dir, 'kept.json'), text)
    const error = await load(dir, 'kept').catch((e: unknown) => e)
    expect(error).toBeInstanceOf(SandboxUsageError)
    expect((error as SandboxUsageError).message).toMatch(says)
    expect((error as SandboxUsageError).hint).toContain('--fresh')
  })

  it('takes no name that leads out of the folder', async () => {
    await expect(load(dir, '../kept')).rejects.toThrow(SandboxUsageError)
  })
})
