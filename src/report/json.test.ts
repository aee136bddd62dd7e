import { describe, expect, it } from 'vitest'
import type { Finding, Report, ReportHead, ReportTail } from '../model/index.ts'
import { jsonReport } from './json.ts'

const head = {
  schema: 'neverroot/report/1',
  at: '2026-11-23T06:30:00.000Z',
  tool: { name: 'neverroot', version: '0.0.0' },
  subjects: [{ kind: 'account', id: '111111111111', name: 'odd "name" with },\n  "findings": [' }],
  notes: [],
} as unknown as ReportHead
const tail = {
  posture: { grade: 'F', score: null, known: { count: 0, of: 0 } },
  calls: { total: 0, byAction: {} },
} as unknown as ReportTail

const finding = (n: number) =>
  ({ id: `control:${n}`, message: 'a "quoted" message\u2028with a line separator' }) as Finding

function report(count: number, onNext: (n: number) => void = () => undefined, end = tail): Report {
  return {
    head,
    findings: (async function* () {
      for (let n = 0; n < count; n++) {
        onNext(n)
        yield finding(n)
      }
    })(),
    tail: async () => end,
  }
}

async function text(from: Report): Promise<string> {
  let all = ''
  for await (const piece of jsonReport(from)) all += piece
  return all
}

describe('a report as JSON', () => {
  it.each([0, 1, 2, 50])('with %i findings is one object with everything in it', async (count) => {
    const all = await text(report(count))
    expect(all.endsWith('}\n')).toBe(true)
    expect(JSON.parse(all)).toEqual({
      ...head,
      findings: Array.from({ length: count }, (_, n) => finding(n)),
      ...tail,
    })
  })

  it('has clusters only where there are some', async () => {
    const cluster = {
      cause: 'one template',
      control: 'c',
      status: 'fail' as const,
      count: 3,
      examples: [],
      where: 'Prod',
    }
    expect(JSON.parse(await text(report(0)))).not.toHaveProperty('clusters')
    expect(JSON.parse(await text(report(1, undefined, { ...tail, clusters: [cluster] })))).toMatchObject({
      clusters: [cluster],
    })
  })

  it('holds no finding back: each is written before the next one is asked for', async () => {
    let asked = -1
    let written = 0
    for await (const piece of jsonReport(report(1_000, (n) => (asked = n)))) {
      if (!piece.includes('control:')) continue
      expect(asked).toBe(written)
      written++
      expect(piece.length).toBeLessThan(200)
    }
    expect(written).toBe(1_000)
  })

  it('a stream that breaks is no report', async () => {
    const broken = report(3, (n) => {
      if (n === 2) throw new Error('interrupted')
    })
    await expect(text(broken)).rejects.toThrow('interrupted')
  })
})
