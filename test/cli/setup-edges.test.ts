/** Setup where it is not plain sailing: nobody signed in, odd answers, stopping, carrying on, and nobody at the terminal. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, type Reply, sitThrough } from './person.ts'
import { script, Terminal } from './pty.ts'
import { Home, run } from './run.ts'

const sandbox = ['--sandbox', 'fresh-personal']
let home: Home
beforeEach(() => (home = new Home()))
afterEach(() => home.remove())

const config = () => readFileSync(join(home.work, 'neverroot.yaml'), 'utf8')
const first = (asked: Asked, words: readonly [RegExp, Reply][]): Reply => {
  const found = words.find(([pattern]) => pattern.test(asked.question))
  return found ? found[1] : asked.choices.length > 0 ? 'not yet' : undefined
}

script.describe('setup with nobody signed in', () => {
  it('asks what can be asked, leads through what needs no AWS, and says how to sign in', async () => {
    const terminal = new Terminal(['setup', '--plain'], home)
    const { code } = await sitThrough(terminal, (asked) =>
      first(asked, [
        [/Whose account/, 'mine'],
        [/Your name/, 'Mia'],
        [/mobile/, '+61 412 345 611'],
        [/everyday address/, 'mia@posteo.example'],
        [/Another address/, undefined],
        [/administrator you will use/, 'mia@home.example'],
        [/account id/, '111111111111'],
        [/mailbox made for AWS/, 'yes'],
      ]),
    )
    expect(code).toBe(0)
    expect(terminal.raw).toContain('aws login')
    expect(config()).toContain('mia@home.example')
    expect(statSync(join(home.work, 'neverroot.yaml')).mode & 0o777).toBe(0o600)
    const ledger = home.files().find(([path]) => path === 'ledger.jsonl')![1]
    expect(ledger).toContain('"control":"root-email-is-not-everyday-mail"')
    expect(ledger.trim().split('\n')).toHaveLength(1)
  })
})

script.describe('answers that nobody expects', () => {
  const odd: readonly [RegExp, string, RegExp][] = [
    [/Whose account/, '9', /"9" is none of them: type a number from 1 to 3/],
    [/mobile/, '0412 345 611', /"0412 345 611" is not a phone number with a country code/],
    [/everyday address/, 'mia at home', /"mia at home" is not an e-mail address/],
    [/administrator you will use/, 'Mia Okafor!', /"Mia Okafor!" is not an IAM user name/],
    [/account id/, '1234', /"1234" is not 12 digits/],
  ]
  it('each is one sentence, and the question is asked again', async () => {
    const terminal = new Terminal(['setup', '--plain'], home)
    const tried = new Set<RegExp>()
    const { code } = await sitThrough(terminal, (asked) => {
      const wrong = odd.find(([pattern]) => pattern.test(asked.question) && !tried.has(pattern))
      if (!wrong)
        return (
          asked.choices.find((c) => c.startsWith('mine')) ??
          (asked.choices.length > 0 ? 'stop here' : undefined)
        )
      tried.add(wrong[0])
      // Numbers beyond the choices are typed as they are.
      return wrong[1]
    })
    expect(code).toBe(0)
    for (const [pattern, , sentence] of odd) if (tried.has(pattern)) expect(terminal.raw).toMatch(sentence)
    expect(tried.size).toBe(odd.length)
  })

  it.each(['111111111112', 'yes', ''])(
    '"%s" instead of the account id changes nothing, and it is asked again',
    async (typed) => {
      home.file('work/neverroot.yaml', 'alerts: { emails: [a@posteo.example, b@mail.example] }\n')
      const terminal = new Terminal(['setup', '--plain', ...sandbox], home)
      const { asked } = await sitThrough(terminal, (one) => {
        if (/Type the account id/.test(one.question)) return typed
        if (terminal.raw.includes('Nothing was changed') && one.choices.length > 0) return 'stop here'
        if (one.choices.includes('do exactly this')) return 'do exactly this'
        return first(one, [[/Whose account/, 'mine']])
      })
      expect(asked.some((a) => /Type the account id/.test(a.question))).toBe(true)
      expect(terminal.raw).toMatch(/Nothing was changed/)
      expect(home.files().filter(([path]) => path.includes('journal'))).toEqual([])
    },
  )
})

script.describe('stopping and carrying on', () => {
  it('at any question, with nothing lost: who and whose is not asked twice', async () => {
    const before = new Terminal(['setup', '--plain', ...sandbox], home)
    const stopped = await sitThrough(before, (one) =>
      first(one, [
        [/Whose account/, 'mine'],
        [/Your name/, 'Mia'],
        [/name, address, phone/, 'yes'],
        [/mailbox made for AWS/, 'stop here'],
      ]),
    )
    expect(stopped.code).toBe(0)
    expect(before.raw).toMatch(
      /Stopped\. Everything so far is kept\. Carry on: neverroot setup --sandbox fresh-personal/,
    )
    const after = new Terminal(['setup', '--plain', ...sandbox], home)
    const again = await sitThrough(after, () => 'stop here')
    expect(again.asked.map((a) => a.question).join(' ')).not.toMatch(/Whose account|Your name/)
    expect(after.raw).toMatch(/account-details-are-reviewed: Mia said so today/)
  })

  it('keeps what it was told on the sandbox beside the kept world, and leaves the configuration at hand alone', async () => {
    const atHand = 'administrator: { name: mia@home.example }\n'
    home.file('work/neverroot.yaml', atHand)
    const tellsAddress = new Terminal(['setup', '--plain', ...sandbox], home)
    const { asked } = await sitThrough(tellsAddress, (one) => {
      if (tellsAddress.raw.includes('Kept in ')) return one.choices.length > 0 ? 'stop here' : undefined
      return first(one, [
        [/Whose account/, 'mine'],
        [/Which two addresses/, 'mia@posteo.example'],
      ])
    })
    expect(asked.map((a) => a.question).join(' ')).toMatch(/Which two addresses/)
    expect(config()).toBe(atHand)
    const [, kept] = home.files().find(([path]) => path.endsWith('fresh-personal/neverroot.yaml'))!
    expect(kept).toContain('mia@home.example')
    expect(kept).toContain('mia@posteo.example')
    const plan = await run(['plan', '--as', 'personal', ...sandbox], { home })
    expect(plan.stdout).toContain('sandbox/fresh-personal/neverroot.yaml')
  })

  it('with arrows and Escape as well', async () => {
    const terminal = new Terminal(['setup', ...sandbox], home)
    await terminal.until(/Whose account/)
    terminal.type('\x1b[B')
    terminal.line()
    await terminal.until(/Your name/)
    terminal.line('Mia')
    await terminal.until(/Esc: stop\n?└?\s*$|navigate/)
    terminal.type('\x1b')
    expect(await terminal.ended).toBe(0)
    expect(terminal.raw).toContain('a business')
    expect(terminal.raw).toContain('Stopped.')
  })

  it('Ctrl-C at a question is a stop, too', async () => {
    const terminal = new Terminal(['setup', '--plain', ...sandbox], home)
    await terminal.until(/ 1 to 3: $/)
    terminal.type('\x03')
    expect([0, 130]).toContain(await terminal.ended)
  })
})

describe('setup without a terminal', () => {
  const whole = `
profile: personal
contacts: { primary: { phone: "+61 412 345 611" } }
alerts: { emails: [mia@posteo.example, pat@mail.example] }
administrator: { name: mia@home.example }
statements:
  - { control: root-password-is-managed, by: Mia, on: "2026-11-20", note: 32 characters }
`
  it('does the same from the configuration, and leaves to people what only they can do', async () => {
    home.file('work/neverroot.yaml', whole)
    const to = join(home.folder, 'password')
    const args = [
      '--confirm',
      '111111111111',
      '--password-to',
      `cat > ${to}`,
      '--now',
      '2026-11-23T06:30:00Z',
    ]
    const { code, stdout } = await run(['setup', ...sandbox, ...args], { home })
    expect(code).toBe(0)
    expect(stdout).toMatch(/1 statement of .*neverroot.yaml recorded/)
    expect(stdout).toContain('Not done yet. Next: sign in as the administrator')
    expect(readFileSync(to, 'utf8').trim()).toMatch(/^\S{24,}$/)
    const audit = await run(['audit', ...sandbox, '--format', 'json', '--now', '2026-11-23T06:31:00Z'], {
      home,
    })
    const { findings } = JSON.parse(audit.stdout) as { findings: { control: string; status: string }[] }
    const of = (id: string) => findings.find((f) => f.control === id)?.status
    expect(of('daily-budget-exists')).toBe('pass')
    expect(of('root-password-is-managed')).toBe('pass')
    expect(of('administrator-exists')).toBe('review')
  })

  it('records a statement of the configuration once, and not again once it has lapsed', async () => {
    home.file('work/neverroot.yaml', whole)
    for (const now of ['2026-11-23', '2026-11-24', '2028-01-01'])
      await run(['setup', ...sandbox, '--now', `${now}T06:30:00Z`], { home })
    const ledger = home.files().find(([path]) => path.endsWith('ledger.jsonl'))![1]
    expect(ledger.match(/"control":"root-password-is-managed"/g)).toHaveLength(1)
    // What happened since the day that the file names, the person did not know.
    expect(ledger).toContain('"said":"2026-11-20T00:00:00.000Z"')
  })

  it.each([
    [
      'of no control',
      'statements: [{ control: no-such, by: Mia, on: "2026-11-20" }]',
      /no control "no-such"/,
    ],
    [
      'that only an API can make',
      'statements: [{ control: root-has-mfa, by: Mia, on: "2026-11-20" }]',
      /nobody's word counts/,
    ],
    ['without a day', 'statements: [{ control: root-password-is-managed, by: Mia }]', /statements/],
  ])('a statement %s is a mistake', async (_, text, sentence) => {
    home.file('work/neverroot.yaml', `${text}\n`)
    const { code, stderr } = await run(['setup', ...sandbox], { home })
    expect(code).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).toMatch(sentence)
  })
})
