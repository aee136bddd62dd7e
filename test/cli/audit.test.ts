/** What `neverroot audit` promises to whoever calls it: exit codes, clean stdout, JSON by the schema, kept state. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Operation, permissionFor } from '../../src/aws/index.ts'
import { catalogue, reportOf, said, standalone } from './report.ts'
import { Home, run } from './run.ts'

const audit = (scenario: string, ...args: string[]) => ['audit', '--sandbox', scenario, ...args]

describe.concurrent('exit codes', () => {
  it.each<[when: string, args: string[], code: number]>([
    ['failures', audit('neglected-personal'), 1],
    ['an account in order', audit('exemplary-personal'), 0],
    ['the same, strictly: what nobody has said counts', audit('exemplary-personal', '--strict'), 1],
    ['one control that fails', audit('neglected-personal', '--only', 'root-has-no-access-keys'), 1],
    ['one control that passes', audit('neglected-personal', '--only', 'root-has-mfa'), 0],
    ['two, of which one fails', audit('neglected-personal', '--only', 'root-has-mfa, root-is-not-used'), 1],
    ['a section with high failures', audit('neglected-personal', '--section', 'spend-alarm'), 1],
    [
      'the same, where only critical ones count',
      audit('neglected-personal', '--section', 'spend-alarm', '--fail-on', 'critical'),
      0,
    ],
    [
      'a medium failure, where high ones count',
      audit('neglected-personal', '--only', 'password-policy-is-strong', '--fail-on', 'high'),
      0,
    ],
    [
      'the same, where medium ones count',
      audit('neglected-personal', '--only', 'password-policy-is-strong', '--fail-on', 'medium'),
      1,
    ],
    [
      'an unknown that is not critical',
      audit('new-signup', '--only', 'contact-phone-is-valid,root-has-no-access-keys'),
      0,
    ],
    [
      'the same, strictly',
      audit('new-signup', '--only', 'contact-phone-is-valid,root-has-no-access-keys', '--strict'),
      1,
    ],
  ])('%s', async (_when, args, code) => {
    const ran = await run(args)
    expect(ran.stderr).toBe('')
    expect(ran.code).toBe(code)
  })
})

describe.concurrent.each(standalone)('the JSON report of %s', (scenario) => {
  it('keeps to the schema, on a stdout of its own, with one finding for each control', async () => {
    const ran = await run(audit(scenario, '--format', 'json', '--verbose', '--calls'))
    const report = reportOf(ran)
    expect(report.findings.map((f) => f.control).sort()).toEqual([...catalogue].sort())
    const { id } = report.subjects[0]!
    expect(report.findings.map((f) => f.id).sort()).toEqual(catalogue.map((c) => `${c}:${id}`).sort())
    expect(report).toMatchObject({ sandbox: scenario, caller: { account: id } })
    const { counts, known } = report.posture
    expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(catalogue.length)
    expect(known).toEqual({
      count: counts.pass + counts.fail,
      of: known.count + counts.review + counts.unknown,
    })
    // Every call was announced, and nothing else was said.
    const announced = ran.stderr.split('\n').filter((line) => line.startsWith('  '))
    expect(announced).toHaveLength(report.calls.total)
    const [, list] = /^May use: (.*)$/m.exec(ran.stderr)!
    for (const line of announced) {
      const operation = line.trim().split(' ')[0] as Operation
      expect(list!.split(', ')).toContain(permissionFor(operation))
    }
  })
})

describe.concurrent('what is looked at', () => {
  it.each<[when: string, args: string[], expected: object]>([
    ['as nobody said', [], { profile: 'personal' }],
    ['--as business', ['--as', 'business'], { profile: 'business', profileBecause: 'as asked' }],
    ['--as personal', ['--as', 'personal'], { profile: 'personal', profileBecause: 'as asked' }],
    ['--now', ['--now', '2026-11-23T06:30:00Z'], { at: '2026-11-23T06:30:00.000Z' }],
    ['--now, a day', ['--now', '2026-11-23'], { at: '2026-11-23T00:00:00.000Z' }],
    ['--region', ['--region', 'eu-west-1'], { partition: 'aws' }],
  ])('%s', async (_when, args, expected) => {
    const ran = await run(audit('neglected-business', '--only', 'root-has-mfa', '--format', 'json', ...args))
    expect(reportOf(ran)).toMatchObject(expected)
  })

  it('--only and --section leave the others out', async () => {
    const [only, section] = await Promise.all([
      run(audit('neglected-personal', '--format', 'json', '--only', 'root-has-mfa,daily-budget-exists')),
      run(audit('neglected-personal', '--format', 'json', '--section', 'spend-alarm')),
    ])
    expect(
      reportOf(only)
        .findings.map((f) => f.control)
        .sort(),
    ).toEqual(['daily-budget-exists', 'root-has-mfa'])
    expect(new Set(reportOf(section).findings.map((f) => f.section))).toEqual(new Set(['spend-alarm']))
  })

  it('--no-cost-explorer asks Cost Explorer nothing', async () => {
    const [with_, without] = await Promise.all([
      run(audit('neglected-personal', '--format', 'json')),
      run(audit('neglected-personal', '--format', 'json', '--no-cost-explorer')),
    ])
    expect(Object.keys(reportOf(with_).calls.byAction).join()).toContain('ce:')
    expect(Object.keys(reportOf(without).calls.byAction).join()).not.toContain('ce:')
  })

  it('a configuration beside the command, with --as over it', async () => {
    const home = new Home()
    home.file('work/neverroot.yaml', 'profile: business\nbaseline: { rootUnusedDays: 700 }\n')
    const only = audit('exemplary-personal', '--format', 'json', '--only', 'root-is-not-used')
    const configured = reportOf(await run(only, { home }))
    expect(configured).toMatchObject({ profile: 'business', profileBecause: 'as configured' })
    const asked = reportOf(await run([...only, '--as', 'personal'], { home }))
    expect(asked).toMatchObject({ profile: 'personal', profileBecause: 'as asked' })
    home.remove()
  })
})

describe.concurrent('the world of a scenario', () => {
  it('is kept between runs, private to its owner, until --fresh', async () => {
    const home = new Home()
    const at = async (now: string, ...more: string[]) => {
      const args = audit('neglected-personal', '--format', 'json', '--only', 'root-has-no-access-keys')
      return reportOf(await run([...args, '--now', now, ...more], { home })).findings[0]!.message
    }
    expect(await at('2026-11-23T06:30:00Z')).toContain('last used 3 days ago')
    expect(await at('2026-12-03T06:30:00Z')).toContain('last used 13 days ago')
    expect(await at('2026-12-03T06:30:00Z', '--fresh')).toContain('last used 3 days ago')
    expect(home.files().map(([path]) => path)).toEqual(['sandbox/neglected-personal/neglected-personal.json'])
    for (const folder of ['', 'sandbox', 'sandbox/neglected-personal'])
      expect(statSync(join(home.state, folder)).mode & 0o777).toBe(0o700)
    for (const [path] of home.files()) expect(statSync(join(home.state, path)).mode & 0o777).toBe(0o600)
    home.remove()
  })

  it('lets its caller in however long ago it began', async () => {
    const home = new Home()
    const only = audit('exemplary-personal', '--format', 'json', '--only', 'root-has-mfa')
    expect((await run([...only, '--now', '2026-11-23'], { home })).code).toBe(0)
    const later = await run([...only, '--now', '2026-12-23'], { home })
    expect(later.stderr).toBe('')
    expect(later.code).toBe(0)
    home.remove()
  })

  it('gives the same findings twice', async () => {
    const args = audit('neglected-business', '--format', 'json', '--now', '2026-11-23T06:30:00Z')
    const [one, two] = await Promise.all([run(args), run(args)])
    expect(reportOf(one).findings.map(said)).toEqual(reportOf(two).findings.map(said))
  })

  it('lies where --state says', async () => {
    const home = new Home()
    await run(audit('fresh-personal', '--only', 'root-has-mfa', '--state', 'elsewhere'), { home })
    expect(home.files()).toEqual([])
    expect(home.files(join(home.work, 'elsewhere'))).toHaveLength(1)
    home.remove()
  })
})
