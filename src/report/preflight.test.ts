import { describe, expect, it } from 'vitest'
import type { Cell, Check, Preflight, Viewpoint } from '../model/index.ts'
import { preflightText } from './preflight.ts'

const yes: Check = { is: 'yes' }
const needs: Cell = { sees: 'needs', what: 'delegation for iam.amazonaws.com' }

const viewpoint = (n: number): Viewpoint => ({
  account: String(n).repeat(12),
  management: n === 1,
  caller: n === 1,
  services: n === 1 ? [] : ['account.amazonaws.com', 'guardduty.amazonaws.com', 'iam.amazonaws.com'],
})

const found = (over: Partial<Preflight> = {}): Preflight => ({
  schema: 'neverroot/preflight/1',
  at: '2026-11-23T06:30:00.000Z',
  tool: { name: 'neverroot', version: '0' },
  caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
  vantage: 'management',
  organization: { id: 'o-a1b2c3d4e5', managementAccount: '111111111111' },
  checks: {
    'caller-is-not-root': yes,
    'accounts-are-listed': yes,
    'all-features': yes,
    'trusted-access-account': { is: 'no' },
    'trusted-access-iam': {
      is: 'unknown',
      why: 'organizations:ListAWSServiceAccessForOrganization was denied',
    },
    'root-credentials-management': yes,
    'root-sessions': yes,
    'members-let-us-in': yes,
  },
  matrix: {
    viewpoints: [1, 2].map(viewpoint),
    rows: [
      { sight: 'accounts', cells: [{ sees: 'yes' }, { sees: 'yes' }] },
      { sight: 'contacts', cells: [{ sees: 'unknown' }, { sees: 'no' }] },
      { sight: 'root-sessions', cells: [{ sees: 'yes' }, needs] },
    ],
  },
  accounts: { count: 240, complete: false },
  sample: [{ account: '222222222222', name: 'Prod\u001b[31m ünïted', role: 'neverroot-read' }],
  calls: {
    perMember: { 'account:GetAlternateContact': 3, 'iam:GetAccountSummary': 1 },
    onTop: ['cloudtrail:GetTrailStatus'],
    perMemberWithoutRole: { 'account:GetAlternateContact': 3 },
    own: { 'ce:GetCostAndUsage': 1 },
    total: 1_234,
  },
  cost: { requests: 2, usd: 0.02 },
  eta: [
    { accounts: 240, seconds: 298.5, boundBy: 'account:GetAlternateContact', secondsWithRole: 4.8 },
    { accounts: 10_000, seconds: 61, secondsWithRole: 61 },
  ],
  gaps: [
    {
      what: 'No trusted access',
      why: 'it rests on it',
      command: `aws ${'x'.repeat(90)}`,
      account: '999999999999',
    },
  ],
  ...over,
})

const plain = { width: 80, color: false, ascii: true }
const text = (over: Partial<Preflight> = {}) => preflightText(found(over), plain)

describe('the preflight as text', () => {
  it('is ASCII where asked, and no line but a command is wider than 80', () => {
    const lines = text().split('\n')
    expect(text()).toMatch(/^[\x20-\x7e\n]*$/)
    expect(lines.filter((line) => line.length > 80)).toEqual([`     aws ${'x'.repeat(90)}`])
  })

  it.each([
    [
      'what is missing, and where',
      /1 {2}No trusted access: it rests on it\.\n {5}In account 999999999999:\n {5}aws x+/,
    ],
    ['what is not so', /\n {2}x trusted access for account\.amazonaws\.com\n/],
    ['what cannot be told, and why', /\n {2}! trusted access for iam.*cannot tell,\s+organizations:ListAWS/],
    ['which accounts could look, by what matters here', / management \(you\) {2}account iam \+1\n/],
    ['who needs what', /root sessions +yes +needs 1\n {2}needs 1: delegation for iam/],
    ['that there may be more accounts', /accounts +at least 240\n/],
    ['what costs money', /money +USD 0\.02 or more: 2 Cost Explorer requests/],
    [
      'how long, and what makes it shorter',
      /4 min 59 s for at least 240 accounts[^\0]*5 s with a role in every\s+member/,
    ],
    ['how long for more', /1 min 1 s for 10,000 accounts\n/],
  ])('says %s', (_what, expected) => {
    expect(text()).toMatch(expected)
  })

  it('puts the accounts that do not fit side by side into another table', () => {
    const viewpoints = [1, 2, 3, 4, 5].map(viewpoint)
    const rows = [{ sight: 'accounts' as const, cells: viewpoints.map((): Cell => ({ sees: 'yes' })) }]
    const shown = text({ matrix: { viewpoints, rows, unseen: 'it was denied' } })
    expect(shown.match(/accounts, addresses/g)).toHaveLength(2)
    expect(shown).toMatch(/ 1{12} +2{12} +3{12}\n[^\0]* 4{12} +5{12}\n/)
    expect(shown).toMatch(/delegated administrators that are not shown: it was denied/)
  })

  it('ends with the audit where nothing is missing', () => {
    expect(text({ gaps: [] })).toMatch(
      /Nothing that was looked for is missing[^\0]*Next: neverroot audit --org\n$/,
    )
  })
})
