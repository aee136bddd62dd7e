/** What `neverroot watch` promises to whoever calls it: drift only and once, exit codes, signed notices, locks, kills. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { WatchNotice, WatchPass } from '../../src/index.ts'
import { Home, type Ran, run, start } from './run.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const shape = (name: string) =>
  ajv.compile(
    JSON.parse(readFileSync(join(import.meta.dirname, `../../schema/${name}.schema.json`), 'utf8')) as object,
  )
const validPass = shape('watch')
const validNotice = shape('watch-notice')

const scenario = 'neglected-personal'
const watch = (...args: string[]) => ['watch', '--sandbox', scenario, ...args]
const once = (...args: string[]) => watch('--once', '--format', 'json', ...args)
const act = (home: Home, ...acts: string[]) =>
  run(['sandbox', scenario, ...acts.flatMap((one) => ['--act', one])], { home })

function passOf({ stdout, stderr }: Pick<Ran, 'stdout' | 'stderr'>): WatchPass {
  const pass: unknown = JSON.parse(stdout || `"${stderr}"`)
  validPass(pass)
  expect(validPass.errors ?? []).toEqual([])
  return pass as WatchPass
}
const changes = (pass: WatchPass) => pass.drift.map(({ kind, control }) => `${kind} ${control}`).sort()

async function withHome(use: (home: Home) => Promise<void>): Promise<void> {
  const home = new Home()
  await use(home).finally(() => home.remove())
}

const secret = 'what the receiver knows too'
const env = { HOOK_SECRET: secret }

/** A receiver on this machine that answers as it is told, and checks each signature. */
async function withReceiver(
  home: Home,
  use: (got: WatchNotice[], answer: { status: number }) => Promise<void>,
) {
  const got: WatchNotice[] = []
  const answer = { status: 200 }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (text) => (body += String(text)))
    request.on('end', () => {
      const at = String(request.headers['neverroot-timestamp'])
      const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
      const good = request.headers['neverroot-signature'] === `sha256=${signature}`
      const notice = JSON.parse(body) as WatchNotice
      if (good && validNotice(notice)) got.push(notice)
      // 0: it never answers.
      if (!good) response.writeHead(401).end()
      else if (answer.status > 0) response.writeHead(answer.status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  home.file('work/neverroot.yaml', `watch: { webhook: { url: "${url}", secretEnv: HOOK_SECRET } }\n`)
  await use(got, answer).finally(() => (server.closeAllConnections(), server.close()))
}

describe.concurrent('one pass', () => {
  it('remembers; then tells what changed, once, with exit code 1', () =>
    withHome(async (home) => {
      const first = await run(once(), { home })
      expect([first.code, changes(passOf(first))]).toEqual([0, []])
      expect(passOf(first).since).toBeUndefined()
      await act(home, 'register-mfa=mia', 'fail-to-sign-in-as-root')
      const second = await run(once(), { home })
      expect([second.code, changes(passOf(second))]).toEqual([1, ['review administrators-have-mfa']])
      expect(passOf(second).since).toBe(passOf(first).at)
      const third = await run(once(), { home })
      expect([third.code, changes(passOf(third)), third.stderr]).toEqual([0, [], ''])
    }))

  it('as text: a line where nothing changed, else what, and how to go on', () =>
    withHome(async (home) => {
      const first = await run(watch('--once'), { home })
      expect(first.stdout).toMatch(/^ 111111111111 {2}mia-lab.*\n first look: from now on only what changes/)
      expect((await run(watch('--once'), { home })).stdout).toMatch(
        /\n no drift since \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
      )
      await act(home, 'register-mfa=mia')
      const { stdout, code } = await run(watch('--once'), { home })
      expect(stdout).toMatch(/1 change since/)
      expect(stdout).toMatch(/A question for people now\n \? critical {2}administrators-have-mfa/)
      expect(stdout).toMatch(/neverroot explain administrators-have-mfa\n$/)
      expect(code).toBe(1)
    }))

  it('a statement that lapses within 14 days, also at a first look', () =>
    withHome(async (home) => {
      const attest = ['attest', 'root-email-is-not-everyday-mail', '--sandbox', scenario]
      const said = await run([...attest, '--by', 'pat', '--expires', '10d'], { home })
      expect(said.code).toBe(0)
      const first = await run(once(), { home })
      expect([first.code, changes(passOf(first))]).toEqual([1, ['lapsing root-email-is-not-everyday-mail']])
      expect(changes(passOf(await run(once(), { home })))).toEqual([])
      const later = new Date(Date.now() + 11 * 86_400_000).toISOString()
      const pass = passOf(await run(once('--now', later), { home }))
      expect(changes(pass)).toContain('review root-email-is-not-everyday-mail')
      expect(pass.gap).toBeDefined()
    }))

  it('a sign of a takeover comes first, and once', () =>
    withHome(async (home) => {
      await run(once(), { home })
      await act(home, 'recover-root-password')
      const text = await run(watch('--once'), { home })
      expect(text.stdout).toMatch(/Somebody else may have been in the account\n . \d{4}-\d\d-\d\d: /)
      expect(text.code).toBe(1)
      expect(passOf(await run(once(), { home })).signs).toEqual([])
    }))

  it('--output: the file holds what the terminal would have', () =>
    withHome(async (home) => {
      const ran = await run(once('--output', 'pass.json'), { home })
      expect([ran.code, ran.stdout]).toEqual([0, ''])
      passOf({ stdout: readFileSync(join(home.work, 'pass.json'), 'utf8'), stderr: '' })
    }))

  it('a clock that was set back is told of, and repeats nothing', () =>
    withHome(async (home) => {
      const pass = (at: string) => run(once('--now', at), { home })
      await pass('2026-11-23T06:30:00Z')
      await act(home, 'register-mfa=mia')
      expect(changes(passOf(await pass('2026-11-23T07:30:00Z')))).toEqual(['review administrators-have-mfa'])
      const back = passOf(await pass('2026-11-23T06:45:00Z'))
      expect(back.notes).toEqual([expect.stringContaining('a clock was set')])
      // A credential report from the future can tell nothing; what was told is not told again.
      expect(changes(back).filter((change) => !change.startsWith('unknown'))).toEqual([])
      expect(changes(passOf(await pass('2026-11-23T08:30:00Z')))).toEqual([])
    }))

  it('an organization: an account at a time, kept apart from what audit --org keeps', () =>
    withHome(async (home) => {
      const org = ['watch', '--once', '--format', 'json', '--sandbox', 'startup', '--org']
      const first = passOf(await run(org, { home }))
      expect(first.subject.kind).toBe('organization')
      const second = await run(org, { home })
      expect([second.code, changes(passOf(second)), second.stderr]).toEqual([0, [], ''])
      const kept = home.files().map(([path]) => path)
      expect(kept.filter((path) => path.startsWith('sandbox/startup/organization'))).toEqual([])
    }))
})

describe.concurrent('sending', () => {
  it('a signed notice, once; what does not get through goes out at the next pass', () =>
    withHome((home) =>
      withReceiver(home, async (got, answer) => {
        await run(once('--send'), { home, env })
        expect(got).toEqual([])
        await act(home, 'register-mfa=mia')
        answer.status = 403
        const refused = await run(once('--send'), { home, env })
        expect(passOf(refused).deliveries).toEqual({
          webhook: { to: '127.0.0.1', sent: 0, unsent: 1, because: 'it answered 403' },
        })
        expect(refused.stderr).toMatch(/^What changes is sent to the webhook at 127\.0\.0\.1 \(signed\): /)
        answer.status = 200
        const { code, stdout, stderr } = await run(once('--send'), { home, env })
        expect(code).toBe(0)
        expect(passOf({ stdout, stderr }).deliveries).toEqual({
          webhook: { to: '127.0.0.1', sent: 1, unsent: 0 },
        })
        // The same notice twice: refused, then taken; and never again.
        expect(got.map(({ id }) => id)).toEqual([got[0]!.id, got[0]!.id])
        await run(once('--send'), { home, env })
        expect(got).toHaveLength(2)
        expect(got[1]).toMatchObject({ sandbox: scenario, drift: [{ kind: 'review' }] })
        for (const [path, text] of home.files()) expect(text, path).not.toContain(secret)
      }),
    ))

  it('without --send nothing leaves the machine, and what changed waits', () =>
    withHome((home) =>
      withReceiver(home, async (got) => {
        await run(once(), { home, env })
        await act(home, 'register-mfa=mia')
        const { deliveries } = passOf(await run(once(), { home, env }))
        expect(deliveries.webhook).toMatchObject({ sent: 0, unsent: 1 })
        expect(got).toEqual([])
        await run(once('--send'), { home, env })
        expect(got).toHaveLength(1)
      }),
    ))
})

describe.concurrent('a process', () => {
  it('that is killed at any moment loses nothing, and tells nothing under two ids', () =>
    withHome((home) =>
      withReceiver(home, async (got) => {
        await run(once('--send'), { home, env })
        await act(home, 'register-mfa=mia')
        const shown: string[] = []
        for (const afterMs of [60, 150, 220, 260, 300, 340, 380, 420, 500]) {
          const { child, ended } = start(once('--send'), home, { env })
          void wait(afterMs).then(() => child.kill('SIGKILL'))
          shown.push((await ended).stdout)
        }
        shown.push((await run(once('--send'), { home, env })).stdout)
        expect(shown.join('')).toContain('administrators-have-mfa')
        expect(new Set(got.map(({ id }) => id)).size).toBe(1)
        expect(got.flatMap(({ drift }) => drift.map(({ control }) => control))).toContain(
          'administrators-have-mfa',
        )
        const quiet = await run(once('--send'), { home, env })
        expect([quiet.code, changes(passOf(quiet))]).toEqual([0, []])
      }),
    ))

  it('that is killed while a receiver has the notice and has not answered: sent again, under the same id', () =>
    withHome((home) =>
      withReceiver(home, async (got, answer) => {
        await run(once('--send'), { home, env })
        await act(home, 'register-mfa=mia')
        answer.status = 0
        const { child, ended } = start(once('--send'), home, { env })
        for (let i = 0; i < 400 && got.length === 0; i++) await wait(25)
        child.kill('SIGKILL')
        // Killed before the terminal was told: it is told now.
        expect((await ended).stdout).toBe('')
        answer.status = 200
        const again = await run(once('--send'), { home, env })
        expect([again.code, changes(passOf(again))]).toEqual([1, ['review administrators-have-mfa']])
        expect(got.map(({ id }) => id)).toEqual([got[0]!.id, got[0]!.id])
      }),
    ))

  it('does not look while another one does', () =>
    withHome(async (home) => {
      await run(once(), { home })
      const all = await Promise.all([1, 2, 3, 4].map(() => run(once(), { home })))
      for (const { code, stderr } of all.filter((ran) => ran.code !== 0)) {
        expect(code).toBe(2)
        expect(stderr).toMatch(
          /^neverroot: Another neverroot watch is looking at account 111111111111 .*\nWait for it/,
        )
      }
      expect(all.some(({ code }) => code === 0)).toBe(true)
      expect((await run(once(), { home })).code).toBe(0)
    }))

  it('goes on until Ctrl-C, tells what changes meanwhile, and keeps it', () =>
    withHome(async (home) => {
      const { child, ended } = start(watch('--every', '10s', '--format', 'json'), home)
      let stdout = ''
      child.stdout!.on('data', (text: string) => (stdout += text))
      const lines = async (n: number) => {
        for (let i = 0; i < 400 && stdout.split('\n').length <= n; i++) await wait(50)
      }
      await lines(1)
      await act(home, 'register-mfa=mia')
      await lines(2)
      child.kill('SIGINT')
      const ran = await ended
      expect(ran.code).toBe(130)
      expect(ran.stderr).toBe(
        'Looks again every 10 s, until Ctrl-C.\nneverroot: stopped; what was seen is kept. Carry on: neverroot watch\n',
      )
      const passes = ran.stdout
        .trimEnd()
        .split('\n')
        .map((stdout) => passOf({ stdout, stderr: '' }))
      expect(passes.map(changes)).toEqual([[], ['review administrators-have-mfa']])
      expect((await run(once(), { home })).code).toBe(0)
    }))
})

describe.concurrent('events', () => {
  const event = (eventName: string, account = '111111111111') =>
    JSON.stringify({ account, source: 'aws.iam', detail: { eventSource: 'iam.amazonaws.com', eventName } })

  it('lead to the controls they concern alone; broken lines are counted, and the stream goes on', () =>
    withHome(async (home) => {
      await run(once(), { home })
      const { child, ended } = start(watch('--events', '-', '--format', 'json'), home, { stdin: '' })
      await new Promise((resolve) => child.stdout!.once('data', resolve))
      await act(home, 'register-mfa=mia')
      const sent = [
        event('EnableMFADevice'),
        '{"half":',
        event('EnableMFADevice'),
        event('ListUsers'),
        'oops',
      ]
      child.stdin!.end(`${[...sent, event('EnableMFADevice', '222222222222')].join('\n')}\n`)
      const ran = await ended
      expect(ran.code).toBe(1)
      expect(ran.stderr).toBe(
        'Left out: 2 lines that are no events, 1 event of other accounts, 1 event that no control depends on.\n',
      )
      const passes = ran.stdout
        .trimEnd()
        .split('\n')
        .map((stdout) => passOf({ stdout, stderr: '' }))
      expect(passes).toHaveLength(2)
      expect(changes(passes[1]!)).toEqual(['review administrators-have-mfa'])
      expect(passes[1]!.because).toMatchObject({ events: 2 })
      expect(passes[1]!.because!.controls).toContain('administrators-have-mfa')
      expect(passes[1]!.because!.controls).not.toContain('daily-budget-exists')
      expect(changes(passOf(await run(once(), { home })))).toEqual([])
    }))

  it('none at all: exit code 0', async () => {
    await withHome(async (home) => {
      await run(once(), { home })
      const { child, ended } = start(watch('--events', '-'), home, { stdin: '' })
      child.stdin!.end()
      expect((await ended).code).toBe(0)
    })
  })

  it('of an organization: the account of the event', () =>
    withHome(async (home) => {
      const args = ['watch', '--sandbox', 'startup', '--org', '--events', '-', '--format', 'json']
      const { child, ended } = start(args, home, { stdin: '' })
      await new Promise((resolve) => child.stdout!.once('data', resolve))
      child.stdin!.end(`${event('CreateUser')}\n${event('CreateUser', '999999999999')}\n`)
      const ran = await ended
      // An account that is none of the organization is said, and ends nothing.
      expect(ran.stderr).toMatch(/^Account 999999999999 is left out: it is not in the organization\.\n$/)
      expect(ran.code).toBe(0)
    }))
})

describe.concurrent('mistakes', () => {
  const broken = (yaml: string) => (home: Home) => void home.file('work/neverroot.yaml', yaml)
  it.each<[args: string[], says: RegExp, prepare?: (home: Home) => void]>([
    [['--every', '1s'], /^neverroot: "1s" is not what --every takes\.\nThis is no interval from 10s to 20d/],
    [['--every', 'soon'], /^neverroot: "soon" is not what --every takes\.\n/],
    [['--events', 'events.json'], /^neverroot: "events.json" is not what --events takes\.\nGive -: /],
    [['--events', '-', '--every', '6h'], /^neverroot: --every and --events say two things/],
    [['--accounts', '111111111111'], /^neverroot: --accounts is about an organization\.\n/],
    [['--only', 'root-has-mfaa'], /^neverroot: .*root-has-mfaa/],
    [['--output', 'x'], /^neverroot: --output writes one file, for one pass\.\n/],
    [['--once', '--send'], /^neverroot: --send has nowhere to send to/],
    [
      ['--once', '--send'],
      /^neverroot: The environment variable HOOK_SECRET, which watch\.webhook\.secretEnv names, is not set\.\n/,
      broken('watch: { webhook: { url: "https://hooks.corp.example/", secretEnv: HOOK_SECRET } }\n'),
    ],
    [
      ['--once'],
      /^neverroot: \S+, line 3: watch\.webhook\.secretEnv is not the name of an environment variable/,
      broken(
        'watch:\n  webhook: { url: "https://hooks.corp.example/",\n    secretEnv: "hunter2 hunter2" }\n',
      ),
    ],
    [
      ['--once'],
      /^neverroot: \S+, line 1: watch\.every "1 hour" is no interval from 10s to 20d/,
      broken('watch: { every: 1 hour }\n'),
    ],
    [
      ['--once'],
      /^neverroot: \S+111111111111\.json is not what neverroot wrote there/,
      (home) =>
        void home.file('state/neverroot/sandbox/neglected-personal/watch/111111111111.json', '{"schema'),
    ],
  ])('%j: %s', (args, says, prepare) =>
    withHome(async (home) => {
      prepare?.(home)
      const ran = await run(watch(...args), { home })
      expect(ran.stderr).toMatch(says)
      expect(ran.stderr).not.toContain('hunter2')
      expect(ran.stderr.trimEnd().split('\n')).toHaveLength(2)
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
    }),
  )
})
