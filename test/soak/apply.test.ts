/** Every accident at every change of every scenario: applying, carrying on and taking back end as if nothing had happened. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Accident, passing, stops } from '../support/accidents.ts'
import { profiles, scenarioNames } from '../support/sights.ts'
import { type Calm, calmly, denied, expired, signedOut, struck, struckInUndo } from '../support/sweep.ts'

// Nobody waits for AWS to calm down: it does so at once.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: async () => undefined,
}))

const worlds = scenarioNames.flatMap((scenario) => profiles.map((as) => [scenario, as] as const))
const accidents: readonly Accident[] = [...passing, ...stops, 'deny', 'lost and blind']
const upTo = (most: number) => Array.from({ length: most }, (_, i) => 1 + i)

describe.each(worlds)('%s as %s', (scenario, as) => {
  let calm: Calm
  beforeAll(async () => {
    calm = await calmly(scenario, as)
  })

  it.each(accidents)('%s at any one change', async (accident) => {
    const wrong: string[] = []
    for (const nth of upTo(calm.writes)) wrong.push(...(await struck(calm, nth, accident)))
    expect(wrong).toEqual([])
  })

  it.each(accidents)('%s at any one change of taking it back', async (accident) => {
    const wrong: string[] = []
    for (const nth of upTo(calm.writes)) wrong.push(...(await struckInUndo(calm, nth, accident)))
    expect(wrong).toEqual([])
  })

  it('without any one permission for a while, to change or to look', async () => {
    const wrong: string[] = []
    for (const operation of calm.operations) wrong.push(...(await denied(calm, operation)))
    expect(wrong).toEqual([])
  })

  it('with credentials that expire after any number of requests', async () => {
    const wrong: string[] = []
    for (const requests of upTo(calm.requests)) wrong.push(...(await expired(calm, requests)))
    expect(wrong).toEqual([])
  })

  it('with a sign-in that ends after any number of requests', async () => {
    const wrong: string[] = []
    for (const times of upTo(calm.requests)) wrong.push(...(await signedOut(calm, times)))
    expect(wrong).toEqual([])
  })
})
