import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { rootEmailAddressee } from '../facts/root-email-addressee.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested, valueOf } from '../model/index.ts'
import { isExecutive, isKnownList, looksLikeAnExecutive } from './support/addresses.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { directoryDoubt, isOnePerson, isSure } from './support/directory.ts'
import { aList, aPerson } from './support/directory-samples.ts'
import { evidenceOf, fromConfiguration } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question = 'Is the root e-mail address neither the CIO, the CTO nor another executive?'

export default defineControl({
  id: 'root-email-is-not-an-executive',
  title: "The root e-mail address is no executive's",
  section: 'account-details',
  severity: 'medium',
  profiles: ['business'],
  rows: ['A3'],
  rationale:
    'Executives are the people whom attackers write to first, and whose mail nobody else reads. A code from AWS in their inbox waits, or is opened by an assistant.',
  judged:
    'The address is looked up in the staff directory: somebody with an executive title fails, a group or somebody with another title passes. It is compared with people.executives of the configuration: one of them fails, plus-aliases included; where executives are declared and it is none of them, or it is one of people.lists, it passes. Otherwise a person says so within 365 days.',
  cannotKnow: 'Titles that the directory does not keep, or that are spelled in a way that is not expected.',
  references: [rootEmailGuide, rootBestPractices],
  triggers: ['account:AcceptPrimaryEmailUpdate'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Move root from an executive to a list',
    steps: [
      'Make a list for root mailboxes with at least two people on it, and allow senders from outside.',
      'Member account: in the management account open AWS Organizations, choose the account and update its e-mail address; type the code that AWS sends to the new one.',
      'Standalone or management account: sign in as root, open the account page and choose Edit beside the e-mail address.',
      'Add the executives to people.executives and the list to people.lists in neverroot.yaml.',
    ],
    link: accountPage,
  },
  considers: {
    email: rootEmail,
    addressee: rootEmailAddressee,
    said: statement('root-email-is-not-an-executive', question),
  },
  judge(_, { email, addressee, said }, { configuration, now }) {
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    const todo = 'Mail to executives is attacked first and read late. Move root to a list.'
    const word = within(statementDays, said, question, now)
    const denied = word.state === 'known' && !word.value.holds
    if (email.state === 'known') {
      const { address } = email.value
      const declared = (as: string) => [
        ...email.evidence,
        fromConfiguration({ rootEmail: shown, compared: as }, now),
      ]
      if (isExecutive(address, configuration))
        return fail(`${shown} is an executive. ${todo}`, { evidence: declared('people.executives') })
      const seen = valueOf(addressee)
      const rests = { evidence: evidenceOf(email, addressee) }
      if (seen && isSure(seen) && seen.title === 'executive')
        return fail(`${shown} is somebody with an executive title (${seen.directory}). ${todo}`, rests)
      if (seen?.as === 'group' && isSure(seen) && !denied)
        return pass(`${shown}, a group (${seen.directory})`, rests)
      if (seen && isOnePerson(seen) && seen.title === 'other' && !looksLikeAnExecutive(address) && !denied)
        return pass(`${shown}, somebody with another title (${seen.directory})`, rests)
      if (!denied && isKnownList(address, configuration))
        return pass(`${shown}, a known list`, { evidence: declared('people.lists') })
      // A title for a mailbox is a doubt that only a person removes, whoever is declared.
      const declaredAny = (configuration.people?.executives ?? []).length > 0
      if (declaredAny && !looksLikeAnExecutive(address) && !denied)
        return pass(`${shown}, none of the executives declared`, { evidence: declared('people.executives') })
    }
    if (word.state !== 'known') {
      const looks =
        email.state === 'known' && looksLikeAnExecutive(email.value.address)
          ? 'looks like an executive'
          : `was compared with nobody: people.executives is empty${directoryDoubt(addressee)}`
      return rootEmailUntold(email, word, shown ? `${shown} ${looks}` : noApiTells)
    }
    const who = speaker(word.value)
    return word.value.holds
      ? pass(`${shown ? `${shown}, ` : ''}${who} said so ${ago(word.value.at, now)}`)
      : fail(`${who} said ${ago(word.value.at, now)} that it is an executive's. ${todo}`, {
          evidence: evidenceOf(said),
        })
  },
  examples: [
    {
      when: 'the directory shows an executive title',
      facts: { email: { address: 'mia@corp.example' }, addressee: aPerson({ title: 'executive' }) },
      then: 'fail',
      says: 'an executive title (Microsoft Graph)',
    },
    {
      when: 'the directory shows a group, with executives declared or not',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList() },
      then: 'pass',
    },
    {
      when: 'the directory shows somebody with another title',
      facts: { email: { address: 'mia@corp.example' }, addressee: aPerson({ title: 'other' }) },
      then: 'pass',
    },
    {
      when: 'the directory shows somebody, and keeps no titles',
      facts: {
        email: { address: 'mia@corp.example' },
        addressee: aPerson(),
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'the address is a declared executive, in another case and with a plus-alias',
      facts: { email: { address: 'CTO+aws@corp.example' } },
      given: { configuration: { people: { executives: ['cto@corp.example'] } } },
      then: 'fail',
      says: 'c...@corp.example is an executive',
    },
    {
      when: 'executives are declared, and the address is none of them',
      facts: { email: { address: 'x7f3@corp.example' }, said: unattested(question) },
      given: { configuration: { people: { executives: ['cto@corp.example'] } } },
      then: 'pass',
    },
    {
      when: 'the mailbox is a title that nobody declared',
      facts: { email: { address: 'cio@corp.example' }, said: unattested(question) },
      given: { configuration: { people: { executives: ['cto@corp.example'] } } },
      then: 'review',
      says: 'looks like an executive',
    },
    {
      when: 'no executive is declared',
      facts: { email: { address: 'x7f3@corp.example' }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'a person knows of an executive whom nobody declared',
      facts: {
        email: { address: 'x7f3@corp.example' },
        said: miaSaid('root-email-is-not-an-executive', false),
      },
      given: { configuration: { people: { executives: ['cto@corp.example'] } } },
      then: 'fail',
    },
    {
      when: 'the account is standalone and a person says so',
      facts: {
        email: unattested(rootEmailQuestion),
        said: miaSaid('root-email-is-not-an-executive', true),
      },
      then: 'pass',
    },
  ],
})
