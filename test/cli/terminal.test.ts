/** How the report looks on a terminal and in a pipe. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue, standalone } from './report.ts'
import { Home, run } from './run.ts'

const escapes = /\u001b/
const longest = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length))

describe.concurrent.each(standalone)('the report of %s', (scenario) => {
  it('fits 80 columns in a pipe, without colour, with one line for each control', async () => {
    const { stdout, stderr } = await run(['audit', '--sandbox', scenario])
    expect(stderr).toBe('')
    expect(stdout).not.toMatch(escapes)
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    for (const id of catalogue)
      expect(
        stdout.split('\n').filter((line) => new RegExp(`^  . \\w+ +${id}( |$)`, 'u').test(line)),
        id,
      ).toHaveLength(1)
  })

  it('fits 80 columns in ASCII with --plain', async () => {
    const { stdout, stderr } = await run(['audit', '--sandbox', scenario, '--plain', '--as', 'business'])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^[\x20-\x7e\n]+neverroot [a-z -]+\n$/)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })
})

describe.concurrent('the report', () => {
  const audit = ['audit', '--sandbox', 'neglected-personal']

  it('ends with the next command, one that this version has', async () => {
    const { stdout } = await run(audit)
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/ neverroot (audit|plan|explain|permissions)\b/)
  })

  it('uses a wide terminal', async () => {
    const [narrow, wide] = await Promise.all([run(audit), run(audit, { env: { COLUMNS: '120' } })])
    expect(longest(wide.stdout)).toBeGreaterThan(80)
    expect(longest(wide.stdout)).toBeLessThanOrEqual(120)
    expect(narrow.stdout.split('…').length).toBeGreaterThan(wide.stdout.split('…').length)
  })

  it('says more with --verbose, everything that the JSON says of a failure', async () => {
    const { stdout } = await run([...audit, '--verbose'])
    expect(stdout).toMatch(/iam:GetAccountSummary at 20/)
    expect(stdout).toMatch(/Cannot know: /)
    expect(stdout).toMatch(/\d+ calls in [\d.]+ s; profile personal/)
  })

  it('--output writes it whole, and says so unless --quiet', async () => {
    const home = new Home()
    const loud = await run([...audit, '--output', 'report.txt'], { home })
    expect(loud).toMatchObject({ code: 1, stdout: '', stderr: 'Written to report.txt.\n' })
    const quiet = await run([...audit, '--output', 'quiet.json', '--format', 'json', '--quiet'], { home })
    expect(quiet).toMatchObject({ code: 1, stdout: '', stderr: '' })
    const text = readFileSync(join(home.work, 'report.txt'), 'utf8')
    expect(text).toMatch(/neverroot plan --sandbox [a-z-]+\n$/)
    expect(text).not.toMatch(escapes)
    expect(JSON.parse(readFileSync(join(home.work, 'quiet.json'), 'utf8'))).toHaveProperty('posture')
    expect(
      home
        .files(home.work)
        .map(([path]) => path)
        .sort(),
    ).toEqual(['quiet.json', 'report.txt'])
    home.remove()
  })
})
