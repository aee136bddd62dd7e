import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ItemNames } from './item-names.ts'

const namesOf = (text: string, size = text.length || 1) => {
  const items = new ItemNames()
  for (let at = 0; at < text.length; at += size) items.push(text.slice(at, at + size))
  return items
}

describe('the names of items', () => {
  it.each<[when: string, text: string, names: string[]]>([
    ['there are none', '[]', []],
    [
      'fields of an item have names, too',
      '[{"login":{"name":"x"},"fields":[{"name":"y"}],"name":"a"}]',
      ['a'],
    ],
    [
      'the name comes first, and is escaped',
      '[{"name":"a \\"b\\" \\u00e9 {"},{"name":"c\\\\"}]',
      ['a "b" é {', 'c\\'],
    ],
    [
      'there is no name, or another kind of one',
      '[{"id":"name"},{"name":null,"notes":"name"},{"name":"d"}]',
      ['d'],
    ],
  ])('%s', (_, text, names) => {
    expect(namesOf(text).names).toEqual(names)
    expect(namesOf(text, 1).names).toEqual(names)
  })

  it('are those that JSON.parse finds, whatever else there is, and nothing else is held', () => {
    const item = fc.record({
      name: fc.string({ unit: 'binary' }),
      notes: fc.json(),
      login: fc.record({ password: fc.string(), name: fc.string() }),
    })
    fc.assert(
      fc.property(fc.array(item), fc.integer({ min: 1, max: 9 }), (items, size) => {
        const read = namesOf(JSON.stringify(items), size)
        expect(read.names).toEqual(items.map(({ name }) => JSON.parse(JSON.stringify(name)) as string))
      }),
    )
    const secret = 'correct horse battery staple'
    expect(
      JSON.stringify(namesOf(`[{"name":"a","login":{"password":"${secret}"},"notes":"${secret}`)),
    ).not.toContain('horse')
  })
})
