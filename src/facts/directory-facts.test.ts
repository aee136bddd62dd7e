import { describe, expect, it } from 'vitest'
import type { Fetcher, Source } from '../aws/index.ts'
import { directoryOver } from '../directory/directory.ts'
import { providerOf } from '../directory/file.ts'
import { tableOf } from '../directory/table.ts'
import { type Configuration, type Fact, type Directory, known } from '../model/index.ts'
import { addresseeOf } from './addressee.ts'
import { contactAddressees } from './contact-addressees.ts'
import { phoneHolder } from './phone-holder.ts'
import { rootEmailAddressee } from './root-email-addressee.ts'
import { rootEmailSenders } from './root-email-senders.ts'
import { spendReaders } from './spend-readers.ts'
import { hasTitle, titleSays } from './titles.ts'
import { fakeSource } from '../../test/support/fake-source.ts'

const people = `email,kind,enabled,name,title,phone,memberOf
aws-root@corp.example,group,yes,,,,
desk@corp.example,group,yes,,,,aws-root@corp.example
security@corp.example,group,yes,,,,aws-root@corp.example
engineering@corp.example,group,yes,,,,
hidden@corp.example,group,yes,,,,
mia@corp.example,person,yes,Mia Example,Service Desk Analyst,+61 400 000 001,desk@corp.example
rae@corp.example,person,yes,Rae Example,CISO,0400 000 002,security@corp.example;aws-root@corp.example
eng@corp.example,person,yes,Eng Example,Engineer,+61 400 000 003,engineering@corp.example
sam@corp.example,person,no,Sam Former,Head of IT,,aws-root@corp.example
ci@corp.example,robot,yes,,,,aws-root@corp.example
`
const directory = async (): Promise<Directory> =>
  directoryOver(providerOf(await tableOf(people, 'people.csv'), 'people.csv'))

/** A source in which these facts, by name, are already known. */
async function source(
  configuration: Configuration,
  facts: Record<string, Fact<unknown>> = {},
): Promise<Source> {
  const { source: whole } = fakeSource({}, { configuration, directory: await directory() })
  const inner: Source = {
    ...whole,
    get: <T>(fact: Fetcher<T>) =>
      fact.name in facts ? Promise.resolve(facts[fact.name] as Fact<T>) : fact.collect(inner),
  }
  return inner
}

describe('an address', () => {
  const teams = {
    serviceDesk: { group: 'desk@corp.example' },
    security: { titles: ['ciso'] },
    engineering: { group: 'engineering@corp.example' },
    accounts: { group: 'nobody@corp.example' },
    cto: { addresses: ['MIA@corp.example'] },
  }
  it('is a list: its people are counted and its teams told', async () => {
    expect(await addresseeOf(await source({ people: { teams } }), 'aws-root@corp.example')).toMatchObject({
      value: {
        as: 'group',
        behind: {
          people: 2,
          robots: 1,
          disabled: 1,
          teams: {
            serviceDesk: 'on',
            security: 'on',
            engineering: 'off',
            accounts: 'unknown',
            cto: 'on',
            ciso: 'undeclared',
          },
          hidden: [{ message: 'people.teams.accounts.group: the export has no such group' }],
        },
      },
    })
  })

  it('is an executive', async () => {
    expect(await addresseeOf(await source({}), 'rae@corp.example')).toMatchObject({
      value: { as: 'person', title: 'executive', behind: { people: 1 } },
    })
  })

  it('is asked of nobody where no directory is named', async () => {
    expect(await addresseeOf(fakeSource({}).source, 'rae@corp.example')).toMatchObject({ why: 'unsupported' })
  })
})

it('keeps counts, and nothing of anybody', async () => {
  const facts = {
    'root-email': known({ address: 'aws-root@corp.example' }),
    'primary-contact': known({ fields: { FullName: 'Sam Former', PhoneNumber: '+61400000003' } }),
    'spend-recipients': known({
      of: 'daily',
      recipients: [{ address: 'aws-root@corp.example', through: 'budget', confirmed: true }],
      blocked: [],
      others: 0,
      hidden: [],
    }),
    'alternate-contact-billing': known({
      set: true,
      name: 'Mia Example',
      title: 'x',
      email: 'mia@corp.example',
      phone: '1',
    }),
  }
  const looks = await source(
    { people: { teams: { engineering: { group: 'engineering@corp.example' } } } },
    facts,
  )
  const all = [rootEmailAddressee, contactAddressees, phoneHolder, spendReaders]
  for (const fact of all) {
    const found = await looks.get(fact as Fetcher<unknown>)
    expect(found.state).toBe('known')
    const kept = JSON.stringify(found.state === 'known' && found.evidence)
    expect(kept).toContain('the export')
    expect(kept).not.toMatch(/@|Mia|Sam|Rae|Engineer|\+?\d{4,}(?!-)/)
  }
})

describe('the contacts of the account', () => {
  it('are told apart by address and name', async () => {
    const seen = await (
      await source(
        { contacts: { billing: { name: 'Accounts team' } } },
        {
          'root-email': known({ address: 'aws-root@corp.example' }),
          'alternate-contact-billing': known({ set: true, name: 'Accounts Team', email: 'sam@corp.example' }),
          'alternate-contact-security': known({ set: true, name: 'Sam Former', email: 'else@corp.example' }),
          'primary-contact': known({ fields: { FullName: 'Corp Ltd', CompanyName: 'CORP Ltd' } }),
        },
      )
    ).get(contactAddressees)
    expect(seen).toMatchObject({
      value: [
        { of: 'the root user', address: { value: { as: 'group' } }, name: 'untold', declared: true },
        { of: 'the billing contact', address: { value: { enabled: false } }, name: 'nobody', declared: true },
        { of: 'the security contact', address: { value: { as: 'nobody' } }, name: 'gone', declared: false },
        { of: 'the primary contact', name: 'nobody', declared: true },
      ],
    })
  })
})

describe('the phone number of the account', () => {
  const teams = { engineering: { group: 'engineering@corp.example' } }
  it.each<[string, string, Configuration['people'], string, number]>([
    ['an engineer’s', '+61400000003', { teams }, 'technical', 0],
    [
      'an executive’s, typed without the country',
      '+61400000002',
      { teams, executives: ['rae@corp.example'] },
      'executive',
      0,
    ],
    ['nobody’s of those', '+61400000009', { teams }, 'none', 0],
    ['an employee’s, who is in no team that is declared', '+61400000001', { teams }, 'employee', 0],
    ['an executive’s by the title alone', '+61 400 000 002', { teams }, 'executive', 0],
    [
      'of a technical team by the title alone',
      '0400 000 001',
      { teams: { serviceDesk: { titles: ['service desk'] } } },
      'technical',
      0,
    ],
    ['a number without country or length', '001', { teams }, 'none', 0],
    [
      'not to be told: the list is hidden',
      '+61400000009',
      { teams: { security: { group: 'hidden@corp.example' } } },
      'none',
      1,
    ],
    [
      'not to be told: there is no such list',
      '+61400000009',
      { teams: { security: { group: 'no@corp.example' } } },
      'none',
      1,
    ],
  ])('is %s', async (_, PhoneNumber, declared, is, hidden) => {
    const contact = { 'primary-contact': known({ fields: { PhoneNumber } }) }
    const found = await (await source({ people: declared }, contact)).get(phoneHolder)
    expect(found).toMatchObject({ value: { is, hidden: { length: hidden } } })
  })
})

describe('those who read spend alerts', () => {
  const mail = (address: string, more = {}) => ({ address, through: 'budget', confirmed: true, ...more })
  it.each<[string, ReturnType<typeof mail>[], object]>([
    [
      'one person on two lists is one',
      [mail('desk@corp.example'), mail('mia@corp.example')],
      { people: 1, unfound: 0 },
    ],
    ['two people of two lists', [mail('desk@corp.example'), mail('security@corp.example')], { people: 2 }],
    [
      'an address that nobody has',
      [mail('mia@corp.example'), mail('pat@else.example')],
      { people: 1, unfound: 1 },
    ],
    [
      'who has not confirmed, or has a filter, reads nothing',
      [
        mail('mia@corp.example'),
        mail('rae@corp.example', { through: 'topic', confirmed: false }),
        mail('eng@corp.example', { through: 'topic', authenticated: true, filtered: true }),
      ],
      { people: 1 },
    ],
    ['a tag of which nobody says where it goes', [mail('mia+aws@corp.example')], { people: 0, unfound: 1 }],
  ])('%s', async (_, recipients, then) => {
    const facts = {
      'spend-recipients': known({ of: 'daily', recipients, blocked: [], others: 0, hidden: [] }),
    }
    expect(await (await source({}, facts)).get(spendReaders)).toMatchObject({ value: then })
  })
})

describe('a title', () => {
  it.each([
    ['Chief Technology Officer', 'executive'],
    ['CTO', 'executive'],
    ['Group CISO', 'executive'],
    ['Managing Director, Europe', 'executive'],
    ['Executive Assistant to the CTO', 'other'],
    ['Vice President', 'other'],
    ['Director of Nursing', 'other'],
    ['Engineer', 'other'],
    ['Doctor', 'other'],
    ['', 'untold'],
    [undefined, 'untold'],
  ])('%s says %s', (title, says) => expect(titleSays(title)).toBe(says))

  it.each([
    ['Senior Service-Desk Analyst', ['service desk'], true],
    ['Desk', ['service desk'], false],
    ['Security', ['sec'], false],
    ['IT-Sicherheit', ['sicherheit'], true],
    ['Engineer', ['...'], false],
    [undefined, ['engineer'], false],
  ])('%s has one of %j: %s', (title, words, has) => expect(hasTitle(title, words)).toBe(has))
})

describe('the settings of the root e-mail list', () => {
  const provider = async () => ({
    ...providerOf(await tableOf(people, 'people.csv'), 'people.csv'),
    sendersTo: async () => known({ outside: true, moderated: false }),
  })
  it.each<[string, string, boolean, object]>([
    ['are told', 'aws-root@corp.example', true, { value: { outside: true, moderated: false } }],
    ['are not kept by every directory', 'aws-root@corp.example', false, { why: 'unsupported' }],
    ['are those of a list alone', 'mia@corp.example', true, { why: 'unsupported' }],
  ])('%s', async (_, address, kept, then) => {
    const declared = {
      configuration: {},
      directory: kept ? directoryOver(await provider()) : await directory(),
    }
    const { source: whole } = fakeSource({}, declared)
    const get = () => Promise.resolve(known({ address }))
    expect(await rootEmailSenders.collect({ ...whole, get } as unknown as Source)).toMatchObject(then)
  })
})
