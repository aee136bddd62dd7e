/** plan at the command line: what it shows, what it writes, and that it never changes anything. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mistaken } from './mistake.ts'
import { Home, run } from './run.ts'

const sandbox = ['--sandbox', 'neglected-personal']

describe('neverroot plan', () => {
  it('shows calls, their undo, questions and hand work, and ends with what would do it', async () => {
    const home = new Home()
    const { code, stdout } = await run(['plan', ...sandbox], { home })
    expect(code).toBe(0)
    expect(stdout).toMatch(/iam:UpdateAccountPasswordPolicy, safe; undo:\s+iam:DeleteAccountPasswordPolicy/)
    expect(stdout).toContain('needs alerts.emails:')
    expect(stdout).toContain('by hand: Delete the root access key')
    expect(stdout.trimEnd()).toMatch(
      /Nothing was changed\. Do it:\s+neverroot apply --sandbox neglected-personal$/,
    )
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('writes the file whole and keeps addresses out of it', async () => {
    const home = new Home()
    const config = join(home.work, 'neverroot.yaml')
    writeFileSync(config, 'alerts: { emails: [mia.example@posteo.example, pat@mail.example] }\n', {
      mode: 0o600,
    })
    const out = join(home.work, 'plan.json')
    const { code, stderr } = await run(['plan', ...sandbox, '--config', config, '--out', out], { home })
    expect(code).toBe(0)
    expect(stderr).toContain(`Written to ${out}.`)
    const text = readFileSync(out, 'utf8')
    expect(JSON.parse(text)).toMatchObject({ schema: 'neverroot/plan/1', config: { path: config } })
    expect(text).not.toContain('mia.example@posteo.example')
  })

  it('ends with a command that does what was shown, with what it was narrowed by', async () => {
    const home = new Home()
    const only = ['--only', 'password-policy-is-strong', '--as', 'business']
    const state = ['--state', join(home.folder, 'my state')]
    const chosen = await run(['plan', ...sandbox, ...only, ...state], { home })
    expect(chosen.stdout.replace(/\s+/g, ' ')).toContain(
      `Do it: neverroot apply --as business --only password-policy-is-strong --sandbox neglected-personal --state '${join(home.folder, 'my state')}'`,
    )
    const written = await run(['plan', ...sandbox, ...only, '--out', 'plan.json'], { home })
    expect(written.stdout.trimEnd()).toMatch(/neverroot apply plan\.json --sandbox neglected-personal$/)
    const empty = await run(['plan', ...sandbox, '--only', 'root-has-mfa'], { home })
    expect(empty.stdout.trimEnd()).toMatch(/Nothing was changed\.$/)
  })

  it('with --calls says before what it may ask', async () => {
    const ran = await run(['plan', ...sandbox, '--only', 'password-policy-is-strong', '--calls'])
    expect(ran.stderr).toMatch(/^May use: sts:GetCallerIdentity, [^]*iam:GetAccountPasswordPolicy/)
    expect(ran.stderr).not.toMatch(/UpdateAccountPasswordPolicy/)
  })

  it('leaves the account as it was: the second plan is the same', async () => {
    const home = new Home()
    const now = ['--now', '2026-11-23T06:30:00Z']
    const first = await run(['plan', ...sandbox, ...now, '--format', 'json'], { home })
    const second = await run(['plan', ...sandbox, ...now, '--format', 'json'], { home })
    expect(JSON.parse(second.stdout).digest).toBe(JSON.parse(first.stdout).digest)
  })

  it.each([
    {
      case: 'an unknown control',
      args: ['--only', 'root-has-mfas'],
      what: /no control "root-has-mfas"/,
      todo: /root-has-mfa\?/,
    },
    { case: 'an unknown section', args: ['--section', 'nothing'], what: /"nothing"/, todo: /spend-alarm/ },
    {
      case: 'a folder that is not there',
      args: ['--out', '/nowhere/at/all/plan.json'],
      what: /\/nowhere\/at\/all/,
      todo: /./,
    },
  ])('$case is a mistake', async (given) => {
    await mistaken({ ...given, args: ['plan', ...sandbox, ...given.args] })
  })
})
