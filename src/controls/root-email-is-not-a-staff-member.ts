import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { rootEmailAddressee } from '../facts/root-email-addressee.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested, unknown, valueOf } from '../model/index.ts'
import { isKnownList, isNamedPerson, looksLikeAPerson } from './support/addresses.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { directoryDoubt, isOnePerson, isSure } from './support/directory.ts'
import { aList, aPerson, nobodyThere } from './support/directory-samples.ts'
import { evidenceOf, fromConfiguration } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question = "Is the root e-mail address a shared list or mailbox, and no employee's own address?"

export default defineControl({
  id: 'root-email-is-not-a-staff-member',
  title: "The root e-mail address is no employee's own",
  section: 'account-details',
  severity: 'high',
  profiles: ['business'],
  rows: ['A3'],
  rationale:
    'One employee could then reset the account alone. When that person leaves, the mailbox is closed and nobody can, or it stays open and the leaver still can.',
  judged:
    'The address is looked up in the staff directory: an enabled person fails, aliases and plus tags included, a group passes. It is compared with the configuration: a person whom it names (people.executives, administrator.name) fails, one of people.lists passes. Otherwise a person says so within 365 days; that an address looks like a name never fails it.',
  cannotKnow: 'Without a staff directory nobody can tell a name from a list by its address.',
  references: [rootEmailGuide, rootBestPractices],
  triggers: ['account:AcceptPrimaryEmailUpdate'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Move root from a person to a list',
    steps: [
      'Make a list for root mailboxes with at least two people on it, and allow senders from outside.',
      'Member account: in the management account open AWS Organizations, choose the account and update its e-mail address; type the code that AWS sends to the new one.',
      'Standalone or management account: sign in as root, open the account page and choose Edit beside the e-mail address.',
      'Add the list to people.lists in neverroot.yaml.',
    ],
    link: accountPage,
  },
  considers: {
    email: rootEmail,
    addressee: rootEmailAddressee,
    said: statement('root-email-is-not-a-staff-member', question),
  },
  judge(_, { email, addressee, said }, { configuration, now }) {
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    const word = within(statementDays, said, question, now)
    const denied = word.state === 'known' && !word.value.holds
    const todo = 'That person alone could reset the account. Move root to a list.'
    if (email.state === 'known') {
      const declared = (as: string) => [
        ...email.evidence,
        fromConfiguration({ rootEmail: shown, listedIn: as }, now),
      ]
      if (isNamedPerson(email.value.address, configuration))
        return fail(`${shown} is a person whom the configuration names. ${todo}`, {
          evidence: declared('people.executives or administrator.name'),
        })
      const seen = valueOf(addressee)
      const rests = { evidence: evidenceOf(email, addressee) }
      if (seen && isOnePerson(seen))
        return fail(`${shown} is an employee's (${seen.directory}). ${todo}`, rests)
      if (seen?.as === 'group' && isSure(seen) && !denied)
        return pass(`${shown}, a group (${seen.directory})`, rests)
      if (!denied && isKnownList(email.value.address, configuration))
        return pass(`${shown}, a known list`, { evidence: declared('people.lists') })
    }
    if (word.state !== 'known') {
      const looks =
        email.state === 'known' && looksLikeAPerson(email.value.address)
          ? 'looks like a person'
          : 'is in no known list'
      return rootEmailUntold(
        email,
        word,
        shown
          ? `${shown} ${looks}${directoryDoubt(addressee) || ', and no staff directory to compare with'}`
          : noApiTells,
      )
    }
    const who = speaker(word.value)
    return word.value.holds
      ? pass(`${shown ? `${shown}, ` : ''}${who} said so ${ago(word.value.at, now)}`)
      : fail(`${who} said ${ago(word.value.at, now)} that it is an employee's own address. ${todo}`, {
          evidence: evidenceOf(said),
        })
  },
  examples: [
    {
      when: 'the directory has it as an enabled employee’s, whatever the configuration calls it',
      facts: { email: { address: 'mia@corp.example' }, addressee: aPerson() },
      given: { configuration: { people: { lists: ['mia@corp.example'] } } },
      then: 'fail',
      says: "an employee's (Microsoft Graph)",
    },
    {
      when: 'the directory has it as a group',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList() },
      then: 'pass',
      says: 'a group (Microsoft Graph)',
    },
    {
      when: 'the directory has it as a disabled user’s: a leaver, or a shared mailbox',
      facts: {
        email: { address: 'aws-root@corp.example' },
        addressee: aPerson({ enabled: false }),
        said: unattested(question),
      },
      then: 'review',
      says: "a disabled user's",
    },
    {
      when: 'the directory does not have it',
      facts: {
        email: { address: 'mia.example@corp.example' },
        addressee: nobodyThere,
        said: unattested(question),
      },
      then: 'review',
      says: 'does not have it',
    },
    {
      when: 'the directory refuses',
      facts: {
        email: { address: 'x7f3@corp.example' },
        addressee: unknown('denied', 'Microsoft Graph refuses it: User.Read.All is missing'),
        said: unattested(question),
      },
      then: 'review',
      says: 'User.Read.All',
    },
    {
      when: 'the address is a list of the configuration',
      facts: { email: { address: 'aws-root+prod@corp.example' }, said: unattested(question) },
      given: { configuration: { people: { lists: ['aws-root@corp.example'] } } },
      then: 'pass',
    },
    {
      when: 'the address is the first administrator, and a person says otherwise',
      facts: {
        email: { address: 'First.Admin@corp.example' },
        said: miaSaid('root-email-is-not-a-staff-member', true),
      },
      given: { configuration: { administrator: { name: 'first.admin@corp.example' } } },
      then: 'fail',
      says: 'f...@corp.example',
    },
    {
      when: 'the configuration calls it a list, and a person says that it is their own',
      facts: {
        email: { address: 'aws-root@corp.example' },
        said: miaSaid('root-email-is-not-a-staff-member', false),
      },
      given: { configuration: { people: { lists: ['aws-root@corp.example'] } } },
      then: 'fail',
    },
    {
      when: 'the address looks like a person: never a failure by itself',
      facts: { email: { address: 'mia.example@corp.example' }, said: unattested(question) },
      then: 'review',
      says: 'looks like a person',
    },
    {
      when: 'the address is opaque',
      facts: { email: { address: 'x7f3@corp.example' }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'a person says that it is their own',
      facts: {
        email: unattested(rootEmailQuestion),
        said: miaSaid('root-email-is-not-a-staff-member', false),
      },
      then: 'fail',
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
