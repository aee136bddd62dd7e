import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, missing, pass, unattested, unknown } from '../model/index.ts'
import { sameMailbox } from './support/addresses.ts'
import { alternateContactWrites, setAlternateContacts } from './remedies/alternate-contacts.ts'
import {
  accountPage,
  alternateContactGuide,
  alternateTypes,
  contactsMissing,
  contactsSeen,
  contactUnseen,
  rootEmailUntold,
} from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { contactWith, miaSaid, notSet } from './support/samples.ts'
import { speaker } from './support/said.ts'
import { list, sentence } from './support/words.ts'

const question = 'Is the root e-mail address a mailbox other than those of the three alternate contacts?'

export default defineControl({
  id: 'alternate-contacts-are-separate-lists',
  title: 'The three alternate contacts go to three lists, none of them the root mailbox',
  section: 'account-details',
  severity: 'low',
  profiles: ['business'],
  everyMember: 'use one address for several contacts',
  rows: ['A6'],
  rationale:
    'Bills, outages and break-ins concern different people. One address for all of them is read by nobody in particular, and fails all three when it fails.',
  judged:
    'The three addresses differ, and none is the root e-mail address. Case does not count, and a plus-alias counts as its mailbox. Where the root address cannot be seen and the three differ, it is asked for: the address that cannot be seen could be one of them.',
  cannotKnow: 'Two lists can have the same people on them.',
  references: [alternateContactGuide],
  triggers: ['account:PutAlternateContact', 'account:DeleteAlternateContact'],
  fix: { api: true, hand: false },
  procedure: {
    title: 'Give each contact its own list',
    steps: [
      'Make a list for each of billing, operations and security that is missing one.',
      'Open the account page, scroll to the alternate contacts and choose Edit.',
      'Enter a different list for each; none may be the address that root signs in with.',
      'Save.',
    ],
    link: accountPage,
  },
  considers: {
    billing: billingContact,
    operations: operationsContact,
    security: securityContact,
    email: rootEmail,
    said: statement('alternate-contacts-are-separate-lists', question),
  },
  judge(_, { email, said, ...contacts }) {
    const seen = contactsSeen(contacts)
    const shared = seen.filter((c) => seen.some((other) => other !== c && sameMailbox(c.email, other.email)))
    const evidence = evidenceOf(...Object.values(contacts), email)
    const todo = 'Set one list for each in neverroot.yaml, then run neverroot plan.'
    if (shared.length > 0)
      return fail(
        `${sentence(list(shared.map((c) => c.type)))} share a mailbox. What one team must act on is lost among the others' mail. ${todo}`,
        {
          evidence,
        },
      )
    if (email.state === 'known') {
      const ofRoot = seen.filter((c) => sameMailbox(c.email, email.value.address)).map((c) => c.type)
      if (ofRoot.length > 0)
        return fail(
          `${sentence(list(ofRoot))} is the root mailbox. When that is lost, so is the way to be told. ${todo}`,
          { evidence },
        )
    }
    const absent = contactsMissing(contacts)
    if (absent.length > 0)
      return fail(`${sentence(list(absent))} not set, so there are no three addresses. ${todo}`, {
        evidence,
      })
    const unseen = contactUnseen(contacts)
    if (unseen) return missing(unseen)
    if (email.state === 'known') return pass("three mailboxes, none of them root's", { evidence })
    if (said.state !== 'known')
      return rootEmailUntold(email, said, "three mailboxes; nobody has said yet that none of them is root's")
    return said.value.holds
      ? pass(`three mailboxes, ${speaker(said.value)} says that none is root's`)
      : fail(`${speaker(said.value)} says that one of them is the root mailbox. ${todo}`)
  },
  remediate(_, { billing, operations, security }, circumstances) {
    const facts = { billing, operations, security }
    return setAlternateContacts('alternate-contacts-are-separate-lists', alternateTypes, facts, circumstances)
  },
  writes: alternateContactWrites,
  examples: [
    {
      when: "three addresses, none of them root's",
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@corp.example'),
        email: { address: 'aws-root@corp.example' },
      },
      then: 'pass',
    },
    {
      when: 'two of them are one address in different spellings',
      facts: {
        billing: contactWith('AWS@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws+security@corp.example'),
      },
      then: 'fail',
      says: 'Billing and security share',
    },
    {
      when: 'one is the root address',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-root@corp.example'),
        email: { address: 'aws-root@corp.example' },
      },
      then: 'fail',
      says: 'Security is the root mailbox',
    },
    {
      when: 'one is not set',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: notSet,
        email: { address: 'aws-root@corp.example' },
      },
      then: 'fail',
    },
    {
      when: 'they differ, and nobody has said what the root address is',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@corp.example'),
        email: unattested(rootEmailQuestion),
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'they differ, and a person says that none is the root address',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@corp.example'),
        email: unattested(rootEmailQuestion),
        said: miaSaid('alternate-contacts-are-separate-lists', true),
      },
      then: 'pass',
    },
    {
      when: 'they differ, looked at from a member account',
      facts: {
        billing: contactWith('aws-billing@corp.example'),
        operations: contactWith('aws-ops@corp.example'),
        security: contactWith('aws-security@corp.example'),
        email: unknown(
          'elsewhere',
          'a member account cannot see its own root e-mail address: ask the management account',
        ),
        said: unattested(question),
      },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'management account',
    },
  ],
})
