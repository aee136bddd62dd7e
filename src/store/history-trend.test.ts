/** Since when a finding is as it is, out of kept audits. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding, Report, Status } from '../model/index.ts'
import { Keeper } from './history.ts'
import { trendOf } from './history-trend.ts'

const account = '111111111111'
let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'neverroot-trend-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

const on = (day: number) => `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`

/** Keeps an audit of that day, in which the control had that status. */
async function keep(day: number, statuses: Record<string, Status>, subject = account): Promise<void> {
  const keeper = new Keeper()
  const report: Report = keeper.over({
    head: {
      schema: 'neverroot/report/1',
      at: on(day),
      tool: { name: 'neverroot', version: '0.1.0' },
      caller: { account: subject, arn: `arn:aws:iam::${subject}:user/mia`, root: false },
      profile: 'personal',
      profileBecause: 'it was asked for',
      vantage: 'standalone',
      partition: 'aws',
      subjects: [{ kind: 'account', id: subject, name: 'lab' }],
      notes: [],
    },
    findings: (async function* () {
      for (const [control, status] of Object.entries(statuses))
        yield { control, status, subject: { kind: 'account', id: subject } } as Finding
    })(),
    tail: async () => ({
      posture: {
        grade: 'F',
        score: day,
        known: { count: 1, of: 1 },
        counts: { pass: 0, fail: 1, review: 0, unknown: 0, notApplicable: 0, excepted: 0 },
      },
      calls: { total: 1, byAction: {}, throttled: 0, retried: 0, seconds: 1 },
    }),
  })
  for await (const _ of report.findings);
  await keeper.keep(folder, report)
}

describe('the trend', () => {
  it('lists earlier audits of the subject alone, oldest first', async () => {
    await keep(3, { a: 'fail' })
    await keep(1, { a: 'fail' })
    await keep(2, { a: 'fail' }, '222222222222')
    await keep(9, { a: 'fail' })
    const { audits } = await trendOf(folder, account, on(9))
    expect(audits.map(({ posture }) => posture.score)).toEqual([1, 3])
  })

  it.each<[when: string, days: (Status | undefined)[], now: Status, since: number | undefined]>([
    ['it failed all the time', ['fail', 'fail', 'fail'], 'fail', 1],
    ['it passed in between', ['fail', 'pass', 'fail'], 'fail', 3],
    ['it is new', ['pass', 'pass'], 'fail', 9],
    ['no audit judged it before', [undefined], 'fail', undefined],
    ['an audit in between did not judge it', ['fail', undefined, 'fail'], 'fail', 1],
    ['it could not be seen, and cannot', ['unknown'], 'unknown', 1],
  ])('%s', async (_, days, now, since) => {
    for (const [index, status] of days.entries())
      await keep(index + 1, { other: 'pass', ...(status ? { a: status } : {}) })
    const trend = await trendOf(folder, account, on(9))
    expect(trend.since(account, 'a', now)).toBe(since === undefined ? undefined : on(since))
  })
})
