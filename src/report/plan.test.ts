/** A plan on a terminal: what it shows, in which order, and that nothing runs out of the page. */
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Plan, PlanItem, Section, Step } from '../model/index.ts'
import { type PlanView, terminalPlan } from './plan.ts'
import { inputLines } from './plan-input.ts'
import { callsOf } from './plan-calls.ts'

const account = '111111111111'
const style = { width: 80, color: false, ascii: false }

const step = (over: Partial<Step> = {}): Step => ({
  id: 'daily-budget-exists/1',
  account,
  as: 'caller',
  action: 'sns:CreateTopic',
  input: { Name: 'neverroot-spend' },
  does: 'topic neverroot-spend',
  risk: 'safe',
  ...over,
})

const item = (over: Partial<PlanItem> = {}): PlanItem => ({
  id: `daily-budget-exists/${account}`,
  control: 'daily-budget-exists',
  subject: { kind: 'account', id: account },
  status: 'fail',
  message: 'No budget at all. A jump in the bill would reach nobody.',
  basedOn: '0'.repeat(64),
  steps: [step()],
  ...over,
})

const plan = (...items: PlanItem[]): Plan => ({
  schema: 'neverroot/plan/1',
  at: '2026-11-23T06:30:00.000Z',
  expires: '2026-11-24T06:30:00.000Z',
  account,
  profile: 'personal',
  tool: { name: 'neverroot', version: '1.0.0' },
  digest: '0'.repeat(64),
  items,
})

const sectionOf = (control: string): Section =>
  control.startsWith('root')
    ? 'root-credentials'
    : control.startsWith('contact')
      ? 'account-details'
      : 'spend-alarm'
const shown = (given: Plan, view: Partial<PlanView> = {}) =>
  terminalPlan(given, sectionOf, { style, ...view })

const topic = step({ undo: { action: 'sns:DeleteTopic', input: {}, weakens: true } })
const mail = step({
  id: 'daily-budget-exists/2',
  action: 'sns:Subscribe',
  input: { TopicArn: { $output: ['daily-budget-exists/1', 'TopicArn'] } },
  does: 'm...@posteo.example is asked to confirm',
})
const phone = step({
  action: 'account:PutContactInformation',
  does: 'phone number: +61 ........00 becomes +61 ........11',
  undo: { action: 'account:PutContactInformation', input: {} },
})
const code = step({ action: 'account:SendPhoneNumberVerification', does: 'AWS sends a code' })

describe('a plan as text', () => {
  it('is a diff, section by section, with its calls and what takes them back', () => {
    const text = shown(
      plan(
        item({ steps: [topic, mail], waiting: ['m...@posteo.example must click'] }),
        item({ control: 'contact-phone-is-valid', message: 'No country code.', steps: [phone] }),
      ),
    )
    expect(text).toBe(`
 Plan for 111111111111   seen 2026-11-23 06:30 UTC, good until 2026-11-24 06:30

 Look at these first: they change who is told, who is called or who gets in
  ~ phone number: +61 ........00 becomes +61 ........11

 Account details
  + contact-phone-is-valid
      No country code
      ~ phone number: +61 ........00 becomes +61 ........11
      account:PutContactInformation, safe; undo: account:PutContactInformation

 Spend alarm
  + daily-budget-exists
      No budget at all
      + topic neverroot-spend
      + m...@posteo.example is asked to confirm
      sns:CreateTopic, sns:Subscribe, safe; undo: sns:DeleteTopic (weakens)
      then: m...@posteo.example must click

 + adds   ~ changes

 3 calls, 0 irreversible.
`)
  })

  it('says what people do, what is asked, and what comes with something else', () => {
    const procedure = { title: 'Register MFA for root', steps: ['Sign in'], link: 'https://aws.amazon.com' }
    const text = shown(
      plan(
        item({ steps: [], asks: [{ setting: 'alerts.emails', question: 'Which two addresses?' }] }),
        item({
          control: 'daily-budget-fits-typical-spend',
          message: 'No daily budget, so none that fits',
          steps: [],
          waiting: ['the new budget of daily-budget-exists brings it'],
        }),
        item({ control: 'root-has-mfa', message: 'Root has no MFA', steps: [], procedure }),
      ),
      { next: ['Nothing was changed.'] },
    )
    expect(text).toContain(`
  ? daily-budget-exists
      No budget at all
      needs alerts.emails: Which two addresses?
  = daily-budget-fits-typical-spend
      No daily budget, so none that fits; the new budget of daily-budget-exists
      brings it

 Root credentials
  ! root-has-mfa
      Root has no MFA
      by hand: Register MFA for root   neverroot explain root-has-mfa

 ? asks you   ! by hand   = no call of its own

 0 calls, 0 irreversible; 1 setting missing in neverroot.yaml; 1 by hand; 1
 waiting.
 Nothing was changed.
`)
  })

  it('says of each call that stays what nothing takes back, unless all of them do', () => {
    const both = shown(plan(item({ steps: [phone, code] })))
    expect(both).toContain('AWS sends a code (no undo)')
    const alone = shown(plan(item({ steps: [code] })))
    expect(alone).toContain('account:SendPhoneNumberVerification, safe; no undo')
    expect(alone).not.toContain('(no undo)')
  })

  it('puts first what cannot be undone and what weakens', () => {
    const gone = step({
      action: 'iam:DeleteAccessKey',
      does: "root's access key AKIA...7F2 is deleted for good",
      risk: 'irreversible',
    })
    const weaker = step({ action: 'sns:SetTopicAttributes', does: 'anybody may publish', weakens: true })
    const text = shown(plan(item({ control: 'root-has-no-access-keys', steps: [gone, weaker] })))
    expect(text).toMatch(
      /Look at these first.*\n {2}- root's access key AKIA\.\.\.7F2 is deleted for good \(cannot be undone\)\n {2}~ anybody may publish \(weakens\)\n/,
    )
    expect(text).toContain('iam:DeleteAccessKey, sns:SetTopicAttributes, irreversible; no undo')
    expect(text).toContain('2 calls, 1 irreversible.')
  })

  it('tells a change that two findings need only once at the top', () => {
    const text = shown(
      plan(item({ steps: [phone] }), item({ control: 'contact-phone-is-current', steps: [phone] })),
    )
    expect(text.split('phone number: +61').length - 1).toBe(3)
  })

  it('names the configuration, a quarantine and what it costs', () => {
    const text = shown({
      ...plan(
        item({
          costs: 'about 2 USD a month',
          quarantine: {
            since: '2026-11-20T00:00:00Z',
            deletableFrom: '2026-11-27T00:00:00Z',
            seen: 'nothing was denied',
          },
        }),
      ),
      config: { path: '/home/mia/neverroot.yaml', sha256: 'dd3bd900205d'.padEnd(64, '0') },
    })
    expect(text).toContain(' Configuration /home/mia/neverroot.yaml, SHA-256 dd3bd900205d\n')
    expect(text).toContain('switched off since 2026-11-20, may be deleted from 2026-11-27: nothing\n')
    expect(text).toContain('costs: about 2 USD a month')
  })

  it('with --verbose has each call in full', () => {
    const policy = JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: ['sns:Publish', 'sns:Subscribe'] }],
    })
    const set = step({
      action: 'sns:SetTopicAttributes',
      region: 'us-east-1',
      permission: 'sns:SetTopicAttributes',
      input: { AttributeName: 'Policy', AttributeValue: policy },
    })
    const text = shown(plan(item({ steps: [set, { ...topic, permission: 'sns:Other' }] })), { verbose: true })
    expect(text).toContain(
      'sns:SetTopicAttributes in us-east-1, safe; no undo\n            AttributeName: "Policy"',
    )
    expect(text).toContain('AttributeValue.Statement[0].Effect: "Allow"')
    expect(text).toContain('AttributeValue.Statement[0].Action: "sns:Publish", "sns:Subscribe"')
    expect(text).toMatch(/sns:CreateTopic, safe, needs sns:Other; undo: sns:DeleteTopic\s+\(weakens\)/)
  })

  it('breaks no command apart, and puts the next one on a line of its own where it must', () => {
    const procedure = {
      title: 'A title of some length that leaves no room',
      steps: [],
      link: 'https://aws.amazon.com',
    }
    const next = ['Nothing was changed. Do it:', `neverroot apply ${'long/'.repeat(12)}plan.json`]
    const lines = shown(plan(item({ steps: [], control: 'root-mfa-is-hardware', procedure })), {
      next,
    }).split('\n')
    expect(lines).toContain('        neverroot explain root-mfa-is-hardware')
    expect(lines).toContain(' Nothing was changed. Do it:')
    expect(lines).toContain(` ${next[1]}`)
  })
})

describe('a run taken back', () => {
  const back = step({
    id: 'undo/daily-budget-exists/1',
    action: 'sns:DeleteTopic',
    does: 'takes back: topic neverroot-spend',
    risk: 'disruptive',
    weakens: true,
  })
  it('is shown in the order in which it is done, without what is the same of all', () => {
    const text = shown(
      plan(
        item({ steps: [back] }),
        item({ control: 'contact-phone-is-valid', steps: [{ ...phone, does: 'takes back: phone number' }] }),
      ),
      { undoes: '2026-11-23T0634' },
    )
    expect(text).toBe(`
 Takes back run 2026-11-23T0634 of 111111111111, last step first

 Look at these first: they make the account less safe than it is now
  - takes back: topic neverroot-spend (weakens)

  daily-budget-exists
      - takes back: topic neverroot-spend (weakens)
      sns:DeleteTopic
  contact-phone-is-valid
      ~ takes back: phone number
      account:PutContactInformation

 2 calls.
`)
  })
})

describe('the page', () => {
  const busy = plan(
    item({
      steps: [topic, mail],
      waiting: ['the list of ciso-office@corp.example must click on the mail from AWS'],
    }),
    item({
      control: 'contact-phone-is-valid',
      message: 'Füße: ﬁn — “x”\u001b[31m red.',
      steps: [phone, code],
    }),
  )
  it.each([60, 80, 120])('of %d columns holds every line', (width) => {
    const text = shown(busy, { style: { ...style, width }, verbose: true })
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([])
  })
  it('is ASCII with --plain, and what others wrote moves no cursor', () => {
    expect(shown(busy, { style: { ...style, ascii: true } })).toMatch(/^[\x20-\x7e\n]+$/)
    expect(shown(busy)).not.toContain('\u001b')
  })
  it('says the same in colour', () => {
    const coloured = shown(busy, { style: { ...style, color: true } })
    expect(coloured).toContain('\u001b[')
    expect(stripVTControlCharacters(coloured)).toBe(shown(busy))
  })
})

describe('calls in few words', () => {
  it.each<[string, Step[], boolean, string]>([
    [
      'counted',
      [mail, { ...mail, id: 'x' }, topic],
      false,
      'sns:Subscribe x2, sns:CreateTopic, safe; undo: sns:DeleteTopic (weakens)',
    ],
    [
      'the worst risk',
      [topic, step({ risk: 'disruptive' })],
      false,
      'sns:CreateTopic x2, disruptive; undo: sns:DeleteTopic (weakens)',
    ],
    [
      'taken back, last first',
      [phone, topic],
      false,
      'account:PutContactInformation, sns:CreateTopic, safe; undo: sns:DeleteTopic, account:PutContactInformation (weakens)',
    ],
    ['of an undo', [topic], true, 'sns:CreateTopic'],
  ])('%s', (_what, steps, isUndo, text) => {
    expect(callsOf(steps, isUndo)).toBe(text)
  })
})

describe('an input', () => {
  it.each([
    [{ $config: 'alerts.emails.0' }, 'Endpoint: as configured (alerts.emails.0)'],
    [{ $observed: 'primaryContact.City' }, 'Endpoint: as it is (primaryContact.City)'],
    [{ $secret: 'password' }, 'Endpoint: a secret, never written down (password)'],
    [{ $output: ['a/1', 'TopicArn'] }, 'Endpoint: from step a/1 (TopicArn)'],
    ['{not json', 'Endpoint: "{not json"'],
    [true, 'Endpoint: true'],
    [null, 'Endpoint: null'],
    [[], 'Endpoint: '],
    [[{ a: 1 }, 2], 'Endpoint[0].a: 1|Endpoint[1]: 2'],
  ])('%j', (value, lines) => {
    expect(inputLines({ Endpoint: value }).join('|')).toBe(lines)
  })
})
