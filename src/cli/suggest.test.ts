import { describe, expect, it } from 'vitest'
import { nearest } from './suggest.ts'

const commands = ['audit', 'explain', 'permissions', 'sandbox', 'demo']
const ids = ['root-has-no-access-keys', 'root-has-mfa', 'administrators-have-mfa']

describe('nearest', () => {
  it.each([
    ['letters swapped', 'aduit', commands, 'audit'],
    ['a letter missing', 'permisions', commands, 'permissions'],
    ['capitals', 'AUDIT', commands, 'audit'],
    ['words in another order', 'access-keys-root', ids, 'root-has-no-access-keys'],
    ['one word of it', 'mfa', ids, 'root-has-mfa'],
    ['nothing alike', 'zebra', commands, undefined],
    ['nothing typed', '', commands, undefined],
    ['nothing known', 'audit', [], undefined],
  ])('%s', (_case, typed, known, expected) => {
    expect(nearest(typed, known)).toBe(expected)
  })
})
