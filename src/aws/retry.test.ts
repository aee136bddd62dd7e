import { describe, expect, it } from 'vitest'
import { Interrupted } from './refusal.ts'
import { pauseBefore, Pauses } from './retry.ts'

const most = () => 0.999999
const least = () => 0

describe('the pause before another attempt', () => {
  it.each([
    ['throttled', 'THROTTLING', [1, 2, 3, 4, 5, 6], [1_000, 2_000, 4_000, 8_000, 16_000, 20_000]],
    ['else', 'TRANSIENT', [1, 2, 3, 4], [50, 100, 200, 400]],
  ] as const)('%s: a share of a limit that doubles', (_when, errorType, retries, limits) => {
    retries.forEach((retry, i) => {
      expect(pauseBefore(retry, { errorType }, most)).toBe(limits[i]! - 1)
      expect(pauseBefore(retry, { errorType }, least)).toBe(0)
    })
  })

  it('is at least what Retry-After asks for, up to 5 seconds more than its own', () => {
    const asked = (ms: number) => ({
      errorType: 'THROTTLING' as const,
      retryAfterHint: new Date(Date.now() + ms),
    })
    expect(pauseBefore(1, asked(3_000), least)).toBeGreaterThan(2_900)
    expect(pauseBefore(1, asked(3_000), least)).toBeLessThanOrEqual(3_000)
    expect(pauseBefore(1, asked(3_600_000), least)).toBe(5_000)
    expect(pauseBefore(1, asked(-10), most)).toBe(999)
  })
})

describe('pauses', () => {
  it('end by themselves, or all at once, and leave no timer', async () => {
    const pauses = new Pauses()
    await pauses.wait(1)
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    const waiting = [pauses.wait(60_000), pauses.wait(60_000)]
    expect(timers()).toBe(before + 2)
    pauses.stop()
    const ended = await Promise.allSettled(waiting)
    expect(ended.map((e) => e.status === 'rejected' && (e.reason as unknown) instanceof Interrupted)).toEqual(
      [true, true],
    )
    expect(timers()).toBe(before)
  })
})
