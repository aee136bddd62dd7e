/** evidence export holds what was applied: the plans and journals of the account, whole, checkable, and of nobody's address. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Account, personal } from './account.ts'
import { Home, run } from './run.ts'

let home: Home
let account: Account
beforeEach(() => {
  home = new Home()
  account = new Account(home)
})
afterEach(() => home.remove())

const bundle = () => join(home.work, 'bundle')
const file = (name: string) => readFileSync(join(bundle(), name), 'utf8')
const check = () => spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: bundle(), encoding: 'utf8' })
const apply = (...args: string[]) => account.go(['apply', ...args, '--confirm', account.id, '--quiet'])
const undo = (...args: string[]) => account.go(['undo', ...args, '--confirm', account.id, '--quiet'])
const policy = ['--only', 'password-policy-is-strong']
const exported = () => account.go(['evidence', 'export', 'bundle'])
const kept = (name: string) => readFileSync(join(account.state, name), 'utf8')

describe('what was applied and taken back', () => {
  it('lies in the folder as it lies in the state folder, in the sums and on the page', async () => {
    await apply(...policy)
    await apply('--only', 'daily-budget-exists')
    await undo(account.runs[0]!)
    const [first, second, third] = account.runs
    const ran = await exported()
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toContain(
      'Written to bundle: report.json, ledger.jsonl, index.html, SHA256SUMS, and 3 runs in journal/.',
    )
    expect(readdirSync(bundle()).sort()).toEqual([
      'SHA256SUMS',
      'index.html',
      'journal',
      'ledger.jsonl',
      'report.json',
    ])
    expect(check()).toMatchObject({ status: 0, stderr: '' })
    for (const id of [first!, second!, third!])
      for (const name of ['plan.json', 'journal.jsonl']) {
        expect(file(`journal/${id}/${name}`)).toBe(kept(`journal/${id}/${name}`))
        expect(file('SHA256SUMS')).toContain(`  journal/${id}/${name}\n`)
        expect(statSync(join(bundle(), 'journal', id, name)).mode & 0o777).toBe(0o600)
      }
    expect(statSync(join(bundle(), 'journal', first!)).mode & 0o777).toBe(0o700)

    const rows = file('index.html')
      .split('\n')
      .filter((line) => line.startsWith('<tr><td>20'))
    expect(rows).toHaveLength(3)
    expect(rows[0]).toMatch(
      new RegExp(
        `^<tr><td>${first}</td><td>20[^<]+Z</td><td>arn:aws:iam::222222222222:user/alex</td><td>password policy: 8 characters become 14, .*: done</td><td>${third}</td></tr>$`,
      ),
    )
    expect(rows[1]).toContain('topic neverroot-spend: done<br>')
    expect(rows[1]).toContain('is asked to confirm: done as far as an API can, people have to act<br>')
    expect(rows[1]).toMatch(/<td><\/td><\/tr>$/)
    expect(rows[2]).toContain(`<td>takes back run ${first}<br>takes back: password policy`)

    writeFileSync(join(bundle(), 'journal', first!, 'journal.jsonl'), 'x')
    expect(check().status).toBe(1)
  })

  it('holds nobody’s address or number, and never what undo needs', async () => {
    await apply()
    expect(kept('before-images.json')).toMatch(personal)
    await exported()
    const files = home.files(bundle())
    expect(files.map(([path]) => path)).not.toContain('before-images.json')
    expect(files.filter(([, text]) => personal.test(text)).map(([path]) => path)).toEqual([])
  })

  it('says what failed, and that a run was taken back in part', async () => {
    account = new Account(home, 'fresh-personal')
    await apply('--only', 'administrator-exists', '--password-to', 'false')
    await account.go(['apply', '--resume', '--confirm', account.id, '--password-to', 'cat > /dev/null'])
    const world = account.world
    world.accounts[account.id]!.iam.users[0]!.attached.push('arn:aws:iam::aws:policy/ReadOnlyAccess')
    writeFileSync(account.worldFile, JSON.stringify(world))
    expect(await undo()).toMatchObject({ code: 3 })
    await exported()
    const page = file('index.html')
    expect(page).toMatch(/user f\.\.\.@corp\.example: (failed|refused) \(/)
    expect(page).toContain(`<td>${account.runs[1]} (in part)</td>`)
  })

  it('goes into a folder that is there and empty, and without a run says so', async () => {
    mkdirSync(bundle())
    await apply(...policy)
    expect(await exported()).toMatchObject({ code: 0 })
    expect(check().status).toBe(0)
    expect(readdirSync(home.work).filter((name) => name.startsWith('.bundle'))).toEqual([])
    const other = new Account(home, 'neglected-personal')
    expect(await other.go(['evidence', 'export', 'other'])).toMatchObject({ code: 0 })
    const folder = join(home.work, 'other')
    expect(readdirSync(folder)).not.toContain('journal')
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('Nothing was applied')
  })
})

describe('whose runs', () => {
  /** The runs of a sandbox as if they were of the state folder itself, where accounts lie side by side. */
  const moveUp = (from: Account) =>
    cpSync(join(from.state, 'journal'), join(home.state, 'journal'), { recursive: true })

  it('those of the audited account; without credentials those of all', async () => {
    await apply(...policy)
    const personalAccount = new Account(home, 'neglected-personal')
    await personalAccount.go([
      'apply',
      ...policy,
      '--confirm',
      personalAccount.id,
      '--now',
      '2026-11-23T06:30:00Z',
    ])
    moveUp(account)
    moveUp(personalAccount)
    const without = await run(['evidence', 'export', 'bundle'], { home })
    expect(without).toMatchObject({ code: 0, stderr: 'No credentials: the folder holds no audit.\n' })
    expect(readdirSync(join(bundle(), 'journal')).sort()).toEqual(
      [...personalAccount.runs, ...account.runs].sort(),
    )
    renameSync(bundle(), join(home.work, 'without'))

    cpSync(join(personalAccount.state, 'journal'), join(account.state, 'journal'), { recursive: true })
    expect(await exported()).toMatchObject({ code: 0 })
    expect(readdirSync(join(bundle(), 'journal'))).toHaveLength(1)
    expect(file('index.html')).not.toContain('111111111111')
  })
})

describe('a run that was cut off or changed', () => {
  it('a last line that a crash cut short is left out; a folder that it left empty is none', async () => {
    await apply(...policy)
    const [id] = account.runs
    const journal = join(account.state, 'journal', id!, 'journal.jsonl')
    const whole = readFileSync(journal, 'utf8')
    writeFileSync(journal, `${whole}{"kind":"end","st`)
    mkdirSync(join(account.state, 'journal', '2020-01-01T0000'))
    writeFileSync(join(account.state, 'journal', '2020-01-01T0000', 'plan.json'), '{}')
    expect(await exported()).toMatchObject({ code: 0 })
    expect(file(`journal/${id}/journal.jsonl`)).toBe(whole)
    expect(readdirSync(join(bundle(), 'journal'))).toEqual([id])
  })

  it.each<[what: string, file: string, change: (text: string) => string, says: RegExp]>([
    [
      'a step of the plan',
      'plan.json',
      (text) => text.replace('"MinimumPasswordLength": 14', '"MinimumPasswordLength": 8'),
      /^neverroot: The plan of run \S+ is not the one that the run began with\.$/,
    ],
    [
      'a result',
      'journal.jsonl',
      (text) => text.replace('{', '['),
      /^neverroot: \S+journal\.jsonl, line 1 is not what was written\.$/,
    ],
    [
      'a line taken out',
      'journal.jsonl',
      (text) => text.replace(/^.*"kind":"begin".*\n/m, ''),
      /^neverroot: The journal of run \S+, line 2 is not what was written\.$/,
    ],
  ])('%s: nothing is exported', async (_what, name, change, says) => {
    await apply(...policy)
    const [id] = account.runs
    const path = join(account.state, 'journal', id!, name)
    const text = readFileSync(path, 'utf8')
    expect(change(text)).not.toBe(text)
    writeFileSync(path, change(text))
    const ran = await exported()
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    const [what, todo] = ran.stderr.split('\n')
    expect(what).toMatch(says)
    expect(todo).toContain(`move ${join(account.state, 'journal', id!)} out of that folder, and keep it.`)
    expect(readdirSync(home.work)).not.toContain('bundle')
  })
})
