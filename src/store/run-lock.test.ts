import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { program, start } from '../../test/support/program.ts'
import { withRunLock } from './run-lock.ts'

const account = '111111111111'
let top: string
let folder: string
let holder: string
beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'neverroot-run-lock-'))
  holder = await program(
    top,
    `import { withRunLock } from './store/run-lock.ts'
     const [folder, account] = process.argv.slice(2)
     await withRunLock(folder, account, () => new Promise((end) => {
       process.stdout.write('held')
       process.stdin.once('data', end)
     })).then(() => process.stdout.write(' ended'), (error) => process.stdout.write(error.code))
     process.exit()`,
  )
})
afterAll(() => rmSync(top, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(top, 'state-'))
})

const path = () => join(folder, `apply-${account}.lock`)
const work = async () => 'done'
const refused = { code: 'apply-under-way', hint: expect.stringContaining('.lock') }

describe('an account that is being changed', () => {
  it('is locked while it is, by a file for its owner alone, and free afterwards', async () => {
    const seen = await withRunLock(join(folder, 'new'), account, async () => {
      const lock = join(folder, 'new', `apply-${account}.lock`)
      return [statSync(lock).mode & 0o777, (JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }).pid]
    })
    expect(seen).toEqual([0o600, process.pid])
    expect(readdirSync(join(folder, 'new'))).toEqual([])
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700)
  })

  it('is free again after a failure', async () => {
    await expect(
      withRunLock(folder, account, async () => {
        throw new Error('broken')
      }),
    ).rejects.toThrow('broken')
    expect(await withRunLock(folder, account, work)).toBe('done')
  })

  it('is closed to a second one in this process, and to others', async () => {
    const child = start(holder, [folder, account])
    await withRunLock(folder, account, async () => {
      await expect(withRunLock(folder, account, work)).rejects.toMatchObject(refused)
      expect((await child.ended).stdout).toBe('apply-under-way')
    })
    expect(existsSync(path())).toBe(false)
  })

  it('is open to those who change another account', async () => {
    await withRunLock(folder, account, async () => {
      expect(await withRunLock(folder, '222222222222', work)).toBe('done')
    })
  })

  it('is closed while another process holds it, for however long, and free once it ended', async () => {
    const { child, ended, says } = start(holder, [folder, account])
    await says('held')
    // Applying waits for people: an old lock is a good one.
    utimesSync(path(), new Date('2020-01-01'), new Date('2020-01-01'))
    await expect(withRunLock(folder, account, work)).rejects.toMatchObject(refused)
    child.stdin.write('end\n')
    expect((await ended).stdout).toBe('held ended')
    expect(await withRunLock(folder, account, work)).toBe('done')
  })

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('is free after %s', async (signal) => {
    const { child, ended, says } = start(holder, [folder, account])
    await says('held')
    child.kill(signal)
    await ended
    expect(existsSync(path()), 'left behind').toBe(true)
    expect(await withRunLock(folder, account, work)).toBe('done')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken over by one of many', async () => {
    writeFileSync(path(), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), token: 'x' }))
    const held: string[] = []
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        withRunLock(folder, account, async () => {
          held.push('held')
          await new Promise((resolve) => setTimeout(resolve, 20))
        }),
      ),
    )
    expect(held).toEqual(['held'])
    expect(all.filter((one) => one.status === 'rejected')).toHaveLength(7)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each<[string, string]>([
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', token: 'x' })],
    ['of a process that lives', JSON.stringify({ pid: process.pid, host: hostname(), token: 'x' })],
    ['that cannot be read', 'not JSON'],
    ['that is empty: somebody is just making it', ''],
  ])('stays closed by a lock %s', async (_name, text) => {
    writeFileSync(path(), text)
    await expect(withRunLock(folder, account, work)).rejects.toMatchObject(refused)
    expect(readFileSync(path(), 'utf8')).toBe(text)
  })

  it('does not take away a lock that is not its own any more', async () => {
    const theirs = JSON.stringify({ pid: process.pid, host: hostname(), token: 'theirs' })
    await withRunLock(folder, account, async () => writeFileSync(path(), theirs))
    expect(readFileSync(path(), 'utf8')).toBe(theirs)
  })

  it('is not changed where there is no place for a lock', async () => {
    writeFileSync(join(folder, 'file'), '')
    await expect(withRunLock(join(folder, 'file'), account, work)).rejects.toMatchObject({
      code: 'cannot-write',
    })
  })
})
