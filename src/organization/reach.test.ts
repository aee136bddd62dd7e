import { describe, expect, it } from 'vitest'
import type { ListedAccount } from '../model/index.ts'
import { sampleOf } from './reach.ts'

const caller = { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false }
const account = (id: string, over: Partial<ListedAccount> = {}): ListedAccount => ({
  id,
  name: id,
  state: 'ACTIVE',
  joined: 'CREATED',
  path: [],
  management: false,
  ...over,
})
const many = (n: number, prefix: string, over: Partial<ListedAccount> = {}) =>
  Array.from({ length: n }, (_, i) => account(`${prefix}${i}`, over))
const invited = { joined: 'INVITED' }

describe('which members are tried', () => {
  it.each<[when: string, accounts: ListedAccount[], expected: string[]]>([
    ['none, where there is only the one who looks', [account('111111111111')], []],
    ['not the management account', [account('9', { management: true }), account('2')], ['2']],
    [
      'none that is on its way out or shut',
      [account('2', { state: 'SUSPENDED' }), account('3', { state: 'PENDING_CLOSURE' }), account('4')],
      ['4'],
    ],
    ['all of a few', many(3, 'c'), ['c0', 'c1', 'c2']],
    ['five of many, with equal distances', many(100, 'c'), ['c0', 'c20', 'c40', 'c60', 'c80']],
    [
      'two of them invited, since these are the ones without a role',
      [...many(50, 'c'), ...many(10, 'i', invited)],
      ['i0', 'i5', 'c0', 'c16', 'c33'],
    ],
    [
      'more of the invited where there is nobody else',
      [account('c'), ...many(8, 'i', invited)],
      ['i0', 'i2', 'i4', 'i6', 'c'],
    ],
  ])('%s', (_when, accounts, expected) => {
    expect(sampleOf(accounts, caller).map(({ id }) => id)).toEqual(expected)
  })
})
