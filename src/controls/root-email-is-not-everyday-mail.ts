import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested } from '../model/index.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { maskEmail } from './support/mask.ts'
import { rootBestPractices } from './support/root.ts'
import { lapsedYesterday, miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question = 'Is the root e-mail address a mailbox made for AWS, and not the one you use every day?'

export default defineControl({
  id: 'root-email-is-not-everyday-mail',
  title: 'Root signs in with a mailbox made for AWS, not with everyday mail',
  section: 'account-details',
  severity: 'high',
  profiles: ['personal'],
  rows: ['A2'],
  rationale:
    'Whoever opens the root mailbox can reset the account. The address that every shop and newsletter has is the first one that is attacked.',
  judged: 'A person says so within 365 days.',
  cannotKnow:
    'No API tells the root e-mail address of a standalone account, nor which mailbox is used every day.',
  references: [rootEmailGuide, rootBestPractices],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Move root to a mailbox of its own',
    steps: [
      'Make a mailbox that nothing else uses, with a long random password and MFA of its own.',
      'Sign in as root, open the account page and choose Edit beside the e-mail address.',
      'Enter the new address, and confirm with the codes that AWS sends to both mailboxes.',
      'Sign out, keep the password of the mailbox in your password manager, and say so here.',
    ],
    link: accountPage,
    see: 'the new address on the account page; the next root sign-in asks for it.',
    back: 'until the codes were typed the old address holds; afterwards the same page changes it back.',
  },
  considers: { email: rootEmail, said: statement('root-email-is-not-everyday-mail', question) },
  judge(_, { email, said }, { now }) {
    const word = within(statementDays, said, question, now)
    if (word.state !== 'known')
      return rootEmailUntold(
        email,
        word,
        email.state === 'known'
          ? `nobody has said yet what ${maskEmail(email.value.address)} is used for`
          : noApiTells,
      )
    const { holds, at } = word.value
    const evidence = evidenceOf(said)
    return holds
      ? pass(`${speaker(word.value)} said so ${ago(at, now)}`, { evidence })
      : fail(
          `${speaker(word.value)} said ${ago(at, now)} that it is everyday mail. Whoever gets into that mailbox can reset the account. Move root to a mailbox of its own.`,
          { evidence },
        )
  },
  examples: [
    {
      when: 'a person says so',
      facts: {
        email: unattested(rootEmailQuestion),
        said: miaSaid('root-email-is-not-everyday-mail', true),
      },
      then: 'pass',
    },
    {
      when: 'a person says that it is everyday mail',
      facts: {
        email: unattested(rootEmailQuestion),
        said: miaSaid('root-email-is-not-everyday-mail', false),
      },
      then: 'fail',
    },
    {
      when: 'nobody has said',
      facts: { email: unattested(rootEmailQuestion), said: unattested(question) },
      then: 'review',
    },
    {
      when: 'what was said lapsed yesterday',
      facts: {
        email: unattested(rootEmailQuestion),
        said: unattested(question, lapsedYesterday('root-email-is-not-everyday-mail')),
      },
      then: 'review',
      says: 'lapsed on 2026-11-22',
    },
  ],
})
