/** neverroot apply, as a person or a script runs it: exactly the plan, agreed to, told, and looked at again. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Applied } from '../../src/index.ts'
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

const policy = ['--only', 'password-policy-is-strong']
const confirm = () => ['--confirm', account.id]

describe('a plan from a file', () => {
  it('is done exactly, told step by step, and looked at again', async () => {
    const plan = await account.plan()
    const steps = plan.items.flatMap((item) => item.steps)
    const ran = await account.go(['apply', 'plan.json', ...confirm()])
    expect(ran.code).toBe(0)
    for (const step of steps) expect(withoutSpaces(ran.stderr)).toContain(withoutSpaces(step.does))
    expect(ran.stderr).toMatch(/^\n Run (\S+)\n/)
    expect(ran.stdout).toMatch(/✓ daily-budget-exists +360 USD a day/)
    expect(ran.stdout).toContain(`neverroot undo ${account.runs[0]} --sandbox neglected-business\n`)
    const { budgets, topics, iam } = account.world.accounts[account.id]!
    expect(budgets.map((b) => b.budget.BudgetName)).toContain('neverroot-daily')
    expect(topics.map((t) => t.arn.split(':').pop())).toEqual(['neverroot-spend', 'neverroot-root-use'])
    expect(iam.passwordPolicy).toMatchObject({ MinimumPasswordLength: 14 })
    expect(await account.plan('--only', 'daily-budget-exists')).toMatchObject({ items: [] })
  })

  it('leaves nothing of anybody in outputs, plans and journals; what undo needs lies in one file', async () => {
    await account.plan()
    const ran = await account.go(['apply', 'plan.json', '--verbose', ...confirm()])
    expect(ran.stdout + ran.stderr).not.toMatch(personal)
    expect(readFileSync(account.planFile, 'utf8')).not.toMatch(personal)
    const named = home
      .files(account.state)
      .filter(([path, text]) => personal.test(text) && path !== 'neglected-business.json')
    expect(named.map(([path]) => path)).toEqual(['before-images.json'])
    for (const path of ['before-images.json', `journal/${account.runs[0]}/journal.jsonl`])
      expect(account.mode(path)).toBe(0o600)
  })

  it('applied again finds that the account has moved', async () => {
    await account.plan(...policy)
    await account.go(['apply', 'plan.json', ...confirm()])
    const again = await account.go(['apply', 'plan.json', ...confirm()])
    expect(again).toMatchObject({ code: 2, stdout: '' })
    expect(again.stderr).toMatch(/^neverroot: Nothing was changed, .*password-policy-is-strong/)
    expect(account.runs).toHaveLength(1)
  })
})

describe('without a file', () => {
  it('makes a plan, shows it and does it', async () => {
    const ran = await account.go(['apply', ...policy, ...confirm()])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(
      /Plan for 222222222222[^]*password policy: 8 characters become 14[^]*Looked again/,
    )
    expect(account.world.accounts[account.id]!.iam.passwordPolicy).toMatchObject({
      MinimumPasswordLength: 14,
    })
  })

  it('without a call to make, it says so and begins no run', async () => {
    const ran = await account.go(['apply', '--only', 'root-has-mfa'])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toMatch(/\n Nothing to apply\.\n$/)
    const json = await account.go(['apply', '--only', 'root-has-mfa', '--format', 'json'])
    expect(account.said(json)).toEqual({
      account: account.id,
      outcomes: [],
      items: [],
      complete: true,
      undoable: false,
      lasting: [],
    })
    expect(account.runs).toEqual([])
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
    await account.plan()
    const before = account.lasting
    const ran = await account.go(['apply', 'plan.json', ...args])
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr.split('\n')[0]).toMatch(says)
    expect(ran.stderr.split('\n')[1]).toContain('--confirm 222222222222')
    expect(account.lasting).toEqual(before)
    expect(account.runs).toEqual([])
  })
})

script.describe('at a terminal', () => {
  let terminal: Terminal
  const open = (args: string[], columns = 80) =>
    (terminal = new Terminal([...args, '--sandbox', account.scenario], home, {}, columns))
  afterEach(() => terminal.kill())
  const asks = /Type the account id to make \d calls? to 222222222222: $/

  it('the id is typed: the plan stands above it, and it is done', async () => {
    await account.plan(...policy)
    open(['apply', 'plan.json'])
    const shown = await terminal.until(asks)
    expect(shown).toMatch(/Plan for 222222222222[^]*8 characters become 14/)
    expect(shown.split('\n').filter((line) => line.length > 80)).toEqual([])
    terminal.line(account.id)
    expect(await terminal.ended).toBe(0)
    expect(account.world.accounts[account.id]!.iam.passwordPolicy).toMatchObject({
      MinimumPasswordLength: 14,
    })
  })

  it.each([
    ['another id', '222222222223', '"222222222223" is not 222222222222. Nothing was changed.'],
    ['nothing', '', 'Not confirmed. Nothing was changed.'],
    ['a word', 'yes', '"yes" is not 222222222222. Nothing was changed.'],
  ])('%s: nothing is done', async (_what, typed, says) => {
    await account.plan(...policy)
    const before = account.lasting
    open(['apply', 'plan.json'])
    await terminal.until(asks)
    terminal.line(typed)
    expect(await terminal.ended).toBe(2)
    expect(withoutSpaces(terminal.unread)).toContain(`neverroot: ${says} To apply it, type 222222222222`)
    expect(account.lasting).toEqual(before)
    expect(account.runs).toEqual([])
  })

  it('Ctrl-C at the question: nothing was changed, and that is what is said', async () => {
    await account.plan(...policy)
    open(['apply', 'plan.json'])
    await terminal.until(asks)
    terminal.type('\x03')
    expect(await terminal.ended).toBe(130)
    expect(terminal.unread).toMatch(/neverroot: interrupted; nothing was changed\.\n$/)
    expect(account.runs).toEqual([])
  })

  it('a new phone number is typed too, as it is configured', async () => {
    await account.plan('--only', 'account-details-are-reviewed')
    const before = account.lasting
    for (const [typed, code] of [
      ['+61 2 9374 4001', 2],
      ['+61 (2) 93744000', 0],
    ] as const) {
      open(['apply', 'plan.json'])
      await terminal.until(asks)
      terminal.line(account.id)
      await terminal.until(/Type the new one: $/)
      if (code === 2) expect(account.lasting).toEqual(before)
      terminal.line(typed)
      if (code === 0) {
        await terminal.until(/Type the code that AWS sent \(Enter: later\): $/)
        terminal.line('')
      }
      expect(await terminal.ended).toBe(code)
      terminal.kill()
    }
    expect(account.world.accounts[account.id]!.contact?.PhoneNumber).toBe('+61 2 9374 4000')
  })

  it('the code that AWS sent is typed; a wrong one is asked for again', async () => {
    await account.plan('--only', 'contact-phone-is-current')
    open(['apply', 'plan.json', ...confirm()])
    await terminal.until(/Type the code that AWS sent \(Enter: later\): $/)
    terminal.line('000000')
    await terminal.until(/did not take that code\. Type it again \(Enter: later\): $/)
    terminal.line(codeSent())
    expect(await terminal.ended).toBe(0)
    expect(account.world.accounts[account.id]!.contact?.verificationStatus).toBe('VERIFIED')
  })

  it('with --plain is ASCII, and without it coloured', async () => {
    await account.plan(...policy)
    open(['apply', 'plan.json', '--plain', ...confirm()])
    await terminal.ended
    expect(terminal.raw.replaceAll('\r', '')).toMatch(/^[\x20-\x7e\n]+$/)
    terminal.kill()
    await account.go(['undo', ...confirm()])
    open(['apply', ...policy, ...confirm()])
    await terminal.ended
    expect(terminal.raw).toMatch(/\u001b\[32m✓/)
    expect(stripVTControlCharacters(terminal.raw)).toContain('✓ done')
  })
})

/** The last code that AWS sent to a phone. */
function codeSent(): string {
  const sent = account.world.messages?.filter((message) => message.channel === 'sms' && message.code) ?? []
  return sent.at(-1)!.code!
}

describe('--format json', () => {
  it('is what was applied, alone on stdout, and nothing on stderr', async () => {
    const plan = await account.plan()
    const ran = await account.go(['apply', 'plan.json', ...confirm(), '--format', 'json'])
    expect(ran.code).toBe(0)
    const applied = account.said(ran)
    expect(Object.keys(applied).sort()).toEqual([
      'account',
      'complete',
      'items',
      'lasting',
      'outcomes',
      'run',
      'undoable',
    ])
    expect(applied).toMatchObject({ account: account.id, run: account.runs[0], complete: true })
    const steps = plan.items.flatMap((item) => item.steps)
    expect(applied.outcomes.map((o) => o.step)).toEqual(steps.map((s) => s.id))
    for (const o of applied.outcomes) {
      expect(['applied', 'already-so', 'waiting']).toContain(o.result)
      expect(Object.keys(o)).toEqual(expect.arrayContaining(['item', 'step', 'action', 'does', 'result']))
    }
    expect(applied.items.map((i) => i.control)).toEqual(plan.items.map((i) => i.control))
    for (const item of applied.items)
      expect(['fixed', 'not-fixed', 'waiting', 'left-to-people']).toContain(item.result)
    expect(ran.stdout).not.toMatch(personal)
  })

  it('says what was refused, with exit code 3', async () => {
    const fresh = new Account(home, 'fresh-personal')
    const args = ['apply', '--only', 'administrator-exists', '--confirm', fresh.id, '--format', 'json']
    const ran = await fresh.go([...args, '--password-to', 'false'])
    expect(ran.code).toBe(3)
    const { complete, outcomes } = fresh.said(ran)
    expect(complete).toBe(false)
    expect(outcomes.at(-1)).toMatchObject({ action: 'iam:CreateLoginProfile', result: 'failed' })
  })
})

describe('the first password', () => {
  let fresh: Account
  beforeEach(() => (fresh = new Account(home, 'fresh-personal')))
  const apply = (...args: string[]) =>
    fresh.go(['apply', '--only', 'administrator-exists', '--confirm', fresh.id, ...args])
  const admin = () =>
    fresh.world.accounts[fresh.id]!.iam.users.find((u) => u.name === 'first.admin@corp.example')

  it('reaches the command of --password-to, and nothing else', async () => {
    const kept = join(home.folder, 'kept')
    const ran = await apply('--password-to', `umask 077; cat > ${kept}`)
    expect(ran.code).toBe(0)
    const password = readFileSync(kept, 'utf8').trim()
    expect(password).toMatch(/^\S{24}$/)
    expect(ran.stdout + ran.stderr).not.toContain(password)
    expect(
      home.files(home.folder).filter(([path, text]) => path !== 'kept' && text.includes(password)),
    ).toEqual([])
    expect(admin()).toMatchObject({ password: { resetRequired: true } })
  })

  it('that does not reach it leaves no login profile, and exit code 3', async () => {
    const ran = await apply('--password-to', 'cat > /dev/null; exit 7')
    expect(ran.code).toBe(3)
    expect(withoutSpaces(ran.stderr)).toContain(
      'ended with exit code 7); the login profile was removed again',
    )
    expect(admin()).toBeDefined()
    expect(admin()!.password).toBeUndefined()
    expect(withoutSpaces(ran.stdout)).toContain('Carry on: neverroot apply --resume --sandbox fresh-personal')
    const kept = join(home.folder, 'kept')
    const again = await fresh.go([
      'apply',
      '--resume',
      '--confirm',
      fresh.id,
      '--password-to',
      `cat > ${kept}`,
    ])
    expect(again.code).toBe(0)
    expect(readFileSync(kept, 'utf8')).toMatch(/^\S{24}\n$/)
  })

  it('that nobody is there to take is not made; the rest is done, and says what it waits for', async () => {
    const ran = await apply()
    expect(ran.code).toBe(0)
    expect(withoutSpaces(ran.stderr)).toMatch(
      /skipped .*There is no terminal: the first password needs a terminal, or --password-to/,
    )
    expect(admin()!.password).toBeUndefined()
  })
})

describe('the code that AWS sent', () => {
  const only = ['--only', 'contact-phone-is-current']
  const verified = () => account.world.accounts[account.id]!.contact?.verificationStatus

  it('waits, and --resume takes it from standard input, whose end is not waited for', async () => {
    const first = account.said(await account.go(['apply', ...only, ...confirm(), '--format', 'json']))
    expect(first).toMatchObject({ complete: true })
    expect(first.outcomes.at(-1)).toMatchObject({ action: 'account:VerifyPhoneNumber', result: 'waiting' })
    expect(verified()).toBe('PENDING')
    const ran = await account.go(['apply', '--resume', '--code-stdin', ...confirm(), '--format', 'json'], {
      stdin: `${codeSent()}\n`,
    })
    expect(ran.code).toBe(0)
    expect((JSON.parse(ran.stdout) as Applied).outcomes.at(-1)).toMatchObject({ result: 'applied' })
    expect(verified()).toBe('VERIFIED')
  })

  it('that is wrong: it goes on waiting, says so, and can be given again', async () => {
    await account.go(['apply', ...only, ...confirm()])
    const resume = ['apply', '--resume', '--code-stdin', ...confirm()]
    const ran = await account.go(resume, { stdin: '000000\n' })
    expect(ran.code).toBe(0)
    expect(withoutSpaces(ran.stderr)).toContain('which is not the one that was given')
    expect(await account.go(resume, { stdin: `${codeSent()}\n` })).toMatchObject({ code: 0 })
    expect(verified()).toBe('VERIFIED')
  })

  it('is not waited for where nothing will be done', async () => {
    await account.plan(...only)
    const ran = await account.go(['apply', 'plan.json', '--code-stdin', '--confirm', '111111111111'], {
      stdin: 'open',
    })
    expect(ran.code).toBe(2)
  })
})

describe('--resume', () => {
  it('with nothing to carry on with is a mistake', async () => {
    const none = await account.go(['apply', '--resume', ...confirm()])
    expect(none).toMatchObject({ code: 2, stdout: '' })
    expect(none.stderr).toMatch(/^neverroot: Nothing was applied to account 222222222222/)
    await account.go(['apply', ...policy, ...confirm()])
    const done = await account.go(['apply', '--resume', ...confirm()])
    expect(done.stderr).toMatch(/^neverroot: Run \S+ came to its end: there is nothing to carry on with\.\n/)
  })

  it('finds the configuration of the plan from anywhere', async () => {
    await account.plan('--only', 'contact-phone-is-current')
    await account.go(['apply', 'plan.json', ...confirm()])
    const ran = await account.go(['apply', '--resume', '--code-stdin', ...confirm()], {
      cwd: home.folder,
      stdin: `${codeSent()}\n`,
    })
    expect(ran.code).toBe(0)
  })
})

describe('how it speaks', () => {
  it('fits 80 columns, on both outputs', async () => {
    for (const scenario of ['neglected-business', 'fresh-personal', 'neglected-personal'] as const) {
      const one = new Account(home, scenario)
      const args = ['--confirm', one.id, '--as', 'business', '--password-to', 'cat > /dev/null']
      const ran = await one.go(['apply', ...args])
      expect(ran.code).toBe(0)
      for (const line of `${ran.stdout}\n${ran.stderr}`.split('\n'))
        expect(line.length, line).toBeLessThanOrEqual(80)
      expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/undefined|\[object|\u001b/)
    }
  })

  it('with --quiet says what it came to, and nothing on the side', async () => {
    const ran = await account.go(['apply', ...policy, ...confirm(), '--quiet'])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toMatch(/^\n Looked again\n {2}1 fixed\n/)
  })

  it('with --plain is ASCII', async () => {
    const ran = await account.go(['apply', ...confirm(), '--plain'])
    expect(ran.stdout + ran.stderr).toMatch(/^[\x20-\x7e\n]+$/)
    expect(ran.stderr).toContain('+ done')
  })

  it('with --calls lists what it may call, and each call', async () => {
    const ran = await account.go(['apply', ...policy, ...confirm(), '--calls', '--quiet'])
    expect(ran.stderr).toMatch(/^May use: sts:GetCallerIdentity, .*iam:UpdateAccountPasswordPolicy/)
    expect(ran.stderr).toMatch(/\n {2}iam:UpdateAccountPasswordPolicy {2}us-east-1\n/)
    expect(ran.stderr.split('\n')[0]).not.toMatch(/budgets:ModifyBudget/)
  })
})

describe('where nobody can be told', () => {
  const args = (...more: string[]) => ['apply', ...policy, ...confirm(), ...more]
  const length = () => account.world.accounts[account.id]!.iam.passwordPolicy!.MinimumPasswordLength

  it('the plan, nothing is done', async () => {
    const full = openSync('/dev/full', 'w')
    const ran = await account.go(args(), { stdout: full })
    closeSync(full)
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/^neverroot: The output cannot be written: the disk is full\.\n/)
    expect(account.runs).toEqual([])
    expect(length()).toBe(8)
  })

  it.each([['--quiet'], ['--format', 'json']])(
    'what it came to (%s), it is done, and the journal has it: exit code 3',
    async (...how) => {
      const full = openSync('/dev/full', 'w')
      const ran = await account.go(args(...how), { stdout: full })
      closeSync(full)
      expect(ran.code).toBe(3)
      expect(ran.stderr).toMatch(
        /^neverroot: The output cannot be written: the disk is full\. What was done stands in the journal\.\nRead it: neverroot evidence export DIR\n$/,
      )
      expect(length()).toBe(14)
      const pipe = await account.go(['undo', ...confirm(), ...how], {
        meanwhile: (child) => child.stdout!.destroy(),
      })
      expect(pipe.code).toBe(3)
      expect(pipe.stderr).toMatch(/the pipe was closed\. What was done stands in the journal\./)
      expect(length()).toBe(8)
    },
  )
})
