/** A drill of the alarm on root, as people run it: the chain is made, a code goes through it, and two people answer. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { table } from './mistake.ts'
import { reportOf } from './report.ts'
import { script, Terminal } from './pty.ts'
import { Home, type Ran, run } from './run.ts'
import { serving } from './serve.ts'

const ajv = new Ajv2020({ strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const schema = join(import.meta.dirname, '../../schema/ledger.schema.json')
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

const account = '222222222222'
const control = 'root-use-raises-an-alarm'
const scenario = 'neglected-business'
const emails = ['mia@corp.example', 'pat@corp.example']

/** A company whose alarm stands and whose people confirmed, and three people who may do nothing but say who they are. */
interface Company {
  /** As the administrator, or as somebody else. */
  as(who: string | undefined, args: readonly string[], input?: string): Promise<Ran>
  act(...acts: string[]): Promise<Ran>
  mail(address: string): Promise<string>
  home: Home
}

async function company(work: (company: Company) => Promise<void>): Promise<void> {
  const home = new Home()
  home.file('work/neverroot.yaml', `alerts:\n  emails: [${emails.join(', ')}]\n`)
  try {
    await serving([scenario], home, async ({ env }) => {
      const keys: Record<string, Record<string, string>> = {}
      const as: Company['as'] = (who, args, input) =>
        run(args, {
          home,
          env: { ...env, ...(who === undefined ? {} : keys[who]) },
          ...(input === undefined ? {} : { stdin: input }),
        })
      const act: Company['act'] = (...acts) =>
        run(['sandbox', scenario, ...acts.flatMap((one) => ['--act', one])], { home })
      const iam = new IAMClient({
        region: 'us-east-1',
        endpoint: env.AWS_ENDPOINT_URL!,
        credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID!, secretAccessKey: env.AWS_SECRET_ACCESS_KEY! },
      })
      const policy = (await run(['permissions', 'drill-alarm'])).stdout
      const { Version, Statement } = JSON.parse(policy) as { Version: string; Statement: object[] }
      for (const UserName of ['driller', 'viewer', 'tom', 'pat']) {
        await iam.send(new CreateUserCommand({ UserName }))
        const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }))
        keys[UserName] = {
          AWS_ACCESS_KEY_ID: key!.AccessKeyId!,
          AWS_SECRET_ACCESS_KEY: key!.SecretAccessKey!,
        }
      }
      for (const [UserName, PolicyDocument] of [
        ['driller', policy],
        ['viewer', JSON.stringify({ Version, Statement: Statement.slice(0, 1) })],
      ] as const)
        await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'drill', PolicyDocument }))
      const applied = await as(undefined, ['apply', '--only', control, '--confirm', account, '--quiet'])
      expect(applied.code, applied.stderr).toBe(0)
      const mail = async (address: string) => (await act(`read-mail=${address}`)).stdout
      await work({ as, act, mail, home })
    })
  } finally {
    home.remove()
  }
}

const confirmed = ({ act }: Company) => act(...emails.map((address) => `confirm=${address}`))
const opening = ['drill', 'alarm', '--open', '--by', 'Dana', '--reason', 'quarterly', '--confirm', account]
const answering = ['drill', 'alarm', '--code-stdin']
const closing = ['drill', 'alarm', '--close', '--by', 'Dana', '--format', 'json']
const codeIn = (mail: string) => /Your code: (\S+?)\./.exec(mail)![1]!
const finding = async ({ as }: Company, ...more: string[]) => {
  const args = ['audit', '--only', control, '--format', 'json', '--as', 'business', ...more]
  return reportOf(await as(undefined, args)).findings[0]!
}
/** Some hours from now, as `--now` takes it. */
const inHours = (hours: number) => ['--now', new Date(Date.now() + hours * 3_600_000).toISOString()]

describe.concurrent('a drill of the alarm', () => {
  it('goes through all of it, is answered by two people, and witnesses it for ninety days', () =>
    company(async (it) => {
      const { as, mail, home } = it
      const early = await as('driller', opening)
      expect(early).toMatchObject({ code: 2, stdout: '' })
      expect(early.stderr).toContain('Nobody has confirmed a subscription')
      await confirmed(it)
      expect(await finding(it)).toMatchObject({ status: 'pass', grade: 'proven' })

      const opened = await as('driller', opening)
      expect(opened, opened.stderr).toMatchObject({ code: 0 })
      expect(opened.stdout).toContain('us-east-1: rule neverroot-root-use, to 2 mailboxes')
      const text = await mail(emails[0]!)
      expect(await mail(emails[1]!)).toBe(text)
      expect(text).toMatch(
        /^THIS IS A DRILL of the root alarm of AWS account 222222222222: root was not used\./,
      )
      expect(text).toContain('Nobody asks you for a password')
      const code = codeIn(text)

      const first = await as('tom', answering, `${code.toLowerCase().replace('-', ' ')}\n`)
      expect(first, first.stderr).toMatchObject({ code: 0 })
      expect(first.stdout).toContain('you count as one person.\nOne more person answers')
      const twice = await as('tom', answering, `${code}\n`)
      expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('counts once') as string })
      const opener = await as('driller', answering, `${code}\n`)
      expect(opener.stdout).toContain('whoever opened the drill is no witness of it')
      const second = await as('pat', answering, `${code}\n`)
      expect(second.stdout).toContain('Two people have answered.')

      const closed = await as('driller', closing)
      expect(closed.code).toBe(0)
      expect(JSON.parse(closed.stdout)).toMatchObject({
        account,
        complete: true,
        people: 2,
        stated: 1,
        minutes: [expect.any(Number), expect.any(Number)],
        opened: { by: 'Dana', reason: 'quarterly', regions: ['us-east-1'], mailboxes: 2 },
        recorded: [control],
      })
      const witnessed = await finding(it)
      expect(witnessed).toMatchObject({ status: 'pass', grade: 'witnessed' })
      expect(witnessed.message).toContain('a drill reached 2 people today')
      expect(await finding(it, ...inHours(91 * 24))).toMatchObject({ status: 'pass', grade: 'proven' })
      expect((await as('driller', ['drill', 'alarm', '--list'])).stdout).toMatch(
        /complete\s+2 people, 0 and 0 min/,
      )
      expect((await as(undefined, ['evidence', 'verify'])).code).toBe(0)

      // No code, no address, and nobody's ARN is kept.
      const ledger = home.files().find(([name]) => name === 'ledger.jsonl')![1]
      for (const secret of [code, code.replace('-', ''), ...emails, ':user/'])
        expect(ledger).not.toContain(secret)
      for (const line of ledger.trim().split('\n')) {
        validate(JSON.parse(line))
        expect(validate.errors ?? [], line).toEqual([])
      }
      expect((await as('driller', closing)).stderr).toContain(`No drill of the alarm of ${account} is open`)
    }))

  it('that nobody answers is told as such, and is neither a pass nor a failure', () =>
    company(async (it) => {
      const { as } = it
      await confirmed(it)
      await as('driller', opening)
      const second = await as('driller', opening)
      expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('and not closed') as string })
      const closed = await as('driller', ['drill', 'alarm', '--close', '--by', 'Dana'])
      expect(closed.code).toBe(1)
      expect(closed.stdout).toContain('Nobody answered.')
      expect(await finding(it)).toMatchObject({ status: 'pass', grade: 'proven' })
    }))

  it('takes no wrong code, no late one, and after five wrong ones none', () =>
    company(async (it) => {
      const { as, mail } = it
      await confirmed(it)
      await as('driller', opening)
      const code = codeIn(await mail(emails[0]!))
      const late = await as('tom', [...answering, ...inHours(3)], `${code}\n`)
      expect(late.stderr).toMatch(/ended at .* its code counts no longer\.\nClose it/)
      const none = await as('tom', answering, 'hello\n')
      expect(none.stderr).toContain('That is no code')
      expect(none.stderr).not.toContain('hello')
      for (const left of ['4 tries are left', '3 tries', '2 tries', '1 try is left', 'the last try']) {
        const wrong = await as('tom', answering, '00000-00000\n')
        expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining(left) as string })
      }
      const right = await as('tom', answering, `${code}\n`)
      expect(right.stderr).toContain('had 5 wrong codes and takes no more')
      const closed = await as('driller', closing)
      expect(closed.code).toBe(1)
      expect(JSON.parse(closed.stdout)).toMatchObject({ complete: false, people: 0, wrong: 5, recorded: [] })
    }))

  it('is answered about the account that it is of, and by word alone where AWS is not asked', () =>
    company(async (it) => {
      const { as, mail, home } = it
      await confirmed(it)
      await as('driller', opening)
      const code = codeIn(await mail(emails[0]!))
      const other = await run(
        ['drill', 'alarm', '--code-stdin', '--by', 'Zoe', '--account', '999999999999'],
        {
          home,
          stdin: `${code}\n`,
        },
      )
      expect(other).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /No drill of the alarm of 999999999999 is open; one of 222222222222 is\.\nCall as/,
        ) as string,
      })
      const word = await run(['drill', 'alarm', '--code-stdin', '--by', 'Zoe', '--account', account], {
        home,
        stdin: `${code}\n`,
      })
      expect(word.stdout).toContain('recorded as a word, since AWS does not say who answered')
      expect(JSON.parse((await as('driller', closing)).stdout)).toMatchObject({ people: 0, stated: 1 })
    }))

  it('is not sent by somebody who may not look where it goes, nor by one who may look alone', () =>
    company(async (it) => {
      const { as } = it
      await confirmed(it)
      const blind = await as('tom', opening)
      expect(blind).toMatchObject({ code: 2, stdout: '' })
      expect(blind.stderr).toContain('permissions drill-alarm')
      expect((await as('tom', ['drill', 'alarm', '--list'])).stdout).toContain('was not drilled yet')
      const silent = await as('viewer', opening)
      expect(silent.code).toBe(2)
      expect(silent.stderr).toMatch(/could not be sent in us-east-1: .*events:PutEvents.* It is closed\./)
      expect((await as('viewer', ['drill', 'alarm', '--list'])).stdout).toContain('not complete')
    }))
})

const exemplary = ['--sandbox', 'exemplary-personal']
const said = ['--by', 'Mia', '--reason', 'x']

table('what a drill of the alarm does not take', [
  {
    case: 'two things to do',
    args: ['drill', 'alarm', '--open', '--close'],
    what: 'not --open and --close',
    todo: 'Give one of',
  },
  {
    case: 'opening without AWS',
    args: ['drill', 'alarm', '--open', '--account', account],
    what: 'AWS is asked',
    todo: '--profile',
  },
  {
    case: 'no alarm',
    args: ['drill', 'alarm', '--open', ...said, '--sandbox', 'neglected-personal'],
    what: 'There is no alarm in us-east-1 to drill',
    todo: `neverroot plan --only ${control}`,
  },
  {
    case: 'a rule that hears no drill',
    args: ['drill', 'alarm', '--open', ...said, ...exemplary],
    what: 'Rule root-use in us-east-1 hears of root and not of drills',
    todo: `neverroot explain ${control}`,
  },
  {
    case: 'a Region that is not on',
    args: ['drill', 'alarm', '--open', ...said, ...exemplary, '--regions', 'af-south-1'],
    what: 'cannot use af-south-1',
    todo: 'us-east-1',
  },
  {
    case: 'what is no Region',
    args: ['drill', 'alarm', '--open', '--regions', 'home'],
    what: '"home"',
    todo: 'Give Regions',
  },
  {
    case: 'answering what was not opened',
    args: ['drill', 'alarm', '--code-stdin', ...exemplary],
    what: 'No drill of the alarm of 111111111111 is open.',
    todo: 'drill alarm --open',
  },
  {
    case: 'a word of nobody',
    args: ['drill', 'alarm', '--code-stdin', '--account', account],
    what: 'nobody is named',
    todo: '--by NAME',
  },
  {
    case: 'closing what was not opened',
    args: ['drill', 'alarm', '--close', '--by', 'Mia', '--account', account],
    what: `No drill of the alarm of ${account} is open`,
    todo: 'drill alarm --open',
  },
  {
    case: 'permissions for a choice of controls',
    args: ['permissions', 'drill-alarm', '--only', control],
    what: 'drill-alarm has none',
    todo: 'neverroot permissions drill-alarm',
  },
])

it('a drill that nobody agrees to is not announced', async () => {
  const home = new Home()
  try {
    home.file('work/neverroot.yaml', `alerts:\n  emails: [${emails.join(', ')}]\n`)
    const sandbox = ['--sandbox', scenario]
    await run(['apply', ...sandbox, '--only', control, '--confirm', account, '--quiet'], { home })
    await run(['sandbox', scenario, ...emails.flatMap((one) => ['--act', `confirm=${one}`])], { home })
    for (const [confirm, what] of [
      [[], 'Nobody confirms that a drill is sent'],
      [['--confirm', '111111111111'], '"111111111111" is not the account id'],
    ] as const) {
      const ran = await run(['drill', 'alarm', '--open', ...said, ...sandbox, ...confirm], { home })
      expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(what) as string })
      expect(ran.stderr.trim().split('\n')).toHaveLength(2)
    }
    const mail = await run(['sandbox', scenario, '--act', `read-mail=${emails[0]!}`], { home })
    expect(mail.stdout).not.toContain('DRILL')
  } finally {
    home.remove()
  }
})

script.describe('at a terminal', () => {
  it('asks a person: who, why, and for the account id, once it is told where the drill goes', async () => {
    const home = new Home()
    try {
      home.file('work/neverroot.yaml', `alerts:\n  emails: [${emails.join(', ')}]\n`)
      const sandbox = ['--sandbox', scenario]
      await run(['apply', ...sandbox, '--only', control, '--confirm', account, '--quiet'], { home })
      await run(['sandbox', scenario, ...emails.flatMap((one) => ['--act', `confirm=${one}`])], { home })
      const opening = new Terminal(['drill', 'alarm', '--open', '--plain', ...sandbox], home, {}, 80)
      await opening.until(/Who opens the drill\? $/)
      opening.line('Dana')
      await opening.until(/Why is it drilled\? $/)
      opening.line('quarterly')
      const told = await opening.until(/Type the account id to send it: $/)
      expect(told).toContain('us-east-1: rule neverroot-root-use, to 2 mailboxes')
      expect(told.split('\n').filter((line) => line.length > 80)).toEqual([])
      opening.line(account)
      expect(await opening.until(/ledger/)).toContain('Sent at')
      expect(await opening.ended).toBe(0)

      const mail = await run(['sandbox', scenario, '--act', `read-mail=${emails[0]!}`], { home })
      await run(['sandbox', scenario, '--act', 'log-in=robin'], { home })
      const answering = new Terminal(['drill', 'alarm', '--plain', ...sandbox], home, {}, 80)
      await answering.until(/Which code is in the mail\? $/)
      answering.line(codeIn(mail.stdout))
      expect(await answering.until(/UTC\.\s*$/)).toContain('you count as one person')
      expect(await answering.ended).toBe(0)
    } finally {
      home.remove()
    }
  })
})
