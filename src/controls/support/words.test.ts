import { expect, it } from 'vitest'
import { ago, count, list } from './words.ts'

const now = new Date('2026-11-23T06:30:00Z')

it.each([
  ['2026-11-23T00:10:00Z', 'today'],
  ['2026-11-23T06:40:00Z', 'today'],
  ['2026-11-22T18:30:00Z', 'yesterday'],
  ['2026-11-21T23:59:00Z', '2 days ago'],
])('%s is %s, as its date says', (at, told) => expect(ago(new Date(at), now)).toBe(told))

it('counts and lists', () => {
  expect([count(1, 'key'), count(2, 'mailbox', 'mailboxes')]).toEqual(['1 key', '2 mailboxes'])
  expect(list(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
})
