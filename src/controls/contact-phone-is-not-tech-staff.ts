import { accountChanges } from '../facts/account-changes.ts'
import { type PhoneHolder, phoneHolder } from '../facts/phone-holder.ts'
import { primaryContact } from '../facts/primary-contact.ts'
import { statement } from '../facts/statement.ts'
import {
  type Circumstances,
  defineControl,
  type Fact,
  fail,
  pass,
  review,
  unattested,
  valueOf,
} from '../model/index.ts'
import { declaredOtherwise, primaryContactWrites, setPrimaryContact } from './remedies/primary-contact.ts'
import {
  accountPage,
  mayBeAbout,
  noPhoneNumber,
  numberChanges,
  primaryContactGuide,
} from './support/contacts.ts'
import { evidenceOf, fromConfiguration } from './support/evidence.ts'
import { maskPhone } from './support/mask.ts'
import { changesSeen, miaSaid } from './support/samples.ts'
import { speaker, unsaid } from './support/said.ts'
import { count } from './support/words.ts'

const question =
  "Is the phone number on the account page a company line or a senior manager's, and no engineer's or technical team's?"

/** Two spellings of one number. */
const same = (a: string, b: string) => a.replace(/\D/g, '') === b.replace(/\D/g, '')

const isTechnical = (number: string, { configuration }: Circumstances) =>
  (configuration.people?.techPhones ?? []).some((other) => same(other, number))

/** What the directory adds to the question of whose number it is. */
function holderDoubt(holder: Fact<PhoneHolder>): string {
  if (holder.state === 'unknown')
    return holder.why === 'unsupported' ? '' : `; the directory does not tell: ${holder.message}`
  if (holder.state !== 'known') return ''
  const { hidden, compared, directory, is, everybody } = holder.value
  if (is === 'employee')
    return `; it is the telephone of somebody who works here, and of none of the technical teams that are known (${directory})`
  if (hidden[0]) return `; not all could be compared: ${hidden[0].message}`
  if (everybody) return `, and nobody's in the directory (${directory})`
  return compared > 0
    ? `, and of none of ${count(compared, 'person', 'people')} in technical teams (${directory})`
    : '; people.teams names no technical team to compare with'
}

export default defineControl({
  id: 'contact-phone-is-not-tech-staff',
  title: "The account's phone number is not in the hands of those who administer it",
  section: 'account-details',
  severity: 'high',
  profiles: ['business'],
  rows: ['A7'],
  rationale:
    "With the root mailbox and this phone anybody gets past root's MFA. Engineers can often read the mailbox; the phone belongs in other hands, and must not leave with one of them.",
  judged:
    'The number is compared with the configuration: one of people.techPhones fails, one of people.companyPhones passes. In the staff directory it is compared with the telephones of the technical teams (people.teams engineering, security and serviceDesk, by group or address), of which one fails, and of people.executives, of whom one passes. Where the directory shows everybody (an export, Google Workspace, IAM Identity Center) their telephones are compared too: a title of a technical team fails, that of an executive passes. Otherwise a person says whose it is.',
  cannotKnow: 'Who picks up a company line.',
  references: [primaryContactGuide],
  triggers: ['account:PutContactInformation'],
  fix: { api: true, hand: false },
  procedure: {
    title: 'Move the number to other hands',
    steps: [
      "Choose a company line or a senior manager's number that receives text messages and calls.",
      'Open the account page, choose Edit beside the contact information and enter it with + and the country code.',
      'Save, and have the code that AWS sends read back to you.',
    ],
    link: accountPage,
  },
  requires: { contact: primaryContact },
  considers: {
    changes: accountChanges,
    holder: phoneHolder,
    said: statement('contact-phone-is-not-tech-staff', question),
  },
  judge({ contact }, { changes, holder, said }, { configuration, now, subject }) {
    const number = contact.fields.PhoneNumber
    if (number === undefined)
      return fail(noPhoneNumber, {
        evidence: [],
      })
    const shown = maskPhone(number)
    const on = (list: 'techPhones' | 'companyPhones') =>
      (configuration.people?.[list] ?? []).some((other) => same(other, number))
    const declared = (list: string) => [fromConfiguration({ phone: shown, listedIn: `people.${list}` }, now)]
    if (on('techPhones'))
      return fail(
        `${shown} is a technical team's number. Who administers AWS could also pass root's MFA. Set contacts.primary.phone to a company line, then run neverroot plan.`,
        { evidence: declared('techPhones') },
      )
    const seen = valueOf(holder)
    const rests = { evidence: evidenceOf(holder) }
    if (seen?.is === 'technical')
      return fail(
        `${shown} is the telephone of somebody in a technical team (${seen.directory}). Who administers AWS could also pass root's MFA. Set contacts.primary.phone to a company line, then run neverroot plan.`,
        rests,
      )
    if (on('companyPhones'))
      return pass(`${shown}, a company number`, { evidence: declared('companyPhones') })
    if (seen?.is === 'executive' && seen.hidden.length === 0)
      return pass(`${shown}, an executive's (${seen.directory})`, rests)
    const changed = valueOf(changes)?.events.find(
      (e) => numberChanges.has(e.name) && mayBeAbout(e, subject.id),
    )
    if (said.state === 'known' && changed && changed.at > said.value.at)
      return review(`the contact was changed since somebody said whose ${shown} is`, question)
    if (said.state !== 'known')
      return unsaid(
        said,
        `${shown} is neither in people.companyPhones nor in people.techPhones${holderDoubt(holder)}`,
      )
    return said.value.holds
      ? pass(`${shown}, ${speaker(said.value)} says so`, { evidence: evidenceOf(said) })
      : fail(
          `${speaker(said.value)} says that ${shown} is a technical person's number. Set contacts.primary.phone to a company line, then run neverroot plan.`,
          { evidence: evidenceOf(said) },
        )
  },
  remediate({ contact }, { said, holder }, circumstances) {
    const number = contact.fields.PhoneNumber
    const wrong =
      number === undefined ||
      isTechnical(number, circumstances) ||
      valueOf(holder)?.is === 'technical' ||
      (said.state === 'known' && !said.value.holds)
    // Where nobody has said whose number it is, that is the question, not another number.
    return wrong || declaredOtherwise(contact, circumstances).includes('PhoneNumber')
      ? setPrimaryContact('contact-phone-is-not-tech-staff', contact, circumstances)
      : { basis: contact.fields }
  },
  writes: primaryContactWrites,
  examples: [
    {
      when: 'the directory has it as the telephone of an engineer, and the configuration as a company number',
      facts: {
        contact: { fields: { PhoneNumber: '+61400000001' } },
        holder: { directory: 'the export', is: 'technical', compared: 12, hidden: [] },
      },
      given: { configuration: { people: { companyPhones: ['+61400000001'] } } },
      then: 'fail',
      says: 'somebody in a technical team (the export)',
    },
    {
      when: "the directory has it as an executive's, and nobody's of the technical teams",
      facts: {
        contact: { fields: { PhoneNumber: '+61400000002' } },
        holder: { directory: 'the export', is: 'executive', compared: 12, hidden: [] },
      },
      then: 'pass',
    },
    {
      when: 'the directory has it as an executive’s, but a technical team could not be seen',
      facts: {
        contact: { fields: { PhoneNumber: '+61400000002' } },
        holder: {
          directory: 'SCIM',
          is: 'executive',
          compared: 0,
          hidden: [{ message: 'people.teams.engineering: SCIM does not have it', needs: [] }],
        },
        said: unattested(question),
      },
      then: 'review',
      says: 'people.teams.engineering',
    },
    {
      when: "the directory has it as nobody's of those who were looked at",
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' } },
        holder: { directory: 'SCIM', is: 'none', compared: 12, hidden: [] },
        said: unattested(question),
      },
      then: 'review',
      says: 'and of none of 12 people in technical teams',
    },
    {
      when: 'it is the telephone of an employee of whom nothing says what they do',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' } },
        holder: { directory: 'the export', is: 'employee', everybody: true, compared: 12, hidden: [] },
        said: unattested(question),
      },
      then: 'review',
      says: 'somebody who works here',
    },
    {
      when: 'it is nobody’s telephone in the whole directory',
      facts: {
        contact: { fields: { PhoneNumber: '+61293744000' } },
        holder: { directory: 'the export', is: 'none', everybody: true, compared: 12, hidden: [] },
        said: unattested(question),
      },
      then: 'review',
      says: "nobody's in the directory",
    },
    {
      when: 'the number is a company line, spelled otherwise in the configuration',
      facts: { contact: { fields: { PhoneNumber: '+61293744000' } } },
      given: { configuration: { people: { companyPhones: ['+61 2 9374 4000'] } } },
      then: 'pass',
    },
    {
      when: 'the number is on both lists',
      facts: { contact: { fields: { PhoneNumber: '+61400000001' } } },
      given: {
        configuration: { people: { techPhones: ['+61 400 000 001'], companyPhones: ['+61400000001'] } },
      },
      then: 'fail',
      says: '+61 ........01',
    },
    {
      when: 'nobody has declared whose it is',
      facts: { contact: { fields: { PhoneNumber: '+61412345600' } }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'a person says whose it is',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' } },
        said: miaSaid('contact-phone-is-not-tech-staff', true),
      },
      then: 'pass',
    },
    {
      when: 'the contact was changed since a person said whose number it is',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' } },
        changes: changesSeen(['PutContactInformation', '2026-11-18']),
        said: miaSaid('contact-phone-is-not-tech-staff', true),
      },
      then: 'review',
    },
    {
      when: 'a person says so, but the configuration knows better',
      facts: {
        contact: { fields: { PhoneNumber: '+61400000001' } },
        said: miaSaid('contact-phone-is-not-tech-staff', true),
      },
      given: { configuration: { people: { techPhones: ['+61 400 000 001'] } } },
      then: 'fail',
    },
    { when: 'there is no number', facts: { contact: { fields: {} } }, then: 'fail' },
  ],
})
