/** What the network and AWS do on a bad day, through the SDK over loopback. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { type DoorOptions, openDoor } from '../../src/aws/index.ts'
import { auditAccount, type Host, Interrupted, UserError } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, type SandboxOptions } from '../../src/sandbox/index.ts'
import { makeScenario } from '../../src/sandbox/scenarios/index.ts'
import { gather } from '../support/audit.ts'
import { environment, loopback, type Reply } from '../support/environment.ts'
import { type Way, ways } from '../support/ways.ts'

const place = { region: 'eu-west-1', partition: 'aws', globalRegion: 'us-east-1' }
const keys = async () => ({ accessKeyId: 'AKIASANDBOX000000001', secretAccessKey: 'x'.repeat(40) })

/** Opens a door to a server that answers in turn; the last answer stays. */
const opener =
  (open: Way) =>
  async (replies: (Reply | 'hang' | 'drop')[], options: Partial<DoorOptions> = {}) => {
    environment()
    const server = await loopback(() => (replies.length > 1 ? replies.shift()! : replies[0]!))
    const door = open({ credentials: keys, place, endpoint: server.url, ...options })
    onTestFinished(() => door.close())
    return { door, server }
  }

const summary = (
  text = '<SummaryMap><entry><key>Users</key><value>3</value></entry></SummaryMap>',
): Reply => ({
  headers: { 'content-type': 'text/xml' },
  body: `<GetAccountSummaryResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetAccountSummaryResult>${text}</GetAccountSummaryResult></GetAccountSummaryResponse>`,
})
const xmlError = (status: number, code: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/xml', ...headers },
  body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>Told in words</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
})
const jsonError = (status: number, code: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { __type: code, message: 'Told in words' },
})
const page: Reply = {
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to the network</body></html>',
}

describe.each(ways)('through %s: answers that are no answers', (_name, way) => {
  const doorTo = opener(way)
  const cases: [string, Reply, { why: string; says: RegExp }][] = [
    ["a proxy's page with 200", page, { why: 'failed', says: /not AWS's \(text\/html\)/ }],
    ["a proxy's page with 403", { ...page, status: 403 }, { why: 'denied', says: /denied/ }],
    ["a proxy's page with 407", { ...page, status: 407 }, { why: 'failed', says: /./ }],
    ["a gateway's page with 404", { ...page, status: 404 }, { why: 'failed', says: /./ }],
    [
      'an empty body',
      { body: '', headers: { 'content-length': '0' } },
      { why: 'failed', says: /not AWS's \(empty\)/ },
    ],
    [
      'half of an answer',
      { ...summary(), body: (summary().body as string).slice(0, 150) },
      { why: 'failed', says: /./ },
    ],
    ['501', xmlError(501, 'NotImplemented'), { why: 'unsupported', says: /does not offer/ }],
    ['JSON instead of XML', { body: { SummaryMap: {} } }, { why: 'failed', says: /./ }],
  ]
  it.each(cases)('%s, where XML is expected: unknown, never a value', async (_when, reply, then) => {
    const { door } = await doorTo([reply], { maxAttempts: 1 })
    const answer = await door.call('iam:GetAccountSummary', {})
    // JSON has no XML in it at all: an answer without a summary, of which the fact makes nothing.
    if (answer.ok) expect([_when, answer.output.SummaryMap]).toEqual(['JSON instead of XML', undefined])
    else expect(answer.unknown).toMatchObject({ why: then.why, message: expect.stringMatching(then.says) })
  })

  it.each([
    ["a proxy's page with 200", page],
    ['half of an answer', { body: '{"Organization": {"Id": "o-' }],
    ['a number', { body: '42' }],
    ['XML instead of JSON', summary()],
  ] as [string, Reply][])('%s, where JSON is expected: unknown, never a value', async (_when, reply) => {
    const { door } = await doorTo([reply], { maxAttempts: 1 })
    const answer = await door.call('organizations:DescribeOrganization', {})
    if (answer.ok) expect(answer.output.Organization).toBeUndefined()
    else expect(answer.unknown.why).toBe('failed')
  })
})

describe.each(ways)('through %s: trying again', (_name, way) => {
  const doorTo = opener(way)
  it.each([
    ['throttling (query)', [xmlError(400, 'Throttling'), xmlError(400, 'Throttling'), summary()], 2, 2],
    ['429', [xmlError(429, 'Odd'), summary()], 1, 1],
    ['5xx', [xmlError(503, 'ServiceUnavailable'), xmlError(500, 'InternalFailure'), summary()], 2, 0],
    ['a cut connection', ['drop', 'drop', summary()], 2, 0],
  ] as [string, (Reply | 'drop')[], number, number][])(
    'after %s',
    async (_when, replies, retried, throttled) => {
      const { door, server } = await doorTo(replies)
      const answer = await door.call('iam:GetAccountSummary', {})
      expect(answer).toMatchObject({ ok: true, output: { SummaryMap: { Users: 3 } } })
      expect(server.requests.length).toBe(retried + 1)
      // A retry is no further call.
      expect(door.meter.count()).toMatchObject({ total: 1, retried, throttled })
    },
  )

  it.each([
    ['throttling', jsonError(400, 'ThrottlingException'), 'was throttled 3 times'],
    ['5xx', jsonError(500, 'InternalServerError'), '(HTTP 500)'],
    ['a cut connection', 'drop', 'the connection was cut'],
  ] as [string, Reply | 'drop', string][])('until there is no hope left: %s', async (_when, reply, says) => {
    const { door, server } = await doorTo([reply], { maxAttempts: 3 })
    const answer = await door.call('budgets:DescribeBudgets', { AccountId: '111111111111' })
    expect(server.requests.length).toBe(3)
    expect(answer.ok ? '' : answer.unknown.message).toContain(says)
    expect(answer.ok ? [] : answer.unknown.needs).toEqual([])
  })

  it.each([
    ['a denial', jsonError(400, 'AccessDeniedException')],
    ['501', jsonError(501, 'NotImplementedException')],
    ['a bad request', jsonError(400, 'ValidationException')],
  ])('never after %s', async (_when, reply) => {
    const { door, server } = await doorTo([reply])
    await door.call('budgets:DescribeBudgets', { AccountId: '111111111111' })
    expect(server.requests.length).toBe(1)
  })

  it('waits as long as Retry-After asks', async () => {
    const { door } = await doorTo([xmlError(503, 'SlowDown', { 'retry-after': '1' }), summary()])
    const began = performance.now()
    expect((await door.call('iam:GetAccountSummary', {})).ok).toBe(true)
    const took = performance.now() - began
    expect(took).toBeGreaterThan(950)
    expect(took).toBeLessThan(3_000)
  })

  it('a call that hangs ends at its limit, and its waits with the door', async () => {
    const { door } = await doorTo(['hang'], { timeoutMs: 150 })
    const began = performance.now()
    const answer = await door.call('iam:GetAccountSummary', {})
    expect(performance.now() - began).toBeLessThan(1_000)
    expect(answer).toMatchObject({
      ok: false,
      unknown: { why: 'failed', message: 'iam:GetAccountSummary got no answer in time' },
    })
  })

  it('a limit holds for all attempts together', async () => {
    const { door } = await doorTo([xmlError(503, 'SlowDown', { 'retry-after': '3' })], { timeoutMs: 200 })
    const began = performance.now()
    expect(await door.call('iam:GetAccountSummary', {})).toMatchObject({
      unknown: { message: 'iam:GetAccountSummary got no answer in time' },
    })
    expect(performance.now() - began).toBeLessThan(1_000)
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const waiting = timers()
    door.close()
    expect(timers()).toBeLessThan(waiting)
  })
})

describe.each(ways)('through %s: stopping', (_name, way) => {
  const doorTo = opener(way)
  const stops: [string, Reply | 'hang'][] = [
    [
      'in the middle of a wait for another attempt',
      jsonError(400, 'ThrottlingException', { 'retry-after': '5' }),
    ],
    ['while nothing answers', 'hang'],
  ]
  it.each(stops)('%s: at once, and nothing keeps the process alive', async (_when, reply) => {
    const stop = new AbortController()
    const { door } = await doorTo([reply], { signal: stop.signal })
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    const calls = ['us-east-1', 'eu-west-1', 'eu-west-2'].map((region) =>
      door.call('budgets:DescribeBudgets', { AccountId: '111111111111' }, { region }),
    )
    const ended = Promise.allSettled(calls)
    await new Promise((resolve) => setTimeout(resolve, 150))
    const began = performance.now()
    stop.abort()
    for (const result of await ended)
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(Interrupted) })
    expect(performance.now() - began).toBeLessThan(100)
    door.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(timers()).toBeLessThanOrEqual(before)
    await expect(door.call('sts:GetCallerIdentity', {})).rejects.toBeInstanceOf(Interrupted)
  })

  it('while credentials are being fetched', async () => {
    const stop = new AbortController()
    const { door, server } = await doorTo([summary()], {
      signal: stop.signal,
      credentials: () => new Promise(() => undefined),
    })
    const call = door.call('iam:GetAccountSummary', {})
    setTimeout(() => stop.abort(), 50)
    await expect(call).rejects.toBeInstanceOf(Interrupted)
    expect(server.requests).toEqual([])
  })

  it('before the first call', async () => {
    const { door, server } = await doorTo([summary()], { signal: AbortSignal.abort() })
    await expect(door.call('iam:GetAccountSummary', {})).rejects.toBeInstanceOf(Interrupted)
    expect(server.requests).toEqual([])
  })

  it('finding credentials is not part of the limit of a call', async () => {
    const { door } = await doorTo([summary()], {
      timeoutMs: 400,
      credentials: async () => {
        await new Promise((resolve) => setTimeout(resolve, 600))
        return keys()
      },
    })
    expect((await door.call('iam:GetAccountSummary', {})).ok).toBe(true)
  })
})

/** The sandbox with the neglected account, and an audit of it. */
async function audited(
  serve: Partial<SandboxOptions> = {},
  change: (w: SandboxOptions['world']) => void = () => {},
) {
  environment()
  const world = await makeScenario('neglected-personal', new Date().toISOString())
  change(world)
  const sandbox = await createSandbox({ world, ...serve })
  onTestFinished(() => sandbox.close())
  const credentials = sandbox.credentials()
  return {
    sandbox,
    run: async (more: { signal?: AbortSignal; now?: Date; host?: Host } = {}) =>
      gather(
        await auditAccount({
          endpoint: sandbox.url,
          region: 'us-east-1',
          credentials: async () => credentials,
          ...more,
        }),
      ),
  }
}

describe('an audit', () => {
  it('whose clock is 10 minutes behind AWS: the SDK corrects, and the audit judges by the clock of AWS', async () => {
    const { run } = await audited({}, (world) => {
      world.behaviour.clockSkewMinutes = 10
    })
    const report = await run()
    const ahead = Date.parse(report.head.at) - Date.now()
    expect(Math.round(ahead / 60_000)).toBe(10)
    expect(report.findings.filter((f) => f.status === 'unknown').map((f) => [f.control, f.message])).toEqual(
      [],
    )
  })

  it('whose credentials expire in the middle: what was seen stands, the rest is unknown and says so', async () => {
    const whole = await (await audited()).run()
    const report = await (await audited({ faults: { expireAfter: 8 } })).run()
    const unknowns = report.findings.filter((f) => f.status === 'unknown')
    expect(unknowns.length).toBeGreaterThan(0)
    expect(unknowns.some((f) => /credentials have expired/.test(f.message))).toBe(true)
    for (const finding of report.findings)
      if (finding.status === 'pass' || finding.status === 'fail')
        expect([finding.control, finding.status]).toEqual([finding.control, whole.of(finding.control).status])
  })

  it('whose credentials are expired at once cannot begin', async () => {
    const { run } = await audited({ faults: 'expire-after=1' })
    await run().catch(() => undefined)
    const error: unknown = await run().catch((e: unknown) => e)
    expect(error).toBeInstanceOf(UserError)
    expect((error as UserError).hint).toContain('aws login')
  })

  it('that is stopped ends at once', async () => {
    const { run, sandbox } = await audited({ latencyMs: 40 })
    const stop = new AbortController()
    const begun = { before: 0, after: 0 }
    const host: Host = {
      notify: ({ code }) => void (code === 'call' && begun[stop.signal.aborted ? 'after' : 'before']++),
    }
    setTimeout(() => stop.abort(), 120)
    const began = performance.now()
    await expect(run({ signal: stop.signal, host })).rejects.toBeInstanceOf(Interrupted)
    expect(performance.now() - began).toBeLessThan(400)
    await new Promise((resolve) => setTimeout(resolve, 150))
    // What was on its way still arrives, and nothing is begun any more, nor tried again.
    expect(begun.before).toBeGreaterThan(0)
    expect(begun.after).toBe(0)
    const arrived = Object.values(sandbox.requests).reduce((sum, n) => sum + n, 0)
    expect(arrived).toBeLessThanOrEqual(begun.before)
  })

  it('of an endpoint that is not AWS cannot begin', async () => {
    const { url } = await loopback(() => page)
    environment()
    await expect(
      auditAccount({ endpoint: url, region: 'us-east-1', credentials: keys }),
    ).rejects.toBeInstanceOf(UserError)
  })

  it('of a port where nobody listens cannot begin, and says where', async () => {
    environment()
    const error: unknown = await auditAccount({
      endpoint: 'http://127.0.0.1:9',
      region: 'us-east-1',
      credentials: keys,
      timeoutMs: 500,
    }).catch((e: unknown) => e)
    expect((error as UserError).message).toMatch(/^http:\/\/127\.0\.0\.1:9 cannot be reached/)
  })

  it('asks one page of events at a time in a Region', async () => {
    const world = newWorld({ scenario: 'test', began: new Date().toISOString() })
      .account('111111111111', (a) => a.user('mia', (u) => u.admin().key().isCaller()))
      .build()
    const sandbox = await createSandbox({ world, latencyMs: 20 })
    onTestFinished(() => sandbox.close())
    environment()
    const credentials = sandbox.credentials()
    const door = openDoor({ place, endpoint: sandbox.url, credentials: async () => credentials })
    onTestFinished(() => door.close())
    const began = performance.now()
    const three = (region?: string) =>
      [1, 2, 3].map(() => door.call('cloudtrail:LookupEvents', {}, region ? { region } : {}))
    expect((await Promise.all(three())).every((a) => a.ok)).toBe(true)
    expect(performance.now() - began).toBeGreaterThan(60)
  })
})
