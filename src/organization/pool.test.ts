import { describe, expect, it } from 'vitest'
import { ahead } from './ahead.ts'
import { forEach, laneOf, type Slot } from './pool.ts'

async function* numbers(n: number) {
  for (let i = 0; i < n; i++) yield i
}
const soon = () => new Promise((resolve) => setImmediate(resolve))
const aWhile = async () => {
  for (let i = 0; i < 20; i++) await soon()
}

/** Begins work that ends when the test says so. */
function stage() {
  const begun: number[] = []
  const slots = new Map<number, Slot>()
  const ends = new Map<number, () => void>()
  const work = (i: number, slot: Slot) => {
    begun.push(i)
    slots.set(i, slot)
    return new Promise<void>((resolve) => ends.set(i, resolve))
  }
  return { begun, slots, work, end: (i: number) => ends.get(i)!() }
}

describe('a pool', () => {
  it('is as wide as it is, and goes on with the next as soon as one has ended', async () => {
    const { begun, work, end } = stage()
    const all = forEach(numbers(4), { width: 2 }, work)
    await aWhile()
    expect(begun).toEqual([0, 1])
    end(1)
    await aWhile()
    expect(begun).toEqual([0, 1, 2])
    for (const i of [0, 2]) end(i)
    await aWhile()
    end(3)
    await all
  })

  it('takes another one in the place of one that only waits, up to the most', async () => {
    const { begun, slots, work, end } = stage()
    const all = forEach(numbers(5), { width: 1, most: 3 }, work)
    await aWhile()
    expect(begun).toEqual([0])
    slots.get(0)!.leave()
    slots.get(0)!.leave()
    await aWhile()
    expect(begun).toEqual([0, 1])
    slots.get(1)!.leave()
    await aWhile()
    slots.get(2)!.leave()
    await aWhile()
    expect(begun).toEqual([0, 1, 2])
    end(0)
    await aWhile()
    expect(begun).toEqual([0, 1, 2, 3])
    for (const i of [1, 2, 3]) end(i)
    await aWhile()
    end(4)
    await all
    expect(begun).toEqual([0, 1, 2, 3, 4])
  })

  it('ends with the first failure, once what is under way has ended', async () => {
    const done: number[] = []
    const failing = forEach(numbers(9), { width: 2 }, async (i) => {
      if (i === 1) throw new Error('no')
      await aWhile()
      done.push(i)
    })
    await expect(failing).rejects.toThrow('no')
    expect(done).toEqual([0])
  })

  it('waits for what is under way where nothing more comes because its source failed', async () => {
    const done: number[] = []
    async function* broken() {
      yield 0
      throw new Error('no more')
    }
    const failing = forEach(broken(), { width: 2 }, async (i) => {
      await aWhile()
      done.push(i)
    })
    await expect(failing).rejects.toThrow('no more')
    expect(done).toEqual([0])
  })
})

describe('what is taken ahead', () => {
  it('is taken while nobody asks for it, and given in its order', async () => {
    let taken = 0
    async function* counted() {
      for await (const i of numbers(5)) {
        taken++
        yield i
      }
    }
    const given: number[] = []
    for await (const i of ahead(counted())) {
      await aWhile()
      if (given.length === 0) expect(taken).toBe(5)
      given.push(i)
    }
    expect(given).toEqual([0, 1, 2, 3, 4])
  })

  it('fails where its source fails, after what came before', async () => {
    async function* broken() {
      yield 1
      throw new Error('no more')
    }
    const given: number[] = []
    const going = (async () => {
      for await (const i of ahead(broken())) given.push(i)
    })()
    await expect(going).rejects.toThrow('no more')
    expect(given).toEqual([1])
  })

  it('stops its source when nobody goes on', async () => {
    let closed = false
    async function* endless() {
      try {
        for (let i = 0; ; i++) {
          await soon()
          yield i
        }
      } finally {
        closed = true
      }
    }
    for await (const i of ahead(endless())) if (i === 3) break
    expect(closed).toBe(true)
  })
})

describe('a lane', () => {
  it('lets so many in at once, in the order in which they came, and the next one where one fails', async () => {
    const { begun, work, end } = stage()
    const lane = laneOf(2)
    const slot: Slot = { leave: () => undefined }
    const all = [0, 1, 2, 3].map((i) =>
      lane(async () => {
        await work(i, slot)
        if (i === 1) throw new Error('no')
        return i
      }).catch(() => 'failed'),
    )
    await aWhile()
    expect(begun).toEqual([0, 1])
    end(1)
    await aWhile()
    expect(begun).toEqual([0, 1, 2])
    for (const i of [0, 2]) end(i)
    await aWhile()
    end(3)
    expect(await Promise.all(all)).toEqual([0, 'failed', 2, 3])
  })
})
