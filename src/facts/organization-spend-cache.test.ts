import { describe, expect, it } from 'vitest'
import type { Json } from '../model/index.ts'
import { type Kept, readParts, writeParts } from './organization-spend-cache.ts'

const until = new Date('2026-11-24')
const costs = (accounts: number): Kept<number[]> => ({
  at: '2026-11-23T06:30:00Z',
  unit: 'USD',
  days: ['2026-11-21', '2026-11-22'],
  amounts: Object.fromEntries(Array.from({ length: accounts }, (_, i) => [`${200000000000 + i}`, [i, 0.1]])),
})

function memory() {
  const kept = new Map<string, string>()
  const written: string[] = []
  return {
    kept,
    written,
    async read(key: string): Promise<Json | undefined> {
      const text = kept.get(key)
      return text === undefined ? undefined : (JSON.parse(text) as Json)
    },
    async write(key: string, value: Json): Promise<void> {
      written.push(key)
      kept.set(key, JSON.stringify(value))
    },
  }
}

describe('costs that are kept in parts', () => {
  it.each([0, 1, 250, 251, 1_000])('come back whole: %i accounts', async (accounts) => {
    const cache = memory()
    await writeParts(cache, 'k', costs(accounts), until)
    expect(await readParts(cache, 'k')).toEqual(costs(accounts))
  })

  it('are nothing without their head, which comes last', async () => {
    const cache = memory()
    await writeParts(cache, 'k', costs(600), until)
    expect(cache.written).toEqual(['k/0', 'k/1', 'k/2', 'k'])
    cache.kept.delete('k')
    expect(await readParts(cache, 'k')).toBeUndefined()
  })

  it('are nothing where a part is missing', async () => {
    const cache = memory()
    await writeParts(cache, 'k', costs(600), until)
    cache.kept.delete('k/1')
    expect(await readParts(cache, 'k')).toBeUndefined()
  })
})
