import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested, unknown } from '../model/index.ts'
import { isKnownList, isNamedPerson, isPlusAlias, sameMailbox } from './support/addresses.ts'
import { accountPage, contactsSeen, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { isPlaceholderEmail } from './support/placeholder.ts'
import { rootBestPractices } from './support/root.ts'
import { contactWith, miaSaid, notSet } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago, list } from './support/words.ts'

const question =
  "Does the root e-mail address belong to this account alone: no other account's, no alternate contact's, no person's own mailbox?"

export default defineControl({
  id: 'root-email-is-dedicated',
  title: 'The account has a root e-mail address of its own',
  section: 'account-details',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['A2', 'A4'],
  rationale:
    'An address that several accounts or purposes share opens all of them when it falls, and nobody can tell which account a code is for.',
  judged:
    "The address is no alternate contact's, no placeholder, and no plus-alias of a person whom the configuration names; a plus-alias of a list (people.lists) is fine, and so is an opaque address. That no other account has it a person says within 365 days.",
  cannotKnow: 'From one account nobody sees the addresses of the others, closed ones included.',
  references: [rootEmailGuide, rootBestPractices],
  triggers: ['account:AcceptPrimaryEmailUpdate'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Give the account an address of its own',
    steps: [
      'Make a list or mailbox for this account only, or a plus-alias of a list for root mailboxes.',
      'Member account: in the management account open AWS Organizations, choose the account and update its e-mail address; type the code that AWS sends to the new one.',
      'Standalone or management account: sign in as root, open the account page and choose Edit beside the e-mail address.',
      'Write down which account has which address, and say so here.',
    ],
    link: accountPage,
  },
  considers: {
    email: rootEmail,
    billing: billingContact,
    operations: operationsContact,
    security: securityContact,
    said: statement('root-email-is-dedicated', question),
  },
  judge(_, { email, said, ...contacts }, { configuration, now, profile }) {
    const evidence = evidenceOf(email, ...Object.values(contacts))
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    const todo = `Move root to ${profile === 'business' ? 'a list' : 'a mailbox'} of its own.`
    let alias = ''
    if (email.state === 'known') {
      const { address } = email.value
      if (isPlaceholderEmail(address))
        return fail(`${shown} is a placeholder. No code for recovery arrives there. ${todo}`, { evidence })
      const shared = contactsSeen(contacts).filter((c) => sameMailbox(c.email, address))
      if (shared.length > 0)
        return fail(
          `${shown} is also the ${list(shared.map((c) => c.type))} contact. One lost mailbox then takes both. ${todo}`,
          { evidence },
        )
      if (isPlusAlias(address) && isNamedPerson(address, configuration))
        return fail(`${shown} is a plus-alias of a person's mailbox. It leaves with that person. ${todo}`, {
          evidence,
        })
      if (isPlusAlias(address) && !isKnownList(address, configuration))
        alias = ', a plus-alias of an unknown mailbox'
    }
    const word = within(statementDays, said, question, now)
    if (word.state !== 'known')
      return rootEmailUntold(
        email,
        word,
        shown ? `${shown}${alias}; nobody has said yet that it is this account's alone` : noApiTells,
      )
    const who = speaker(word.value)
    return word.value.holds
      ? pass(`${shown ? `${shown}, ` : ''}${who} said so ${ago(word.value.at, now)}`)
      : fail(
          `${who} said ${ago(word.value.at, now)} that it is shared. Whoever opens that mailbox can reset everything behind it. ${todo}`,
          { evidence: evidenceOf(said) },
        )
  },
  examples: [
    {
      when: 'the address is an alternate contact as well',
      facts: {
        email: { address: 'aws@corp.example' },
        billing: contactWith('AWS+billing@corp.example'),
        operations: notSet,
        security: unknown('denied', 'account:GetAlternateContact was denied'),
        said: miaSaid('root-email-is-dedicated', true),
      },
      then: 'fail',
      says: 'a...@corp.example is also the billing contact',
    },
    {
      when: 'the address is a placeholder',
      facts: { email: { address: 'aws@example.com' } },
      then: 'fail',
      says: 'placeholder',
    },
    {
      when: "the address is a plus-alias of the first administrator's mailbox",
      facts: { email: { address: 'first.admin+aws@corp.example' } },
      given: { configuration: { administrator: { name: 'first.admin@corp.example' } } },
      then: 'fail',
    },
    {
      when: 'the address is a plus-alias of a known list, and a person says that no other account has it',
      facts: {
        email: { address: 'aws-root+prod@corp.example' },
        said: miaSaid('root-email-is-dedicated', true),
      },
      given: { configuration: { people: { lists: ['aws-root@corp.example'] } } },
      then: 'pass',
    },
    {
      when: 'the address is a plus-alias of nobody knows whom',
      facts: { email: { address: 'mia+aws@corp.example' }, said: unattested(question) },
      then: 'review',
      says: 'plus-alias',
    },
    {
      when: 'the address is opaque, and nobody has said',
      facts: { email: { address: 'x7f3@corp.example' }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'the account is standalone and a person says so',
      facts: { email: unattested(rootEmailQuestion), said: miaSaid('root-email-is-dedicated', true) },
      then: 'pass',
    },
    {
      when: 'looked at from a member account',
      facts: {
        email: unknown('elsewhere', 'a member account cannot see its own root e-mail address'),
        said: unattested(question),
      },
      given: { vantage: 'member' },
      then: 'unknown',
    },
  ],
})
