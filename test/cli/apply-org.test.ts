/** neverroot plan --org, apply and undo --org: what a person and a script see, at 80 columns. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/index.ts'
import type { World } from '../../src/sandbox/index.ts'
import { configuration, personal } from './account.ts'
import { Home, run, type RunOptions } from './run.ts'

const scenario = 'startup'
const member = '333333333333'
/** Contacts of the member without a role show once the plan has turned trusted access on: they are for the next plan. */
const others = ['--exclude', '444444444444']

class Company {
  readonly home = new Home()
  organization = ''
  constructor() {
    this.home.file('work/neverroot.yaml', configuration)
  }
  go(args: readonly string[], options: Omit<RunOptions, 'home'> = {}) {
    return run([...args, '--sandbox', scenario], { ...options, home: this.home })
  }
  get planFile() {
    return join(this.home.work, 'plan.json')
  }
  async plan(...args: string[]): Promise<Plan> {
    const ran = await this.go(['plan', '--org', ...args, '--out', 'plan.json', '--quiet'])
    if (ran.code !== 0) throw new Error(ran.stderr)
    const plan = JSON.parse(readFileSync(this.planFile, 'utf8')) as Plan
    this.organization = plan.organization!
    return plan
  }
  confirmed = () => ['--confirm', this.organization]
}

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length))
/** Without the line that names the next command, which is as long as its paths. */
const told = (text: string) => text.replace(/^.*neverroot (apply|undo|plan) .*$/gm, '')

const companies: Company[] = []
const open = () => {
  const company = new Company()
  companies.push(company)
  return company
}
afterAll(() => companies.forEach(({ home }) => home.remove()))

describe('plan --org', () => {
  it('tells equal changes once, names nobody, and says how to do it', async () => {
    const company = open()
    const ran = await company.go(['plan', '--org', '--out', 'plan.json', '--plain'])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^\n Plan for o-\w{10} /)
    expect(ran.stdout).toMatch(/\n {2}1 account: 333333333333\n/)
    expect(ran.stdout).toMatch(
      /\n \d+ calls in 2 accounts and the organization, 0 irreversible\.\n Nothing was changed\. Do it: neverroot apply plan\.json /,
    )
    expect(ran.stdout).not.toMatch(/subject|[^\x00-\x7f]/)
    expect(ran.stdout + ran.stderr).not.toMatch(personal)
    expect(widest(told(ran.stdout))).toBeLessThanOrEqual(80)
    const json = await company.go(['plan', '--org', '--format', 'json'])
    expect(json).toMatchObject({ code: 0 })
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'neverroot/plan/1', account: '111111111111' })
    expect(json.stdout).not.toMatch(personal)
  })

  it('without a file says how to write one down, with the same choice', async () => {
    const { stdout } = await open().go(['plan', '--org', '--accounts', member])
    expect(stdout).toContain(`neverroot plan --org --accounts ${member} --sandbox startup --out FILE`)
    expect(stdout).toMatch(/ calls in 1 account[.,]/)
    expect(stdout.replace(/\s+/g, ' ')).toContain('it is changed for the whole organization, in 111111111111')
  })
})

describe('apply and undo', () => {
  it('there and back, in text', async () => {
    const company = open()
    const plan = await company.plan()
    const ran = await company.go(['apply', 'plan.json', '--plain', ...company.confirmed()])
    expect(ran.code).toBe(0)
    expect(ran.stderr).toMatch(
      /^\n the organization\n {2}\+ o-\w+ {2}1 fixed\n\n canary: 1 account\n {2}\+ 333333333333 {2}\d+ fixed\n\n the management account\n {2}\+ 111111111111 {2}\d+ fixed, \d+ waiting\n$/,
    )
    expect(ran.stdout).toMatch(/canary: 1 of 1 good\n {2}\+ the management account: 1 of 1 good\n/)
    expect(ran.stdout).toContain(' Take it back: neverroot undo --org --sandbox startup\n')
    expect(ran.stdout).toContain('neverroot apply --org --resume --sandbox startup')
    expect(ran.stdout + ran.stderr).not.toMatch(/[^\x00-\x7f]/)
    expect(ran.stdout + ran.stderr).not.toMatch(personal)
    expect(widest(told(ran.stdout))).toBeLessThanOrEqual(80)

    const again = await company.go(['apply', 'plan.json', ...company.confirmed()])
    expect(again).toMatchObject({ code: 2 })
    expect(again.stderr).toMatch(/^neverroot: This plan was applied already\.\nMake a new one: .*\n$/)
    const none = await company.go(['apply', '--org', ...others, ...company.confirmed()])
    expect(none).toMatchObject({ code: 0 })
    expect(none.stdout).toMatch(/Nothing to apply\./)

    const undone = await company.go(['undo', '--org', '--plain', ...company.confirmed()])
    expect(undone.code).toBe(0)
    expect(undone.stdout).toMatch(/\n \d+ calls taken back\.\n$/)
    expect(undone.stdout + undone.stderr).not.toMatch(/[^\x00-\x7f]|\bfixed\b/)
    expect(await company.go(['undo', '--org', ...company.confirmed()])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^neverroot: Nothing that was applied .* is left to take back\.\n.+\n$/),
    })
    const second = await company.plan()
    const calls = ({ items }: Plan) =>
      items.flatMap((item) => item.steps.map((s) => `${s.account} ${s.action}`))
    const isCode = (call: string) => /PhoneNumber/.test(call)
    expect(calls(second).filter((c) => !isCode(c))).toEqual(calls(plan).filter((c) => !isCode(c)))
  })

  it('in JSON, with nothing beside it', async () => {
    const company = open()
    await company.plan()
    const applied = await company.go(['apply', '--org', '--format', 'json', ...company.confirmed()])
    expect(applied).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(applied.stdout)).toMatchObject({
      organization: company.organization,
      waves: [
        { name: 'the organization', good: 1 },
        { name: 'canary', accounts: [member], good: 1 },
        { name: 'the management account' },
      ],
      ends: { [member]: { good: true, waiting: 0 } },
      left: [],
      complete: true,
    })
    const none = await company.go(['apply', '--org', ...others, '--format', 'json', ...company.confirmed()])
    expect(JSON.parse(none.stdout)).toEqual({
      organization: company.organization,
      waves: [],
      ends: {},
      left: [],
      complete: true,
    })
    const undone = await company.go(['undo', '--org', '--format', 'json', ...company.confirmed()])
    expect(undone).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(undone.stdout)).toMatchObject({ complete: true, left: [] })
  })

  it('stops with 3 where an account is not good, says why and how to carry on, and does', async () => {
    const company = open()
    await company.plan()
    const file = join(company.home.state, 'sandbox', scenario, `${scenario}.json`)
    const allow = (policy: string) => {
      const world = JSON.parse(readFileSync(file, 'utf8')) as World
      world.accounts[member]!.iam.roles[0]!.attached = [`arn:aws:iam::aws:policy/${policy}`]
      writeFileSync(file, JSON.stringify(world))
    }
    allow('ReadOnlyAccess')
    const ran = await company.go(['apply', 'plan.json', '--plain', ...company.confirmed()])
    expect(ran.code).toBe(3)
    expect(ran.stdout).toMatch(/Not good\n {2}333333333333 {2}.*contact/)
    expect(ran.stdout).toContain(' 1 account not tried, since too many before were not good.\n')
    expect(ran.stdout).toContain(' Carry on: neverroot apply --org --resume --sandbox startup\n')
    expect(widest(told(ran.stdout))).toBeLessThanOrEqual(80)
    allow('AdministratorAccess')
    const resumed = await company.go(['apply', '--org', '--resume', '--quiet', ...company.confirmed()])
    expect(resumed).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('mistakes, in two lines and with nothing changed', () => {
  const company = open()
  let plan: Plan
  beforeAll(async () => {
    plan = await company.plan()
    const { organization: _, ...alone } = plan
    writeFileSync(join(company.home.work, 'alone.json'), JSON.stringify(alone), { mode: 0o600 })
    writeFileSync(join(company.home.work, 'edited.json'), JSON.stringify({ ...plan, profile: 'personal' }))
  }, 60_000)

  it.each<[string, () => string[], RegExp]>([
    [
      'no terminal',
      () => ['apply', 'plan.json'],
      /Nobody is here to confirm.*\nWithout a terminal: --confirm o-/,
    ],
    ['another id', () => ['apply', 'plan.json', '--confirm', '111111111111'], /"111111111111" is not o-/],
    [
      'an edited plan',
      () => ['apply', 'edited.json', ...company.confirmed()],
      /was changed since it was made.*\n.*plan --org/,
    ],
    [
      'a plan of one account',
      () => ['apply', 'alone.json', '--org', ...company.confirmed()],
      /is for account 111111111111 alone/,
    ],
    [
      'a choice',
      () => ['apply', 'plan.json', '--exclude', member, ...company.confirmed()],
      /--exclude chooses what is planned.*\n.*plan --org --exclude 333333333333/,
    ],
    [
      'a canary that is none',
      () => ['apply', 'plan.json', '--canary', '999999999999', ...company.confirmed()],
      /no call in a member 999999999999.*\nName a member/,
    ],
    ['a canary of one account', () => ['apply', '--canary', member], /--canary is about an organization/],
    [
      'a canary with a plan of one account',
      () => ['apply', 'alone.json', '--canary', member],
      /--canary is about an organization/,
    ],
    ['a number that is none', () => ['apply', 'plan.json', '--stop-after', '0'], /whole number/],
    [
      'nothing to carry on with',
      () => ['apply', '--org', '--resume', ...company.confirmed()],
      /No plan of an organization was applied/,
    ],
    [
      'nothing to take back',
      () => ['undo', '--org', ...company.confirmed()],
      /No plan of an organization was applied/,
    ],
    ['a run of an organization', () => ['undo', '2026-11-23T0634', '--org'], /it takes no run/],
    [
      'a stop without organization',
      () => ['undo', '--stop-after', '2'],
      /--stop-after is about an organization/,
    ],
  ])('%s', async (_what, args, said) => {
    const ran = await company.go(args())
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr.trim().split('\n'), ran.stderr).toHaveLength(2)
    expect(ran.stderr).toMatch(said)
    expect(existsSync(join(company.home.state, 'sandbox', scenario, 'organization', 'applied'))).toBe(false)
  })
})
