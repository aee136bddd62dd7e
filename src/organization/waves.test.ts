import { describe, expect, it } from 'vitest'
import { wavesOf } from './waves.ts'

const accounts = (n: number, calls = (_: number) => 1) =>
  Array.from({ length: n }, (_, i) => ({ id: String(i + 1).padStart(12, '0'), calls: calls(i) }))

describe('waves', () => {
  it.each<[accounts: number, sizes: number[]]>([
    [0, []],
    [1, [1]],
    [2, [1, 1]],
    [3, [1, 1, 1]],
    [12, [1, 1, 2, 8]],
    [100, [1, 1, 10, 88]],
    [101, [1, 2, 11, 87]],
    [10_000, [1, 100, 1000, 8899]],
  ])('of %i accounts: one, one in a hundred, one in ten, the rest', (n, sizes) => {
    const waves = wavesOf(accounts(n))
    expect(waves.map((wave) => wave.accounts.length)).toEqual(sizes)
    expect(waves.map((wave) => wave.name)).toEqual(
      ['canary', 'one in a hundred', 'one in ten', 'the rest'].slice(0, sizes.length),
    )
    const all = waves.flatMap((wave) => wave.accounts)
    expect([...all].sort()).toEqual(accounts(n).map(({ id }) => id))
  })

  it('the first one is that in which most different calls are made, or the one that is named', () => {
    const given = accounts(5, (i) => (i === 3 ? 7 : 2))
    expect(wavesOf(given)[0]!.accounts).toEqual(['000000000004'])
    expect(wavesOf(given, '000000000002')[0]!.accounts).toEqual(['000000000002'])
  })
})
