import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { defineControl, fail, notApplicable, missing, pass, unknown } from '../model/index.ts'
import { alternateContactWrites, setAlternateContacts } from './remedies/alternate-contacts.ts'
import {
  accountPage,
  alternateContactGuide,
  alternateTypes,
  contactsMissing,
  contactsSeen,
  contactUnseen,
} from './support/contacts.ts'
import { isPlaceholderEmail, isPlaceholderPhone } from './support/placeholder.ts'
import { contactWith, notSet } from './support/samples.ts'
import { list, sentence } from './support/words.ts'

export default defineControl({
  id: 'alternate-contacts-are-set',
  title: 'AWS has a billing, an operations and a security contact',
  section: 'account-details',
  severity: 'medium',
  // Judged for businesses only; personal is listed so that the judge can give advice instead of silence.
  profiles: ['business', 'personal'],
  everyMember: 'lack an alternate contact',
  rows: ['A6'],
  rationale:
    'AWS writes to these three about unpaid bills, failing services and break-ins. Where one is not set the message goes to the root mailbox alone, which nobody should have to read every day.',
  judged:
    'GetAlternateContact answers for BILLING, OPERATIONS and SECURITY, and none has a placeholder (noreply@, test@, example.com, +0000000000). Personal accounts: advice only.',
  references: [alternateContactGuide],
  standards: {
    'CIS 5.0': ['1.2'],
    'CIS 7.0': ['2.3'],
    'Security Hub': ['Account.1'],
    'Startup baseline': ['ACCT.01'],
    'Well-Architected': ['SEC10-BP01'],
  },
  triggers: ['account:PutAlternateContact', 'account:DeleteAlternateContact'],
  fix: { api: true, hand: false },
  procedure: {
    title: 'Set the alternate contacts',
    steps: [
      'Make a list (group address) for each of billing, operations and security, with at least two people on each.',
      'Open the account page and scroll to the alternate contacts.',
      'Choose Edit and enter name, title, the address of the list and a phone number with country code for each.',
      'Save.',
    ],
    link: accountPage,
  },
  considers: { billing: billingContact, operations: operationsContact, security: securityContact },
  judge(_, facts, { profile }) {
    if (profile === 'personal')
      return notApplicable(
        'business profile only; still worth it: a security contact other than the root mailbox hears from AWS when that mailbox is lost',
      )
    const absent = contactsMissing(facts)
    const fake = contactsSeen(facts).flatMap(({ type, email, phone }) => {
      const what = [
        ...(isPlaceholderEmail(email) ? ['address'] : []),
        ...(isPlaceholderPhone(phone) ? ['phone number'] : []),
      ]
      return what.length > 0 ? [`${type} (${what.join(' and ')})`] : []
    })
    if (absent.length > 0 || fake.length > 0) {
      const parts = [
        ...(absent.length > 0 ? [`${list(absent)} missing`] : []),
        ...(fake.length > 0 ? [`placeholders in ${list(fake)}`] : []),
      ]
      return fail(
        `${sentence(parts.join(', '))}. What AWS has to say there reaches nobody but the root mailbox. Set contacts in neverroot.yaml, then run neverroot plan.`,
      )
    }
    const unseen = contactUnseen(facts)
    return unseen ? missing(unseen) : pass('billing, operations and security')
  },
  remediate(_, facts, circumstances) {
    return setAlternateContacts('alternate-contacts-are-set', alternateTypes, facts, circumstances)
  },
  writes: alternateContactWrites,
  examples: [
    {
      when: 'all three are set',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@corp.example'),
      },
      then: 'pass',
    },
    {
      when: 'only billing is set',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: notSet,
        security: notSet,
      },
      then: 'fail',
      says: 'Operations and security missing',
    },
    {
      when: 'one is missing and another is denied: enough to fail',
      facts: {
        billing: notSet,
        operations: contactWith('aws-ops@corp.example'),
        security: unknown('denied', 'account:GetAlternateContact was denied', [
          'account:GetAlternateContact',
        ]),
      },
      then: 'fail',
      says: 'Billing missing',
    },
    {
      when: 'two are set and one is denied: not enough to pass',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: unknown('denied', 'account:GetAlternateContact was denied', [
          'account:GetAlternateContact',
        ]),
      },
      then: 'unknown',
      says: 'account:GetAlternateContact',
    },
    {
      when: 'one has a placeholder for an address',
      facts: {
        billing: contactWith('noreply@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@example.com'),
      },
      then: 'fail',
      says: 'billing (address) and security (address)',
    },
    {
      when: 'one has a placeholder for a phone number',
      facts: {
        billing: contactWith('aws-billing@corp.example', '+0000000000'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@corp.example'),
      },
      then: 'fail',
      says: 'billing (phone number)',
    },
    {
      when: 'AWS manages the account and keeps its contacts to itself',
      facts: Object.fromEntries(
        ['billing', 'operations', 'security'].map((type) => [
          type,
          unknown('managed-by-aws', 'AWS manages this account and keeps its alternate contacts to itself'),
        ]),
      ),
      then: 'unknown',
      says: 'AWS manages',
    },
    {
      when: 'the account is personal',
      facts: { billing: notSet, operations: notSet, security: notSet },
      given: { profile: 'personal' },
      then: 'not-applicable',
      says: 'worth it',
    },
  ],
})
