import { billingContact, operationsContact, securityContact } from '../facts/alternate-contacts.ts'
import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { rootEmailUpdate } from '../facts/root-email-update.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, missing, pass, unattested, unknown } from '../model/index.ts'
import { changeRootEmail, declaredInstead, rootEmailWaits, rootEmailWrites } from './remedies/root-email.ts'
import { isKnownList, isNamedPerson, isPlusAlias, sameMailbox } from './support/addresses.ts'
import {
  accountPage,
  contactsSeen,
  contactUnseen,
  noApiTells,
  rootEmailGuide,
  rootEmailUntold,
} from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { isPlaceholderEmail } from './support/placeholder.ts'
import { rootBestPractices } from './support/root.ts'
import { contactWith, miaSaid, notSet } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago, list } from './support/words.ts'

const question =
  "Does the root e-mail address belong to this account alone: no other account's, no alternate contact's, no person's own mailbox?"

/** A member whose address is nobody else's, as far as its contacts show. */
const opaque = {
  email: { address: 'x7f3@corp.example' },
  billing: notSet,
  operations: notSet,
  security: notSet,
}

export default defineControl({
  id: 'root-email-is-dedicated',
  title: 'The account has a root e-mail address of its own',
  section: 'account-details',
  severity: 'medium',
  profiles: ['personal', 'business'],
  everyMember: 'have a root address that is not theirs alone',
  rows: ['A2', 'A4'],
  rationale:
    'An address that several accounts or purposes share opens all of them when it falls, and nobody can tell which account a code is for.',
  judged:
    "The address is no alternate contact's, no placeholder, and no plus-alias of a person whom the configuration names; a plus-alias of a list (people.lists) is fine, and so is an opaque address. That no other account has it a person says within 365 days; from the centre of an organization nobody need say it of a member, since AWS gives one address to one account only. Where the configuration declares contacts.root.email, it is that address.",
  cannotKnow: 'From one account nobody sees the addresses of the others, closed ones included.',
  references: [
    rootEmailGuide,
    rootBestPractices,
    'https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html',
  ],
  triggers: ['account:AcceptPrimaryEmailUpdate'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Give the account an address of its own',
    steps: [
      'Make a list or mailbox for this account only, or a plus-alias of a list for root mailboxes.',
      'Member account: declare contacts.root.email (aws-root+{account}@corp.example) and run neverroot plan --org. Or open AWS Organizations in the management account, choose the account and update its e-mail address; type the code that AWS sends to the new one.',
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
    update: rootEmailUpdate,
  },
  judge(_, { email, said, update, ...contacts }, circumstances) {
    const { configuration, now, profile, central } = circumstances
    const evidence = evidenceOf(email, ...Object.values(contacts))
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    const todo = `Move root to ${profile === 'business' ? 'a list' : 'a mailbox'} of its own.`
    let alias = ''
    if (email.state === 'known') {
      const { address } = email.value
      const wanted = declaredInstead(email.value, circumstances)
      if (wanted !== undefined) {
        const waiting = rootEmailWaits(update, wanted)
        return fail(
          `${shown} is the root address, and not the declared one (${maskEmail(wanted)}). Codes for recovery go where nobody means them to. ${central ? 'Run neverroot plan --org.' : 'Change it as root, on the account page.'}`,
          { evidence, ...(waiting.length > 0 ? { waiting } : {}) },
        )
      }
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
    if (central && email.state === 'known' && alias === '' && word.state !== 'known') {
      const unseen = contactUnseen(contacts)
      return unseen
        ? missing(unseen)
        : pass(
            `${shown}: AWS gives one address to one account only, and no contact or named person shares it`,
            {
              evidence,
            },
          )
    }
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
  remediate: (_, { email, update }, circumstances) =>
    changeRootEmail('root-email-is-dedicated', email, update, circumstances),
  writes: rootEmailWrites,
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
    {
      when: 'a member is looked at from the centre, and no contact has its address',
      facts: { ...opaque, said: unattested(question) },
      given: { central: true, vantage: 'member' },
      then: 'pass',
      says: 'one account only',
    },
    {
      when: 'a member is looked at from the centre, and its contacts are hidden',
      facts: {
        ...opaque,
        security: unknown('denied', 'account:GetAlternateContact was denied'),
        said: unattested(question),
      },
      given: { central: true, vantage: 'member' },
      then: 'unknown',
    },
    {
      when: 'a member is looked at from the centre, and its address is a plus-alias of nobody knows whom',
      facts: { ...opaque, email: { address: 'mia+aws@corp.example' }, said: unattested(question) },
      given: { central: true, vantage: 'member' },
      then: 'review',
      says: 'plus-alias',
    },
    {
      when: 'a member is looked at from the centre, and somebody said that the mailbox is shared',
      facts: { ...opaque, said: miaSaid('root-email-is-dedicated', false) },
      given: { central: true, vantage: 'member' },
      then: 'fail',
    },
    {
      when: 'the configuration declares another address',
      facts: { ...opaque, said: miaSaid('root-email-is-dedicated', true) },
      given: {
        central: true,
        vantage: 'member',
        configuration: { contacts: { root: { email: 'aws-root+{account}@corp.example' } } },
      },
      then: 'fail',
      says: 'not the declared one',
    },
    {
      when: 'the address is the declared one, but for capitals',
      facts: {
        ...opaque,
        email: { address: 'AWS-root+111111111111@corp.example' },
        said: unattested(question),
      },
      given: {
        central: true,
        vantage: 'member',
        configuration: {
          contacts: { root: { email: 'aws-root+{account}@corp.example' } },
          people: { lists: ['aws-root@corp.example'] },
        },
      },
      then: 'pass',
    },
  ],
})
