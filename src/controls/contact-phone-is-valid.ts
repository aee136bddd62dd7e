import { primaryContact } from '../facts/primary-contact.ts'
import { defineControl, fail, pass } from '../model/index.ts'
import { primaryContactWrites, setPrimaryContact } from './remedies/primary-contact.ts'
import { accountPage, noPhoneNumber, primaryContactGuide } from './support/contacts.ts'
import { maskPhone } from './support/mask.ts'
import { judgePhone, type PhoneFault } from './support/phone.ts'

/** What is wrong with the number, after the number itself. */
const faults: Readonly<Record<PhoneFault, string>> = {
  'no-country-code': 'carries no country code',
  placeholder: 'is a placeholder',
  'no-such-number': 'is no number of its country',
  'trunk-zero': 'has a zero after the country code that is only dialled inside the country',
  'toll-free': 'is toll-free, which AWS does not call',
}

export default defineControl({
  id: 'contact-phone-is-valid',
  title: "The account's phone number is valid and carries its country code",
  section: 'account-details',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'have a phone number that AWS cannot call',
  rows: ['A7'],
  rationale:
    'Whoever loses the MFA of root gets back in with the root mailbox and a call to this number. A number that nobody can call locks the owner out.',
  judged:
    'The phone number of the primary contact starts with + and a country code, is a number of that country by its numbering plan, and is neither toll-free nor a placeholder. Spaces and hyphens do not matter. That the number belongs to another country than the address is shown, not failed.',
  cannotKnow: "A valid number can still be nobody's, or somebody else's: contact-phone-is-current asks that.",
  references: [primaryContactGuide],
  triggers: ['account:PutContactInformation'],
  fix: { api: true, hand: false },
  procedure: {
    title: 'Set the phone number',
    steps: [
      'Open the account page and choose Edit beside the contact information.',
      'Enter the number with + and the country code, without the zero that is dialled inside the country, e.g. +61412345678.',
      'Save, and let AWS send a code to it.',
    ],
    link: accountPage,
  },
  requires: { contact: primaryContact },
  judge({ contact: { fields } }) {
    const number = fields.PhoneNumber
    if (number === undefined) return fail(noPhoneNumber)
    const phone = judgePhone(number)
    if (!phone.ok)
      return fail(
        `${maskPhone(number)} ${faults[phone.because]}. AWS cannot reach you when root is locked out. Set contacts.primary.phone, then run neverroot plan.`,
      )
    const kind = phone.kind ? `, ${phone.kind}` : ''
    const abroad =
      phone.country && fields.CountryCode && phone.country !== fields.CountryCode.toUpperCase()
        ? ` (a number of ${phone.country}, the address is in ${fields.CountryCode.toUpperCase()})`
        : ''
    return pass(`${maskPhone(number)}${kind}${abroad}`)
  },
  remediate({ contact }, _, circumstances) {
    return setPrimaryContact('contact-phone-is-valid', contact, circumstances)
  },
  writes: primaryContactWrites,
  examples: [
    {
      when: 'the number is a mobile of its country',
      facts: { contact: { fields: { PhoneNumber: '+61412345600', CountryCode: 'AU' } } },
      then: 'pass',
      says: '+61 ........00, mobile',
    },
    {
      when: 'the number is of another country than the address, which is advice only',
      facts: { contact: { fields: { PhoneNumber: '+442071838750', CountryCode: 'US' } } },
      then: 'pass',
      says: 'GB',
    },
    {
      when: 'the number is +0000000000',
      facts: { contact: { fields: { PhoneNumber: '+0000000000', CountryCode: 'US' } } },
      then: 'fail',
      says: 'placeholder',
    },
    {
      when: 'the country code is missing',
      facts: { contact: { fields: { PhoneNumber: '0412345600' } } },
      then: 'fail',
      says: 'no country code',
    },
    {
      when: 'the number is too long for its country',
      facts: { contact: { fields: { PhoneNumber: '+6141234560012' } } },
      then: 'fail',
    },
    {
      when: 'the number is toll-free',
      facts: { contact: { fields: { PhoneNumber: '+18002661000' } } },
      then: 'fail',
      says: 'toll-free',
    },
    { when: 'the account has no contact', facts: { contact: { fields: {} } }, then: 'fail' },
    { when: 'the contact cannot be read', then: 'unknown' },
  ],
})
