/** Kept audits: each whole one, what changed between two, nothing of anybody in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { table } from './mistake.ts'
import { Home, run } from './run.ts'

let home: Home
beforeEach(() => void (home = new Home()))
afterEach(() => home.remove())

const scenario = 'neglected-business'
const go = (...args: string[]) => run([...args, '--sandbox', scenario], { home })
const kept = () => readdirSync(join(home.state, 'sandbox', scenario, 'history'))

describe('neverroot history', () => {
  it('lists whole audits, and what became of each finding between two', async () => {
    expect((await go('history')).stdout).toContain('No audit is kept yet.')
    await go('audit', '--format', 'json', '--now', '2026-11-23T08:00:00Z')
    await go('audit', '--only', 'root-has-mfa', '--now', '2026-11-23T09:00:00Z')
    await go(
      'attest',
      'root-password-is-managed',
      '--by',
      'pat',
      '--account',
      '222222222222',
      '--now',
      '2026-11-23T09:00:00Z',
    )
    await go('audit', '--now', '2026-11-24T08:00:00Z')
    const listed = await go('history')
    expect(listed.stdout).toMatch(/2026-11-23T0800 +222222222222 .*\n 2026-11-24T0800 +222222222222 /)
    const json = JSON.parse((await go('history', '--format', 'json')).stdout) as object[]
    expect(json).toHaveLength(2)
    expect(json[0]).toMatchObject({ id: '2026-11-23T0800', subject: '222222222222', posture: { grade: 'F' } })
    const diff = await go('history', 'diff', 'previous', 'latest')
    expect(diff.code).toBe(0)
    expect(diff.stdout).toMatch(/root-password-is-managed +222222222222 +review to pass/)
    expect(diff.stdout).toMatch(/was 2026-11-23T0800 +F,[^]*is +2026-11-24T0800 +F,/)
    const { changes } = JSON.parse(
      (await go('history', 'diff', '2026-11-23T0800', '2026-11-24T0800', '--format', 'json')).stdout,
    ) as { changes: object[] }
    expect(changes).toContainEqual({
      control: 'root-password-is-managed',
      subject: '222222222222',
      was: 'review',
      now: 'pass',
    })
    expect((await go('history', 'diff', 'latest', 'latest')).stdout).toContain('Nothing changed.')
  })

  it('names those of one minute apart, lets go of what is old, and holds nothing of anybody', async () => {
    for (const now of ['2025-09-01T08:00:00Z', '2026-11-23T08:00:00Z', '2026-11-23T08:00:30Z'])
      await go('audit', '--quiet', '--now', now)
    expect(kept().sort()).toEqual(['2026-11-23T0800-2.json', '2026-11-23T0800.json'])
    const text = kept()
      .map((name) => readFileSync(join(home.state, 'sandbox', scenario, 'history', name), 'utf8'))
      .join()
    expect(text).not.toMatch(/@|\+\d{6}|AKIA/)
  })

  it('keeps an organization as one', async () => {
    const org = ['--sandbox', 'neglected-organization']
    await run(['audit', '--org', '--quiet', ...org], { home })
    const [one] = JSON.parse((await run(['history', '--format', 'json', ...org], { home })).stdout) as {
      subject: string
    }[]
    expect(one!.subject).toMatch(/^o-/)
  })
})

table('neverroot history, given badly', [
  {
    case: 'an audit that is not kept',
    args: ['history', 'diff', 'nope', 'latest', '--sandbox', scenario],
    what: /No audit "nope" is kept/,
    todo: /neverroot audit keeps each whole one/,
  },
  {
    case: 'one id alone',
    args: ['history', 'diff', 'latest', '--sandbox', scenario],
    what: /diff|argument|b/,
    todo: /history/,
  },
  {
    case: 'a format that there is not',
    args: ['history', '--format', 'xml', '--sandbox', scenario],
    what: /"xml" is not what --format takes/,
    todo: /terminal, json/,
  },
])
