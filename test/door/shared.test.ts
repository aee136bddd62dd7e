/** What is particular to doors that share: thousands of accounts, one clock, one pace, one end. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { type DoorsOptions, Interrupted, Meter, openDoors, Pacer } from '../../src/aws/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, type SandboxOptions } from '../../src/sandbox/index.ts'
import { environment, loopback } from '../support/environment.ts'

const place = { region: 'us-east-1', partition: 'aws', globalRegion: 'us-east-1' }
const ids = ['111111111111', '222222222222', '333333333333']

/** A sandbox of three accounts and doors to it; each has one administrator. */
async function house(serve: Partial<SandboxOptions> = {}, options: Partial<DoorsOptions> = {}) {
  environment()
  const builder = newWorld({ scenario: 'house', began: new Date().toISOString() })
  for (const id of ids) builder.account(id, (a) => a.user('mia', (u) => u.admin().key()))
  const world = builder.build()
  const sandbox = await createSandbox({ world, ...serve })
  const doors = openDoors({ place, endpoint: sandbox.url, ...options })
  onTestFinished(async () => {
    doors.close()
    await sandbox.close()
  })
  const doorOf = (account: string, meter?: Meter) => {
    const [key] = world.accounts[account]!.iam.users[0]!.accessKeys
    return doors.as({
      account,
      credentials: async () => sandbox.credentials(key!.id),
      ...(meter ? { meter } : {}),
    })
  }
  return { sandbox, world, doors, doorOf }
}

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

describe('doors of many accounts', () => {
  it('each speak for their own account, at once', async () => {
    const { doorOf } = await house()
    const opened = ids.map((id) => doorOf(id))
    const asked = Array.from({ length: 60 }, (_, i) => opened[i % 3]!.call('sts:GetCallerIdentity', {}))
    for (const [i, answer] of (await Promise.all(asked)).entries())
      expect(answer).toMatchObject({ ok: true, output: { Account: ids[i % 3] } })
    expect(opened.map((door) => door.meter.count().total)).toEqual([20, 20, 20])
  })

  it('count on one meter where they are given one', async () => {
    const { doorOf } = await house()
    const meter = new Meter()
    await Promise.all(ids.map((id) => doorOf(id, meter).call('iam:GetAccountSummary', {})))
    expect(meter.count().byAction).toEqual({ 'iam:GetAccountSummary': 3 })
  })

  it('tell their owner of each call, and nobody else', async () => {
    const { sandbox, doors } = await house()
    const told: string[] = []
    const owner = { account: ids[0]!, credentials: async () => sandbox.credentials() }
    const door = doors.as({ ...owner, onCall: (operation, region) => told.push(`${operation} ${region}`) })
    await door.call('sns:ListTopics', {}, { region: 'eu-west-1' })
    await doors.as(owner).call('sns:ListTopics', {})
    expect(told).toEqual(['sns:ListTopics eu-west-1'])
  })

  it('only read', async () => {
    const { doorOf, sandbox } = await house()
    await expect(doorOf(ids[0]!).call('iam:DeleteUser', { UserName: 'mia' })).rejects.toThrow(
      /changes something/,
    )
    expect(sandbox.requests).toEqual({})
  })

  it('ten thousand of them, opened and closed, leave nothing behind', async () => {
    const { doors, sandbox } = await house()
    const before = timers()
    for (let i = 0; i < 10_000; i++) {
      const door = doors.as({ account: String(i), credentials: async () => sandbox.credentials() })
      if (i % 100 === 0) await door.call('account:ListRegions', {})
      door.close()
    }
    expect(timers() - before).toBeLessThan(5)
  })
})

describe('the clock', () => {
  it('is corrected once for all: 10 minutes behind AWS', async () => {
    const { world, doorOf, doors } = await house()
    world.behaviour.clockSkewMinutes = 10
    const first = doorOf(ids[0]!)
    expect((await first.call('iam:GetAccountSummary', {})).ok).toBe(true)
    expect(first.meter.count()).toMatchObject({ total: 1, retried: 1, throttled: 0 })
    expect(Math.round(doors.clockOffset() / 60_000)).toBe(10)
    const second = doorOf(ids[1]!)
    const answer = await second.call('account:GetContactInformation', {})
    expect(Math.round((Date.parse(answer.at) - Date.now()) / 60_000)).toBe(10)
    expect(second.meter.count()).toMatchObject({ retried: 0 })
  })

  it('makes no refusal look like one of the clock once it is right', async () => {
    const { world, doorOf, sandbox } = await house()
    world.behaviour.clockSkewMinutes = -10
    const door = doorOf(ids[0]!)
    await door.call('sts:GetCallerIdentity', {})
    sandbox.faults.add({ kind: 'deny', operation: 'iam:ListUsers' })
    expect(await door.call('iam:ListUsers', {})).toMatchObject({ ok: false, unknown: { why: 'denied' } })
    expect(sandbox.requests['iam:ListUsers']).toBe(1)
  })
})

describe('the pace', () => {
  it('of one account slows down no other: LookupEvents goes one at a time, twice a second', async () => {
    const { doorOf } = await house()
    const began = performance.now()
    const ended: [string, number][] = []
    const ask = async (account: string, times: number) => {
      const door = doorOf(account)
      const note = () => ended.push([account, performance.now() - began])
      await Promise.all(
        Array.from({ length: times }, () => door.call('cloudtrail:LookupEvents', {}).then(note)),
      )
    }
    await Promise.all([ask(ids[0]!, 4), ask(ids[1]!, 1)])
    const last = (id: string) => Math.max(...ended.filter(([of]) => of === id).map(([, at]) => at))
    expect(last(ids[0]!)).toBeGreaterThan(900)
    expect(last(ids[1]!)).toBeLessThan(last(ids[0]!) - 300)
  })

  it('tries again soon after a throttling that is an accident, and gets its answer', async () => {
    const faults = {
      operations: [{ kind: 'throttle' as const, operation: 'cloudtrail:LookupEvents', times: 1 }],
    }
    const { doorOf } = await house({ faults })
    const door = doorOf(ids[0]!)
    const began = performance.now()
    const answers = await Promise.all([1, 2].map(() => door.call('cloudtrail:LookupEvents', {})))
    expect(answers.map(({ ok }) => ok)).toEqual([true, true])
    expect(door.meter.count()).toMatchObject({ throttled: 1, retried: 1 })
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('is told of every throttling, and asked before every attempt', async () => {
    const asked: string[] = []
    class Watched extends Pacer {
      override async take(...[operation, { caller, target, region }]: Parameters<Pacer['take']>) {
        asked.push(`take ${operation} ${caller} ${target} ${region}`)
      }
      override throttled(operation: string) {
        asked.push(`throttled ${operation}`)
        return false
      }
    }
    const faults = { operations: [{ kind: 'throttle' as const, operation: '*', times: 1 }] }
    const { doorOf } = await house({ faults }, { pacer: new Watched() })
    await doorOf(ids[0]!).call('account:GetContactInformation', { AccountId: ids[1] })
    const take = `take account:GetContactInformation ${ids[0]} ${ids[1]} us-east-1`
    expect(asked).toEqual([take, 'throttled account:GetContactInformation', take])
  })

  it('is not part of the limit of a call', async () => {
    const { doorOf } = await house({}, { timeoutMs: 700 })
    const door = doorOf(ids[0]!)
    const calls = Array.from({ length: 6 }, () => door.call('account:GetAccountInformation', {}))
    for (const answer of await Promise.all(calls)) expect(answer.ok).toBe(true)
  })
})

describe('the end', () => {
  const far: [
    when: string,
    serve: Partial<SandboxOptions>,
    operation: 'iam:ListUsers' | 'account:GetAccountInformation',
  ][] = [
    ['while nothing answers', { faults: 'hang=*' }, 'iam:ListUsers'],
    ['between attempts', { faults: 'throttle=1' }, 'iam:ListUsers'],
    ['while they wait for their turn', {}, 'account:GetAccountInformation'],
  ]
  it.each(far)('%s comes at once for all, and no timer is left', async (_when, serve, operation) => {
    const before = timers()
    const stop = new AbortController()
    const { doorOf, doors } = await house(serve, { signal: stop.signal })
    const calls = ids.flatMap((id) => {
      const door = doorOf(id)
      return Array.from({ length: 8 }, () => door.call(operation, {}))
    })
    const ended = Promise.allSettled(calls)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const began = performance.now()
    stop.abort()
    const results = await ended
    expect(performance.now() - began).toBeLessThan(250)
    const interrupted = results.filter((r) => r.status === 'rejected' && r.reason instanceof Interrupted)
    expect(interrupted.length).toBeGreaterThanOrEqual(9)
    expect(results.filter((r) => r.status === 'rejected').length).toBe(interrupted.length)
    await expect(doorOf(ids[0]!).call('sts:GetCallerIdentity', {})).rejects.toBeInstanceOf(Interrupted)
    doors.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(timers()).toBeLessThanOrEqual(before)
  })

  it('of one door is none of the others', async () => {
    const { doorOf, sandbox } = await house({ latencyMs: 600 })
    const [one, other] = [doorOf(ids[0]!), doorOf(ids[1]!)]
    const calls = [one.call('iam:ListUsers', {}), other.call('iam:ListUsers', {})]
    setTimeout(() => one.close(), 350)
    const [first, second] = await Promise.allSettled(calls)
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(Interrupted) })
    expect(second).toMatchObject({ status: 'fulfilled', value: { ok: true } })
    await expect(one.call('iam:ListUsers', {})).rejects.toBeInstanceOf(Interrupted)
    expect(sandbox.requests['iam:ListUsers']).toBe(2)
  })

  it('is waited for by nobody when more are asked than there are connections', async () => {
    environment()
    const server = await loopback(() => 'hang')
    const stop = new AbortController()
    const doors = openDoors({ place, endpoint: server.url, connections: 2, signal: stop.signal })
    onTestFinished(() => doors.close())
    const door = doors.as({
      account: ids[0]!,
      credentials: async () => ({ accessKeyId: 'AKIA0', secretAccessKey: 'x' }),
    })
    const ended = Promise.allSettled(Array.from({ length: 20 }, () => door.call('iam:ListUsers', {})))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(server.requests.length).toBe(2)
    stop.abort()
    for (const result of await ended)
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(Interrupted) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(server.requests.length).toBe(2)
  })
})

it("leaves this process's fetch as it is", async () => {
  const dispatcher = Symbol.for('undici.globalDispatcher.1')
  const before = (globalThis as Record<symbol, unknown>)[dispatcher]
  const { doorOf } = await house()
  await doorOf(ids[0]!).call('sts:GetCallerIdentity', {})
  expect((globalThis as Record<symbol, unknown>)[dispatcher]).toBe(before)
})
