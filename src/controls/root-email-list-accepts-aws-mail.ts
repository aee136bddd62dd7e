import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, review, unattested } from '../model/index.ts'
import { noApiTells, rootEmailUntold } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question =
  'Did mail from AWS itself (a code, or a root password reset that you asked for and did not use) arrive at the root e-mail list within a year?'

export default defineControl({
  id: 'root-email-list-accepts-aws-mail',
  title: 'The root e-mail list takes mail from AWS at once',
  section: 'account-details',
  severity: 'high',
  profiles: ['business'],
  rows: ['A5'],
  rationale:
    'Many lists refuse senders from outside, or hold their mail for a moderator. Then no code and no warning from AWS arrives, and nobody notices until root must be recovered.',
  judged:
    'The settings of the list allow senders from outside without moderation, or mail from AWS itself is shown to have arrived, by a code that was typed back. A test mail from an internal server proves nothing. A word alone is left for review; that somebody says it does not arrive is enough to fail.',
  cannotKnow: 'The settings of a list stand in the mail system, which is not looked at.',
  references: [
    rootBestPractices,
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reset-root-password.html',
  ],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Let mail from AWS in',
    steps: [
      'Open the root e-mail list where your mail is administered: allow senders from outside the organization, and switch moderation off.',
      'Open the AWS sign-in page, choose root user, enter the address and choose "Forgot password".',
      'Wait for the mail from AWS at the list. Do not use its link: let it lapse.',
      'Say here that it arrived.',
    ],
    link: 'https://console.aws.amazon.com/',
  },
  considers: { email: rootEmail, said: statement('root-email-list-accepts-aws-mail', question) },
  judge(_, { email, said }, { now }) {
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    const word = within(statementDays, said, question, now)
    if (word.state !== 'known')
      return rootEmailUntold(
        email,
        word,
        shown ? `no mail from AWS to ${shown} was shown to arrive` : noApiTells,
      )
    const who = `${speaker(word.value)} said ${ago(word.value.at, now)}`
    return word.value.holds
      ? review(`${who} that mail from AWS arrives; no code has shown it`, question)
      : fail(
          `${who} that mail from AWS does not arrive. No code for recovery reaches anybody. Allow senders from outside, without moderation.`,
          { evidence: evidenceOf(said) },
        )
  },
  examples: [
    {
      when: 'nobody has shown it',
      facts: { email: { address: 'aws-root@corp.example' }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'a person says that it arrives: a word is not a code',
      facts: {
        email: unattested(rootEmailQuestion),
        said: miaSaid('root-email-list-accepts-aws-mail', true),
      },
      then: 'review',
    },
    {
      when: 'a person says that it does not arrive',
      facts: {
        email: unattested(rootEmailQuestion),
        said: miaSaid('root-email-list-accepts-aws-mail', false),
      },
      then: 'fail',
    },
  ],
})
