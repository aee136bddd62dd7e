/** Killed at every change, in the middle of it and after it, and at every line of the journal; and Ctrl-C as well. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cut, Killing } from '../support/killed.ts'

const upTo = (most: number) => Array.from({ length: most }, (_, i) => 1 + i)

describe.each([
  ['neglected-business', '222222222222', []],
  ['fresh-personal', '111111111111', ['administrator-exists']],
] as const)('%s', (scenario, account, only) => {
  let killing: Killing
  beforeAll(async () => {
    killing = await Killing.of(scenario, account, only)
  }, 120_000)
  afterAll(() => killing.remove())

  const everywhere = async (cuts: () => Cut[], signal?: 'SIGINT') => {
    const wrong: string[] = []
    for (const cut of cuts()) wrong.push(...(await killing.cut(cut, signal)))
    expect(wrong).toEqual([])
  }

  it.each(['before', 'during', 'after'] as const)('killed %s any one change', (when) =>
    everywhere(() => upTo(killing.calm.writes).map((nth) => ({ [when]: nth }) as Cut)),
  )

  it('killed at any one line of the journal', () =>
    everywhere(() => upTo(killing.calm.lines - 1).map((line) => ({ line }))))

  it('ended by Ctrl-C before and in the middle of any one change', () =>
    everywhere(
      () => upTo(killing.calm.writes).map((nth) => (nth % 2 ? { during: nth } : { before: nth })),
      'SIGINT',
    ))
})
