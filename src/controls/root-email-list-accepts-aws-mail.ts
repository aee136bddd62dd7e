import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { rootEmailSenders } from '../facts/root-email-senders.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, review, unattested, unknown, valueOf } from '../model/index.ts'
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
    'The settings of the list, where the staff directory keeps them (Google Workspace does), let anybody write without moderation: proven; that they do not fails. Or mail from AWS itself is shown to have arrived, by a code that was typed back. A test mail from an internal server proves nothing. A word alone is left for review; that somebody says it does not arrive is enough to fail.',
  cannotKnow:
    'The settings of lists in Exchange are not read, nor those of lists that are on the list; a spam filter may hold mail that the settings let through.',
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
  considers: {
    email: rootEmail,
    senders: rootEmailSenders,
    said: statement('root-email-list-accepts-aws-mail', question),
  },
  judge(_, { email, senders, said }, { now }) {
    const shown = email.state === 'known' ? maskEmail(email.value.address) : ''
    const kept = valueOf(senders)
    const rests = { evidence: evidenceOf(email, senders) }
    if (kept && (!kept.outside || kept.moderated))
      return fail(
        `${kept.outside ? `Mail to ${shown} waits for a moderator` : `Nobody from outside may write to ${shown}`} (${kept.directory}). No code for recovery reaches anybody in time. Allow senders from outside, without moderation.`,
        rests,
      )
    const word = within(statementDays, said, question, now)
    const denied = word.state === 'known' && !word.value.holds
    if (kept && !denied) return pass(`anybody may write to ${shown}, unmoderated (${kept.directory})`, rests)
    const doubt =
      senders.state === 'unknown' && senders.why !== 'unsupported' ? `. Its settings: ${senders.message}` : ''
    if (word.state !== 'known')
      return rootEmailUntold(
        email,
        word,
        shown ? `no mail from AWS to ${shown} was shown to arrive${doubt}` : noApiTells,
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
      when: 'the settings of the list let anybody write',
      facts: {
        email: { address: 'aws-root@corp.example' },
        senders: { directory: 'Google Workspace', outside: true, moderated: false },
      },
      then: 'pass',
      says: 'unmoderated (Google Workspace)',
    },
    {
      when: 'the settings of the list keep outsiders out, whatever somebody says',
      facts: {
        email: { address: 'aws-root@corp.example' },
        senders: { directory: 'Google Workspace', outside: false, moderated: false },
        said: miaSaid('root-email-list-accepts-aws-mail', true),
      },
      then: 'fail',
      says: 'Nobody from outside',
    },
    {
      when: 'a moderator holds mail from outside',
      facts: {
        email: { address: 'aws-root@corp.example' },
        senders: { directory: 'Google Workspace', outside: true, moderated: true },
      },
      then: 'fail',
      says: 'waits for a moderator',
    },
    {
      when: 'the settings let anybody write, and a person says that mail does not arrive',
      facts: {
        email: { address: 'aws-root@corp.example' },
        senders: { directory: 'Google Workspace', outside: true, moderated: false },
        said: miaSaid('root-email-list-accepts-aws-mail', false),
      },
      then: 'fail',
      says: 'does not arrive',
    },
    {
      when: 'the scope of the settings is not delegated',
      facts: {
        email: { address: 'aws-root@corp.example' },
        senders: unknown('denied', 'domain-wide delegation needs apps.groups.settings'),
        said: unattested(question),
      },
      then: 'review',
      says: 'apps.groups.settings',
    },
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
