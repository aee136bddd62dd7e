import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested } from '../model/index.ts'
import { isNamedPerson } from './support/addresses.ts'
import { accountPage, noApiTells, rootEmailUntold } from './support/contacts.ts'
import { evidenceOf, fromConfiguration } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question = 'Are the service desk, accounts, security and engineering each on the root e-mail list?'

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
    'A person says within 365 days that the four teams are on the list. The address of a person whom the configuration names fails.',
  cannotKnow: 'Who is on a list only a directory or a person can tell.',
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
  considers: { email: rootEmail, said: statement('root-email-list-covers-teams', question) },
  judge(_, { email, said }, { configuration, now }) {
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    if (email.state === 'known' && isNamedPerson(email.value.address, configuration))
      return fail(`${shown} is one person and no team. Move root to a list that the teams are on.`, {
        evidence: [
          ...email.evidence,
          fromConfiguration({ rootEmail: shown, listedIn: 'people.executives or administrator.name' }, now),
        ],
      })
    const word = within(statementDays, said, question, now)
    if (word.state !== 'known')
      return rootEmailUntold(
        email,
        word,
        shown ? `nobody has said yet which teams ${shown} reaches` : noApiTells,
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
