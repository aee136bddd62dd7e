import { rootMailboxDrill } from '../facts/drilled-people.ts'
import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { rootEmailAddressee } from '../facts/root-email-addressee.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, review, unattested, unknown, valueOf } from '../model/index.ts'
import { isKnownList, isNamedPerson } from './support/addresses.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { directoryDoubt, isOnePerson, isSure, isWhole, peopleInWords } from './support/directory.ts'
import { aList, aPerson, hiddenPart, nobodyThere } from './support/directory-samples.ts'
import { evidenceOf, fromConfiguration } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago, daysBetween } from './support/words.ts'

const question =
  'Is the root e-mail address a list that reaches at least two people? Two of them show it in a drill.'

/** People leave lists: what a drill showed counts this long. */
const drillDays = 90

export default defineControl({
  id: 'root-email-is-a-list',
  title: 'The root e-mail address is a list that reaches at least two people',
  section: 'account-details',
  severity: 'high',
  profiles: ['business'],
  rows: ['A5'],
  rationale:
    'One reader falls ill, leaves, or is deceived. A list keeps working when one person is gone, and a reset that somebody else asked for is seen by a second pair of eyes.',
  judged:
    'The staff directory shows at least two enabled people on it, through nested groups, each counted once; robots, guests and disabled users are none. Or two distinct people answered a drill at the address within 90 days. That the configuration or a person calls it a list does not tell who is on it: review. An address of one person, in the directory or in the configuration, fails, and so does a list of which all can be seen and fewer than two are people.',
  cannotKnow: 'Without a directory, a list with one person and two robots on it looks like any other.',
  references: [rootEmailGuide, rootBestPractices],
  triggers: ['account:AcceptPrimaryEmailUpdate'],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Make the root address a list',
    steps: [
      'Make a list (Microsoft 365 distribution list, Google Group or the like) with at least two people on it, from more than one team.',
      'Allow senders from outside, and switch moderation off: mail from AWS must arrive at once.',
      'Change the root e-mail address to it: members in AWS Organizations, standalone and management accounts as root on the account page.',
      'Show it: neverroot drill contacts --open sends it a code, and two people answer as themselves.',
    ],
    link: accountPage,
  },
  considers: {
    email: rootEmail,
    addressee: rootEmailAddressee,
    shown: rootMailboxDrill(question),
    said: statement('root-email-is-a-list', question),
  },
  judge(_, { email, addressee, shown: answered, said }, { configuration, now }) {
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    const todo = 'Nobody else would see a reset. Move root to a list of at least two people.'
    if (email.state === 'known' && isNamedPerson(email.value.address, configuration))
      return fail(`${shown} is one person whom the configuration names. ${todo}`, {
        evidence: [
          ...email.evidence,
          fromConfiguration({ rootEmail: shown, listedIn: 'people.executives or administrator.name' }, now),
        ],
      })
    const seen = valueOf(addressee)
    const evidence = evidenceOf(email, addressee)
    if (seen && isOnePerson(seen))
      return fail(`${shown} is one person's own address (${seen.directory}). ${todo}`, { evidence })
    if (seen?.as === 'group' && seen.behind && isSure(seen)) {
      const { behind } = seen
      const who = `${peopleInWords(behind)} on ${shown} (${seen.directory})`
      if (behind.people > 1) return pass(who, { evidence })
      if (isWhole(behind)) return fail(`${who}. ${todo}`, { evidence })
    }
    const word = within(statementDays, said, question, now)
    const drilled = valueOf(answered)
    const denied = word.state === 'known' && !word.value.holds && !(drilled && drilled.at > word.value.at)
    if (drilled && !denied && daysBetween(drilled.at, now) <= drillDays)
      return drilled.people > 1
        ? pass(`${drilled.people} people answered ${ago(drilled.at, now)}`, {
            evidence: evidenceOf(answered),
          })
        : review(`1 person answered ${ago(drilled.at, now)}; a second one makes it a list`, question)
    if (word.state === 'known') {
      const who = `${speaker(word.value)} said ${ago(word.value.at, now)}`
      return word.value.holds
        ? review(`${who} that it is a list; who is on it nobody has shown`, question)
        : fail(`${who} that it is no list. ${todo}`, { evidence: evidenceOf(said) })
    }
    const list = email.state === 'known' && isKnownList(email.value.address, configuration)
    return rootEmailUntold(
      email,
      word,
      shown
        ? `${shown} ${list ? 'is declared a list; who is on it' : 'may be a list or not;'} nobody has shown${directoryDoubt(addressee)}`
        : noApiTells,
    )
  },
  examples: [
    {
      when: 'the directory shows two people on it, and two robots',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList({ robots: 2 }) },
      then: 'pass',
      says: '2 people (2 robots not counted) on a...@corp.example',
    },
    {
      when: 'the directory shows one human and two robots',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList({ people: 1, robots: 2 }) },
      then: 'fail',
      says: '1 person (2 robots not counted)',
    },
    {
      when: 'a disabled member is no second person',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList({ people: 1, disabled: 1 }) },
      then: 'fail',
      says: '1 disabled user not counted',
    },
    {
      when: 'the same person is on it three times, through groups in a circle',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList({ people: 1 }) },
      then: 'fail',
    },
    {
      when: 'one person is seen, and a nested list is hidden',
      facts: {
        email: { address: 'aws-root@corp.example' },
        addressee: aList({ people: 1, hidden: [hiddenPart] }),
        said: unattested(question),
      },
      then: 'review',
      says: 'Member.Read.Hidden',
    },
    {
      when: 'two people are seen, and a nested list is hidden',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList({ hidden: [hiddenPart] }) },
      then: 'pass',
    },
    {
      when: 'the directory shows one person, whatever somebody says',
      facts: {
        email: { address: 'mia@corp.example' },
        addressee: aPerson(),
        said: miaSaid('root-email-is-a-list', true),
      },
      then: 'fail',
      says: "one person's own address",
    },
    {
      when: 'a plus tag of a list, and nobody says that it is delivered there',
      facts: {
        email: { address: 'aws-root+prod@corp.example' },
        addressee: aList({}, 'tag-unsaid'),
        said: unattested(question),
      },
      then: 'review',
      says: 'people.plusTags',
    },
    {
      when: 'the directory does not have it, and two people answered a drill',
      facts: {
        email: { address: 'aws-root@corp.example' },
        addressee: nobodyThere,
        shown: { people: 2, at: new Date('2026-11-01') },
      },
      then: 'pass',
    },
    {
      when: 'two people answered a drill',
      facts: { shown: { people: 2, at: new Date('2026-11-01') }, email: unattested(rootEmailQuestion) },
      then: 'pass',
      says: '2 people',
    },
    {
      when: 'one person answered: nobody else may be on it',
      facts: { shown: { people: 1, at: new Date('2026-11-01') }, email: unattested(rootEmailQuestion) },
      then: 'review',
    },
    {
      when: 'the configuration calls it a list: who is on it is not shown',
      facts: { email: { address: 'aws-root@corp.example' }, said: unattested(question) },
      given: { configuration: { people: { lists: ['aws-root@corp.example'] } } },
      then: 'review',
      says: 'declared a list',
    },
    {
      when: 'the address is an executive',
      facts: { email: { address: 'cto@corp.example' }, said: miaSaid('root-email-is-a-list', true) },
      given: { configuration: { people: { executives: ['cto@corp.example'] } } },
      then: 'fail',
    },
    {
      when: 'a person says that it is a list',
      facts: { email: unattested(rootEmailQuestion), said: miaSaid('root-email-is-a-list', true) },
      then: 'review',
    },
    {
      when: 'a person says that it is none',
      facts: { email: unattested(rootEmailQuestion), said: miaSaid('root-email-is-a-list', false) },
      then: 'fail',
    },
    {
      when: 'the account is standalone and nobody has said',
      facts: { email: unattested(rootEmailQuestion), said: unattested(question) },
      then: 'review',
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
