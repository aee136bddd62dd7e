/** Names that somebody chose stay names, in the page's title, in its summary and in its data. */
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { PageReport, Report } from '../../model/index.ts'
import { footprintOf } from '../page/footprint.ts'
import { pageControl } from '../page/index.ts'
import { htmlReport } from './html.ts'

const evil = `</script><script>alert(1)</script><img src=x onerror=alert(1)> "&' \${x} $& $'`

const report: Report = {
  head: {
    schema: 'neverroot/report/1',
    at: '2026-11-28T12:00:00.000Z',
    tool: { name: 'neverroot', version: '0.1.0' },
    caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
    profile: 'business',
    profileBecause: evil,
    vantage: 'standalone',
    partition: 'aws',
    subjects: [{ kind: 'account', id: '111111111111', name: evil }],
    notes: [evil],
  },
  findings: (async function* () {
    yield {
      id: 'root-has-mfa:111111111111',
      control: 'root-has-mfa',
      title: 'Root has MFA',
      section: 'root-credentials' as const,
      severity: 'critical' as const,
      status: 'fail' as const,
      message: evil,
      subject: { kind: 'account' as const, id: '111111111111' },
      rows: ['D3'] as const,
      evidence: [],
    }
  })(),
  tail: async () => ({
    posture: {
      grade: 'F',
      score: 0,
      known: { count: 1, of: 1 },
      counts: { pass: 0, fail: 1, review: 0, unknown: 0, notApplicable: 0, excepted: 0 },
    },
    calls: { total: 1, byAction: {}, throttled: 0, retried: 0, seconds: 1 },
  }),
}

const control = pageControl({
  id: 'root-has-mfa',
  title: 'Root has MFA',
  section: 'root-credentials',
  severity: 'critical',
  profiles: ['business'],
  scope: 'account',
  rows: ['D3'],
  rationale: evil,
  judged: evil,
  references: [],
} as unknown as Parameters<typeof pageControl>[0])

it('lets no name become markup, and loses none', async () => {
  let html = ''
  for await (const piece of htmlReport(report, { controls: [control] })) html += piece
  expect(html).not.toContain('alert(1)<')
  expect(html).not.toContain('<img src=x')
  expect(html).toContain('<noscript><h1>111111111111 &#60;/script&#62;')
  const [beforePage = ''] = html.split('<script type="module">')
  expect(beforePage.match(/<script/g)).toHaveLength(1)
  expect(html).not.toContain('<!--neverroot:')
  const data = /id="report">([A-Za-z0-9+/=]+)<\/script>/.exec(html)![1]!
  const page = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as PageReport
  expect(page.accounts[0]!.name).toBe(evil)
  expect(page.texts).toEqual([evil])
})

describe('what is left to root, by its finding', () => {
  const detail = (saw: object, id = 'root-is-denied-by-policy:222222222222') => ({
    id,
    evidence: [
      {
        kind: 'observation' as const,
        source: 'organizations:ListTargetsForPolicy' as const,
        at: '',
        saw: saw as never,
      },
    ],
  })
  const counts = { total: 100, allowed: 3, conditional: 5, cannotTell: 2 }

  it.each([
    ['is read where it was seen', detail({ ...counts, other: 1 }), { ...counts, denied: 90 }],
    ['is not made up where it was not', detail({ total: 100 }), undefined],
    ['is no other finding', detail(counts, 'root-has-mfa:222222222222'), undefined],
  ])('%s', (_, given, expected) => {
    expect(footprintOf(given)).toEqual(expected)
  })
})
