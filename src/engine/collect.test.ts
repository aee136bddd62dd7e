import { describe, expect, it } from 'vitest'
import { Interrupted } from '../aws/index.ts'
import type { Fetcher } from '../aws/index.ts'
import { known, mapFact, UserError } from '../model/index.ts'
import { type Sight, sourceOf } from './collect.ts'

const source = () => sourceOf({} as Sight)

function counted<T>(name: string, collect: Fetcher<T>['collect']): Fetcher<T> & { times: number } {
  const fetcher = { name, reads: [], times: 0, collect: undefined as unknown as Fetcher<T>['collect'] }
  fetcher.collect = (from) => {
    fetcher.times++
    return collect(from)
  }
  return fetcher
}

describe('a source', () => {
  it('observes a fact once, whoever asks, and however many at the same time', async () => {
    const one = counted('one', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return known(1)
    })
    const two = counted('two', async (from) => mapFact(await from.get(one), (n) => n + 1))
    const from = source()
    const facts = await Promise.all([from.get(one), from.get(two), from.get(one), from.get(two)])
    expect(facts.map((f) => f.state === 'known' && f.value)).toEqual([1, 2, 1, 2])
    expect(await from.get(one)).toBe(facts[0])
    expect([one.times, two.times]).toEqual([1, 1])
  })

  it('keeps nothing for another source', async () => {
    const one = counted('one', async () => known(1))
    await source().get(one)
    await source().get(one)
    expect(one.times).toBe(2)
  })

  it('tells facts apart by identity, not by name', async () => {
    const from = source()
    const [a, b] = [counted('same', async () => known('a')), counted('same', async () => known('b'))]
    expect([await from.get(a), await from.get(b)]).toMatchObject([{ value: 'a' }, { value: 'b' }])
  })

  it('makes a fact unknown, and nothing else, where its answer makes no sense', async () => {
    const from = source()
    const broken = counted('broken', async () => {
      throw new TypeError('Cannot read properties of undefined\n  at somewhere')
    })
    const behind = counted('behind', async (s) => mapFact(await s.get(broken), () => 1))
    const well = counted('well', async () => known(1))
    expect(await from.get(broken)).toMatchObject({
      state: 'unknown',
      why: 'failed',
      needs: [],
      message: 'broken: the answer makes no sense (Cannot read properties of undefined)',
    })
    expect((await from.get(behind)).state).toBe('unknown')
    expect((await from.get(well)).state).toBe('known')
    await from.get(broken)
    expect(broken.times).toBe(1)
  })

  it.each([
    ['being interrupted', new Interrupted()],
    ["the user's own mistake", new UserError('x', 'No credentials.', 'Run: aws login')],
  ])('%s ends everything', async (_when, error) => {
    const from = source()
    const stopped = counted('stopped', async () => {
      throw error
    })
    await expect(from.get(stopped)).rejects.toBe(error)
    await expect(from.get(counted('behind', (s) => s.get(stopped)))).rejects.toBe(error)
  })
})
