import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { rootEmail } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, review, unattested } from '../model/index.ts'
import { mailboxOf } from './support/addresses.ts'
import { accountPage, alternateContactGuide, contactsSeen } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { contactWith, miaSaid, notSet } from './support/samples.ts'
import { speaker, unsaid, within } from './support/said.ts'
import { ago, count } from './support/words.ts'

/** A mailbox that answered this long ago may have no reader today. */
const drillDays = 90

const question =
  'Does somebody read the root mailbox and every contact mailbox? A drill shows it: neverroot drill contacts.'

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
    'Every contact address, the root address among them, answered a drill within 90 days: a person typed back the code that was sent there. Nothing less passes; that somebody says it fails is enough to fail.',
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
      'Run neverroot drill contacts --open. It writes to every contact address, each with a code of its own.',
      'Ask nobody. Wait for whoever reads the mailbox to type the code back.',
      'For an address that stays silent, find out who should read it, or choose another one.',
      'Close the drill: neverroot drill contacts --close.',
    ],
    link: accountPage,
  },
  considers: {
    billing: billingContact,
    operations: operationsContact,
    security: securityContact,
    email: rootEmail,
    said: statement('contact-mailboxes-answer', question),
  },
  judge(_, { email, said, ...contacts }, { now }) {
    const addresses = contactsSeen(contacts).map((c) => mailboxOf(c.email))
    // The root mailbox exists whether or not its address can be seen.
    const root = email.state === 'known' ? mailboxOf(email.value.address) : 'root'
    const mailboxes = count(new Set([...addresses, root]).size, 'mailbox', 'mailboxes')
    const word = within(drillDays, said, question, now)
    if (word.state === 'known' && !word.value.holds)
      return fail(
        `${speaker(word.value)} said ${ago(word.value.at, now)} that one stays silent. AWS writes there before it limits an account. Set a mailbox that is read, then run neverroot drill contacts.`,
        { evidence: evidenceOf(said) },
      )
    if (word.state === 'known')
      return review(
        `${speaker(word.value)} said so ${ago(word.value.at, now)}, but no drill has shown it (${mailboxes})`,
        question,
      )
    return unsaid(word, `${mailboxes}, none drilled within ${drillDays} days`)
  },
  examples: [
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
