/** What apply and undo are given that is wrong: one clear sentence, what to do, and nothing lost. */
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Account, type Name } from './account.ts'
import { type Case, table } from './mistake.ts'
import { script, Terminal } from './pty.ts'
import { command, Home, run } from './run.ts'
import { serving } from './serve.ts'

const policy = ['--only', 'password-policy-is-strong']
const on = (scenario: Name = 'neglected-business') => ['--sandbox', scenario]
const apply = ['apply', 'plan.json', ...on(), '--confirm', '222222222222']

/** A plan at hand, and something done to it. */
const planned =
  (spoil: (account: Account) => unknown, scenario?: Name): Case['with'] =>
  async (home) => {
    const account = new Account(home, scenario)
    await account.plan(...policy)
    spoil(account)
  }

/** The plan in the file, changed by hand. */
const edited = (change: (plan: any) => void) =>
  planned(({ planFile }) => {
    const plan = JSON.parse(readFileSync(planFile, 'utf8')) as unknown
    change(plan)
    writeFileSync(planFile, JSON.stringify(plan))
  })

/** Something else in its place. */
const replaced = (text: string) => planned(({ planFile }) => writeFileSync(planFile, text))

const again = 'Make a new one: neverroot plan --out FILE'

table('a plan', [
  {
    case: 'edited by hand',
    args: apply,
    with: edited((plan) => void (plan.items[0].steps[0].input.MinimumPasswordLength = 6)),
    what: 'The plan was changed since it was made: its digest does not fit',
    todo: again,
  },
  {
    case: 'edited in its words alone',
    args: apply,
    with: edited((plan) => void (plan.items[0].steps[0].does = 'nothing to see here')),
    what: 'its digest does not fit',
    todo: again,
  },
  {
    case: 'with a field that no plan has',
    args: apply,
    with: edited((plan) => void (plan.items[0].steps[0].run = 'rm -rf /')),
    what: /plan\.json is not a plan that neverroot wrote: items\.0\.steps\.0 .*run/,
    todo: again,
  },
  {
    case: 'of another account',
    args: ['apply', 'plan.json', ...on('neglected-personal'), '--confirm', '222222222222'],
    with: planned(() => undefined),
    what: 'The plan is for account 222222222222, and you are signed in to 111111111111',
    todo: 'Sign in to 222222222222',
  },
  {
    case: 'of an older schema',
    args: apply,
    with: edited((plan) => void (plan.schema = 'neverroot/plan/0')),
    what: 'plan.json is a plan of another version (neverroot/plan/0, this one reads neverroot/plan/1)',
    todo: again,
  },
  {
    case: 'that is no JSON',
    args: apply,
    with: replaced('Plan for 222222222222\n + topic'),
    what: 'plan.json is not JSON, so it is no plan',
    todo: again,
  },
  ...['{}', '[]', 'null', '"plan"', '{"schema":"neverroot/report/1"}'].map((text) => ({
    case: `that is other JSON: ${text}`,
    args: apply,
    with: replaced(text),
    what: 'plan.json is no plan of neverroot',
    todo: again,
  })),
  {
    case: 'that is its schema and nothing else',
    args: apply,
    with: replaced('{"schema":"neverroot/plan/1"}'),
    what: /plan\.json is not a plan that neverroot wrote: \w+ is missing/,
    todo: again,
  },
  {
    case: 'that is a folder',
    args: apply,
    with: planned(({ planFile }) => (rmSync(planFile), mkdirSync(planFile))),
    what: 'plan.json cannot be read: it is a folder',
    todo: again,
  },
  {
    case: 'that is not there',
    args: ['apply', 'other.json', ...on(), '--confirm', '222222222222'],
    with: planned(() => undefined),
    what: 'other.json cannot be read: there is no such file',
    todo: again,
  },
  {
    case: 'of the day before yesterday',
    args: [...apply, '--now', new Date(Date.now() + 2 * 86_400_000).toISOString()],
    with: planned(() => undefined),
    what: /The plan expired on 20\d\d-\d\d-\d\dT\d\d:\d\dZ/,
    todo: again,
  },
  {
    case: 'whose configuration was changed since',
    args: apply,
    with: planned(({ home }) => appendFileSync(join(home.work, 'neverroot.yaml'), '# a word\n')),
    what: /The configuration was changed since the plan was made \(it had SHA-256 [0-9a-f]{12}, now [0-9a-f]{12}\)/,
    todo: again,
  },
  {
    case: 'whose configuration is gone',
    args: apply,
    with: planned(({ home }) => rmSync(join(home.work, 'neverroot.yaml'))),
    what: /The plan rests on the configuration \/.*neverroot\.yaml cannot be read: there is no such file/,
    todo: 'Put it back, or make a new plan: neverroot plan --out FILE',
  },
  {
    case: 'whose configuration others may write since',
    args: apply,
    with: planned(({ home }) => spawnSync('chmod', ['666', join(home.work, 'neverroot.yaml')])),
    what: 'can be written by others (mode 0666)',
    todo: /^Run: chmod go-w /,
  },
  {
    case: 'that somebody else has fulfilled since',
    args: apply,
    with: async (home) => {
      const account = new Account(home)
      await account.plan(...policy)
      await account.go(['apply', ...policy, '--confirm', account.id])
    },
    what: /Nothing was changed, since the account is not as it was .*password-policy-is-strong is not open any more/,
    todo: again,
  },
])

const configured =
  (text: string): Case['with'] =>
  (home) =>
    void home.file('work/neverroot.yaml', text)

const fresh = ['apply', ...on(), '--confirm', '222222222222']

table('what it rests on', [
  {
    case: 'a recipient that is no e-mail address',
    args: fresh,
    with: configured('alerts: { emails: [nobody] }\n'),
    what: /neverroot\.yaml, line 1: alerts\.emails\.0 is not an e-mail address/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a recipient that is a shell command',
    args: fresh,
    with: configured('alerts: { emails: ["a@b.example; rm -rf ~"] }\n'),
    what: 'alerts.emails.0 is not an e-mail address',
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a budget of at least nothing',
    args: fresh,
    with: configured('baseline: { budgetFloorUsd: 0 }\n'),
    what: /line 1: baseline\.budgetFloorUsd "0" must be more than 0\.$/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a budget of a part of what is spent',
    args: fresh,
    with: configured('baseline: { budgetFactor: 0.5 }\n'),
    what: /baseline\.budgetFactor "0\.5" must be at least 1\.$/,
    todo: 'schema/neverroot.schema.json',
  },
  {
    case: 'a ledger that somebody changed',
    args: fresh,
    with: async (home) => {
      const account = new Account(home)
      await account.go(['attest', 'root-password-is-managed', '--by', 'Mia'])
      appendFileSync(join(account.state, 'ledger.jsonl'), 'not an entry\n')
    },
    what: /ledger\.jsonl, line 2: /,
    todo: 'neverroot evidence verify',
  },
  {
    case: 'a journal that somebody changed',
    args: ['apply', '--resume', ...on(), '--confirm', '222222222222'],
    with: async (home) => {
      const account = new Account(home)
      await account.go(['apply', '--only', 'contact-phone-is-current', '--confirm', account.id])
      const journal = join(account.state, 'journal', account.runs[0]!, 'journal.jsonl')
      writeFileSync(journal, readFileSync(journal, 'utf8').replace('{', '['))
    },
    what: /journal\.jsonl, line 1 is not what was written/,
    todo: 'neverroot plan',
  },
])

table('the command line', [
  {
    case: 'an id of 11 digits',
    args: ['apply', ...on(), '--confirm', '22222222222'],
    what: '"22222222222" is not what --confirm takes',
    todo: '12 digits',
  },
  {
    case: 'a word for an id',
    args: ['undo', ...on(), '--confirm', 'yes'],
    what: '"yes" is not what --confirm takes',
    todo: '12 digits',
  },
  {
    case: '--resume with a file',
    args: ['apply', 'plan.json', '--resume', ...on()],
    what: '--resume carries on with the plan of the latest run: it takes no file',
    todo: 'Give one or the other',
  },
  {
    case: '--only with a file',
    args: ['apply', 'plan.json', ...policy, ...on()],
    what: '--only chooses what is planned, and plan.json is applied as it is',
    todo: 'neverroot plan --only password-policy-is-strong --out FILE',
  },
  {
    case: '--section with --resume',
    args: ['apply', '--resume', '--section', 'spend-alarm', ...on()],
    what: '--section chooses what is planned, and the plan of the latest run is applied as it is',
    todo: 'neverroot plan --section spend-alarm --out FILE',
  },
  {
    case: 'no command to take the password',
    args: ['apply', '--password-to', ' ', ...on()],
    what: 'is not what --password-to takes',
    todo: 'leave the option away',
  },
  { case: 'two files', args: ['apply', 'a.json', 'b.json'], what: 'takes 1 argument', todo: '--help' },
  {
    case: 'a force that there is not',
    args: ['apply', '--force'],
    what: 'no option --force',
    todo: '--help',
  },
])

describe('in the way of each other', () => {
  script.describe('two at once', () => {
    it('the second one is refused, and the first one goes on', async () => {
      const home = new Home()
      const account = new Account(home)
      const first = new Terminal(['apply', ...policy, ...on()], home)
      try {
        await first.until(/Type the account id to make 1 call to 222222222222: $/)
        const second = await account.go(['apply', ...policy, '--confirm', account.id])
        expect(second).toMatchObject({ code: 2, stdout: '' })
        expect(second.stderr).toMatch(
          /^neverroot: Another neverroot is changing account 222222222222 right now\.\nWait for it to end; if there is none, remove .*\.lock\.\n$/,
        )
        const undo = await account.go(['undo', '--confirm', account.id])
        expect(undo.stderr).toMatch(/^neverroot: Another neverroot is changing account/)
        first.line(account.id)
        expect(await first.ended).toBe(0)
        expect(account.runs).toHaveLength(1)
        expect(readdirSync(account.state).filter((name) => name.endsWith('.lock'))).toEqual([])
      } finally {
        first.kill()
        home.remove()
      }
    })

    it('one that was killed is in nobody’s way', async () => {
      const home = new Home()
      const account = new Account(home)
      const first = new Terminal(['apply', ...policy, ...on()], home)
      try {
        await first.until(/Type the account id to make 1 call to 222222222222: $/)
        const lock = join(account.state, `apply-${account.id}.lock`)
        process.kill((JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }).pid, 'SIGKILL')
        await first.ended
        expect(existsSync(lock)).toBe(true)
        expect(await account.go(['apply', ...policy, '--confirm', account.id])).toMatchObject({ code: 0 })
      } finally {
        first.kill()
        home.remove()
      }
    })
  })
})

describe('a full disk', () => {
  const inLimits = (blocks: number, args: readonly string[], home: Home, env: NodeJS.ProcessEnv) =>
    spawnSync('/bin/sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, command, ...args], {
      cwd: home.work,
      env: { ...home.env, ...env },
      encoding: 'utf8',
    })

  it('before the first call: nothing is changed, and nothing half-begun stands in the journal', async () => {
    const home = new Home()
    new Account(home)
    await serving(['neglected-business'], home, async ({ env }) => {
      const args = ['apply', '--section', 'spend-alarm', '--confirm', '222222222222', '--no-cost-explorer']
      // A plan of one section is longer than half a kilobyte.
      const ran = inLimits(1, args, home, env)
      expect(ran.stderr).toMatch(
        /^neverroot: .*journal.* cannot be written: the file may not grow any more\.\n.*\n$/,
      )
      expect(ran).toMatchObject({ status: 2 })
      const plan = JSON.parse(
        (await run(['plan', '--section', 'spend-alarm', '--format', 'json'], { home, env })).stdout,
      ) as { items: { steps: unknown[] }[] }
      expect(plan.items[0]!.steps.length, 'nothing was done').toBeGreaterThan(0)
      expect(home.files().filter(([path]) => path.startsWith('journal/'))).toEqual([])
    })
    home.remove()
  })

  it('in the middle: what was done is told and stands in the journal; the rest is carried on with', async () => {
    const home = new Home()
    new Account(home)
    await serving(['neglected-business'], home, async ({ env }) => {
      const confirm = ['--confirm', '222222222222']
      const only = ['--only', 'contact-phone-is-current']
      // It waits for a code: a run to carry on with, whose journal is made to fill its last block but for one line or two.
      expect(await run(['apply', ...only, ...confirm], { home, env })).toMatchObject({ code: 0 })
      const [path, text] = home.files().find(([name]) => name.endsWith('journal.jsonl'))!
      const file = join(home.state, path)
      const line = text.split('\n')[0]!
      let full = text
      while (full.length < 20_000 || 512 - (full.length % 512) > 330) full += `${line}\n`
      writeFileSync(file, full)
      const ran = inLimits(Math.ceil(full.length / 512), ['apply', '--resume', ...confirm], home, env)
      expect(ran.stderr).toMatch(/cannot be written: the file may not grow any more/)
      expect([2, 3]).toContain(ran.status)
      expect(readFileSync(file, 'utf8').startsWith(full), 'no line was lost').toBe(true)
      expect(await run(['apply', '--resume', ...confirm], { home, env })).toMatchObject({ code: 0 })
    })
    home.remove()
  })
})
