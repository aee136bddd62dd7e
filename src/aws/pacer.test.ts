import { describe, expect, it } from 'vitest'
import type { PacerClock } from './bucket.ts'
import { Pacer } from './pacer.ts'
import { Interrupted } from './refusal.ts'

const mia = { caller: '111111111111', target: '111111111111' }

/** A clock that stands still until it is moved; timers run in order on the way. */
function stillClock() {
  let now = 0
  let timers: { at: number; then: () => void }[] = []
  const clock: PacerClock = {
    now: () => now,
    after(ms, then) {
      const timer = { at: now + ms, then }
      timers.push(timer)
      return () => {
        timers = timers.filter((t) => t !== timer)
      }
    },
  }
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve()
  }
  return {
    clock,
    timers: () => timers.length,
    async forward(seconds: number) {
      const end = now + seconds * 1_000
      await settle()
      for (;;) {
        const next = timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = next.at
        timers = timers.filter((t) => t !== next)
        next.then()
        await settle()
      }
      now = end
      await settle()
    },
  }
}

/** Asks so many times at once; `gone` tells who has had their turn. */
function ask(pacer: Pacer, operation: string, times: number, whose = mia, signal?: AbortSignal) {
  const gone: number[] = []
  const all = Array.from({ length: times }, (_, i) =>
    pacer.take(operation, whose, signal).then(() => gone.push(i)),
  )
  return { gone, ended: Promise.allSettled(all) }
}

describe('a published rate', () => {
  it.each<[operation: string, asked: number, atOnce: number, after: number, then: number]>([
    ['account:GetContactInformation', 100, 15, 2, 35],
    ['account:GetAccountInformation', 20, 3, 3, 12],
    ['organizations:DescribeOrganization', 10, 2, 4, 6],
    ['organizations:DescribeAccount', 100, 30, 1, 50],
    ['cloudtrail:LookupEvents', 9, 2, 2, 6],
    ['sts:GetCallerIdentity', 700, 600, 0.1, 660],
    ['sso:ListInstances', 50, 20, 1, 40],
    ['iam:GetAccountSummary', 1_000, 1_000, 0, 1_000],
  ])(
    'of %s: of %i calls %i go at once, and after %d s %i are gone',
    async (operation, asked, atOnce, after, then) => {
      const still = stillClock()
      const { gone } = ask(new Pacer(still.clock), operation, asked)
      await still.forward(0)
      expect(gone.length).toBe(atOnce)
      await still.forward(after)
      expect(gone.length).toBe(then)
      expect(gone).toEqual([...gone].sort((a, b) => a - b))
    },
  )

  it.each<
    [when: string, operation: string, other: Partial<typeof mia> & { region?: string }, ownBucket: boolean]
  >([
    ['another caller', 'account:GetContactInformation', { caller: '222222222222' }, true],
    ['another target of the same caller', 'account:GetContactInformation', { target: '222222222222' }, false],
    ['another Region, where Regions count apart', 'cloudtrail:LookupEvents', { region: 'eu-west-1' }, true],
    ['another Region, where they do not', 'account:GetContactInformation', { region: 'eu-west-1' }, false],
  ])('is counted for %s', async (_when, operation, other, ownBucket) => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    ask(pacer, operation, 20)
    const { gone } = ask(pacer, operation, 1, { ...mia, ...other })
    await still.forward(0)
    expect(gone.length).toBe(ownBucket ? 1 : 0)
  })

  it('of an organization holds for all its callers together', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    const callers = ['111111111111', '222222222222', '333333333333'].map((caller) =>
      ask(pacer, 'organizations:ListAccounts', 10, { ...mia, caller }),
    )
    await still.forward(0)
    // Each caller alone could go 10 times at once.
    expect(callers.reduce((sum, { gone }) => sum + gone.length, 0)).toBe(15)
    await still.forward(1)
    expect(callers.reduce((sum, { gone }) => sum + gone.length, 0)).toBe(24)
  })

  it('is shared by operations that are counted together', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    ask(pacer, 'sts:AssumeRole', 600)
    const { gone } = ask(pacer, 'sts:GetCallerIdentity', 1)
    await still.forward(0)
    expect(gone).toEqual([])
  })
})

describe('throttling', () => {
  const perSecond = async (still: ReturnType<typeof stillClock>, pacer: Pacer, operation: string) => {
    const { gone } = ask(pacer, operation, 10_000)
    await still.forward(0)
    const before = gone.length
    await still.forward(1)
    pacer.stop()
    return gone.length - before
  }

  it.each<[signs: number, secondsApart: number, lessThan: number, atLeast: number]>([
    [0, 0, 11, 10],
    // One or two of fifteen are accidents.
    [1, 0, 11, 10],
    [2, 0, 11, 10],
    // Together they are one sign.
    [8, 0, 6, 5],
    [2, 0.5, 6, 5],
    [4, 0.5, 4, 1],
    // Never below a sixteenth, whatever comes.
    [50, 0.5, 3, 1],
  ])(
    '%i times, %d s apart: of 10 a second fewer than %i remain, at least %i',
    async (signs, apart, less, atLeast) => {
      const still = stillClock()
      const pacer = new Pacer(still.clock)
      await ask(pacer, 'account:GetContactInformation', 15).ended
      for (let i = 0; i < signs; i++) {
        pacer.throttled('account:GetContactInformation', mia)
        await still.forward(apart)
      }
      if (apart > 0) pacer.throttled('account:GetContactInformation', mia)
      const rate = await perSecond(still, pacer, 'account:GetContactInformation')
      expect(rate).toBeLessThan(less)
      expect(rate).toBeGreaterThanOrEqual(atLeast)
    },
  )

  it.each<[oneIn: number, slower: boolean]>([
    [20, false],
    [4, true],
  ])('of one call in %i slows down: %s', async (oneIn, slower) => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    const { gone } = ask(pacer, 'account:GetContactInformation', 10_000)
    await still.forward(0)
    for (let seen = 0, second = 0; second < 60; second++) {
      await still.forward(1)
      for (; seen < gone.length; seen++)
        if (seen % oneIn === oneIn - 1) pacer.throttled('account:GetContactInformation', mia)
    }
    pacer.stop()
    if (slower) expect(gone.length).toBeLessThan(400)
    else expect(gone.length).toBeGreaterThan(590)
  })

  it('is over after some seconds without: a tenth of the rate comes back each second', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    pacer.throttled('account:GetContactInformation', mia)
    await still.forward(5)
    expect(await perSecond(still, pacer, 'account:GetContactInformation')).toBe(10)
  })

  it('now and then is an accident, and nobody needs to stay away after it; often it is none', async () => {
    const { clock, forward } = stillClock()
    const pacer = new Pacer(clock, (operation) =>
      operation === 'organizations:ListAccounts'
        ? { operations: [operation], limits: { organization: { rate: 10, burst: 10 } }, source: 'a test' }
        : undefined,
    )
    const listed = async (times: number) => {
      for (let i = 0; i < times; i++) {
        const turn = pacer.take('organizations:ListAccounts', mia)
        await forward(0.2)
        await turn
      }
    }
    await listed(20)
    expect(pacer.throttled('organizations:ListAccounts', mia)).toBe(true)
    await listed(1)
    expect([1, 2, 3, 4].map(() => pacer.throttled('organizations:ListAccounts', mia)).at(-1)).toBe(false)
    // Without a published rate nobody knows how often is too often.
    expect(pacer.throttled('iam:ListUsers', mia)).toBe(false)
    pacer.stop()
  })

  it('teaches the rate of what has none, for that caller and target', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    expect(pacer.size).toBe(0)
    pacer.throttled('iam:GetAccountSummary', mia)
    const others = ask(pacer, 'iam:GetAccountSummary', 100, {
      caller: '222222222222',
      target: '222222222222',
    })
    const others2 = ask(pacer, 'iam:ListUsers', 100)
    const { gone } = ask(pacer, 'iam:GetAccountSummary', 100)
    await still.forward(1)
    expect([others.gone.length, others2.gone.length]).toEqual([100, 100])
    expect(gone.length).toBeLessThan(11)
    expect(gone.length).toBeGreaterThan(0)
  })
})

describe('memory and ends', () => {
  it('callers that are done are forgotten', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    let most = 0
    for (let i = 0; i < 10_000; i++) {
      const caller = String(100_000_000_000 + i)
      await pacer.take('account:GetContactInformation', { caller, target: caller })
      await still.forward(0.01)
      most = Math.max(most, pacer.size)
    }
    expect(most).toBeLessThan(600)
  })

  it('who is slowed down, or waits, is not', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    for (let i = 0; i < 4; i++) {
      pacer.throttled('account:GetContactInformation', mia)
      await still.forward(0.5)
    }
    for (let i = 0; i < 1_000; i++)
      await pacer.take('account:GetContactInformation', { ...mia, caller: `${i}` })
    const { gone } = ask(pacer, 'account:GetContactInformation', 10)
    await still.forward(0)
    expect(gone.length).toBeLessThan(3)
  })

  it('one who is stopped leaves the queue, and the others move up', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    ask(pacer, 'account:GetAccountInformation', 3)
    const stop = new AbortController()
    const stopped = ask(pacer, 'account:GetAccountInformation', 2, mia, stop.signal)
    const other = ask(pacer, 'account:GetAccountInformation', 1)
    stop.abort()
    for (const result of await stopped.ended)
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(Interrupted) })
    await still.forward(0.4)
    expect(other.gone).toEqual([0])
    expect(still.timers()).toBe(0)
  })

  it('stopping ends every wait and leaves no timer; nobody can begin to wait after it', async () => {
    const still = stillClock()
    const pacer = new Pacer(still.clock)
    const waits = ['account:GetAccountInformation', 'organizations:ListAccounts', 'sts:AssumeRole'].map((o) =>
      ask(pacer, o, 1_000),
    )
    await still.forward(0)
    expect(still.timers()).toBe(3)
    pacer.stop()
    expect(still.timers()).toBe(0)
    for (const wait of waits)
      expect((await wait.ended).at(-1)).toMatchObject({ reason: expect.any(Interrupted) })
    await expect(pacer.take('iam:GetAccountSummary', mia)).rejects.toBeInstanceOf(Interrupted)
  })
})
