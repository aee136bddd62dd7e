/** The formats that other tools read: well-formed, whole, and nothing in them that a reader takes for more than text. */
import { describe, expect, it } from 'vitest'
import type { Finding, Report, Status } from '../../model/index.ts'
import { statuses } from '../../model/index.ts'
import { formats, type FormatName } from './index.ts'
import type { Rule } from './rule.ts'

const rule: Rule = {
  id: 'root-has-mfa',
  title: 'Root has MFA',
  section: 'root-credentials',
  severity: 'critical',
  rationale: 'A password alone is not enough.',
  judged: 'By the summary of the account.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html'],
  procedure: { title: 'Register a key', steps: ['Sign in.', 'Register it.'], link: 'https://x.example/' },
}

const finding = (status: Status, over: Partial<Finding> = {}): Finding => ({
  id: `root-has-mfa:111111111111`,
  control: 'root-has-mfa',
  title: 'Root has MFA',
  section: 'root-credentials',
  severity: 'critical',
  status,
  message: `it is ${status}`,
  subject: { kind: 'account', id: '111111111111' },
  rows: ['D3'],
  evidence: [
    { kind: 'observation', source: 'iam:GetAccountSummary', at: '2026-11-28T00:00:00Z', saw: { mfa: 0 } },
  ],
  ...(status === 'excepted'
    ? {
        exception: {
          owner: 'pat',
          reason: 'moving',
          expires: '2027-01-01T00:00:00Z',
          would: 'fail' as const,
        },
      }
    : {}),
  ...over,
})

const reportOf = (findings: readonly Finding[]): Report => ({
  head: {
    schema: 'neverroot/report/1',
    at: '2026-11-28T12:00:00.000Z',
    tool: { name: 'neverroot', version: '0.1.0' },
    caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
    profile: 'business',
    profileBecause: 'it was asked for',
    vantage: 'standalone',
    partition: 'aws',
    subjects: [{ kind: 'account', id: '111111111111', name: 'lab' }],
    notes: [],
  },
  findings: (async function* () {
    yield* findings
  })(),
  tail: async () => ({
    posture: {
      grade: 'F',
      score: 0,
      known: { count: 1, of: 1 },
      counts: { pass: 0, fail: findings.length, review: 0, unknown: 0, notApplicable: 0, excepted: 0 },
    },
    calls: { total: 0, byAction: {}, throttled: 0, retried: 0, seconds: 0 },
  }),
})

async function written(format: FormatName, findings: readonly Finding[]): Promise<string> {
  const pieces = await formats[format](reportOf(findings), { rules: [rule], region: 'eu-west-1' })
  if (typeof pieces === 'string') return pieces
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}
const parsed = async (format: 'sarif' | 'ocsf' | 'asff', findings: readonly Finding[]) =>
  JSON.parse(await written(format, findings)) as never

const all = statuses.map((status) => finding(status))
const hostile = finding('fail', {
  message: '=HYPERLINK("http://x.example") <b>|`@everyone` "quoted", \u0007 ]]> & line\nbreak',
})

describe('csv', () => {
  it('has a line of names, and one for each finding', async () => {
    const lines = (await written('csv', all)).trimEnd().split('\n')
    expect(lines[0]).toMatch(/^id,control,title,section,severity,status,/)
    expect(lines).toHaveLength(1 + all.length)
  })

  it('quotes, and gives a spreadsheet no formula', async () => {
    const text = await written('csv', [hostile])
    expect(text).toContain(`"'=HYPERLINK(""http://x.example"") <b>|`)
  })
})

describe('junit', () => {
  it('fails what fails, and skips what nobody knows', async () => {
    const text = await written('junit', all)
    expect(text).toContain(
      '<testsuite name="account 111111111111" tests="6" failures="1" errors="0" skipped="4"',
    )
    expect(text.match(/<failure /g)).toHaveLength(1)
    expect(text.match(/<skipped message="(review|unknown|not-applicable|excepted): /g)).toHaveLength(4)
  })

  it('has a suite for each account', async () => {
    const other = finding('fail', { subject: { kind: 'account', id: '222222222222' } })
    expect((await written('junit', [...all, other])).match(/<testsuite /g)).toHaveLength(2)
  })

  it('is XML whatever a message holds', async () => {
    const text = await written('junit', [hostile])
    expect(text).not.toMatch(/[\u0000-\u0008]|<b>|"quoted"/)
    expect(text).toContain('&quot;quoted&quot;, ? ]]&gt; &amp; line&#10;break</failure>')
  })
})

describe('sarif', () => {
  it('has a kind for each status, and a level for failures alone', async () => {
    const { version, runs } = (await parsed('sarif', all)) as {
      version: string
      runs: { results: { kind: string; level: string; ruleIndex: number; suppressions?: object[] }[] }[]
    }
    expect(version).toBe('2.1.0')
    expect(runs[0]!.results.map(({ kind, level }) => [kind, level])).toEqual([
      ['pass', 'none'],
      ['fail', 'error'],
      ['review', 'none'],
      ['open', 'none'],
      ['notApplicable', 'none'],
      ['fail', 'error'],
    ])
    expect(runs[0]!.results.map(({ suppressions }) => suppressions?.length ?? 0)).toEqual([0, 0, 0, 0, 0, 1])
    expect(runs[0]!.results.every(({ ruleIndex }) => ruleIndex === 0)).toBe(true)
  })

  it('names the same finding alike from run to run', async () => {
    const fingerprints = async () =>
      (
        (await parsed('sarif', [finding('fail')])) as {
          runs: { results: { partialFingerprints: object }[] }[]
        }
      ).runs[0]!.results[0]!.partialFingerprints
    expect(await fingerprints()).toEqual({ 'neverroot/v1': 'root-has-mfa:111111111111' })
    expect(await fingerprints()).toEqual(await fingerprints())
  })
})

describe('ocsf', () => {
  it('has what the class requires, and tells being so from being dealt with', async () => {
    const events = (await parsed('ocsf', all)) as Record<string, Record<string, unknown>>[]
    for (const event of events) {
      expect(event).toMatchObject({ category_uid: 2, class_uid: 2003, type_uid: 200301, activity_id: 1 })
      expect(event['metadata']).toMatchObject({ version: '1.5.0', product: { name: 'neverroot' } })
      expect(event['finding_info']).toMatchObject({ uid: 'root-has-mfa:111111111111' })
      expect(typeof event['time']).toBe('number')
    }
    expect(events.map((e) => e['compliance']!['status_id'])).toEqual([1, 3, 2, 0, 99, 3])
    expect(events.map((e) => e['status_id'])).toEqual([1, 1, 1, 1, 1, 3])
    expect(events.map((e) => e['severity_id'])).toEqual([1, 5, 5, 5, 1, 5])
  })
})

describe('asff', () => {
  it('keeps to the required fields and the limits of the format', async () => {
    const findings = (await parsed('asff', [
      ...all,
      finding('fail', { message: 'x'.repeat(3000) }),
    ])) as Record<string, unknown>[]
    for (const one of findings) {
      for (const field of [
        'SchemaVersion',
        'Id',
        'ProductArn',
        'GeneratorId',
        'AwsAccountId',
        'CreatedAt',
        'UpdatedAt',
        'Title',
        'Description',
        'Resources',
      ])
        expect(one[field], field).toBeTruthy()
      expect(String(one['Description']).length).toBeLessThanOrEqual(1024)
      expect(one['ProductArn']).toBe(
        'arn:aws:securityhub:eu-west-1:111111111111:product/111111111111/default',
      )
    }
    expect(findings.map((one) => (one['Compliance'] as { Status: string }).Status).slice(0, 6)).toEqual([
      'PASSED',
      'FAILED',
      'WARNING',
      'NOT_AVAILABLE',
      'NOT_AVAILABLE',
      'FAILED',
    ])
  })
})

describe('markdown', () => {
  it('tells what is open, worst first, and counts the rest', async () => {
    const many = Array.from({ length: 80 }, (_, i) =>
      finding('fail', { severity: i < 79 ? 'low' : 'critical' }),
    )
    const text = await written('markdown', many)
    expect(text).toMatch(/^## Root security of 111111111111 lab: F\n/)
    expect(text.split('\n').filter((line) => line.startsWith('| ✗'))).toHaveLength(50)
    expect(text).toMatch(/\| ✗ fail \| critical[^]*\| ✗ fail \| low/)
    expect(text).toContain('And 30 more')
    expect(text.length).toBeLessThan(65_536)
  })

  it('makes nothing of a message but text', async () => {
    const text = await written('markdown', [hostile])
    expect(text).toContain('\\<b\\>\\|\\`@\u200beveryone\\`')
  })
})

it.each(Object.keys(formats) as FormatName[])('%s of nothing is whole', async (format) => {
  const text = await written(format, [])
  expect(text.endsWith('\n')).toBe(true)
  if (['sarif', 'ocsf', 'asff'].includes(format)) expect(() => JSON.parse(text) as unknown).not.toThrow()
})
