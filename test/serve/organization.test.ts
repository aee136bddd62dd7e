/** An organization from its page: every account listed once, with what is left to its root, and details asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PageReport } from '../../src/model/index.ts'
import { type Page, pageOf } from '../support/desk.ts'

let page: Page
let report: PageReport
beforeAll(async () => {
  page = await pageOf('neglected-organization', { org: true })
  const events = await page.mia.run('/api/audit', {})
  expect(events.at(-1)).toMatchObject({ type: 'ended', kind: 'audit' })
  expect(events.find((e) => e.type === 'progress')).toMatchObject({
    text: expect.stringMatching(/accounts?/),
  })
  report = (await page.mia.get('/api/report')).json.report
}, 30_000)
afterAll(() => page.close())

describe('an organization from its page', () => {
  it('lists each account with where it lies and what is left to its root', () => {
    expect(report.accounts).toHaveLength(12)
    expect(report.accounts[0]).toMatchObject({ id: '111111111111', management: true, unit: 'Root' })
    expect(report.accounts[0]).not.toHaveProperty('footprint')
    const member = report.accounts.find(({ id }) => id === '333333333333')!
    expect(member).toMatchObject({ unit: 'Root/Workloads/Prod' })
    const { total, allowed, conditional, denied, cannotTell } = member.footprint!
    expect(allowed + conditional + denied + cannotTell).toBe(total)
    expect(report.head.subjects.map(({ kind }) => kind)).toEqual(['organization', 'account'])
    expect(report.tail.clusters!.length).toBeGreaterThan(5)
    expect(report.leftOut!.pass).toBeGreaterThan(0)
  })

  it('counts as the report does', () => {
    const { counts } = report.tail.posture
    const of = (status: number) => report.rows.filter((row) => row[2] === status).length
    expect([of(0) + report.leftOut!.pass, of(1), of(2), of(3)]).toEqual([
      counts.pass,
      counts.fail,
      counts.review,
      counts.unknown,
    ])
  })

  it('tells what the finding of any account rests on, from the disk', async () => {
    for (const [control, account] of report.rows.filter((_, at) => at % 17 === 0)) {
      const of = report.accounts[account]?.id ?? report.head.subjects[0]!.id
      const id = `${report.controls[control]!.id}:${of}`
      expect((await page.mia.get(`/api/finding?id=${id}`)).json).toEqual(report.details[id])
    }
  })

  it('tells what is left to root of one account, and who is never bound', async () => {
    const { footprint } = (await page.mia.get('/api/footprint?account=333333333333')).json
    const { total, allowed, denied } = report.accounts.find(({ id }) => id === '333333333333')!.footprint!
    expect(footprint).toMatchObject({ total, allowed, denied })
    expect((await page.mia.get('/api/footprint?account=111111111111')).json).toEqual({ notCovered: true })
    expect((await page.mia.get('/api/footprint?account=999999999999')).json.because).toContain('999999999999')
  })

  it('draws the recovery graph of a member from the centre', async () => {
    const { recovery, svg } = (await page.mia.get('/api/recovery?account=333333333333')).json
    expect(recovery).toMatchObject({ vantage: 'member', subject: { id: '333333333333' } })
    expect(svg).toMatch(/^<svg /)
  })

  it("is changed by a plan only when the organization's id was typed, wave by wave", async () => {
    await page.mia.run('/api/plan', { only: ['password-policy-is-strong'] })
    const { plan, text } = (await page.mia.get('/api/plan')).json
    expect(text).toMatch(/password policy/)
    const wrong = await page.mia.post('/api/apply', { digest: plan.digest, confirm: plan.account })
    expect([wrong.status, wrong.json.code]).toEqual([400, 'not-confirmed'])
    const events = await page.mia.run('/api/apply', { digest: plan.digest, confirm: plan.organization })
    const end = events.at(-1)!
    expect(end).toMatchObject({
      type: 'ended',
      kind: 'apply',
      text: expect.stringContaining('findings fixed'),
    })
    const notes = events.flatMap((e) => (e.type === 'note' ? [e.text] : []))
    for (const account of plan.items.map((item: { subject: { id: string } }) => item.subject.id))
      expect(notes.some((note) => note.includes(account))).toBe(true)
    const back = await page.mia.run('/api/undo', { confirm: plan.organization }, (code) =>
      code === 'confirm-weakening' ? plan.organization : undefined,
    )
    expect(back.at(-1)).toMatchObject({ kind: 'undo' })
  }, 30_000)
})
