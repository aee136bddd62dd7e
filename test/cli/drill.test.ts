/** A break-glass drill as people run it: opened, seen in CloudTrail, closed, and what it counts for. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { table } from './mistake.ts'
import { reportOf } from './report.ts'
import { Home, run } from './run.ts'

const account = '111111111111'
const sandbox = ['--sandbox', 'exemplary-personal']
const at = (time: string) => ['--now', `2026-11-23T${time}:00Z`]

let home: Home
beforeEach(() => void (home = new Home()))
afterEach(() => home.remove())

const drill = (time: string, ...args: string[]) =>
  run(['drill', 'root', ...args, ...sandbox, ...at(time)], { home })
const open = (time = '06:30') => drill(time, '--open', '--by', 'Mia', '--reason', 'quarterly drill')
const signIn = (time = '06:41') =>
  run(['sandbox', 'exemplary-personal', '--act', 'sign-in-as-root', ...at(time)], { home })
const tidy = ['--people', '2', '--key-back', '--password-renewed']
const close = (time: string, ...args: string[]) =>
  drill(time, '--close', '--by', 'Tom', '--format', 'json', ...args)
const ended = async (time: string, ...args: string[]) => {
  const { code, stdout } = await close(time, ...args)
  return { code, ...(JSON.parse(stdout) as { complete: boolean; missing: string[]; recorded: string[] }) }
}
const statuses = async (time: string) => {
  const only = 'incident-runbook-is-drilled,root-mfa-is-in-custody,root-is-not-used'
  const args = ['audit', ...sandbox, ...at(time), '--as', 'business', '--only', only, '--format', 'json']
  const { findings } = reportOf(await run(args, { home }))
  return Object.fromEntries(findings.map(({ control, status }) => [control, status]))
}

describe('a break-glass drill', () => {
  it('is opened, carried out, closed, and counts', async () => {
    expect((await open()).stdout).toContain('Sign in to the console as root, with MFA')
    await signIn()
    const before = await statuses('06:50')
    expect(before['incident-runbook-is-drilled']).toBe('review')
    expect(await ended('07:00', ...tidy)).toMatchObject({
      code: 0,
      complete: true,
      account,
      opened: { from: '2026-11-23T06:30:00.000Z', by: 'Mia', reason: 'quarterly drill' },
      signIn: { mfa: true, minutes: 11 },
      missing: [],
      recorded: ['incident-runbook-is-drilled', 'root-mfa-is-in-custody'],
    })
    expect(await statuses('07:01')).toEqual({
      'incident-runbook-is-drilled': 'pass',
      'root-mfa-is-in-custody': 'pass',
      'root-is-not-used': 'pass',
    })
    expect((await drill('07:02', '--list')).stdout).toMatch(/complete\s+11 min to the sign-in\s+Mia/)
    expect((await run(['evidence', 'verify', ...sandbox], { home })).code).toBe(0)
    expect(await close('07:03', ...tidy)).toMatchObject({ code: 2 })
  })

  it('of one person shows the runbook, and no custody of two', async () => {
    await open()
    await signIn()
    const { code, recorded } = await ended('07:00', '--people', '1', '--key-back', '--password-renewed')
    expect([code, recorded]).toEqual([0, ['incident-runbook-is-drilled']])
  })

  it('stays open, and counts for nothing, while something is missing', async () => {
    await open()
    expect(await ended('06:40', ...tidy)).toMatchObject({
      code: 1,
      complete: false,
      missing: [expect.stringContaining('no sign-in of root is seen in it yet')],
      recorded: [],
    })
    await signIn()
    expect(await ended('07:00', '--people', '2', '--key-back')).toMatchObject({
      code: 1,
      missing: ["root's password was not renewed"],
    })
    expect((await drill('07:01', '--list')).stdout).toContain('open')
    expect(await ended('07:02', ...tidy)).toMatchObject({ code: 0 })
  })

  it('that is cancelled counts for nothing, and plans no use of root any more', async () => {
    await open()
    expect(await drill('06:35', '--cancel', '--by', 'Tom')).toMatchObject({ code: 1 })
    await signIn()
    expect((await statuses('06:50'))['root-is-not-used']).toBe('fail')
    expect(await open('07:00')).toMatchObject({ code: 0 })
  })

  it('is one at a time', async () => {
    await open()
    const second = await open('06:31')
    expect(second).toMatchObject({ code: 2, stdout: '' })
    expect(second.stderr).toContain('was opened on 2026-11-23 06:30 and not closed')
  })
})

const offline = ['--account', account]

table('what a drill does not take', [
  { case: 'no kind', args: ['drill'], what: 'drill needs a word more', todo: 'root, alarm, contacts' },
  { case: 'no such kind', args: ['drill', 'rot'], what: 'no "drill rot"', todo: 'neverroot drill root' },
  { case: 'nothing to do', args: ['drill', 'root'], what: 'needs to know what to do', todo: '--open' },
  {
    case: 'two things to do',
    args: ['drill', 'root', '--open', '--close'],
    what: 'not --open and --close',
    todo: 'Give one of',
  },
  { case: 'days', args: ['drill', 'root', '--open', '--for', '3d'], what: '"3d"', todo: 'from 10m to 24h' },
  {
    case: 'a minute',
    args: ['drill', 'root', '--open', '--for', '1m'],
    what: '"1m"',
    todo: 'from 10m to 24h',
  },
  {
    case: 'nobody who opens it',
    args: ['drill', 'root', '--open', ...offline],
    what: 'Nobody is named who opens the drill',
    todo: '--by NAME',
  },
  {
    case: 'no reason',
    args: ['drill', 'root', '--open', '--by', 'Mia', ...offline],
    what: 'Nobody says why root is used',
    todo: '--reason TEXT',
  },
  {
    case: 'an organization',
    args: ['drill', 'root', '--open', '--by', 'Mia', '--reason', 'x', '--account', 'o-a1b2c3d4e5'],
    what: 'is no account',
    todo: '12 digits',
  },
  {
    case: 'closing without looking',
    args: ['drill', 'root', '--close', ...offline],
    what: 'AWS is asked',
    todo: '--cancel',
  },
  {
    case: 'closing what was not opened',
    args: ['drill', 'root', '--close', ...sandbox],
    what: `No drill of ${account} is open`,
    todo: 'drill root --open',
  },
  {
    case: 'cancelling what was not opened',
    args: ['drill', 'root', '--cancel', ...offline],
    what: `No drill of ${account} is open`,
    todo: 'drill root --open',
  },
  { case: 'half a person', args: ['drill', 'root', '--close', '--people', '1.5'], what: '1.5', todo: '' },
])
