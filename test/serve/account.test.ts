/** One account from its page: looked at, planned, applied after its id was typed, taken back, and what people say. */
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PageEvent, PagePlan, PageReport } from '../../src/model/index.ts'
import { statuses } from '../../src/model/index.ts'
import { personal } from '../cli/account.ts'
import { type Page, pageOf } from '../support/desk.ts'

const id = '111111111111'
let page: Page
beforeAll(async () => void (page = await pageOf('neglected-personal')))
afterAll(() => page.close())

const last = (events: readonly PageEvent[]) => events.at(-1)!
const report = async () => (await page.mia.get('/api/report')).json as { report?: PageReport; stale?: any }
const statusOf = ({ rows, controls }: PageReport, control: string) =>
  statuses[rows.find((row) => controls[row[0]]!.id === control)![2]]
const kept = () => {
  const folder = join(page.state, 'page')
  return readdirSync(folder).map((name) => join(folder, name))
}

describe('an account from its page', () => {
  it('has no report before it was looked at, and opens with the latest one ever after', async () => {
    expect(await report()).toEqual({})
    const events = await page.mia.run('/api/audit', {})
    expect(last(events)).toMatchObject({ type: 'ended', kind: 'audit' })
    expect(events.some((e) => e.type === 'progress' && / calls? to AWS$/.test(e.text))).toBe(true)
    const first = (await report()).report!
    expect(first.schema).toBe('neverroot/page/1')
    expect(statusOf(first, 'root-has-no-access-keys')).toBe('fail')
    expect(first.accounts).toMatchObject([{ id }])
    for (const file of kept()) expect(statSync(file).mode & 0o777).toBe(0o600)
    await page.again()
    expect((await report()).report).toEqual(first)
  })

  it('tells what a finding rests on', async () => {
    const { json } = await page.mia.get(`/api/finding?id=root-has-no-access-keys:${id}`)
    expect(json).toMatchObject({ id: `root-has-no-access-keys:${id}` })
    expect(json.evidence.length).toBeGreaterThan(0)
    expect(json).toEqual((await report()).report!.details[json.id])
  })

  it('answers everything else that the page draws', async () => {
    const [activity, spend, recovery, footprint, settings, people] = await Promise.all(
      ['activity', 'spend', 'recovery', `footprint?account=${id}`, 'settings', 'people'].map(
        async (path) => (await page.mia.get(`/api/${path}`)).json,
      ),
    )
    expect(activity).toMatchObject({ schema: 'neverroot/activity/1', windows: [] })
    expect(spend.days.length).toBeGreaterThan(30)
    expect(spend.budgets[0]).toMatchObject({ period: 'MONTHLY' })
    expect(spend.proposed.limit).toBeGreaterThan(spend.proposed.typical)
    expect(spend.proposed.fires.length).toBeLessThan(spend.days.length / 4)
    expect(recovery.recovery.graph.nodes.length).toBeGreaterThan(5)
    expect(recovery.svg).toMatch(/^<svg /)
    expect(footprint.because).toMatch(/organization/)
    expect(settings).toMatchObject({ state: page.state, profile: 'personal', kept: { audits: 1 } })
    expect(people).toEqual({ drills: [], custody: [], lapses: [] })
  })
})

describe('a plan on the page', () => {
  let plan: Required<PagePlan>

  it('is made and shown as at the terminal', async () => {
    expect((await page.mia.get('/api/plan')).json).toEqual({})
    await page.mia.run('/api/plan', { only: ['daily-budget-exists', 'password-policy-is-strong'] })
    plan = (await page.mia.get('/api/plan')).json
    expect(plan.text).toMatch(/password policy: .* characters become 14/)
    expect(JSON.stringify(plan)).not.toMatch(personal)
  })

  it.each<[what: string, body: () => { digest: string; confirm: string }, code: string]>([
    ['another account id', () => ({ digest: plan.plan.digest, confirm: '222222222222' }), 'not-confirmed'],
    ['another plan', () => ({ digest: 'f'.repeat(64), confirm: id }), 'another-plan'],
  ])('is not applied with %s', async (_, body, code) => {
    const { status, json } = await page.mia.post('/api/apply', body())
    expect([status, json.code]).toEqual([400, code])
    expect((await page.mia.get('/api/session')).json.job).toBeUndefined()
  })

  it('is applied with the id typed, step by step, looked at again and taken back', async () => {
    const { digest, items } = plan.plan
    const events = await page.mia.run('/api/apply', { digest, confirm: id })
    const steps = events.flatMap((e) => (e.type === 'step' ? [e.outcome.result] : []))
    expect(steps).toHaveLength(items.flatMap((item) => item.steps).length)
    const end = last(events)
    expect(end).toMatchObject({
      type: 'ended',
      kind: 'apply',
      applied: { account: id, complete: true, undoable: true },
      text: expect.stringContaining('password-policy-is-strong'),
    })
    expect(events.filter((e) => e.type === 'question')).toEqual([])
    expect(JSON.stringify(events)).not.toMatch(personal)
    // It was done: it is not there to be done again.
    expect((await page.mia.get('/api/plan')).json).toEqual({})
    expect((await page.mia.post('/api/apply', { digest, confirm: id })).json.code).toBe('no-plan')

    await page.mia.run('/api/audit', {})
    const after = (await report()).report!
    expect(statusOf(after, 'password-policy-is-strong')).toBe('pass')
    expect(after.trend).toHaveLength(2)

    const { run } = (end as Extract<PageEvent, { type: 'ended' }>).applied!
    expect(last(await page.mia.run('/api/undo', { run, confirm: '222222222222' }))).toMatchObject({
      type: 'failed',
      refusal: { code: 'not-confirmed' },
    })
    const back = await page.mia.run('/api/undo', { run, confirm: id }, (code) =>
      code === 'confirm-weakening' ? run : undefined,
    )
    // What makes an account less safe takes a word of its own, as at the terminal.
    expect(back.filter((e) => e.type === 'question')).toMatchObject([
      { question: { code: 'confirm-weakening', text: expect.stringContaining(run) } },
    ])
    expect(last(back)).toMatchObject({ type: 'ended', applied: { undoes: run, complete: true } })
  })

  it.each<[body: object, code: string]>([
    [{ only: ['no-such-control'] }, 'no-such-control'],
    [{ section: 'nowhere' }, 'no-such-section'],
  ])('of %j is refused', async (body, code) => {
    const { status, json } = await page.mia.post('/api/plan', body)
    expect([status, json.code]).toEqual([400, code])
  })
})

describe('what people say on the page', () => {
  it('is recorded as at the terminal, and lapses', async () => {
    const control = 'root-mfa-is-recoverable'
    const { json } = await page.mia.post('/api/attest', { control, by: 'Mia', holds: true, expires: '30d' })
    expect(json.text).toMatch(/^Recorded for 111111111111: Mia says yes for root-mfa-is-recoverable, until/)
    await page.mia.post('/api/except', {
      control: 'root-has-mfa',
      owner: 'Pat',
      reason: 'the key is in the post',
      expires: '14d',
    })
    const { lapses } = (await page.mia.get('/api/people')).json
    expect(lapses).toMatchObject([
      { what: 'exception', control: 'root-has-mfa', by: 'Pat', lapsed: false },
      { what: 'statement', control, by: 'Mia', lapsed: false },
    ])
    const withdrawn = await page.mia.post('/api/withdraw', { control: 'root-has-mfa', owner: 'Pat' })
    expect(withdrawn.json.text).toContain('root-has-mfa counts again')
    const evidence = (await page.mia.get('/api/evidence')).json
    expect(evidence).toMatchObject({ intact: true, problems: [], head: evidence.entries.at(-1).hash })
    expect(evidence.entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      'attestation',
      'exception',
      'withdrawal',
    ])
  })

  it.each<
    [
      what: string,
      path: '/api/attest' | '/api/except' | '/api/withdraw' | '/api/drill',
      body: object,
      code: string,
    ]
  >([
    [
      'nobody may state',
      '/api/attest',
      { control: 'daily-budget-exists', by: 'Mia', holds: true },
      'not-stated',
    ],
    ['no control', '/api/attest', { control: 'root-has-mfas', by: 'Mia', holds: true }, 'no-such-control'],
    [
      'a secret',
      '/api/attest',
      { control: 'root-mfa-is-recoverable', by: 'Mia', holds: true, note: 'otpauth://totp/root?secret=x' },
      'holds-a-secret',
    ],
    [
      'no date',
      '/api/except',
      { control: 'root-has-mfa', owner: 'Pat', reason: 'later', expires: 'soon' },
      'bad-date',
    ],
    [
      'the past',
      '/api/except',
      { control: 'root-has-mfa', owner: 'Pat', reason: 'later', expires: '2020-01-01' },
      'expired-already',
    ],
    ['nothing to withdraw', '/api/withdraw', { control: 'root-has-mfa', owner: 'Pat' }, 'no-exception'],
    ['no drill', '/api/drill', { kind: 'alarm', code: 'K7QF2-9XMRT' }, 'no-drill'],
    ['no drill of mailboxes', '/api/drill', { kind: 'contacts', code: 'K7QF2-9XMRT' }, 'no-drill'],
  ])('is refused: %s', async (_, path, body, code) => {
    const { status, json } = await page.mia.post(path, body as never)
    expect([status, json.code]).toEqual([400, code])
  })
})

describe('a kept report that cannot be shown', () => {
  const file = () => kept().find((name) => /account-\w+\.json$/.test(name))!

  it.each<[what: string, spoil: (path: string) => void, code: string]>([
    ['is cut off', (path) => truncateSync(path, statSync(path).size - 100), 'cut-off'],
    ['is empty', (path) => writeFileSync(path, ''), 'cut-off'],
    [
      'was written by a later version',
      (path) =>
        writeFileSync(path, readFileSync(path, 'utf8').replace('neverroot/page/1', 'neverroot/page/2')),
      'other-version',
    ],
    [
      'was written by an earlier version',
      (path) =>
        writeFileSync(path, readFileSync(path, 'utf8').replace('neverroot/page/1', 'neverroot/page/0')),
      'other-version',
    ],
    [
      'is something else',
      (path) => writeFileSync(path, '{"schema":"neverroot/page/1","rows":{}}'),
      'no-page',
    ],
    ['is null', (path) => writeFileSync(path, 'null'), 'no-page'],
  ])('%s: it is said in a sentence, and stays as it is', async (_, spoil, code) => {
    const whole = readFileSync(file())
    spoil(file())
    const spoilt = readFileSync(file())
    const { stale, report: shown } = await report()
    expect(shown).toBeUndefined()
    expect(stale).toMatchObject({ code, hint: expect.stringContaining('Run an audit again') })
    expect(stale.message).toContain(file())
    expect(readFileSync(file()).equals(spoilt)).toBe(true)
    expect((await page.mia.get('/api/settings')).status).toBe(200)
    writeFileSync(file(), whole)
  })

  it('is replaced by the next audit, and leaves nothing behind', async () => {
    writeFileSync(file(), 'spoilt')
    await page.mia.run('/api/audit', {})
    expect((await report()).report!.accounts).toHaveLength(1)
    expect(kept().filter((name) => name.endsWith('.jsonl'))).toHaveLength(1)
  })

  it('does not keep a broken ledger from being shown as what it is', async () => {
    const ledger = join(page.state, 'ledger.jsonl')
    writeFileSync(ledger, readFileSync(ledger, 'utf8').replace('Mia', 'Pat'))
    const evidence = (await page.mia.get('/api/evidence')).json
    expect(evidence.intact).toBe(false)
    expect(evidence.problems[0]).toMatch(/line 1: .*was changed/)
    expect((await page.mia.get('/api/people')).json.code).toBe('broken-ledger')
  })
})
