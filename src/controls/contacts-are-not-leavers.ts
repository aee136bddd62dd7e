import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { contactAddressees } from '../facts/contact-addressees.ts'
import { primaryContact } from '../facts/primary-contact.ts'
import { rootEmail } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, known, missing, pass, unattested, unknown, valueOf } from '../model/index.ts'
import { isKnownList, mailboxOf } from './support/addresses.ts'
import { contactsGone, contactsUnclear } from './support/contacts-in-directory.ts'
import { aList, aPerson, nobodyThere } from './support/directory-samples.ts'
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
    'The addresses of the root user and of the alternate contacts, and the names beside them, are looked up in the staff directory: somebody who is disabled, suspended or deleted, or a list with nobody on it, fails; where each is somebody who is there, a list that somebody reads or one of people.lists, and each name is that of somebody who is there or the one that the configuration declares, it passes. Otherwise a person says so; without that they are listed for review.',
  cannotKnow:
    'Without a directory, who is on a list, and whether a name is somebody. A shared mailbox is a disabled user in some directories: people.lists says that it is one.',
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
    seen: contactAddressees,
    said: statement('contacts-are-not-leavers', question),
  },
  judge(_, { contact, email, seen, said, ...alternates }, { configuration, now }) {
    const inDirectory = valueOf(seen)
    const gone = inDirectory ? contactsGone(inDirectory, configuration) : []
    if (gone.length > 0)
      return fail(
        `${list(gone)}. AWS writes to somebody who is gone, and who may still read it. Replace them on the account page.`,
        { evidence: evidenceOf(seen) },
      )
    const word = within(statementDays, said, question, now)
    const unseen = contact.state === 'known' ? contactUnseen(alternates) : contact
    const unclear = inDirectory ? contactsUnclear(inDirectory, configuration) : undefined
    const denied = word.state === 'known' && !word.value.holds
    if (inDirectory && unclear?.length === 0 && !unseen && email.state === 'known' && !denied)
      return pass('each contact is somebody who is there, or a list that somebody reads', {
        evidence: evidenceOf(contact, email, seen, ...Object.values(alternates)),
      })
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
    if (unseen?.state === 'unknown') return missing(unseen)
    if (unclear && unclear.length > 0) return unsaid(word, list(unclear))
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
      when: 'the directory has somebody who is there, a list that is read, and the declared name',
      facts: {
        contact: { fields: { FullName: 'Corp Ltd' } },
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('mia@corp.example'),
        security: contactWith('aws-security@corp.example'),
        email: { address: 'aws-root@corp.example' },
        seen: [
          { of: 'the root user', address: known(aList()), mail: 'r', name: 'untold', declared: true },
          {
            of: 'the operations contact',
            address: known(aPerson()),
            mail: 'm',
            name: 'there',
            declared: false,
          },
          { of: 'the primary contact', name: 'nobody', declared: true },
        ],
      },
      then: 'pass',
    },
    {
      when: 'the directory has somebody who was disabled, whatever somebody says',
      facts: {
        seen: [
          {
            of: 'the security contact',
            address: known(aPerson({ enabled: false })),
            mail: 'sam.old@corp.example',
            name: 'gone',
            declared: false,
          },
        ],
        said: miaSaid('contacts-are-not-leavers', true),
      },
      then: 'fail',
      says: 'the security contact (s...@corp.example) is a disabled user',
    },
    {
      when: 'the name beside a list is that of somebody who has left',
      facts: {
        seen: [
          {
            of: 'the billing contact',
            address: known(aList()),
            mail: 'b@corp.example',
            name: 'gone',
            declared: true,
          },
        ],
      },
      then: 'fail',
      says: 'the name of the billing contact is that of a disabled user',
    },
    {
      when: 'a list with nobody on it but a robot and a disabled member',
      facts: {
        seen: [
          {
            of: 'the billing contact',
            address: known(aList({ people: 0, robots: 1, disabled: 1 })),
            mail: 'b@corp.example',
            name: 'untold',
            declared: true,
          },
        ],
      },
      then: 'fail',
      says: 'no person on it',
    },
    {
      when: 'a shared mailbox, which is a disabled user in the directory, and is declared a list',
      facts: {
        contact: { fields: { FullName: 'Corp Ltd' } },
        billing: contactWith('shared@corp.example'),
        operations: contactWith('shared@corp.example'),
        security: contactWith('shared@corp.example'),
        email: { address: 'shared@corp.example' },
        seen: [
          {
            of: 'the billing contact',
            address: known(aPerson({ enabled: false })),
            mail: 'shared@corp.example',
            name: 'untold',
            declared: true,
          },
        ],
      },
      given: { configuration: { people: { lists: ['shared@corp.example'] } } },
      then: 'pass',
    },
    {
      when: 'the directory does not have one of them',
      facts: {
        contact: { fields: { FullName: 'Corp Ltd' } },
        billing: contactWith('pat@else.example'),
        operations: contactWith('pat@else.example'),
        security: contactWith('pat@else.example'),
        email: unattested('?'),
        seen: [
          {
            of: 'the billing contact',
            address: known(nobodyThere),
            mail: 'pat@else.example',
            name: 'untold',
            declared: true,
          },
        ],
        said: unattested(question),
      },
      then: 'review',
      says: 'the billing contact (p...@else.example) is nobody in the directory',
    },
    {
      when: 'the directory refuses one of them, and the others go on',
      facts: {
        contact: { fields: { FullName: 'Corp Ltd' } },
        billing: contactWith('pat@corp.example'),
        operations: contactWith('sam.old@corp.example'),
        security: contactWith('pat@corp.example'),
        email: unattested('?'),
        seen: [
          {
            of: 'the billing contact',
            address: unknown('denied', 'Microsoft Graph wants User.Read.All'),
            mail: 'pat@corp.example',
            name: 'untold',
            declared: true,
          },
          {
            of: 'the operations contact',
            address: known(aPerson({ enabled: false })),
            mail: 'sam.old@corp.example',
            name: 'untold',
            declared: true,
          },
        ],
      },
      then: 'fail',
      says: 'the operations contact',
    },
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
