/** A report out of a file: as it was written, laid out anew, and broken in every way. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Finding, Report } from '../model/index.ts'
import { jsonReport } from '../report/json.ts'
import { readReport } from './report-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'neverroot-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const finding = (n: number): Finding => ({
  id: `control-${n}:111111111111`,
  control: `control-${n}`,
  title: 'It is so',
  section: 'root-credentials',
  severity: 'high',
  status: 'fail',
  message: 'it ends with "],',
  subject: { kind: 'account', id: '111111111111' },
  rows: ['D3'],
  evidence: [{ kind: 'observation', source: 'dns', at: '2026-11-28T00:00:00Z', saw: ['],', ']'] }],
})

const reportOf = (findings: readonly Finding[]): Report => ({
  head: {
    schema: 'neverroot/report/1',
    at: '2026-11-28T12:00:00.000Z',
    tool: { name: 'neverroot', version: '0.1.0' },
    caller: { account: '111111111111', arn: 'arn:aws:iam::111111111111:user/mia', root: false },
    profile: 'personal',
    profileBecause: 'it was asked for',
    vantage: 'standalone',
    partition: 'aws',
    subjects: [{ kind: 'account', id: '111111111111', name: 'lab' }],
    notes: ['a note'],
  },
  findings: (async function* () {
    yield* findings
  })(),
  tail: async () => ({
    places: { '111111111111': { unit: 'Root' } },
    posture: {
      grade: 'F',
      score: 0,
      known: { count: 1, of: 1 },
      counts: { pass: 0, fail: 1, review: 0, unknown: 0, notApplicable: 0, excepted: 0 },
    },
    calls: { total: 1, byAction: {}, throttled: 0, retried: 0, seconds: 1 },
  }),
})

async function textOf(findings: readonly Finding[]): Promise<string> {
  let text = ''
  for await (const piece of jsonReport(reportOf(findings))) text += piece
  return text
}

const put = (text: string): string => {
  const path = join(folder, 'report.json')
  writeFileSync(path, text)
  return path
}

async function all(report: Report) {
  const findings: Finding[] = []
  for await (const one of report.findings) findings.push(one)
  return { head: report.head, findings, tail: await report.tail() }
}

describe('a report out of a file', () => {
  it.each<[what: string, count: number, layout: (text: string) => string]>([
    ['as it was written', 3, (text) => text],
    ['without a finding', 0, (text) => text],
    ['on one line', 3, (text) => JSON.stringify(JSON.parse(text))],
    ['laid out by somebody else', 2, (text) => JSON.stringify(JSON.parse(text), null, 4)],
    [
      'laid out as it was written, each finding on many lines',
      2,
      (text) => JSON.stringify(JSON.parse(text), null, 2),
    ],
    ['with line ends of Windows', 2, (text) => text.replaceAll('\n', '\r\n')],
  ])('%s, is what it was', async (_, count, layout) => {
    const findings = Array.from({ length: count }, (_unused, n) => finding(n))
    const given = reportOf(findings)
    const read = await all(await readReport(put(layout(await textOf(findings)))))
    expect(read).toEqual({ head: given.head, findings, tail: await given.tail() })
  })

  it.each<[what: string, spoil: (text: string) => string, code: string, message: RegExp]>([
    [
      'is cut off in its findings',
      (text) => text.slice(0, text.indexOf('control-1') + 40),
      'cut-off',
      /cut off or damaged/,
    ],
    ['is cut off in its tail', (text) => text.slice(0, -30), 'cut-off', /cut off or damaged/],
    ['is cut off in its head', (text) => text.slice(0, 90), 'cut-off', /cut off or damaged/],
    [
      'is cut off on one line',
      (text) => JSON.stringify(JSON.parse(text)).slice(0, -5),
      'cut-off',
      /cut off or damaged/,
    ],
    [
      'was written by a later version',
      (text) => text.replace('report/1', 'report/2'),
      'other-schema',
      /another version \(neverroot\/report\/2/,
    ],
    [
      'was written by an earlier version',
      (text) => text.replace('report/1', 'report/0'),
      'other-schema',
      /another version/,
    ],
    ['is a plan', () => '{"schema":"neverroot/plan/1"}', 'no-report', /is no report of neverroot audit/],
    ['is a list', () => '[]', 'no-report', /is no report/],
    ['is text', () => 'hello', 'no-report', /is no report/],
    ['is empty', () => '', 'no-report', /is no report/],
  ])('that %s is told in one sentence', async (_, spoil, code, message) => {
    const path = put(spoil(await textOf([finding(0), finding(1)])))
    await expect(readReport(path).then(all)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  it('that is not there, or is a folder, is told', async () => {
    await expect(readReport(join(folder, 'none.json'))).rejects.toThrow(
      /none\.json cannot be read: there is no such file\./,
    )
    await expect(readReport(folder)).rejects.toThrow(/cannot be read: it is a folder\./)
  })
})
