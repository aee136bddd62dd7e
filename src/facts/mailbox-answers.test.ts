import { describe, expect, it } from 'vitest'
import { account, fakeSource, refused, standalone } from '../../test/support/fake-source.ts'
import { type ContactsDrilled, type DrilledMailbox, noRecords } from '../model/index.ts'
import { rootMailboxDrill } from './drilled-people.ts'
import { hashOfMailbox, mailboxOf } from './mailbox.ts'
import { contactsAnswered } from './mailbox-answers.ts'

const now = new Date('2026-11-23T06:30:00Z')
const [root, billing] = ['aws-root@corp.example', 'Billing+aws@corp.example']
const organization = { Id: 'o-1', MasterAccountId: account, MasterAccountEmail: root, FeatureSet: 'ALL' }
const management = { 'organizations:DescribeOrganization': { Organization: organization } }
const contacts = {
  'account:GetAlternateContact': ({ AlternateContactType: type }: { AlternateContactType: string }) =>
    type === 'BILLING'
      ? { AlternateContact: { EmailAddress: billing, Name: 'B', Title: 'T', PhoneNumber: '+61 2 9374 4000' } }
      : refused('ResourceNotFoundException'),
}

type Did = Partial<Record<string, [DrilledMailbox['answer'], ...people: string[]]>>

/** A drill that was over on a day of November, with a salt of its own. */
function drill(day: number, did: Did, more: Partial<ContactsDrilled> = {}): ContactsDrilled {
  const salt = `salt-${day}`
  return {
    entry: day,
    closing: { entry: day + 1, hash: 'f'.repeat(64) },
    opened: `2026-11-${String(day - 1).padStart(2, '0')}T00:00:00.000Z`,
    at: `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`,
    way: 'mail',
    salt,
    mailboxes: Object.entries(did).map(([address, [answer, ...people] = ['none']]) => ({
      mailbox: hashOfMailbox(address, salt),
      roles: ['root'],
      sent: 'yes',
      answer: answer as DrilledMailbox['answer'],
      people: people.map((person) => ({ person, known: ['aws'] })),
    })),
    ...more,
  }
}

/** Each call makes its drills anew, as reading a ledger does. */
const sourceWith = (drills: () => ContactsDrilled[], given: object, configuration = {}) =>
  fakeSource(
    { ...contacts, ...given },
    { now, configuration, records: { ...noRecords, contactsDrills: drills } },
  ).source
const answered = async (drills: () => ContactsDrilled[], given: object = management, configuration = {}) => {
  const fact = await sourceWith(drills, given, configuration).get(contactsAnswered)
  if (fact.state !== 'known') throw new Error('not known')
  return fact
}
const answersOf = async (...drills: ContactsDrilled[]) =>
  (await answered(() => structuredClone(drills))).value.mailboxes.map(({ answer }) => answer)

describe('what drills say of the mailboxes that there are', () => {
  it.each<[when: string, ContactsDrilled[], string[]]>([
    ['no drill was held', [], ['untried', 'untried']],
    [
      'both answered',
      [drill(20, { [root]: ['witnessed', 'a'], [billing]: ['stated'] })],
      ['witnessed', 'stated'],
    ],
    [
      'an alias and capitals are the same mailbox',
      [drill(20, { 'AWS-Root@corp.example': ['witnessed', 'a'], 'billing@corp.example': ['silent'] })],
      ['witnessed', 'silent'],
    ],
    [
      'it was another address then',
      [drill(20, { 'old@corp.example': ['witnessed', 'a'] })],
      ['untried', 'untried'],
    ],
    [
      'it is more than ninety days ago',
      [drill(20, { [root]: ['witnessed', 'a'] }, { at: '2026-08-25T06:29:59.999Z' })],
      ['untried', 'untried'],
    ],
    [
      'it is ninety days ago',
      [drill(20, { [root]: ['witnessed', 'a'] }, { at: '2026-08-25T06:30:00.000Z' })],
      ['witnessed', 'untried'],
    ],
    [
      'silent since then',
      [drill(10, { [root]: ['witnessed', 'a'] }), drill(20, { [root]: ['silent'] })],
      ['silent', 'untried'],
    ],
    [
      'silent before',
      [drill(10, { [root]: ['silent'] }), drill(20, { [root]: ['witnessed', 'a'] })],
      ['witnessed', 'untried'],
    ],
    [
      'silent, and a word since then',
      [drill(10, { [root]: ['silent'] }), drill(20, { [root]: ['stated'] })],
      ['stated', 'untried'],
    ],
    [
      'silent, and since then a drill that showed nothing',
      [drill(10, { [root]: ['silent'] }), drill(20, { [root]: ['none'] })],
      ['silent', 'untried'],
    ],
    [
      'a word does not take back what people witnessed, nor does a drill that showed nothing',
      [
        drill(10, { [root]: ['witnessed', 'a'] }),
        drill(15, { [root]: ['stated'] }),
        drill(20, { [root]: ['none'] }),
      ],
      ['witnessed', 'untried'],
    ],
    ['nothing was shown', [drill(20, { [root]: ['none'] })], ['open', 'untried']],
  ])('%s', async (_, drills, expected) => {
    expect(await answersOf(...drills)).toEqual(expected)
  })

  it('rests on each drill once: a word makes it a word', async () => {
    const drills = [drill(10, { [billing]: ['stated'] }), drill(20, { [root]: ['witnessed', 'a', 'b'] })]
    const { value, evidence } = await answered(() => structuredClone(drills))
    expect(value).toMatchObject({
      people: 2,
      left: [{ role: 'operations', why: 'not-set' }, { role: 'security' }],
    })
    expect(evidence.filter(({ source }) => source === 'ledger')).toEqual([
      expect.objectContaining({
        kind: 'acknowledgement',
        people: 2,
        saw: expect.objectContaining({ drill: 20 }) as object,
      }),
      expect.objectContaining({ kind: 'attestation', holds: true, expires: '2027-02-08T00:00:00.000Z' }),
    ])
    expect(JSON.stringify(evidence)).not.toMatch(/[ab]\w+@corp/)
  })

  it('in a standalone account is about the declared root address, and then a word', async () => {
    const alone = { 'organizations:DescribeOrganization': standalone }
    const untold = await answered(() => [drill(20, { [root]: ['witnessed', 'a'] })], alone)
    expect(untold.value.left[0]).toEqual({ role: 'root', why: 'not-told' })
    const declared = { contacts: { root: { email: 'aws-{account}@corp.example' } } }
    const asked = () => [drill(20, { [`aws-${account}@corp.example`]: ['witnessed', 'a'] })]
    const { value, evidence } = await answered(asked, alone, declared)
    expect(value).toMatchObject({ declared: true, mailboxes: [{ answer: 'witnessed' }, {}] })
    expect(evidence.some(({ kind }) => kind === 'attestation')).toBe(true)
  })

  it('of a contact that may not be looked at says so', async () => {
    const { value } = await answered(() => [], {
      ...management,
      'account:GetAlternateContact': refused('AccessDenied'),
    })
    expect(value.left.map(({ role, why }) => `${role} ${why}`)).toEqual([
      'billing not-seen',
      'operations not-seen',
      'security not-seen',
    ])
  })
})

describe('how many people drills showed at the root mailbox', () => {
  const people = async (...drills: ContactsDrilled[]) => {
    const fact = await sourceWith(() => structuredClone(drills), management).get(rootMailboxDrill('?'))
    return fact.state === 'known' ? fact.value.people : fact.state
  }

  it('counts those of one drill: two drills tell nobody apart', async () => {
    const [two, one] = [
      drill(10, { [root]: ['witnessed', 'a', 'b'] }),
      drill(20, { [root]: ['witnessed', 'c'] }),
    ]
    expect(await people(two)).toBe(2)
    expect(await people(two, one)).toBe(2)
    expect(await people(two, drill(25, { [root]: ['silent'] }))).toBe('unattested')
  })

  it.each<[string, Did]>([
    ['a word', { [root]: ['stated'] }],
    ['silence', { [root]: ['silent'] }],
    ['another mailbox', { [billing]: ['witnessed', 'a', 'b'] }],
  ])('%s shows nobody', async (_, did) => {
    expect(await people(drill(20, did))).toBe('unattested')
  })
})

it.each([
  [' Mia+aws@Corp.example ', 'mia@corp.example'],
  ['mia', 'mia'],
])('%j is the mailbox %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox)
})
