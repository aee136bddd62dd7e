/** Where the result cannot be written, the command says so in two lines and does not pretend. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Home, run } from './run.ts'

const commands = [
  ['audit', '--sandbox', 'neglected-personal'],
  ['audit', '--sandbox', 'neglected-personal', '--format', 'json'],
  ['permissions', 'audit'],
  ['explain'],
  ['explain', 'root-has-mfa'],
  ['demo'],
  ['sandbox', '--list'],
  ['sandbox', 'fresh-personal'],
  ['--help'],
]
const name = (args: string[]) => args.join(' ')

describe.concurrent('stdout on a full disk', () => {
  it.each(commands.map((args) => [name(args), args] as const))('%s', async (_name, args) => {
    const full = openSync('/dev/full', 'w')
    try {
      const { code, stderr } = await run(args, { stdout: full })
      expect(stderr).toMatch(/^neverroot: .*the disk is full\.\n.*--output FILE\n$/)
      expect(code).toBe(2)
    } finally {
      closeSync(full)
    }
  })
})

describe.concurrent('a pipe that nobody reads', () => {
  it.each(commands.map((args) => [name(args), args] as const))('%s', async (_name, args) => {
    const { code, stderr } = await run(args, { meanwhile: (child) => child.stdout!.destroy() })
    expect(stderr).toMatch(/^neverroot: .*the pipe was closed\.\n.*--output FILE\n$/)
    expect(code).toBe(2)
  })
})

describe.concurrent('--output', () => {
  const audit = ['audit', '--sandbox', 'fresh-personal', '--only', 'root-has-mfa', '--format', 'json']

  async function inFolder(check: (folder: string) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'neverroot-output-'))
    await check(folder).finally(() => rmSync(folder, { recursive: true }))
  }

  it('follows a link and leaves it a link', () =>
    inFolder(async (folder) => {
      symlinkSync(join(folder, 'there.json'), join(folder, 'link.json'))
      expect((await run(['permissions', 'audit', '--output', join(folder, 'there.json')])).code).toBe(0)
      expect((await run([...audit, '--output', join(folder, 'link.json')])).code).toBe(1)
      expect(JSON.parse(readFileSync(join(folder, 'there.json'), 'utf8'))).toHaveProperty('findings')
      expect(readdirSync(folder).sort()).toEqual(['link.json', 'there.json'])
    }))

  it('keeps the mode that a file has', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'report.json')
      closeSync(openSync(file, 'w', 0o600))
      await run([...audit, '--output', file])
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(statSync(file).size).toBeGreaterThan(100)
    }))

  it('leaves the old file as it was where the audit cannot begin', () =>
    inFolder(async (folder) => {
      const home = new Home()
      const file = home.file('work/report.json', 'of yesterday')
      expect((await run(['audit', '--format', 'json', '--output', file], { home })).code).toBe(2)
      expect(readFileSync(file, 'utf8')).toBe('of yesterday')
      home.remove()
      expect(readdirSync(folder)).toEqual([])
    }))

  it('writes into a device, here the one that swallows everything', () =>
    inFolder(async (folder) => {
      // Through a link: a command that replaced what it writes to would replace only the link.
      symlinkSync('/dev/null', join(folder, 'null'))
      expect((await run([...audit, '--output', join(folder, 'null')])).code).toBe(1)
      expect(statSync(join(folder, 'null')).isCharacterDevice()).toBe(true)
    }))
})
