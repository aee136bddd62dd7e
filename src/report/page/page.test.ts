/** A report in rows: nothing of it is lost, and of many accounts only the centre's details are inside. */
import { describe, expect, it } from 'vitest'
import type { AnyControl, Finding, PageDetail, Report, Status, Subject } from '../../model/index.ts'
import { grades, statuses } from '../../model/index.ts'
import { pageControl, pageReport } from './index.ts'

const control = pageControl(
  {
    id: 'root-has-mfa',
    title: 'Root has MFA',
    section: 'root-credentials',
    severity: 'critical',
    profiles: ['personal', 'business'],
    scope: 'account',
    rows: ['D3'],
    rationale: 'A password alone is not enough.',
    judged: 'By the summary of the account.',
    references: [],
  } satisfies Partial<AnyControl> as Parameters<typeof pageControl>[0],
  { question: 'Is it?', days: 90 },
)

const finding = (subject: Subject, status: Status, over: Partial<Finding> = {}): Finding => ({
  id: `root-has-mfa:${subject.id}`,
  control: 'root-has-mfa',
  title: 'Root has MFA',
  section: 'root-credentials',
  severity: 'critical',
  status,
  message: `it is ${status}`,
  subject: { kind: subject.kind, id: subject.id },
  rows: ['D3'],
  evidence: [
    { kind: 'observation', source: 'iam:GetAccountSummary', at: '2026-11-28T00:00:00Z', saw: { mfa: 0 } },
  ],
  ...over,
})

const account = (n: number): Subject => ({
  kind: 'account',
  id: String(111111111111 + n),
  name: `account ${n}`,
})
const organization: Subject = { kind: 'organization', id: 'o-corp', name: 'o-corp' }

const counts = { pass: 0, fail: 0, review: 0, unknown: 0, notApplicable: 0, excepted: 0 }

const reportOf = (
  subjects: readonly Subject[],
  findings: readonly Finding[],
  tail: Partial<Awaited<ReturnType<Report['tail']>>> = {},
): Report => ({
  head: {
    schema: 'neverroot/report/1',
    at: '2026-11-28T12:00:00.000Z',
    tool: { name: 'neverroot', version: '0.1.0' },
    caller: { account: subjects[0]!.id, arn: 'arn:aws:iam::111111111111:user/mia', root: false },
    profile: 'business',
    profileBecause: 'it was asked for',
    vantage: 'standalone',
    partition: 'aws',
    subjects,
    notes: ['a note'],
  },
  findings: (async function* () {
    yield* findings
  })(),
  tail: async () => ({
    posture: { grade: 'F', score: 0, known: { count: 1, of: 1 }, counts },
    calls: { total: 1, byAction: {}, throttled: 0, retried: 0, seconds: 1 },
    ...tail,
  }),
})

describe('the page of one account', () => {
  const lab = account(1)

  it('holds each finding as a row, and what it rests on by its id', async () => {
    const given = [finding(lab, 'fail', { grade: 'proven' })]
    const page = await pageReport(reportOf([lab], given), {
      controls: [control],
      since: () => '2026-11-01T00:00:00Z',
    })
    const [row] = page.rows
    const [ofControl, ofAccount, status, grade, message, since] = row!
    expect(page.controls[ofControl]!.id).toBe('root-has-mfa')
    expect(page.accounts[ofAccount]!.id).toBe(lab.id)
    expect(statuses[status]).toBe('fail')
    expect(grades[grade]).toBe('proven')
    expect(page.texts[message]).toBe('it is fail')
    expect(page.texts[since]).toBe('2026-11-01T00:00:00Z')
    expect(page.details[given[0]!.id]!.evidence).toEqual(given[0]!.evidence)
    expect(page.leftOut).toBeUndefined()
  })

  it('ends its trend with itself', async () => {
    const { posture } = await reportOf([lab], []).tail()
    const page = await pageReport(reportOf([lab], []), {
      controls: [],
      trend: [{ id: '2026-11-01T0000', at: '2026-11-01T00:00:00.000Z', posture }],
    })
    expect(page.trend.map(({ at }) => at)).toEqual(['2026-11-01T00:00:00.000Z', '2026-11-28T12:00:00.000Z'])
  })

  it('says which controls it does not know, and leaves their findings out', async () => {
    const strange = finding(lab, 'fail', { control: 'from-the-future', id: `from-the-future:${lab.id}` })
    const page = await pageReport(reportOf([lab], [strange, finding(lab, 'pass')]), { controls: [control] })
    expect(page.rows).toHaveLength(1)
    expect(page.details).not.toHaveProperty([strange.id])
    expect(page.head.notes).toEqual([
      'a note',
      'Left out, since this version does not know the control: from-the-future.',
    ])
  })
})

describe('the page of many accounts', () => {
  const management = { ...account(0), management: true }
  const members = Array.from({ length: 60 }, (_, n) => account(n + 1))
  const findings = [management, ...members].map((subject) => finding(subject, 'fail'))

  const build = (heard: [PageDetail, string][] = []) =>
    pageReport(
      reportOf([organization, management, ...members], [finding(organization, 'pass'), ...findings], {
        posture: {
          grade: 'F',
          score: 0,
          known: { count: 1, of: 1 },
          counts: { ...counts, fail: 61, pass: 101, notApplicable: 7 },
        },
        places: { [members[0]!.id]: { unit: 'Root/Prod', owner: 'shop' }, [members[1]!.id]: {} },
      }),
      { controls: [control], detail: (detail, subject) => heard.push([detail, subject]) },
    )

  it('has inside what the centre rests on, and tells of all the rest as it passes', async () => {
    const heard: [PageDetail, string][] = []
    const page = await build(heard)
    expect(Object.keys(page.details).sort()).toEqual([`root-has-mfa:${management.id}`, 'root-has-mfa:o-corp'])
    expect(heard).toHaveLength(62)
    expect(heard.at(-1)![1]).toBe(members.at(-1)!.id)
  })

  it('lists accounts once, with where they lie and who answers for them', async () => {
    const page = await build()
    expect(page.head.subjects.map(({ id }) => id)).toEqual(['o-corp', management.id])
    expect(page.accounts).toHaveLength(61)
    expect(page.accounts[1]).toEqual({
      id: members[0]!.id,
      name: 'account 1',
      unit: 'Root/Prod',
      owner: 'shop',
    })
    expect(page.accounts[2]).toEqual({ id: members[1]!.id, name: 'account 2' })
    expect(page.tail).not.toHaveProperty('places')
  })

  it('holds a text once, and counts what was left out', async () => {
    const page = await build()
    expect(page.texts).toEqual(['it is pass', 'it is fail'])
    expect(page.rows[0]![1]).toBe(-1)
    expect(page.leftOut).toEqual({ pass: 100, notApplicable: 7 })
  })
})
