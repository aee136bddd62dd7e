import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested } from '../model/index.ts'
import { domainOf, isAtPublicProvider } from './support/addresses.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question =
  'Do the mail, the DNS zone, the registrar and the sign-in of the root mailbox all work when this AWS account or organization is closed to you?'

export default defineControl({
  id: 'root-email-lives-outside-the-account',
  title: 'The root mailbox does not depend on the account that it recovers',
  section: 'account-details',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['A1'],
  rationale:
    'A mailbox whose mail, DNS or sign-in runs in the account goes down with it, just when it is needed to get back in; and whoever takes the account takes the mailbox.',
  judged:
    'A mailbox at a public provider lives outside. For a domain of your own a person says within 365 days that mail, DNS zone, registrar and the identity provider that opens the mailbox are not in the same account or organization.',
  cannotKnow: 'Where the identity provider that opens the mailbox runs.',
  references: [rootEmailGuide, rootBestPractices],
  triggers: ['account:AcceptPrimaryEmailUpdate'],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Take the mailbox out of the circle',
    steps: [
      'Find out where the mail of the root address is hosted (WorkMail and SES are in an AWS account), and where its DNS zone (Route 53) and its registration (Route 53 Domains) are.',
      'Find out what signs people in to that mailbox, and whether it runs in or depends on this account or organization.',
      'Move what is inside to another provider, or to an account outside the organization, or move root to an address outside.',
      'Say here that nothing of it is inside.',
    ],
    link: accountPage,
  },
  considers: { email: rootEmail, said: statement('root-email-lives-outside-the-account', question) },
  judge(_, { email, said }, { now }) {
    const domain = email.state === 'known' ? domainOf(email.value.address) : ''
    const word = within(statementDays, said, question, now)
    if (word.state === 'known' && !word.value.holds)
      return fail(
        `${speaker(word.value)} said ${ago(word.value.at, now)} that a part of it is inside. When the account is lost, so is the way back. Move that part out, or move root to an address outside.`,
        { evidence: evidenceOf(said) },
      )
    if (email.state === 'known' && isAtPublicProvider(email.value.address))
      return pass(`at ${domain}, a public mail provider`, { evidence: evidenceOf(email) })
    if (word.state === 'known')
      return pass(`${domain ? `${domain}, ` : ''}${speaker(word.value)} said so ${ago(word.value.at, now)}`)
    return rootEmailUntold(
      email,
      word,
      domain ? `nobody has said yet where the mail, DNS and sign-in of ${domain} live` : noApiTells,
    )
  },
  examples: [
    {
      when: 'the mailbox is at a public provider',
      facts: { email: { address: 'mia.aws@proton.me' }, said: unattested(question) },
      then: 'pass',
      says: 'proton.me',
    },
    {
      when: 'a person says so',
      facts: {
        email: { address: 'aws-root@corp.example' },
        said: miaSaid('root-email-lives-outside-the-account', true),
      },
      then: 'pass',
    },
    {
      when: 'a person says that the zone is inside',
      facts: {
        email: { address: 'aws-root@corp.example' },
        said: miaSaid('root-email-lives-outside-the-account', false),
      },
      then: 'fail',
    },
    {
      when: 'nobody has said',
      facts: { email: { address: 'aws-root@corp.example' }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'the account is standalone and nobody has said',
      facts: { email: unattested(rootEmailQuestion), said: unattested(question) },
      then: 'review',
    },
  ],
})
