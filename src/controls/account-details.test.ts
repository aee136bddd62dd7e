import { describe, expect, it } from 'vitest'
import { exampleCircumstances, judgeExample } from '../engine/examples.ts'
import { judge } from '../engine/judge.ts'
import {
  type AnyControl,
  type Configuration,
  type Fact,
  known,
  noRecords,
  type Observation,
  unattested,
  unknown,
} from '../model/index.ts'
import phoneIsCurrent from './contact-phone-is-current.ts'
import phoneIsNotTechStaff from './contact-phone-is-not-tech-staff.ts'
import { controls } from './index.ts'
import rootEmailIsDedicated from './root-email-is-dedicated.ts'
import rootEmailIsNotAStaffMember from './root-email-is-not-a-staff-member.ts'
import rootEmailLivesOutside from './root-email-lives-outside-the-account.ts'
import separateLists from './alternate-contacts-are-separate-lists.ts'
import { noDirectory } from '../facts/addressee.ts'
import { aList, nobodyThere } from './support/directory-samples.ts'
import { changesSeen, contactWith, miaSaid } from './support/samples.ts'

const details = (controls as readonly AnyControl[]).filter((c) => c.section === 'account-details')

describe('personal data', () => {
  it.each(details.map((c) => [c.id, c] as const))(
    '%s says no address and no number in full',
    (_id, control) => {
      for (const example of control.examples) {
        const { message, evidence } = judgeExample(control, example)
        const told = `${message} ${JSON.stringify(evidence)}`
        // `m...@corp.example` has no word before its @; dates and account ids are no phone numbers.
        expect(told.replace(/\d{4}-\d\d-\d\d|account \d{12}/g, '')).not.toMatch(/[\w+]@|\+?\d[\d ()-]{6,}\d/)
      }
    },
  )
})

describe('where a member account looks', () => {
  it.each(details.map((c) => [c.id, c] as const))('%s fails nothing that it cannot see', (_id, control) => {
    const elsewhere = unknown('elsewhere', 'a member account cannot see it: ask the management account')
    const facts = Object.fromEntries(
      Object.keys({ ...control.requires, ...control.considers }).map((name) => [
        name,
        name === 'said' || name === 'shown' ? unattested('is it so?') : elsewhere,
      ]),
    )
    const at = { ...exampleCircumstances, profile: 'business', vantage: 'member' } as const
    expect(['unknown', 'review', 'not-applicable']).toContain(judge(control, facts, at, noRecords).status)
  })
})

const seen = (source: Observation['source']): Observation => ({
  kind: 'observation',
  source,
  at: '2026-11-23T06:30:00Z',
  saw: null,
})
const observedValue = <T>(value: T): Fact<T> => known(value, [seen('account:GetContactInformation')])
const phone = observedValue({ fields: { PhoneNumber: '+61412345600' }, verification: 'VERIFIED' as const })
const root = (address: string) => observedValue({ address })
const three = {
  billing: observedValue(contactWith('aws-billing@corp.example')),
  operations: observedValue(contactWith('aws-ops@corp.example')),
  security: observedValue(contactWith('aws-security@corp.example')),
}

describe('a grade is that of what the verdict rests on', () => {
  const word = miaSaid('any', true)
  it.each<[string, AnyControl, Record<string, Fact<unknown>>, Configuration, string, string]>([
    [
      'a code that was typed back outweighs a word',
      phoneIsCurrent,
      {
        contact: phone,
        changes: observedValue(changesSeen(['VerifyPhoneNumber', '2026-11-16'])),
        said: word,
      },
      {},
      'pass',
      'proven',
    ],
    [
      'a word is a word, whatever else was seen',
      phoneIsCurrent,
      { contact: phone, changes: observedValue(changesSeen()), said: word },
      {},
      'pass',
      'stated',
    ],
    [
      'a number that the configuration places',
      phoneIsNotTechStaff,
      { contact: phone, said: word },
      { people: { techPhones: ['+61 412 345 600'] } },
      'fail',
      'proven',
    ],
    [
      'a root address that AWS names and a contact has too',
      rootEmailIsDedicated,
      { ...three, email: root('aws-ops@corp.example'), said: word, update: known({}) },
      {},
      'fail',
      'proven',
    ],
    [
      'a root address that nobody else was seen to have',
      rootEmailIsDedicated,
      { ...three, email: root('aws-root@corp.example'), said: word, update: known({}) },
      {},
      'pass',
      'stated',
    ],
    [
      'a known list',
      rootEmailIsNotAStaffMember,
      { email: root('aws-root@corp.example'), addressee: noDirectory, said: word },
      { people: { lists: ['aws-root@corp.example'] } },
      'pass',
      'proven',
    ],
    [
      'a group of the directory',
      rootEmailIsNotAStaffMember,
      { email: root('aws-root@corp.example'), addressee: known(aList()), said: word },
      {},
      'pass',
      'proven',
    ],
    [
      'a group that the directory does not show, and a word',
      rootEmailIsNotAStaffMember,
      { email: root('aws-root@corp.example'), addressee: known(nobodyThere), said: word },
      {},
      'pass',
      'stated',
    ],
    [
      'a public provider',
      rootEmailLivesOutside,
      {
        email: root('mia.aws@gmail.com'),
        domain: known({ domain: 'gmail.com' }, [seen('organizations:DescribeOrganization')]),
        said: word,
      },
      {},
      'pass',
      'proven',
    ],
    [
      'three contacts and a root address that AWS names',
      separateLists,
      { ...three, email: root('aws-root@corp.example'), said: word },
      {},
      'pass',
      'proven',
    ],
    [
      'three contacts, and a word about the root address',
      separateLists,
      { ...three, email: unattested('which?'), said: word },
      {},
      'pass',
      'stated',
    ],
  ])('%s', (_case, control, facts, configuration, status, grade) => {
    const at = { ...exampleCircumstances, profile: 'business', configuration } as const
    expect(judge(control, facts, at, noRecords)).toMatchObject({ status, grade })
  })
})
