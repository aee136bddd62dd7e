/** Drills, custody and what lapses, on the page; and codes that are answered there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOfCode, hashOfName, makeCode, makeSalt } from '../../src/index.ts'
import { append, type Said } from '../../src/store/ledger.ts'
import { type Page, pageOf } from '../support/desk.ts'

const subject = '111111111111'
const hour = 3_600_000
let page: Page
beforeAll(async () => void (page = await pageOf('neglected-personal')))
afterAll(() => page.close())

const soon = () => new Date(Date.now() + hour).toISOString()
const put = async (said: Said, at = new Date()) => (await append(page.state, said, at)).at(-1)!
const drills = async () => (await page.mia.get('/api/people')).json.drills

/** Opens a drill of the alarm as somebody of that name, as AWS knows them. */
async function openAlarm(name: string): Promise<string> {
  const [code, salt] = [makeCode(), makeSalt()]
  await put({
    kind: 'alarm-drill',
    subject,
    by: name,
    reason: 'twice a year',
    until: soon(),
    regions: ['us-east-1'],
    salt,
    code: hashOfCode(code, salt),
    opener: hashOfName(name, salt),
  })
  return code
}
const closeAlarm = async (complete: boolean) => {
  const [{ entry }] = await drills()
  await put({ kind: 'alarm-closing', subject, drill: entry, by: 'Pat', complete, people: 1, minutes: [3] })
}

describe('a code that is answered on the page', () => {
  it('counts as one person for whom AWS takes the server, unless that is who opened the drill', async () => {
    const theirs = await openAlarm('pat')
    const wrong = await page.mia.post('/api/drill', { kind: 'alarm', code: 'AAAAA-AAAAA' })
    expect([wrong.status, wrong.json.code, wrong.json.hint]).toEqual([
      400,
      'wrong-code',
      expect.stringMatching(/^4 tries are left/),
    ])
    expect((await page.mia.post('/api/drill', { kind: 'alarm', code: theirs })).json.text).toMatch(
      /^That is the code: you count as one person\./,
    )
    expect((await page.mia.post('/api/drill', { kind: 'alarm', code: theirs })).json.code).toBe(
      'answered-already',
    )
    expect(await drills()).toMatchObject([
      {
        kind: 'alarm',
        state: 'open',
        people: 1,
        complete: false,
        parts: [{ name: 'us-east-1', answered: true }],
      },
    ])
    await closeAlarm(false)
    const own = await openAlarm('mia')
    expect(
      (await page.mia.post('/api/drill', { kind: 'alarm', code: ` ${own.toLowerCase()} ` })).json.text,
    ).toMatch(/it is recorded as a word, since whoever opened the drill is no witness of it/)
    expect((await drills())[0]).toMatchObject({ state: 'open', people: 0 })
    await closeAlarm(false)
  })

  it('of a mailbox says which one answered', async () => {
    const [code, salt] = [makeCode(), makeSalt()]
    const mailbox = 'a'.repeat(64)
    const { seq } = await put({
      kind: 'contacts-drill',
      subject,
      by: 'pat',
      reason: 'once a quarter',
      until: soon(),
      way: 'mail',
      salt,
      opener: hashOfName('pat', salt),
      mailboxes: [{ mailbox, roles: ['root'] }],
      left: [],
    })
    const sent = await put({
      kind: 'contacts-message',
      subject,
      drill: seq,
      mailbox,
      code: hashOfCode(code, salt),
    })
    await put({ kind: 'contacts-sent', subject, drill: seq, message: sent.seq, sent: 'yes' })
    expect((await page.mia.post('/api/drill', { kind: 'contacts', code })).json.text).toMatch(
      /You count as one person; you are the first there\.\sEvery mailbox has answered\./,
    )
    const [drill] = await drills()
    expect(drill).toMatchObject({ kind: 'contacts', state: 'open', people: 1, parts: [{ answered: true }] })
    // By role and by nobody's name or address, nor anything of the code.
    expect(JSON.stringify(drill)).not.toContain(mailbox)
    expect(JSON.stringify(drill)).not.toContain(salt)
  })
})

describe('what lapses', () => {
  it('stands in the order in which it does, and what has lapsed before all', async () => {
    const day = (n: number) => new Date(Date.now() + n * 24 * hour).toISOString()
    const past = new Date(Date.now() - 400 * 24 * hour)
    await put({
      kind: 'custody',
      subject,
      label: 'blue',
      last4: '1234',
      place: 'safe',
      custodians: ['Mia', 'Pat'],
      seal: 'A1',
      expires: day(90),
    })
    await put({
      kind: 'acknowledgement',
      subject,
      control: 'incident-runbook-is-drilled',
      people: 2,
      expires: day(30),
    })
    await put(
      {
        kind: 'attestation',
        subject,
        control: 'root-mfa-is-recoverable',
        by: 'Mia',
        holds: true,
        expires: day(-35),
      },
      past,
    )
    await put({
      kind: 'window',
      subject,
      by: 'Mia',
      reason: 'drill',
      from: day(-2),
      until: day(-1),
      drill: true,
    })
    const { lapses, custody, drills: all } = (await page.mia.get('/api/people')).json
    expect(lapses.map(({ what, lapsed }: { what: string; lapsed: boolean }) => [what, lapsed])).toEqual([
      ['statement', true],
      ['drill', false],
      ['custody', false],
    ])
    expect(custody).toMatchObject([{ account: subject, label: 'blue', lapsed: false }])
    expect(all.find(({ kind }: { kind: string }) => kind === 'root')).toMatchObject({
      state: 'over',
      by: 'Mia',
    })
    const { windows } = (await page.mia.get('/api/activity')).json
    expect(windows).toMatchObject([{ by: 'Mia', reason: 'drill' }])
  })
})
