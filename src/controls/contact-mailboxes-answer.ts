import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { accountChanges, contactChangeNames } from '../facts/account-changes.ts'
import { drill } from '../facts/drill.ts'
import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, review, unattested, unknown, valueOf } from '../model/index.ts'
import { mailboxOf } from './support/addresses.ts'
import {
  accountPage,
  alternateContactGuide,
  contactsSeen,
  contactUnseen,
  mayBeAbout,
} from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { changesSeen, contactWith, miaSaid, notSet } from './support/samples.ts'
import { speaker, unsaid, within } from './support/said.ts'
import { ago, count, daysBetween } from './support/words.ts'

/** A mailbox that answered this long ago may have no reader today. */
const drillDays = 90

const question = 'Does somebody read the root mailbox and every contact mailbox? A drill shows it.'

export default defineControl({
  id: 'contact-mailboxes-answer',
  title: 'Somebody answers in every mailbox that AWS writes to',
  section: 'account-details',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['A1', 'F2'],
  rationale:
    'AWS gives an abuse report about a day before it limits an account, and sends it to these mailboxes only. Codes for recovery go there too.',
  judged:
    'Every contact address, the root address among them, answered a drill within 90 days: a person typed back the code that was sent there. A change of the contacts since then asks again. Nothing less passes; that somebody says it fails is enough to fail.',
  cannotKnow: 'Whether the same person will be there next time.',
  references: [
    alternateContactGuide,
    'https://aws.amazon.com/premiumsupport/knowledge-center/aws-abuse-report/',
  ],
  triggers: [
    'account:PutAlternateContact',
    'account:DeleteAlternateContact',
    'account:AcceptPrimaryEmailUpdate',
  ],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Drill the mailboxes',
    steps: [
      'From a mailbox outside, write to the root address and every contact address, each with a code of its own.',
      'Ask nobody. Wait for whoever reads the mailbox to send the code back.',
      'For an address that stays silent, find out who should read it, or choose another one.',
      'Note the day and how many people answered; do it again within 90 days.',
    ],
    link: accountPage,
  },
  considers: {
    billing: billingContact,
    operations: operationsContact,
    security: securityContact,
    email: rootEmail,
    changes: accountChanges,
    shown: drill('contact-mailboxes-answer', question),
    said: statement('contact-mailboxes-answer', question, drillDays),
  },
  judge(_, { email, changes, shown, said, ...contacts }, { now, subject }) {
    const addresses = contactsSeen(contacts).map((c) => mailboxOf(c.email))
    const blind = contactUnseen(contacts) ? '; not all contacts could be seen' : ''
    // The root mailbox exists whether or not its address can be seen, and then it may be one of the contacts.
    const mailboxes =
      email.state === 'known'
        ? count(new Set([...addresses, mailboxOf(email.value.address)]).size, 'mailbox', 'mailboxes')
        : `the root mailbox${addresses.length > 0 ? ` and ${count(new Set(addresses).size, 'contact mailbox', 'contact mailboxes')}` : ''}`
    const word = within(drillDays, said, question, now)
    const drilled = valueOf(shown)
    if (word.state === 'known' && !word.value.holds && !(drilled && drilled.at > word.value.at))
      return fail(
        `${speaker(word.value)} said ${ago(word.value.at, now)} that one stays silent. AWS writes there before it limits an account. Set a mailbox that is read.`,
        { evidence: evidenceOf(said) },
      )
    if (drilled && daysBetween(drilled.at, now) <= drillDays) {
      const changed = (valueOf(changes)?.events ?? []).find(
        (e) => contactChangeNames.has(e.name) && e.at > drilled.at && mayBeAbout(e, subject.id),
      )
      return changed
        ? review(
            `drilled ${ago(drilled.at, now)}, but ${changed.name} came ${ago(changed.at, now)}`,
            question,
          )
        : pass(`drilled ${ago(drilled.at, now)}, ${count(drilled.people, 'person', 'people')} answered`, {
            evidence: evidenceOf(shown),
          })
    }
    if (word.state === 'known' && word.value.holds)
      return review(
        `${speaker(word.value)} said so ${ago(word.value.at, now)}, but no drill has shown it (${mailboxes})`,
        question,
      )
    return unsaid(
      word.state === 'known' ? unattested(question) : word,
      `${mailboxes}, not drilled within ${drillDays} days${blind}`,
    )
  },
  examples: [
    {
      when: 'every mailbox answered a drill',
      facts: { shown: { people: 3, at: new Date('2026-10-24') }, changes: changesSeen() },
      then: 'pass',
      says: '3 people',
    },
    {
      when: 'a contact changed after the drill',
      facts: {
        shown: { people: 3, at: new Date('2026-10-24') },
        changes: changesSeen(['PutAlternateContact', '2026-11-20']),
      },
      then: 'review',
      says: 'PutAlternateContact',
    },
    {
      when: 'the drill was 100 days ago',
      facts: {
        shown: { people: 3, at: new Date('2026-08-15') },
        changes: changesSeen(),
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'the root address cannot be seen and a contact is denied',
      facts: {
        billing: contactWith('mia@posteo.example'),
        operations: notSet,
        security: unknown('denied', 'account:GetAlternateContact was denied'),
        email: unattested(rootEmailQuestion),
        said: unattested(question),
      },
      then: 'review',
      says: 'the root mailbox and 1 contact mailbox',
    },
    {
      when: 'no drill was held',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@corp.example'),
        email: { address: 'aws-root@corp.example' },
        said: unattested(question),
      },
      then: 'review',
      says: '4 mailboxes',
    },
    {
      when: 'the only contact is the root mailbox',
      facts: {
        billing: contactWith('Mia+aws@posteo.example'),
        operations: notSet,
        security: notSet,
        email: { address: 'mia@posteo.example' },
        said: unattested(question),
      },
      then: 'review',
      says: '1 mailbox',
    },
    {
      when: 'a person says so: a word is not a drill',
      facts: { said: miaSaid('contact-mailboxes-answer', true) },
      then: 'review',
      says: 'no drill',
    },
    {
      when: 'a person says that one stays silent',
      facts: { said: miaSaid('contact-mailboxes-answer', false) },
      then: 'fail',
    },
  ],
})
