import { accountChanges } from '../facts/account-changes.ts'
import { type PhoneVerification, primaryContact } from '../facts/primary-contact.ts'
import { statement } from '../facts/statement.ts'
import {
  cannotTell,
  defineControl,
  fail,
  pass,
  review,
  unattested,
  unknown,
  valueOf,
} from '../model/index.ts'
import { proveThePhone } from './remedies/phone-proof.ts'
import { primaryContactWrites } from './remedies/primary-contact.ts'
import {
  accountPage,
  contactsAreCurrent,
  isAbout,
  mayBeAbout,
  noPhoneNumber,
  numberChanges,
  primaryContactGuide,
} from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { maskPhone } from './support/mask.ts'
import { changesSeen, miaSaid } from './support/samples.ts'
import { speaker, statementDays, unsaid, within } from './support/said.ts'
import { ago, daysBetween } from './support/words.ts'

const question = 'Was the phone number on the account page called or sent a code within a year, and answered?'

/** What the status that AWS gives leaves open. */
const open: Readonly<Record<PhoneVerification, string>> = {
  VERIFIED: 'is verified, but AWS gives no date, and event history shows none',
  UNVERIFIED: 'was never verified',
  PENDING: 'was sent a code that nobody has typed back',
  NOT_SUPPORTED: 'cannot be verified by AWS',
}

export default defineControl({
  id: 'contact-phone-is-current',
  title: "The account's phone number still reaches its owner",
  section: 'account-details',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['A7'],
  rationale:
    'People change numbers and forget AWS. The next owner of the number then answers when AWS calls to let root back in.',
  judged:
    'AWS calls the number VERIFIED and CloudTrail shows when its code was typed back, within 365 days and after the last change of the contact; or a person said within 365 days that the number was answered. UNVERIFIED is not a failure: it says only that nobody has asked AWS to verify.',
  cannotKnow:
    'VERIFIED carries no date, and event history reaches back 90 days: an older verification must be confirmed by a person.',
  references: [
    primaryContactGuide,
    'https://docs.aws.amazon.com/accounts/latest/APIReference/API_VerifyPhoneNumber.html',
  ],
  standards: contactsAreCurrent,
  triggers: ['account:PutContactInformation', 'account:VerifyPhoneNumber'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Prove that the number is yours',
    steps: [
      'Open the account page and read the phone number. Correct it if it has changed.',
      'Choose to verify it: AWS sends a code by text message.',
      'Type the code. Where AWS offers no verification, call the number and have it answered, and say so here.',
    ],
    link: accountPage,
    see: '"Verified" beside the number.',
    back: 'the number can be edited again on the same page.',
  },
  requires: { contact: primaryContact },
  considers: { changes: accountChanges, said: statement('contact-phone-is-current', question) },
  judge({ contact }, { changes, said }, { now, subject }) {
    const number = contact.fields.PhoneNumber
    if (number === undefined)
      return fail(noPhoneNumber, {
        evidence: [],
      })
    const events = valueOf(changes)?.events ?? []
    const changed = events.find((e) => numberChanges.has(e.name) && mayBeAbout(e, subject.id))?.at
    const verified = events.find(
      (e) =>
        e.name === 'VerifyPhoneNumber' &&
        isAbout(e, subject.id) &&
        daysBetween(e.at, now) <= statementDays &&
        (!changed || e.at > changed),
    )?.at
    const word = within(statementDays, said, question, now)
    const spoken = word.state === 'known' && (!changed || word.value.at > changed) ? word.value : undefined
    const shown = maskPhone(number)

    if (spoken && !spoken.holds)
      return fail(
        `${speaker(spoken)} says that ${shown} is not answered. Set contacts.primary.phone, then run neverroot plan.`,
        { evidence: evidenceOf(said) },
      )
    if (contact.verification === 'VERIFIED' && verified)
      return pass(`${shown}, verified ${ago(verified, now)}`, { evidence: evidenceOf(changes) })
    if (spoken) return pass(`${shown}, ${speaker(spoken)} said so ${ago(spoken.at, now)}`)
    if (word.state === 'known')
      return review(`the contact was changed since ${shown} was last confirmed`, question)
    if (contact.verification === 'VERIFIED' && changes.state === 'unknown')
      return cannotTell(`${shown} is verified, but not when: ${changes.message}`, changes.needs)
    const state = contact.verification ? open[contact.verification] : 'has no verification status'
    return unsaid(word, `${shown} ${state}, and nobody has said yet that it is answered`)
  },
  remediate({ contact }, _, circumstances) {
    return proveThePhone('contact-phone-is-current', contact, circumstances)
  },
  writes: primaryContactWrites,
  examples: [
    {
      when: 'a code was typed back last week',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'VERIFIED' },
        changes: changesSeen(['VerifyPhoneNumber', '2026-11-16']),
      },
      then: 'pass',
      says: 'verified 7 days ago',
    },
    {
      when: 'the contact was changed after the code: it may have been for another number',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'VERIFIED' },
        changes: changesSeen(['PutContactInformation', '2026-11-18'], ['VerifyPhoneNumber', '2026-11-16']),
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: "the code was for a member's number, typed in the management account",
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'VERIFIED' },
        changes: changesSeen(['VerifyPhoneNumber', '2026-11-16', { accountId: '222222222222' }]),
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'AWS calls it verified and gives no date',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'VERIFIED' },
        changes: changesSeen(),
        said: unattested(question),
      },
      then: 'review',
      says: 'no date',
    },
    {
      when: 'AWS calls it verified and CloudTrail is denied',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'VERIFIED' },
        changes: unknown('denied', 'cloudtrail:LookupEvents was denied', ['cloudtrail:LookupEvents']),
        said: unattested(question),
      },
      then: 'unknown',
      says: 'cloudtrail:LookupEvents',
    },
    {
      when: 'it was never verified, and nobody has said',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'UNVERIFIED' },
        changes: changesSeen(),
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'AWS offers no verification, and a person says so',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'NOT_SUPPORTED' },
        said: miaSaid('contact-phone-is-current', true, '2026-06-01'),
      },
      then: 'pass',
    },
    {
      when: 'a person said so more than a year ago',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'UNVERIFIED' },
        said: miaSaid('contact-phone-is-current', true, '2025-11-01'),
      },
      then: 'review',
    },
    {
      when: 'a person said so before the contact changed',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' }, verification: 'UNVERIFIED' },
        changes: changesSeen(['PutContactInformation', '2026-11-18']),
        said: miaSaid('contact-phone-is-current', true, '2026-11-01'),
      },
      then: 'review',
      says: 'changed since',
    },
    {
      when: 'a person says that nobody answers',
      facts: {
        contact: { fields: { PhoneNumber: '+61412345600' } },
        said: miaSaid('contact-phone-is-current', false, '2026-11-01'),
      },
      then: 'fail',
    },
    { when: 'there is no number', facts: { contact: { fields: {} } }, then: 'fail' },
  ],
})
