import { rootEmail, rootEmailQuestion } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import {
  cannotTell,
  defineControl,
  fail,
  notApplicable,
  review,
  unattested,
  unknown,
} from '../model/index.ts'
import { domainOf, isAtPublicProvider } from './support/addresses.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { isReservedDomain } from './support/placeholder.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question =
  'Does the domain of the root e-mail address receive mail, and is it registered for more than 90 days or renewed by itself?'

export default defineControl({
  id: 'root-email-domain-is-safe',
  title: 'The domain of the root e-mail address is not about to be lost',
  section: 'account-details',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['A1'],
  rationale:
    'Whoever registers a lapsed domain receives its mail, and with it the codes that reset root. Nothing in AWS notices.',
  judged:
    'The domain has mail servers, and its registration ends in more than 90 days. A mailbox at a public provider has no domain to lose: not applicable. A domain that nobody can own (example.com, .invalid) fails.',
  cannotKnow: 'Whether the registrar renews the domain by itself.',
  references: [rootEmailGuide],
  triggers: ['account:AcceptPrimaryEmailUpdate'],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Keep the domain',
    steps: [
      'Sign in where the domain of the root e-mail address is registered.',
      'Read when the registration ends, and renew it if that is less than 90 days away.',
      'Turn on automatic renewal and the transfer lock, and check that the card on file is valid.',
      'Send a mail from outside to the root e-mail address, and see that it arrives.',
    ],
    link: accountPage,
  },
  considers: { email: rootEmail, said: statement('root-email-domain-is-safe', question) },
  judge(_, { email, said }, { now }) {
    const domain = email.state === 'known' ? domainOf(email.value.address) : ''
    if (email.state === 'known') {
      if (isAtPublicProvider(email.value.address))
        return notApplicable(`${domain} is a public mail provider's: it has no registration of yours to lose`)
      if (isReservedDomain(domain))
        return fail(
          `${domain} is a domain that nobody can own. No mail to root arrives. Move root to a mailbox that is read.`,
          {
            evidence: evidenceOf(email),
          },
        )
    }
    const word = within(statementDays, said, question, now)
    if (word.state === 'known') {
      const who = `${speaker(word.value)} said ${ago(word.value.at, now)}`
      if (!word.value.holds)
        return fail(
          `${who} that ${domain || 'the domain'} may be lost. Whoever registers it next receives the codes that reset root. Renew it, and let it renew by itself.`,
          { evidence: evidenceOf(said) },
        )
      return review(
        `${who} that ${domain || 'the domain'} is safe; its DNS and registration were not looked up`,
        question,
      )
    }
    if (domain) return cannotTell(`the mail servers and the registration of ${domain} were not looked up`)
    return rootEmailUntold(email, word, noApiTells)
  },
  examples: [
    {
      when: 'the mailbox is at a public provider',
      facts: { email: { address: 'mia.aws@gmail.com' }, said: unattested(question) },
      then: 'not-applicable',
    },
    {
      when: 'the domain is one that nobody can own',
      facts: { email: { address: 'aws@example.com' }, said: unattested(question) },
      then: 'fail',
    },
    {
      when: 'the domain was not looked up',
      facts: { email: { address: 'aws-root@corp.example' }, said: unattested(question) },
      then: 'unknown',
      says: 'corp.example',
    },
    {
      when: 'a person says that it is safe: a word is not a look-up',
      facts: { email: unattested(rootEmailQuestion), said: miaSaid('root-email-domain-is-safe', true) },
      then: 'review',
    },
    {
      when: 'a person says that it may be lost',
      facts: { email: unattested(rootEmailQuestion), said: miaSaid('root-email-domain-is-safe', false) },
      then: 'fail',
    },
    {
      when: 'nobody has said which address a standalone account has',
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
