import { describe, expect, it } from 'vitest'
import { callsOf, etaOf } from './demand.ts'

const contacts = { 'account:GetAlternateContact': 3, 'account:GetContactInformation': 1 }
const of = (accounts: number, share: number, without: Record<string, number> = contacts) => ({
  accounts,
  members: accounts,
  share,
  without,
  own: {},
})

describe('the least time', () => {
  it.each<[when: string, given: ReturnType<typeof of>, seconds: number, boundBy?: string]>([
    ['a handful of accounts is felt by no quota', of(12, 1), 0],
    ['1,000 with a role in each: the list', of(1_000, 1), 4.8, 'organizations:ListAccounts'],
    ['10,000 with a role in each: the list', of(10_000, 1), 61, 'organizations:ListAccounts'],
    ['1,000 from outside: three contacts each', of(1_000, 0), 298.5, 'account:GetAlternateContact'],
    ['10,000 from outside', of(10_000, 0), 2998.5, 'account:GetAlternateContact'],
    ['10,000 of which nine of ten let us in', of(10_000, 0.9), 298.5, 'account:GetAlternateContact'],
    ['10,000 from outside, contacts not looked at', of(10_000, 0, {}), 61, 'organizations:ListAccounts'],
  ])('%s', (_when, given, seconds, boundBy) => {
    const eta = etaOf(given)
    expect(eta).toMatchObject({ accounts: given.accounts, seconds })
    expect(eta.boundBy).toBe(boundBy)
    expect(eta.secondsWithRole).toBe(etaOf({ ...given, share: 1 }).seconds)
  })
})

it('counts what the centre is asked: pages of twenty, a session for each, and contacts of those that stay shut', () => {
  const own = { 'account:GetAlternateContact': 3, 'ce:GetCostAndUsage': 1 }
  expect(callsOf({ ...of(41, 0.5), members: 40, own })).toEqual({
    'account:GetAlternateContact': 3 + 60,
    'account:GetContactInformation': 20,
    'ce:GetCostAndUsage': 1,
    'organizations:ListAccounts': 3,
    'sts:AssumeRole': 40,
  })
})
