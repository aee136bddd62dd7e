import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { rootEmailAddressee } from '../facts/root-email-addressee.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested, valueOf } from '../model/index.ts'
import { isNamedPerson } from './support/addresses.ts'
import { accountPage, noApiTells, rootEmailUntold } from './support/contacts.ts'
import { directoryDoubt, isOnePerson, isSure, teamsAmong, teamsInWords } from './support/directory.ts'
import { aList, allOn, aPerson, hiddenPart, teamsSeen } from './support/directory-samples.ts'
import { evidenceOf, fromConfiguration } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question = 'Are the service desk, accounts, security and engineering each on the root e-mail list?'

const wanted = ['serviceDesk', 'accounts', 'security', 'engineering'] as const

export default defineControl({
  id: 'root-email-list-covers-teams',
  title: 'The root e-mail list reaches the service desk, accounts, security and engineering',
  section: 'account-details',
  severity: 'low',
  profiles: ['business'],
  rows: ['A5'],
  rationale:
    'Mail to root is about bills, abuse, failing services and sign-ins. Each of these has a team that knows what to do, and none knows them all.',
  judged:
    'The staff directory shows somebody of each of the four teams on the list, through nested groups; people.teams of the configuration says who they are, by group, title or address. Otherwise a person says so within 365 days. The address of one person fails.',
  cannotKnow:
    'Who is on a list only a directory or a person can tell; that a team has somebody on it does not show that they read it.',
  references: [rootBestPractices],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Put the teams on the list',
    steps: [
      'Open the root e-mail list where your mail is administered.',
      'Add the service desk, accounts, security and engineering, each by a group of its own where there is one.',
      'Remove who has left, and say so here.',
    ],
    link: accountPage,
  },
  considers: {
    email: rootEmail,
    addressee: rootEmailAddressee,
    said: statement('root-email-list-covers-teams', question),
  },
  judge(_, { email, addressee, said }, { configuration, now }) {
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    if (email.state === 'known' && isNamedPerson(email.value.address, configuration))
      return fail(`${shown} is one person and no team. Move root to a list that the teams are on.`, {
        evidence: [
          ...email.evidence,
          fromConfiguration({ rootEmail: shown, listedIn: 'people.executives or administrator.name' }, now),
        ],
      })
    const seen = valueOf(addressee)
    const rests = { evidence: evidenceOf(email, addressee) }
    if (seen && isOnePerson(seen))
      return fail(
        `${shown} is one person and no team (${seen.directory}). Move root to a list that the teams are on.`,
        rests,
      )
    const teams =
      seen?.as === 'group' && seen.behind && isSure(seen) ? teamsAmong(seen.behind, wanted) : undefined
    if (teams && teams.off.length > 0)
      return fail(
        `Nobody of ${teamsInWords(teams.off)} is on ${shown} (${seen!.directory}). What concerns them is read by people who do not know what to do. Add them to the list.`,
        rests,
      )
    if (teams?.all) return pass(`all four are on ${shown} (${seen!.directory})`, rests)
    const doubt = teams?.untold === undefined ? directoryDoubt(addressee) : `: ${teams.untold}`
    const word = within(statementDays, said, question, now)
    if (word.state !== 'known')
      return rootEmailUntold(
        email,
        word,
        shown ? `nobody has said yet which teams ${shown} reaches${doubt}` : noApiTells,
      )
    const who = `${speaker(word.value)} said`
    const evidence = evidenceOf(said)
    return word.value.holds
      ? pass(`${who} so ${ago(word.value.at, now)}`, { evidence })
      : fail(
          `${who} ${ago(word.value.at, now)} that a team is missing. What concerns it is read by people who do not know what to do. Add it to the list.`,
          { evidence },
        )
  },
  examples: [
    {
      when: 'the directory shows somebody of each team on it',
      facts: { email: { address: 'aws-root@corp.example' }, addressee: aList({ teams: allOn(...wanted) }) },
      then: 'pass',
      says: 'all four',
    },
    {
      when: 'the directory shows that security is missing, whatever somebody says',
      facts: {
        email: { address: 'aws-root@corp.example' },
        addressee: aList({ teams: { ...allOn(...wanted), security: 'off' } }),
        said: miaSaid('root-email-list-covers-teams', true),
      },
      then: 'fail',
      says: 'Nobody of security',
    },
    {
      when: 'a nested list is hidden, on which security may be',
      facts: {
        email: { address: 'aws-root@corp.example' },
        addressee: aList({ teams: { ...allOn(...wanted), security: 'unknown' }, hidden: [hiddenPart] }),
        said: unattested(question),
      },
      then: 'review',
      says: 'Member.Read.Hidden',
    },
    {
      when: 'the configuration does not say who accounts are',
      facts: {
        email: { address: 'aws-root@corp.example' },
        addressee: aList({ teams: teamsSeen({ serviceDesk: 'on', security: 'on', engineering: 'on' }) }),
        said: unattested(question),
      },
      then: 'review',
      says: 'people.teams does not say who accounts is',
    },
    {
      when: 'the directory shows one person',
      facts: { email: { address: 'mia@corp.example' }, addressee: aPerson() },
      then: 'fail',
    },
    {
      when: 'a person says that all four are on it',
      facts: { email: unattested(rootEmailQuestion), said: miaSaid('root-email-list-covers-teams', true) },
      then: 'pass',
    },
    {
      when: 'a person says that one is missing',
      facts: { said: miaSaid('root-email-list-covers-teams', false) },
      then: 'fail',
    },
    {
      when: 'the address is one person',
      facts: { email: { address: 'cto@corp.example' }, said: miaSaid('root-email-list-covers-teams', true) },
      given: { configuration: { people: { executives: ['cto@corp.example'] } } },
      then: 'fail',
    },
    {
      when: 'nobody has said',
      facts: { email: { address: 'aws-root@corp.example' }, said: unattested(question) },
      then: 'review',
      says: 'a...@corp.example',
    },
  ],
})
