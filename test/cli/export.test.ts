/** export at the command line: what it writes where, what it asks AWS, and how mistakes end. */
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { table } from './mistake.ts'
import { Home, run } from './run.ts'

const sandbox = ['--sandbox', 'fresh-personal']
const now = ['--now', '2026-11-23T06:30:00Z']
const configuration = `
contacts: { primary: { phone: "+61 412 345 611" } }
alerts: { emails: [mia.example@posteo.example, pat@mail.example] }
administrator: { name: first.admin@corp.example }
`
const secrets = /mia\.example@|pat@mail|first\.admin@|412 ?345 ?611/

/** A home whose working folder has a configuration, until the test ends. */
async function withHome<T>(use: (home: Home) => Promise<T>): Promise<T> {
  const home = new Home()
  home.file('work/neverroot.yaml', configuration)
  return use(home).finally(() => home.remove())
}

const plan = (home: Home, ...more: string[]) =>
  run(['plan', ...sandbox, ...now, '--out', 'plan.json', '--quiet', ...more], { home })

describe.concurrent('neverroot export', () => {
  it.each([
    ['terraform', /^resource "aws_budgets_budget" "neverroot_daily" \{$/m],
    ['cloudformation', /^ {4}Type: "AWS::Budgets::Budget"$/m],
  ])('%s prints what can be shared: no address, no number', async (kind, holds) =>
    withHome(async (home) => {
      const { code, stdout, stderr } = await run(['export', kind, ...sandbox, ...now], { home })
      expect(code).toBe(0)
      expect(stdout).toMatch(holds)
      expect(stdout).not.toMatch(secrets)
      expect(stderr).toMatch(
        /^\d+ of \d+ calls of the plan are not in it; its comments say which, and why\.\n$/,
      )
    }),
  )

  it.each([
    [
      'terraform',
      { administrator_name: 'first.admin@corp.example', contacts_primary_phone: '+61 412 345 611' },
    ],
    ['cloudformation', [{ ParameterKey: 'AlertsEmails0', ParameterValue: 'mia.example@posteo.example' }]],
  ])('%s writes the values to a file of their own', async (kind, holds) =>
    withHome(async (home) => {
      const args = ['export', kind, ...sandbox, ...now, '--output', 'out', '--values', 'values.json']
      const { code, stdout, stderr } = await run(args, { home })
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
      expect(stderr).toContain('Written to out.\nValues written to values.json; they hold addresses.\n')
      const file = join(home.work, 'values.json')
      const values = JSON.parse(readFileSync(file, 'utf8')) as object
      expect(values).toEqual(
        Array.isArray(holds) ? expect.arrayContaining(holds) : expect.objectContaining(holds),
      )
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(join(home.work, 'out'), 'utf8')).not.toMatch(secrets)
    }),
  )

  it("aws-cli writes a script that sh can read and that is its owner's alone", async () =>
    withHome(async (home) => {
      const { code } = await run(['export', 'aws-cli', ...sandbox, ...now, '--output', 'plan.sh'], { home })
      expect(code).toBe(0)
      const file = join(home.work, 'plan.sh')
      expect(statSync(file).mode & 0o777).toBe(0o700)
      execFileSync('sh', ['-n', file])
      const text = readFileSync(file, 'utf8')
      expect(text).toMatch(secrets)
      // What is carried over was looked up.
      expect(text).toContain('"AddressLine1": "1 Example Street"')
    }))

  it('of a plan file is the same as of the plan made now', async () =>
    withHome(async (home) => {
      await plan(home)
      const made = await run(['export', 'terraform', ...sandbox, ...now], { home })
      const read = await run(['export', 'terraform', ...now, '--plan', 'plan.json'], { home })
      expect(read.code, read.stderr).toBe(0)
      expect(read.stdout).toBe(made.stdout)
    }))

  it('chooses by control, as plan does', async () =>
    withHome(async (home) => {
      const args = ['export', 'aws-cli', ...sandbox, ...now, '--only', 'daily-budget-exists', '--quiet']
      const { stdout, stderr } = await run(args, { home })
      expect(stderr).toBe('')
      expect(stdout).toContain('budgets create-budget')
      expect(stdout).not.toContain('iam ')
    }))

  it('of an account in order is a script that calls nothing', async () =>
    withHome(async (home) => {
      const { code, stdout } = await run(
        ['export', 'aws-cli', '--sandbox', 'exemplary-personal', '--only', 'daily-budget-exists'],
        { home },
      )
      expect(code).toBe(0)
      expect(stdout).toMatch(/^say 'There was nothing to call\.'$/m)
    }))

  it('changes nothing: the plan afterwards is the plan before', async () =>
    withHome(async (home) => {
      await plan(home)
      const before = readFileSync(join(home.work, 'plan.json'), 'utf8')
      for (const kind of ['terraform', 'cloudformation', 'aws-cli'])
        await run(['export', kind, ...sandbox, ...now, '--output', `${kind}.out`], { home })
      await plan(home)
      expect(readFileSync(join(home.work, 'plan.json'), 'utf8')).toBe(before)
    }))
})

describe.concurrent('a plan that is not what it was', () => {
  const changes: [name: string, change: (text: string) => string, says: RegExp][] = [
    [
      'in a word',
      (text) => text.replace('neverroot-daily', 'neverroot-other'),
      /was changed since it was made/,
    ],
    [
      'into one of another version',
      (text) => text.replace('neverroot/plan/1', 'neverroot/plan/9'),
      /plan of another version/,
    ],
    ['into half of one', (text) => text.slice(0, text.length / 2), /is not JSON/],
  ]
  it.each(changes)('changed %s', async (_name, change, says) =>
    withHome(async (home) => {
      await plan(home)
      const file = join(home.work, 'plan.json')
      writeFileSync(file, change(readFileSync(file, 'utf8')))
      const { code, stdout, stderr } = await run(['export', 'terraform', ...now, '--plan', 'plan.json'], {
        home,
      })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(says)
      expect(stderr.trimEnd().split('\n')).toHaveLength(2)
    }),
  )

  it('older than a day, or with another configuration', async () =>
    withHome(async (home) => {
      await plan(home)
      const late = ['export', 'terraform', '--plan', 'plan.json', '--now', '2026-11-25T06:30:00Z']
      expect((await run(late, { home })).stderr).toMatch(/The plan expired on 2026-11-24T06:30Z/)
      home.file('work/neverroot.yaml', configuration.replace('pat@', 'mallory@'))
      const moved = await run(['export', 'terraform', '--plan', 'plan.json', ...now], { home })
      expect(moved).toMatchObject({ code: 2, stdout: '' })
      expect(moved.stderr).toMatch(/The configuration was changed since the plan was made/)
    }))

  it('of another account: what is carried over is in that account only', async () =>
    withHome(async (home) => {
      await plan(home)
      const args = ['export', 'aws-cli', '--sandbox', 'neglected-business', '--plan', 'plan.json', ...now]
      const { code, stderr } = await run(args, { home })
      expect(code).toBe(2)
      expect(stderr).toMatch(/The plan is for account 111111111111, and you are signed in to 222222222222/)
    }))
})

table('mistakes', [
  { case: 'no word', args: ['export'], what: /a word more/, todo: /terraform, cloudformation, aws-cli/ },
  { case: 'a slip', args: ['export', 'terrafrom'], what: /"export terrafrom"/, todo: /export terraform\?/ },
  {
    case: 'another tool',
    args: ['export', 'pulumi'],
    what: /"export pulumi"/,
    todo: /terraform, cloudformation, aws-cli/,
  },
  {
    case: 'an unknown control',
    args: ['export', 'terraform', ...sandbox, '--only', 'root-has-mfas'],
    what: /no control "root-has-mfas"/,
    todo: /root-has-mfa\?/,
  },
  {
    case: 'a plan that is not there',
    args: ['export', 'terraform', '--plan', 'nowhere.json'],
    what: /nowhere\.json cannot be read: there is no such file/,
    todo: /neverroot plan --out/,
  },
  {
    case: 'a file that is no plan',
    args: ['export', 'terraform', '--plan', 'x.json'],
    with: (home) => home.file('work/x.json', '{"schema":"something/else/1"}'),
    what: /x\.json is no plan/,
    todo: /neverroot plan --out/,
  },
  {
    case: 'a plan and a choice',
    args: ['export', 'terraform', '--plan', 'x.json', '--only', 'root-has-mfa'],
    what: /--only and --section choose/,
    todo: /one or the other/,
  },
  {
    case: 'a folder that is not there',
    args: ['export', 'terraform', ...sandbox, '--output', '/nowhere/at/all/main.tf'],
    what: /\/nowhere\/at\/all/,
    todo: /--output/,
  },
  {
    case: 'values of a script',
    args: ['export', 'aws-cli', ...sandbox, '--values', 'x.json'],
    what: /no option --values/,
    todo: /--help/,
  },
  {
    case: 'nothing for a stack to make',
    args: ['export', 'cloudformation', ...sandbox, '--only', 'password-policy-is-strong'],
    what: /nothing that CloudFormation can make/,
    todo: /export aws-cli/,
  },
])
