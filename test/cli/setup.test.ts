/** The guided journey from beginning to end on a pseudo-terminal: root, the way out of root, and the administrator. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  confirmSubscription,
  createSandbox,
  firstSignIn,
  makeScenario,
  registerMfa,
  registerRootMfa,
  revokeRootSession,
  type Sandbox,
  sessionOf,
  setRootPassword,
  turnOnBillingAccess,
} from '../../src/sandbox/index.ts'
import { type Asked, type Reply, sitThrough } from './person.ts'
import { script, Terminal } from './pty.ts'
import { Home, run } from './run.ts'

const account = '111111111111'
const admin = 'mia@home.example'
const mails = ['mia@posteo.example', 'pat@mail.example']

/** What the person types where a line is wanted. */
const lines: readonly [RegExp, Reply][] = [
  [/Your name/, 'Mia Okafor'],
  [/Which phone number should the (\w+) contact/, '+61 2 9374 4001'],
  [/phone number|mobile/i, '+61 412 345 611'],
  [/Which two addresses|everyday address/, mails[0]],
  [/Which name should the (\w+) contact/, 'The Team'],
  [/Which title should the (\w+) contact/, 'On call'],
  [/Which e-mail address should the billing contact/, 'aws-billing@corp.example'],
  [/Which e-mail address should the operations contact/, 'aws-ops@corp.example'],
  [/Which e-mail address should the security contact/, 'aws-security@corp.example'],
  [/name the first administrator|names the administrator/, admin],
  [/Type the account id/, account],
]

/** What is honestly left: it takes days, other people, a look from outside, or a later version. */
const left = {
  // A typical day takes two weeks of spend; mailboxes answer a drill; DNS is not looked up.
  personal: [
    'contact-mailboxes-answer',
    'daily-budget-fits-typical-spend',
    'root-email-domain-is-safe',
    'root-use-raises-an-alarm',
  ],
  // Who is on a list, a directory or a drill shows.
  business: [
    'contact-mailboxes-answer',
    'daily-budget-fits-typical-spend',
    'incident-runbook-is-drilled',
    'root-email-domain-is-safe',
    'root-email-is-a-list',
    'root-email-list-accepts-aws-mail',
    'root-use-raises-an-alarm',
  ],
} as const

for (const profile of ['personal', 'business'] as const)
  script.describe(`setup, ${profile}, from a day-old account`, () => {
    const home = new Home()
    let sandbox: Sandbox
    let asked: Asked[] = []
    beforeAll(async () => {
      const world = await makeScenario('fresh-personal', new Date().toISOString())
      sandbox = await createSandbox({ world })
    })
    afterAll(async () => {
      await sandbox.close()
      home.remove()
    })

    const env = (accessKeyId?: string): NodeJS.ProcessEnv => {
      const { accessKeyId: id, secretAccessKey, sessionToken } = sandbox.credentials(accessKeyId)
      return {
        AWS_ENDPOINT_URL: sandbox.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: id,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
      }
    }
    const now = () => new Date()

    /** What root does in the console when the screen asks for it. */
    const atTheConsole: Readonly<Record<string, () => void>> = {
      'iam-billing-access-is-on': () => turnOnBillingAccess(sandbox.world, account, now()),
      'root-password-is-fresh': () => setRootPassword(sandbox.world, account, now()),
      'root-has-mfa': () => {
        registerRootMfa(sandbox.world, account, now(), { kind: 'fido', name: 'drawer' })
        registerRootMfa(sandbox.world, account, now(), { kind: 'fido', name: 'bank' })
      },
    }
    const done = new Set<string>()
    let second = 0

    function reply(one: Asked): Reply {
      if (one.choices.length === 0) {
        if (/Another address/.test(one.question)) return second++ === 0 ? mails[1] : undefined
        if (/code/.test(one.question))
          return sandbox.world.messages?.findLast((m) => m.channel === 'sms')?.code
        const found = lines.find(([pattern]) => pattern.test(one.question))
        if (!found) throw new Error(`nothing to type for: ${one.question}`)
        return found[1]
      }
      if (/Whose account/.test(one.question)) return profile === 'personal' ? 'mine' : 'a business'
      if (/aws logout/.test(one.question)) return 'done'
      if (one.choices.includes('do exactly this')) return 'do exactly this'
      const act = one.control ? atTheConsole[one.control] : undefined
      if (act && !done.has(one.control!)) {
        done.add(one.control!)
        act()
        return 'done'
      }
      return one.choices.find((c) => c.startsWith('yes')) ?? 'not yet'
    }

    it('as root: details, spend alarm, one administrator, root credentials, and no word of being done', async () => {
      const terminal = new Terminal(['setup', '--plain'], home, env())
      const sat = await sitThrough(terminal, reply)
      asked = sat.asked
      expect(sat.code, terminal.raw.slice(-1500)).toBe(0)
      const shown = terminal.raw
      expect(shown).toContain('ROOT SESSION')
      expect(shown).toContain('Recorded as planned use of root')
      expect(shown).toContain('Not done yet. Next: sign in as the administrator')
      expect(shown).not.toContain('Nobody needs root today')
      const user = sandbox.world.accounts[account]!.iam.users.find((u) => u.name === admin)
      expect(user?.password?.resetRequired).toBe(true)
      expect(user?.accessKeys).toEqual([])
    })

    it('every screen says where you are, why, what you do, what you will see and how to get back', () => {
      const walks = asked.filter((a) => a.screen.includes('You do it:'))
      expect(walks.length).toBeGreaterThan(5)
      for (const { screen } of walks) {
        expect(screen).toMatch(new RegExp(`\\d of 5 {3}${profile}, about \\d+ min left`))
        expect(screen).toContain('You will see:')
        expect(screen).toContain('To get back:')
        expect(screen).toMatch(/https:\/\//)
      }
    })

    it('as the administrator: carries on, verifies, and says done', async () => {
      const { world } = sandbox
      revokeRootSession(world, account, now())
      firstSignIn(world, account, now(), admin)
      registerMfa(world, account, now(), admin)
      for (const to of mails) confirmSubscription(world, account, now(), { address: to, authenticated: true })
      const key = sessionOf(world, account, now(), admin)
      const terminal = new Terminal(['setup', '--plain'], home, env(key))
      const { code } = await sitThrough(terminal, reply)
      expect(code).toBe(0)
      expect(terminal.raw).toContain('Done.')
      const audit = await run(['audit', '--format', 'json', '--as', profile], { home, env: env(key) })
      const { findings } = JSON.parse(audit.stdout) as { findings: { control: string; status: string }[] }
      const open = findings
        .filter((f) => !['pass', 'not-applicable'].includes(f.status))
        .map((f) => f.control)
      expect(open.sort()).toEqual(left[profile])
    })

    it('kept no password anywhere', () => {
      const password = /\n([A-Za-z0-9@#=-]{24,})\r?\n/
      expect(JSON.stringify([home.files(), home.files(home.work)])).not.toMatch(password)
    })
  })
