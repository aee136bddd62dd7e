/** neverroot undo, as a person or a script runs it: back to how it was before the run, and honest about what stays. */
import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Account, personal, withoutSpaces } from './account.ts'
import { script, Terminal } from './pty.ts'
import { Home } from './run.ts'

let home: Home
let account: Account
beforeEach(() => {
  home = new Home()
  account = new Account(home)
})
afterEach(() => home.remove())

const confirm = () => ['--confirm', account.id]
const policy = ['--only', 'password-policy-is-strong']
const budget = ['--only', 'daily-budget-exists']
const apply = (...args: string[]) => account.go(['apply', ...args, ...confirm(), '--quiet'])
const undo = (...args: string[]) => account.go(['undo', ...args, ...confirm()])
const length = () => account.world.accounts[account.id]!.iam.passwordPolicy?.MinimumPasswordLength

/** Somebody else changes the account behind our back. */
function meddle(change: (account: any) => void): void {
  const world = account.world
  change(world.accounts[account.id])
  writeFileSync(account.worldFile, JSON.stringify(world))
}

describe('the latest run', () => {
  it('is taken back, last step first, and looked at again', async () => {
    await account.go(['plan', '--quiet'])
    const before = account.lasting
    await apply(...policy)
    expect(length()).toBe(14)
    const ran = await undo()
    expect(ran.code).toBe(0)
    const [run, undoing] = account.runs
    expect(ran.stdout).toContain(`Takes back run ${run} of 222222222222, last step first`)
    expect(ran.stdout).toMatch(
      /Look at these first: they make the account less safe[^]*8 characters become 14/,
    )
    expect(ran.stdout).toMatch(/✗ password-policy-is-strong +8 characters[^]*Run \S+ is taken back\.\n$/)
    expect(ran.stderr).toMatch(new RegExp(`^\\n Run ${undoing}\\n {2}✓ done +takes back: password policy`))
    expect(account.lasting).toEqual(before)
  })

  it('everything of a whole plan that can be, and says first what stays', async () => {
    await account.go(['plan', '--quiet'])
    const { contact, budgets, topics, iam } = account.world.accounts[account.id]!
    await apply()
    const ran = await undo()
    expect(ran.code).toBe(0)
    const now = account.world.accounts[account.id]!
    expect({ ...now.contact, verificationStatus: '' }).toEqual({ ...contact, verificationStatus: '' })
    expect(now.budgets).toEqual(budgets)
    expect(now.topics).toEqual(topics)
    expect(now.iam.passwordPolicy).toEqual(iam.passwordPolicy)
    expect(ran.stdout + ran.stderr).not.toMatch(personal)
  })

  it('an administrator, with group, right and password', async () => {
    account = new Account(home, 'fresh-personal')
    await account.go(['plan', '--quiet'])
    const before = account.lasting
    await apply('--only', 'administrator-exists', '--password-to', 'cat > /dev/null')
    expect(account.world.accounts[account.id]!.iam.users).toHaveLength(1)
    expect(await undo()).toMatchObject({ code: 0 })
    expect(account.lasting).toEqual(before)
  })

  it('of two is the second, then the first, then none', async () => {
    await apply(...policy)
    await apply(...budget)
    const [first, second] = account.runs
    const json = async () => account.said(await undo('--format', 'json'))
    expect(await json()).toMatchObject({ undoes: second, complete: true })
    expect(await json()).toMatchObject({ undoes: first, complete: true })
    const none = await undo()
    expect(none).toMatchObject({ code: 2, stdout: '' })
    expect(none.stderr).toMatch(
      /^neverroot: Nothing that was applied to account 222222222222 is left to take back\.\n/,
    )
  })
})

describe('a run by its name', () => {
  it('is taken back alone, and not twice', async () => {
    await apply(...policy)
    await apply(...budget)
    const [first] = account.runs
    expect(await undo(first!)).toMatchObject({ code: 0 })
    expect(length()).toBe(8)
    expect(account.world.accounts[account.id]!.budgets.map((b) => b.budget.BudgetName)).toContain(
      'neverroot-daily',
    )
    const twice = await undo(first!)
    expect(twice).toMatchObject({ code: 2, stdout: '' })
    expect(twice.stderr).toBe(
      `neverroot: Run ${first} was taken back already.\nMake a plan and apply it again: neverroot apply\n`,
    )
  })

  it.each([
    ['that there is not', '2020-01-01T0000', 'There is no run "2020-01-01T0000".'],
    ['that is a path', '../../journal', 'There is no run "../../journal".'],
  ])('%s: says which there are', async (_what, name, says) => {
    const none = await undo(name)
    expect(none.stderr).toBe(`neverroot: ${says}\nNothing was applied from this state folder.\n`)
    await apply(...policy)
    const ran = await undo(name)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toBe(`neverroot: ${says}\nThere is: ${account.runs[0]}.\n`)
  })

  it('of an undo is no run to take back', async () => {
    await apply(...policy)
    await undo()
    const ran = await undo(account.runs[1]!)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(/^neverroot: Run \S+ took another run back\.\nMake a plan and apply it again/)
  })
})

describe('where it cannot be taken back', () => {
  it('without runs there is nothing to do', async () => {
    const ran = await undo()
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr.split('\n')[1]).toBe('Nothing was applied from this state folder.')
  })

  it('what somebody else has changed since is left as it is: exit code 3', async () => {
    await apply(...policy)
    meddle(({ iam }) => (iam.passwordPolicy.MinimumPasswordLength = 20))
    const ran = await undo()
    expect(ran.code).toBe(3)
    expect(withoutSpaces(ran.stderr)).toContain('it was changed since, by somebody else: left as it is')
    expect(withoutSpaces(ran.stdout)).toContain(
      `Not all of it was done. Carry on: neverroot undo ${account.runs[0]} --sandbox neglected-business`,
    )
    expect(length()).toBe(20)
  })

  it('a code that was typed stays typed, and that is said before anybody is asked', async () => {
    await account.go(['apply', '--only', 'contact-phone-is-current', ...confirm()])
    const code = account.world.messages!.at(-1)!.code!
    await account.go(['apply', '--resume', '--code-stdin', ...confirm()], { stdin: `${code}\n` })
    const ran = await undo()
    expect(ran.code).toBe(0)
    expect(withoutSpaces(ran.stdout)).toMatch(
      /1 call\. ! cannot be taken back: the code that was sent to \+61 \.{8}00 is typed back Looked again/,
    )
  })

  it('after ninety days what it would need is gone', async () => {
    await apply(...policy)
    const later = new Date(Date.now() + 91 * 86_400_000).toISOString()
    const ran = await undo('--now', later)
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(/^neverroot: Run \S+ did nothing that can be taken back: password policy/)
    expect(length()).toBe(14)
  })
})

describe('without the right agreement nothing is changed', () => {
  it.each([
    [
      'another id',
      ['--confirm', '111111111111'],
      /"111111111111" is not 222222222222\. Nothing was changed\./,
    ],
    ['nobody there', [], /Nobody is here to confirm\. Nothing was changed\./],
  ])('%s', async (_what, args, says) => {
    await apply(...policy)
    const before = account.lasting
    const ran = await account.go(['undo', ...args])
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(says)
    expect(account.lasting).toEqual(before)
    expect(account.runs).toHaveLength(1)
  })
})

script.describe('at a terminal', () => {
  let terminal: Terminal
  afterEach(() => terminal.kill())

  it('the id is typed, and the name of the run where it weakens', async () => {
    await apply(...policy)
    const [run] = account.runs
    for (const [word, code] of [
      ['yes', 2],
      [run!, 0],
    ] as const) {
      terminal = new Terminal(['undo', '--sandbox', account.scenario], home, {}, 80)
      const shown = await terminal.until(/Type the account id to make 1 call to 222222222222: $/)
      expect(shown).toContain(`Takes back run ${run}`)
      terminal.line(account.id)
      await terminal.until(new RegExp(`Type\\s+${run}\\s+to\\s+take\\s+it\\s+back\\s+all\\s+the\\s+same: $`))
      terminal.line(word)
      expect(await terminal.ended).toBe(code)
      expect(length()).toBe(code === 0 ? 8 : 14)
      terminal.kill()
    }
  })
})

describe('how it speaks', () => {
  it('JSON alone on stdout, nothing on stderr', async () => {
    await apply(...policy)
    const ran = await undo('--format', 'json')
    expect(account.said(ran)).toMatchObject({
      run: account.runs[1],
      undoes: account.runs[0],
      account: account.id,
      complete: true,
      lasting: [],
      outcomes: [{ action: 'iam:UpdateAccountPasswordPolicy', result: 'applied' }],
      items: [{ control: 'password-policy-is-strong', result: 'not-fixed', status: 'fail' }],
    })
  })

  it('fits 80 columns; in ASCII with --plain; short with --quiet', async () => {
    await apply()
    const ran = await undo('--plain')
    for (const line of `${ran.stdout}\n${ran.stderr}`.split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(80)
    expect(ran.stdout + ran.stderr).toMatch(/^[\x20-\x7e\n]+$/)
    await apply(...policy)
    const quiet = await undo('--quiet')
    expect(quiet).toMatchObject({ code: 0, stderr: '' })
    expect(quiet.stdout).toMatch(/^\n Looked again\n/)
  })
})
