/** Accidents in the middle of an apply: however it is cut off, carrying on ends as if nothing had happened. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { passing, stops } from '../support/accidents.ts'
import { type Calm, calmly, denied, expired, signedOut, struck, struckInUndo } from '../support/sweep.ts'

// Nobody waits for AWS to calm down: it does so at once.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: async () => undefined,
}))

/** All kinds of calls there are: contacts, a code, a topic, a budget, an administrator. */
let calm: Calm
beforeAll(async () => {
  // The alarm on root is some fifty calls more: the soak tests have it.
  calm = await calmly('fresh-personal', 'business', alarm)
}, 60_000)

const alarm = 'root-use-raises-an-alarm'
const upTo = (most: number, step = 1, from = 1) =>
  Array.from({ length: Math.ceil((most - from + 1) / step) }, (_, i) => from + i * step)

describe('an accident at any one change', () => {
  it('of a kind that passes is got over', async () => {
    const wrong: string[] = []
    // Some of the changes here, and others below; the soak tests strike all of them in every way.
    for (const [i, nth] of upTo(calm.writes, 5).entries())
      wrong.push(...(await struck(calm, nth, passing[i % passing.length]!)))
    for (const kind of passing) wrong.push(...(await struck(calm, 1 + (passing.indexOf(kind) % 3), kind)))
    expect(wrong).toEqual([])
    expect(calm.writes).toBeGreaterThan(15)
  }, 120_000)

  it('that stops it leaves what can be carried on with', async () => {
    const wrong: string[] = []
    for (const [i, nth] of upTo(calm.writes, 5, 3).entries())
      wrong.push(...(await struck(calm, nth, i % 2 ? 'stop during' : stops[(i / 2) % 3]!)))
    expect(wrong).toEqual([])
  }, 120_000)

  it('that is a denial, and the same call stands under another finding too', async () => {
    const personal = await calmly('neglected-personal', 'personal', alarm)
    const wrong: string[] = []
    for (const nth of upTo(personal.writes, 2)) wrong.push(...(await struck(personal, nth, 'deny')))
    expect(wrong).toEqual([])
  }, 120_000)

  it('of which nobody can look what came of it reaches people once', async () => {
    const wrong: string[] = []
    for (const nth of upTo(calm.writes, 4, 2)) wrong.push(...(await struck(calm, nth, 'lost and blind')))
    expect(wrong).toEqual([])
  }, 120_000)

  it('of taking it back can be taken back all the same', async () => {
    const wrong: string[] = []
    for (const nth of upTo(10))
      wrong.push(...(await struckInUndo(calm, nth, nth % 2 ? 'stop during' : 'lost')))
    expect(wrong).toEqual([])
  }, 120_000)
})

describe('what is missing for a while', () => {
  it('a permission: every other change is made, and this one later', async () => {
    const actions = [...new Set(calm.plan.items.flatMap((item) => item.steps.map((step) => step.action)))]
    expect(actions.length).toBeGreaterThan(10)
    const wrong: string[] = []
    for (const action of actions) wrong.push(...(await denied(calm, action)))
    expect(wrong).toEqual([])
  }, 120_000)

  it('credentials, from any request on', async () => {
    const wrong: string[] = []
    for (const requests of upTo(calm.requests, 31)) wrong.push(...(await expired(calm, requests)))
    expect(wrong).toEqual([])
  }, 120_000)

  it('a sign-in, from any request on', async () => {
    const wrong: string[] = []
    for (const times of upTo(calm.requests, 31, 5)) wrong.push(...(await signedOut(calm, times)))
    expect(wrong).toEqual([])
  }, 120_000)
})
