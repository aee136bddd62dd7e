/** Two processes: `neverroot sandbox` serves, `neverroot audit` looks, with nothing between them but the exports. */
import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { reportOf, said } from './report.ts'
import { command, Home, run, start } from './run.ts'
import { serving } from './serve.ts'

const now = ['--now', '2026-11-23T06:30:00Z']
const json = ['audit', '--format', 'json', ...now]
/** Every service of the audit but STS: who the caller is can still be told. */
const everything = [
  ...['account', 'backup', 'budgets', 'ce', 'cloudtrail', 'events', 'freetier', 'iam'],
  ...['identitystore', 'kms', 'organizations', 'sns', 'sso'],
]
  .map((service) => `${service}:*`)
  .join('+')

/** The operations on the wire where IAM calls the permission otherwise (Service Authorization Reference, Budgets). */
const wire: Record<string, string> = { 'budgets:ViewBudget': 'budgets:*' }

async function withHome<T>(use: (home: Home) => Promise<T>): Promise<T> {
  const home = new Home()
  return use(home).finally(() => home.remove())
}
const faulty = (faults: string, use: (env: Record<string, string>, home: Home) => Promise<void>) =>
  withHome((home) =>
    serving(['neglected-personal', ...now, '--faults', faults], home, ({ env }) => use(env, home)),
  )
/** Waits for a text on the stderr of a process. */
const heard = (child: ReturnType<typeof start>['child'], text: string) =>
  new Promise<void>((resolve) => {
    let all = ''
    child.stderr!.on('data', (piece: string) => {
      all += piece
      if (all.includes(text)) resolve()
    })
  })

describe.concurrent('an audit over the wire', () => {
  it('finds what the one in one process finds', () =>
    withHome(async (home) => {
      const inside = reportOf(await run([...json, '--sandbox', 'neglected-personal']))
      await serving(['neglected-personal', ...now], home, async ({ env }) => {
        const outside = reportOf(await run(json, { env }))
        expect(outside.findings.map(said)).toEqual(inside.findings.map(said))
        expect(outside.sandbox).toBeUndefined()
        expect(outside.calls.byAction).toEqual(inside.calls.byAction)
      })
    }))

  it('goes through jq', () =>
    withHome((home) =>
      serving(['neglected-personal', ...now], home, async ({ env }) => {
        // eval, audit, pipe: as the manual says it. Node stands in for jq, which not every machine has.
        const script = `"$NODE" "$BIN" audit --format json --calls --verbose | "$NODE" -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>console.log(JSON.parse(t).posture.grade))'`
        const child = spawn('sh', ['-c', script], {
          cwd: home.work,
          env: { ...home.env, ...env, NODE: process.execPath, BIN: command },
        })
        let out = ''
        for await (const piece of child.stdout) out += String(piece)
        expect(out).toBe('F\n')
      }),
    ))

  it('as root says so on top', () =>
    withHome((home) =>
      serving(['neglected-personal', '--as-root'], home, async ({ env }) => {
        const { stdout } = await run(['audit'], { env })
        expect(stdout).toMatch(/^ ROOT SESSION {2}You are root\./m)
      }),
    ))
})

describe.concurrent('a permission that is missing', () => {
  /** Looked at once for all cases. */
  const complete = withHome(exemplary).then(
    (ran) => new Map(reportOf(ran).findings.map((f) => [f.control, f])),
  )

  function exemplary(home: Home, ...more: string[]) {
    return serving(['exemplary-personal', ...now, '--fresh', ...more], home, ({ env }) => run(json, { env }))
  }

  it.each([
    'iam:GetAccountSummary',
    'budgets:ViewBudget',
    'account:GetContactInformation',
    'ce:GetCostAndUsage',
  ])('%s: what rests on it is no pass any more and names it, all else is as before', (denied) =>
    withHome(async (home) => {
      const was = await complete
      const { findings } = reportOf(await exemplary(home, '--faults', `deny=${wire[denied] ?? denied}`))
      const changed = findings.filter((f) => said(f) !== said(was.get(f.control)!))
      for (const finding of changed) {
        // Never better and never bad: the same with less to say, or open.
        const before = was.get(finding.control)!.status
        expect([before, 'unknown', 'review'], said(finding)).toContain(finding.status)
        if (finding.status === 'unknown') expect(finding.needs, said(finding)).toContain(denied)
      }
      expect(changed.map((f) => f.status)).toContain('unknown')
    }),
  )

  it('a critical control that is unknown counts, at every --fail-on', () =>
    faulty('deny=iam:*', async (env) => {
      const only = ['--only', 'root-has-mfa,contact-phone-is-valid', '--fail-on', 'critical']
      const ran = await run([...json, ...only], { env })
      expect(reportOf(ran).findings.map((f) => f.status)).toContain('unknown')
      expect(ran.code).toBe(1)
    }))

  it('all of them: nothing at all could be known', () =>
    faulty(`deny=${everything}`, async (env) => {
      const ran = await run([...json, '--quiet'], { env })
      const { findings, posture } = reportOf(ran)
      expect(new Set(findings.map((f) => f.status))).toEqual(new Set(['unknown', 'review', 'not-applicable']))
      expect(posture).toMatchObject({ score: null, known: { count: 0 } })
      expect(ran.stderr).toMatch(
        /^neverroot: Nothing at all could be known .*\n.*neverroot permissions audit\n$/,
      )
      expect(ran.code).toBe(2)
    }))
})

describe.concurrent('weather', () => {
  it('throttling and broken connections are waited out', () =>
    faulty('throttle=0.1,5xx=0.05,drop=0.05', async (env) => {
      const { calls, findings } = reportOf(await run(json, { env }))
      expect(findings.filter((f) => f.status === 'unknown').map(said)).toEqual([])
      expect(calls.retried).toBeGreaterThan(0)
    }))

  it('credentials that have expired end it in two lines', () =>
    faulty('expire-after=1', async (env) => {
      await run(['audit', '--only', 'root-has-mfa'], { env })
      const { code, stdout, stderr } = await run(['audit'], { env })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^neverroot: .*expired\.\nSign in again: aws login\n$/)
    }))

  it('an answer that does not come is given up after --call-timeout', () =>
    faulty('hang=budgets:*', async (env) => {
      const ran = await run([...json, '--call-timeout', '2'], { env })
      const finding = reportOf(ran).findings.find((f) => f.control === 'daily-budget-exists')!
      expect(said(finding)).toMatch(/unknown, .*budgets:ViewBudget got no answer in time/)
      expect(ran.took).toBeLessThan(8_000)
    }))

  it('no answer at all, from the first call on', () =>
    faulty('hang=*', async (env) => {
      const { code, stdout, stderr } = await run(['audit', '--call-timeout', '0.5'], { env })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^neverroot: .*no answer in time.*\n.*--endpoint-url.*\n$/)
    }))
})

describe.concurrent('Ctrl-C', () => {
  it.each([
    ['during the first call', 'hang=*', 'sts:GetCallerIdentity'],
    ['in the middle', 'hang=iam:GetAccountSummary', 'iam:GetAccountSummary  us-east-1'],
  ])('%s: at once, 130, nothing on stdout', (_when, faults, call) =>
    faulty(faults, async (env, home) => {
      const { child, ended } = start(['audit', '--calls'], home, { env })
      await heard(child, `  ${call}`)
      await new Promise((resolve) => setTimeout(resolve, 200))
      const began = performance.now()
      child.kill('SIGINT')
      const { code, stdout, stderr } = await ended
      expect(performance.now() - began).toBeLessThan(3_000)
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
      expect(stderr).toMatch(/\nneverroot: interrupted; nothing was changed\.\n$/)
    }),
  )
})
