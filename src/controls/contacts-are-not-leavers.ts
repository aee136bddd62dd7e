import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { primaryContact } from '../facts/primary-contact.ts'
import { rootEmail } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, missing, pass, unattested, unknown, valueOf } from '../model/index.ts'
import { isKnownList, mailboxOf } from './support/addresses.ts'
import { declaredContactWrites, setDeclaredContacts } from './remedies/declared-contacts.ts'
import {
  accountPage,
  alternateContactGuide,
  contactsAreCurrent,
  contactsSeen,
  contactUnseen,
  primaryContactGuide,
} from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { contactWith, miaSaid, notSet } from './support/samples.ts'
import { speaker, statementDays, unsaid, within } from './support/said.ts'
import { ago, list } from './support/words.ts'

const question =
  'Does everybody who is named as a contact of the account, or who reads a contact address, still work here?'

export default defineControl({
  id: 'contacts-are-not-leavers',
  title: 'No contact of the account is somebody who has left',
  section: 'account-details',
  severity: 'high',
  profiles: ['business'],
  rows: ['A1'],
  rationale:
    "A leaver's mailbox is closed and takes AWS's mail with it; or it stays open, and with it a way to reset the account.",
  judged:
    'The addresses of the root user and of the alternate contacts that are not lists of the configuration (people.lists), and the names beside them, are those of people who are still there. A person says so; without that they are listed for review.',
  cannotKnow: 'Who is on a list, and whether a name is somebody: no staff directory is compared.',
  references: [primaryContactGuide, alternateContactGuide],
  standards: contactsAreCurrent,
  triggers: ['account:PutContactInformation', 'account:PutAlternateContact'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Replace the leavers',
    steps: [
      'Open the account page and read the contact name, the root e-mail address and the alternate contacts.',
      'Compare each name and address with the people who work here today.',
      'Replace those of leavers, best by a list: a list has no last day.',
      'Add the lists to people.lists in neverroot.yaml, and say here that you have compared.',
    ],
    link: accountPage,
  },
  considers: {
    contact: primaryContact,
    billing: billingContact,
    operations: operationsContact,
    security: securityContact,
    email: rootEmail,
    said: statement('contacts-are-not-leavers', question),
  },
  judge(_, { contact, email, said, ...alternates }, { configuration, now }) {
    const word = within(statementDays, said, question, now)
    if (word.state === 'known') {
      const evidence = evidenceOf(said)
      const who = speaker(word.value)
      return word.value.holds
        ? pass(`${who} said so ${ago(word.value.at, now)}`, { evidence })
        : fail(
            `${who} said ${ago(word.value.at, now)} that a contact has left. AWS writes to somebody who is gone, and who may still read it. Replace them on the account page.`,
            { evidence },
          )
    }
    const unseen = contact.state === 'known' ? contactUnseen(alternates) : contact
    if (unseen?.state === 'unknown') return missing(unseen)
    const root = valueOf(email)?.address
    const addresses = [...contactsSeen(alternates).map((c) => c.email), ...(root ? [root] : [])]
    const unlisted = new Map(
      addresses.filter((a) => !isKnownList(a, configuration)).map((a) => [mailboxOf(a), maskEmail(a)]),
    )
    return unsaid(
      word,
      unlisted.size > 0
        ? `${list([...unlisted.values()])} in no known list, and no staff directory to compare with`
        : addresses.length > 0
          ? 'the addresses that could be seen are known lists; nobody has said yet that the names are right'
          : 'no alternate contact is set; nobody has said yet that the contact name and the root mailbox are right',
    )
  },
  remediate(_, { contact, billing, operations, security }, circumstances) {
    const alternates = { billing, operations, security }
    return setDeclaredContacts('contacts-are-not-leavers', contact, alternates, circumstances)
  },
  writes: declaredContactWrites,
  examples: [
    {
      when: 'an address is on no known list',
      facts: {
        contact: { fields: { FullName: 'Corp Ltd' } },
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('sam.old@corp.example'),
        email: unattested('?'),
        said: unattested(question),
      },
      given: { configuration: { people: { lists: ['aws-billing@corp.example', 'aws-ops@corp.example'] } } },
      then: 'review',
      says: 's...@corp.example in no known list',
    },
    {
      when: 'every address is a known list: the names still need a person',
      facts: {
        contact: { fields: { FullName: 'Sam Old' } },
        billing: contactWith('aws@corp.example'),
        operations: contactWith('aws@corp.example'),
        security: contactWith('aws@corp.example'),
        email: { address: 'aws+root@corp.example' },
        said: unattested(question),
      },
      given: { configuration: { people: { lists: ['aws@corp.example'] } } },
      then: 'review',
      says: 'names',
    },
    {
      when: 'no contact is set, and the root address cannot be seen',
      facts: {
        contact: { fields: {} },
        billing: notSet,
        operations: notSet,
        security: notSet,
        email: unattested('?'),
        said: unattested(question),
      },
      then: 'review',
      says: 'no alternate contact is set',
    },
    {
      when: 'the contacts are denied and nobody has said',
      facts: {
        contact: unknown('denied', 'account:GetContactInformation was denied', [
          'account:GetContactInformation',
        ]),
        said: unattested(question),
      },
      then: 'unknown',
      says: 'account:GetContactInformation',
    },
    {
      when: 'a person compared',
      facts: { said: miaSaid('contacts-are-not-leavers', true) },
      then: 'pass',
    },
    {
      when: 'a person says that one has left',
      facts: { said: miaSaid('contacts-are-not-leavers', false) },
      then: 'fail',
    },
  ],
})
