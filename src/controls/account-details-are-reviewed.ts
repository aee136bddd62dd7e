import { accountChanges, contactChangeNames } from '../facts/account-changes.ts'
import { primaryContact } from '../facts/primary-contact.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, review, unattested, unknown, valueOf } from '../model/index.ts'
import { setDeclaredContacts } from './remedies/declared-contacts.ts'
import { primaryContactWrites } from './remedies/primary-contact.ts'
import {
  accountPage,
  alternateContactGuide,
  contactsAreCurrent,
  mayBeAbout,
  primaryContactGuide,
} from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { changesSeen, lapsedYesterday, miaSaid } from './support/samples.ts'
import { speaker, statementDays, unsaid, within } from './support/said.ts'
import { ago, list } from './support/words.ts'

const question =
  'Are the name, address, phone number, root e-mail address and alternate contacts of the account right today?'

export default defineControl({
  id: 'account-details-are-reviewed',
  title: 'Somebody has looked through the account details within a year',
  section: 'account-details',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['A1'],
  rationale:
    'The account details are how AWS reaches you and how a lost account is recovered. People, numbers and mailboxes change, and nothing reminds you of AWS.',
  judged:
    'A person said within 365 days that the details are right, and CloudTrail shows no change of them since: a change asks again.',
  cannotKnow: 'Event history reaches back 90 days: an older change after the review is not seen.',
  references: [primaryContactGuide, alternateContactGuide],
  standards: contactsAreCurrent,
  triggers: [
    'account:PutContactInformation',
    'account:PutAlternateContact',
    'account:DeleteAlternateContact',
    'account:AcceptPrimaryEmailUpdate',
  ],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Look through the account details',
    steps: [
      'Open the account page.',
      'Read the account name, the root e-mail address, the contact name, the postal address and the phone number.',
      'Read the alternate contacts: are these people still there, and does somebody read these mailboxes?',
      'Correct what is wrong, and say here that you have looked.',
    ],
    link: accountPage,
  },
  considers: {
    contact: primaryContact,
    changes: accountChanges,
    said: statement('account-details-are-reviewed', question),
  },
  judge(_, { changes, said }, { now, subject }) {
    const word = within(statementDays, said, question, now)
    if (word.state !== 'known') return unsaid(word)
    const { holds, at } = word.value
    const later = (valueOf(changes)?.events ?? []).filter(
      (e) => contactChangeNames.has(e.name) && e.at > at && mayBeAbout(e, subject.id),
    )
    const latest = later[0]
    if (latest)
      return review(
        `changed ${ago(latest.at, now)} (${list([...new Set(later.map((e) => e.name))])}), reviewed ${ago(at, now)}`,
        question,
      )
    if (!holds)
      return fail(
        `${speaker(word.value)} said ${ago(at, now)} that they are wrong. AWS then reaches nobody. Correct them on the account page and say so.`,
        { evidence: evidenceOf(said) },
      )
    const blind = changes.state === 'unknown' ? '; changes since then could not be seen' : ''
    return pass(`${speaker(word.value)} said so ${ago(at, now)}${blind}`)
  },
  remediate(_, { contact }, circumstances) {
    return setDeclaredContacts('account-details-are-reviewed', contact, undefined, circumstances)
  },
  writes: primaryContactWrites,
  examples: [
    {
      when: 'somebody looked this month and nothing changed',
      facts: { said: miaSaid('account-details-are-reviewed', true), changes: changesSeen() },
      then: 'pass',
    },
    {
      when: 'a contact changed after the review',
      facts: {
        said: miaSaid('account-details-are-reviewed', true),
        changes: changesSeen(['PutAlternateContact', '2026-11-20']),
      },
      then: 'review',
      says: 'PutAlternateContact',
    },
    {
      when: 'a contact changed before the review, and a code for the phone came after it',
      facts: {
        said: miaSaid('account-details-are-reviewed', true, '2026-11-10'),
        changes: changesSeen(['VerifyPhoneNumber', '2026-11-12'], ['PutContactInformation', '2026-11-09']),
      },
      then: 'pass',
    },
    {
      when: "a member's contact was changed from this management account",
      facts: {
        said: miaSaid('account-details-are-reviewed', true),
        changes: changesSeen(['PutAlternateContact', '2026-11-20', { accountId: '222222222222' }]),
      },
      then: 'pass',
    },
    {
      when: 'somebody looked, and CloudTrail is denied',
      facts: {
        said: miaSaid('account-details-are-reviewed', true),
        changes: unknown('denied', 'cloudtrail:LookupEvents was denied', ['cloudtrail:LookupEvents']),
      },
      then: 'pass',
      says: 'could not be seen',
    },
    {
      when: 'the review lapsed yesterday',
      facts: {
        said: unattested(question, lapsedYesterday('account-details-are-reviewed')),
        changes: changesSeen(),
      },
      then: 'review',
      says: 'lapsed on 2026-11-22',
    },
    {
      when: 'the review is older than a year, whatever expiry it was given',
      facts: { said: miaSaid('account-details-are-reviewed', true, '2025-10-01') },
      then: 'review',
    },
    {
      when: 'somebody says that they are wrong',
      facts: { said: miaSaid('account-details-are-reviewed', false), changes: changesSeen() },
      then: 'fail',
    },
    {
      when: 'somebody said that they are wrong, and they were changed since',
      facts: {
        said: miaSaid('account-details-are-reviewed', false),
        changes: changesSeen(['PutContactInformation', '2026-11-20']),
      },
      then: 'review',
    },
    {
      when: 'nobody has said',
      facts: { said: unattested(question), changes: changesSeen() },
      then: 'review',
    },
  ],
})
