/** What the page makes of a report before it draws anything. */
import { describe, expect, it } from 'vitest'
import type { PageControl, PageReport, PageRow, Severity, Status } from '../../src/index.ts'
import { statuses } from '../../src/model/index.ts'
import { readRoute } from '../../web/app/route.ts'
import { Book } from '../../web/data/book.ts'
import { clusterWords, worst } from '../../web/data/causes.ts'
import { findingsHref, noFilter, readFilter, writeFilter } from '../../web/data/filter.ts'
import { grouped } from '../../web/data/groups.ts'
import { heard, idle } from '../../web/data/job-state.ts'
import { matching, ordered } from '../../web/data/query.ts'
import { ago } from '../../web/data/time.ts'
import { tame } from '../../web/data/words.ts'

const control = (id: string, severity: Severity, section: PageControl['section']): PageControl => ({
  id,
  title: `${id} holds`,
  section,
  severity,
  profiles: ['business'],
  scope: 'account',
  rows: ['D3'],
  why: 'It matters.',
  judged: 'By looking.',
  references: [],
})

const counts = { pass: 1, fail: 3, review: 1, unknown: 1, notApplicable: 0, excepted: 0 }
const texts = [
  'no MFA',
  'one budget, of Prod',
  'fine',
  'cannot see',
  '2026-01-02T00:00:00Z',
  '2026-03-04T00:00:00Z',
]
const row = (c: number, account: number, status: Status, message: number, since = -1): PageRow => [
  c,
  account,
  statuses.indexOf(status),
  status === 'pass' ? 0 : -1,
  message,
  since,
]

const report: PageReport = {
  schema: 'neverroot/page/1',
  head: {
    schema: 'neverroot/report/1',
    at: '2026-11-28T00:00:00Z',
    tool: { name: 'neverroot', version: '0' },
    caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/casey', root: false },
    profile: 'business',
    profileBecause: 'it was asked for',
    vantage: 'management',
    partition: 'aws',
    subjects: [{ kind: 'organization', id: 'o-corp', name: 'Corp' }],
    notes: [],
  },
  tail: {
    posture: { grade: 'F', score: 20, known: { count: 4, of: 6 }, counts },
    calls: { total: 1, byAction: {}, throttled: 0, retried: 0, seconds: 1 },
    clusters: [
      { cause: 'have no budget', control: 'budget', status: 'fail', count: 1, examples: [], where: 'Root 1' },
      {
        cause: 'have a root user without MFA',
        control: 'mfa',
        status: 'fail',
        count: 2,
        examples: [],
        where: 'Root 2',
      },
    ],
  },
  controls: [control('budget', 'high', 'spend-alarm'), control('mfa', 'critical', 'root-credentials')],
  accounts: [
    { id: '111111111111', name: 'payer', management: true, unit: 'Root' },
    { id: '222222222222', name: 'shop', unit: 'Root/Prod, EU', owner: 'web' },
    { id: '333333333333', name: 'evil\u202e name', unit: 'Root' },
  ],
  texts,
  rows: [
    row(0, 0, 'fail', 1, 5),
    row(1, 0, 'pass', 2),
    row(1, 1, 'fail', 0, 4),
    row(1, 2, 'fail', 0),
    row(0, 2, 'unknown', 3),
    row(0, -1, 'review', 3),
  ],
  details: {},
  trend: [],
}
const book = new Book(report)

describe('the list of findings', () => {
  const found = (query: string) => [...matching(book, readFilter(query))]

  it.each([
    ['everything', '', [0, 1, 2, 3, 4, 5]],
    ['one status', 'status=fail', [0, 2, 3]],
    ['several values of one', 'status=fail,unknown', [0, 2, 3, 4]],
    ['none of these', 'status!=fail', [1, 4, 5]],
    ['a severity', 'severity=critical', [1, 2, 3]],
    ['a section and a status', 'section=root-credentials&status=pass', [1]],
    ['an account', 'account=333333333333', [3, 4]],
    ['the organization itself', 'account=o-corp', [5]],
    ['a unit with a comma in its name', 'unit=Root/Prod%2C EU'.replace('%2C', '%252C'), [2]],
    ['who has no owner', 'owner=none&status=fail', [0, 3]],
    ['how it is known', 'grade=proven', [1]],
    ['a word in what is said', 'words=BUDGET', [0, 4, 5]],
    ['a word in a name, and another', 'words=shop&words=mfa', [2]],
    ['what it does not know is left out', 'colour=red&status=fail', [0, 2, 3]],
    ['a value that nothing has', 'status=odd', []],
  ])('narrows to %s', (_, query, expected) => {
    expect(found(query)).toEqual(expected)
  })

  it.each([
    ['worst', false, [2, 3, 0, 4, 5, 1]],
    ['worst', true, [1, 5, 4, 0, 3, 2]],
    ['control', false, [0, 4, 5, 1, 2, 3]],
    ['account', false, [5, 3, 4, 0, 1, 2]],
    ['since', false, [2, 0, 1, 3, 4, 5]],
  ] as const)('sorts by %s, descending: %s', (order, descending, expected) => {
    expect([...ordered(book, matching(book, noFilter), order, descending)]).toEqual(expected)
  })

  it('puts together by cause, the gravest first', () => {
    const groups = grouped(book, matching(book, readFilter('status=fail')), 'cause')
    expect(groups.map(({ name, accounts, fails }) => [name, accounts, fails.critical, fails.high])).toEqual([
      ['2 accounts have a root user without MFA', 2, 2, 0],
      ['1 account has no budget', 1, 0, 1],
    ])
  })

  it('writes into the address what it reads from there', () => {
    const filter = {
      ...noFilter,
      tokens: [
        { property: 'unit', is: true, values: ['Root/Prod, EU', 'a%b'] },
        { property: 'status', is: false, values: ['pass'] },
      ],
      words: ['a&b=c', 'd'],
      group: 'account',
      order: 'since',
      descending: true,
      page: 3,
    } as const
    expect(readFilter(writeFilter(filter))).toEqual(filter)
    expect(findingsHref({ status: ['fail', 'unknown'] })).toBe('#/findings?status=fail,unknown')
  })
})

it('names the worst first, the organization with its accounts', () => {
  expect(worst(book).map(({ control: { id }, accounts }) => [id, accounts])).toEqual([
    ['mfa', 2],
    ['budget', 1],
  ])
  expect(clusterWords(report.tail.clusters![0]!)).toBe('1 account has no budget')
})

it('takes out of names what turns text around', () => {
  expect(book.accounts[2]!.name).toBe('evil name')
  expect(tame('a\u0000b\u200bc')).toBe('abc')
})

it.each([
  ['', { page: 'overview', query: '' }],
  ['#/control/root-has-mfa?account=1', { page: 'control', id: 'root-has-mfa', query: 'account=1' }],
  ['#/account/%zz', { page: 'overview', query: '' }],
  ['#/findings?a=b?c', { page: 'findings', query: 'a=b?c' }],
])('reads the address %j', (hash, route) => {
  expect(readRoute(hash)).toEqual(route)
})

it.each([
  ['2026-11-25T00:00:00Z', '3 days ago'],
  ['2026-11-27T23:00:00Z', '1 hour ago'],
  ['2026-11-28T00:00:20Z', 'just now'],
  ['2026-12-08T00:00:00Z', 'in 10 days'],
])('tells %s as %s', (iso, words) => {
  expect(ago(iso, Date.parse('2026-11-28T00:00:00Z'))).toBe(words)
})

describe('a job, as its events tell it', () => {
  const job = { id: 'j1', kind: 'apply', startedAt: '2026-11-28T00:00:00Z' } as const
  const question = { id: 'q1', code: 'phone-code', text: 'Which code?' }

  it('goes on, asks, is answered and ends', () => {
    const begun = heard(idle, { type: 'begun', job })
    expect(begun).toMatchObject({ running: true, job })
    // A tab that was opened later hears the beginning again: nothing is lost by it.
    const halfway = heard(begun, { type: 'progress', job: 'j1', done: 1, of: 4, text: 'budgets' })
    expect(heard(halfway, { type: 'begun', job })).toBe(halfway)
    const asked = heard(halfway, { type: 'question', job: 'j1', question })
    expect(asked.question).toEqual(question)
    expect(heard(asked, { type: 'answered', job: 'j1', question: 'another' }).question).toEqual(question)
    expect(heard(asked, { type: 'answered', job: 'j1', question: 'q1' }).question).toBeUndefined()
    expect(heard(asked, { type: 'ended', job: 'j1', kind: 'apply' })).toMatchObject({ running: false, job })
    const refusal = { code: 'x', message: 'No.', hint: 'Wait.' }
    expect(heard(asked, { type: 'failed', job: 'j1', kind: 'apply', refusal })).toMatchObject({
      running: false,
      refusal,
    })
  })
})
