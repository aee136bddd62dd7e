import { domainRegistration, mailServers } from '../facts/domain-look.ts'
import type { Place } from '../facts/domain-place.ts'
import { isPublicProvider, isReservedDomain } from '../facts/domain-kinds.ts'
import { mailDomain } from '../facts/mail-domain.ts'
import { registrarPlace } from '../facts/registrar-place.ts'
import { rootEmail } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import {
  cannotTell,
  defineControl,
  type Fact,
  fail,
  isLookupOff,
  lookupOff,
  notApplicable,
  pass,
  review,
  unattested,
  unknown,
  valueOf,
} from '../model/index.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { mailSays, registrationSays, seenOf } from './support/domain.ts'
import { arriving, at, corp, declared, fromMember, noRdap, until, untold } from './support/domain-samples.ts'
import { evidenceOf } from './support/evidence.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago, sentence } from './support/words.ts'

const question =
  'Does the domain of the root e-mail address receive mail, and is it registered for more than 90 days or renewed by itself?'

/** What the examples are about. */
const nobody = unattested(question)
const elsewhere: Place = { where: 'not-here' }

/** True where its registry answers nobody: then a person's word is all there is. */
const isUntellable = (registration: Fact<unknown>): boolean =>
  registration.state === 'unknown' && registration.why === 'unsupported' && !isLookupOff(registration)

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
    'The domain has mail servers (MX in DNS), and its registration ends in more than 90 days (RDAP). 30 days or less, a state such as redemption period or client hold, no mail server, or a null MX: fails. Up to 90 days: a person says that it renews by itself, or Route 53 does so. Nobody outside AWS is asked before lookups.dns and lookups.rdap in neverroot.yaml allow it; what Route 53 Domains says of a domain of the account counts without. A mailbox at a public provider has no domain to lose: not applicable. A domain that nobody can own (example.com, .invalid) fails. Of a standalone account the domain is that of contacts.root.email in neverroot.yaml.',
  cannotKnow:
    'Whether another registrar than Route 53 renews the domain by itself. Some registries answer no look-ups: there a person says it. A domain of which the configuration says that it is the one of root may be another.',
  references: [
    rootEmailGuide,
    'https://www.rfc-editor.org/rfc/rfc9083',
    'https://www.rfc-editor.org/rfc/rfc7505',
  ],
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
  considers: {
    email: rootEmail,
    domain: mailDomain,
    mail: mailServers,
    registration: domainRegistration,
    own: registrarPlace,
    said: statement('root-email-domain-is-safe', question),
  },
  judge(_, { email, domain: of, mail, registration, own, said }, { now }) {
    const domain = valueOf(of)?.domain ?? ''
    if (domain && isPublicProvider(domain))
      return notApplicable(`${domain} is a public mail provider's: it has no registration of yours to lose`)
    if (domain && isReservedDomain(domain))
      return fail(
        `${domain} is a domain that nobody can own. No mail to root arrives. Move root to a mailbox that is read.`,
        { evidence: evidenceOf(of) },
      )
    const arrives = mailSays(domain, mail)
    const lasts = registrationSays(domain, registration, own, now)
    const gone = arrives.how === 'bad' && valueOf(mail)?.accepts === 'no-such-domain'
    if (gone && valueOf(registration) === 'none')
      return fail(
        `${domain} is registered by nobody. Whoever registers it receives the codes that reset root. Register it now, or move root to another address.`,
        { evidence: evidenceOf(mail, registration) },
      )
    if (lasts.how === 'bad')
      return fail(
        `${sentence(lasts.text)}. Whoever registers it next receives the codes that reset root. Renew it, and let it renew by itself.`,
        { evidence: lasts.evidence },
      )
    if (arrives.how === 'bad')
      return fail(
        `${sentence(arrives.text)}. No mail to root arrives, nor any code that resets it. Let mail arrive, or move root to an address where it does.`,
        { evidence: arrives.evidence },
      )
    const word = within(statementDays, said, question, now)
    const who = word.state === 'known' ? `${speaker(word.value)} said ${ago(word.value.at, now)}` : ''
    if (word.state === 'known' && !word.value.holds)
      return fail(
        `${who} that ${domain || 'the domain'} may be lost. Whoever registers it next receives the codes that reset root. Renew it, and let it renew by itself.`,
        { evidence: evidenceOf(said) },
      )
    const seen = [...seenOf(arrives), ...seenOf(lasts)]
    if (arrives.how === 'good' && lasts.how === 'good')
      return pass(`${arrives.text}, and ${lasts.text}`, { evidence: seen })
    if (arrives.how === 'good' && lasts.how === 'soon')
      return word.state === 'known'
        ? pass(`${arrives.text}; ${lasts.text}, and ${who} that it renews by itself`, {
            evidence: [...seen, ...evidenceOf(said)],
          })
        : review(`${lasts.text}; whether it renews by itself nobody has said`, question, { evidence: seen })
    // What no registry answers a person may say; what only was not asked, or did not answer, is looked up.
    if (arrives.how === 'good' && word.state === 'known' && isUntellable(registration))
      return pass(`${arrives.text}; ${lasts.text}, and ${who} that it is safe`, {
        evidence: [...seen, ...evidenceOf(said)],
      })
    if (
      word.state === 'known' &&
      (!domain || (isLookupOff(mail) && isLookupOff(registration) && lasts.how === 'unseen'))
    )
      return review(
        `${who} that ${domain || 'the domain'} is safe; its DNS and registration were not looked up`,
        question,
      )
    if (!domain && word.state !== 'known') return rootEmailUntold(email, word, noApiTells)
    if (isLookupOff(mail) && isLookupOff(registration) && lasts.how === 'unseen')
      return cannotTell(`the mail servers and the registration of ${domain} were not looked up`)
    const open = [arrives, lasts].flatMap((one) => (one.how === 'unseen' ? [one] : []))
    const good = [arrives, lasts].flatMap((one) => (one.how === 'unseen' ? [] : [one.text]))
    return cannotTell(
      `${[...open.map(({ text }) => text), ...good.map((text) => `seen is that ${text}`)].join('; ')}`,
      open.flatMap(({ because }) => because?.needs ?? []),
    )
  },
  examples: [
    {
      when: 'mail arrives and the registration is far from its end',
      facts: { ...corp, mail: arriving, registration: until('2028-06-01'), own: elsewhere, said: nobody },
      then: 'pass',
      says: 'registered until 2028-06-01 (Example Registrar)',
    },
    {
      when: 'the registration ends in 20 days: what somebody says of it changes nothing',
      facts: {
        ...corp,
        mail: arriving,
        registration: until('2026-12-13'),
        own: elsewhere,
        said: miaSaid('root-email-domain-is-safe', true),
      },
      then: 'fail',
      says: '20 days from now',
    },
    {
      when: 'the registration ends in 60 days',
      facts: { ...corp, mail: arriving, registration: until('2027-01-22'), own: elsewhere, said: nobody },
      then: 'review',
      says: 'renews by itself nobody has said',
    },
    {
      when: 'the registration ends in 60 days, and a person says that it renews by itself',
      facts: {
        ...corp,
        mail: arriving,
        registration: until('2027-01-22'),
        own: elsewhere,
        said: miaSaid('root-email-domain-is-safe', true),
      },
      then: 'pass',
    },
    {
      when: 'Route 53 says that it lasts, and the registry that it is soon over: one bad source is enough',
      facts: {
        ...corp,
        mail: arriving,
        registration: until('2026-12-13'),
        own: {
          where: 'here',
          what: 'the registration of corp.example (Route 53 Domains)',
          domain: {
            name: 'corp.example',
            expires: new Date('2028-01-08'),
            autoRenew: true,
            transferLock: true,
          },
        },
        said: nobody,
      },
      then: 'fail',
      says: 'is registered until 2026-12-13',
    },
    {
      when: 'the registry says that it lasts, and Route 53 that it is soon over',
      facts: {
        ...corp,
        mail: arriving,
        registration: until('2028-01-08'),
        own: {
          where: 'here',
          what: 'the registration of corp.example (Route 53 Domains)',
          domain: { name: 'corp.example', expires: new Date('2026-12-13') },
        },
        said: nobody,
      },
      then: 'fail',
      says: 'is registered until 2026-12-13',
    },
    {
      when: 'the registration ends in 60 days, and Route 53 renews it by itself',
      facts: {
        ...corp,
        mail: arriving,
        registration: lookupOff('rdap'),
        own: {
          where: 'here',
          what: 'the registration of corp.example (Route 53 Domains)',
          domain: {
            name: 'corp.example',
            expires: new Date('2027-01-22'),
            autoRenew: true,
            transferLock: true,
          },
        },
        said: nobody,
      },
      then: 'pass',
      says: 'renews itself',
    },
    {
      when: 'the registration has ended, and the registry keeps it for its owner for a while',
      facts: {
        ...corp,
        mail: arriving,
        registration: { ...until('2027-06-01'), statuses: ['redemption period'] },
        own: elsewhere,
        said: nobody,
      },
      then: 'fail',
      says: 'redemption period',
    },
    {
      when: 'the registrar has switched the domain off',
      facts: {
        ...corp,
        mail: lookupOff('dns'),
        registration: { ...until('2028-06-01'), statuses: ['client hold'] },
        own: elsewhere,
        said: nobody,
      },
      then: 'fail',
      says: 'client hold',
    },
    {
      when: 'the domain is parked: there is no mail server',
      facts: {
        ...corp,
        mail: { accepts: 'no-mx', servers: [] },
        registration: until('2028-06-01'),
        own: elsewhere,
        said: nobody,
      },
      then: 'fail',
      says: 'no MX record',
    },
    {
      when: 'the domain says that it takes no mail',
      facts: {
        ...corp,
        mail: { accepts: 'refuses', servers: [] },
        registration: lookupOff('rdap'),
        own: elsewhere,
        said: nobody,
      },
      then: 'fail',
      says: 'null MX',
    },
    {
      when: 'the mail server is a name without an address',
      facts: {
        ...corp,
        mail: { accepts: 'servers', servers: [{ name: 'mx.old.example', addresses: [], gone: true }] },
        registration: until('2028-06-01'),
        own: elsewhere,
        said: nobody,
      },
      then: 'fail',
      says: 'mx.old.example',
    },
    {
      when: 'nobody has registered the domain',
      facts: {
        ...corp,
        mail: { accepts: 'no-such-domain', servers: [] },
        registration: 'none',
        own: elsewhere,
        said: nobody,
      },
      then: 'fail',
      says: 'registered by nobody',
    },
    {
      when: 'the registry says nobody has it, and mail arrives: one of them is wrong',
      facts: { ...corp, mail: arriving, registration: 'none', own: elsewhere, said: nobody },
      then: 'unknown',
      says: 'the registry knows no registration',
    },
    {
      when: 'only one of the two may be looked up',
      facts: { ...corp, mail: arriving, registration: lookupOff('rdap'), own: elsewhere, said: nobody },
      then: 'unknown',
      says: 'lookups.rdap',
    },
    {
      when: 'the registry has no RDAP',
      facts: { ...corp, mail: arriving, registration: noRdap, own: elsewhere, said: nobody },
      then: 'unknown',
      says: 'answers no look-ups over RDAP',
    },
    {
      when: 'the registry has no RDAP, and a person says that the registration is safe',
      facts: {
        ...corp,
        mail: arriving,
        registration: noRdap,
        own: elsewhere,
        said: miaSaid('root-email-domain-is-safe', true),
      },
      then: 'pass',
    },
    {
      when: 'no name server answers',
      facts: {
        ...corp,
        mail: unknown('failed', 'MX of corp.example could not be looked up: no answer from 10.0.0.53'),
        registration: until('2028-06-01'),
        own: elsewhere,
        said: nobody,
      },
      then: 'unknown',
      says: 'no answer from 10.0.0.53',
    },
    {
      when: 'the mailbox is at a public provider',
      facts: { ...at('mia.aws@gmail.com'), said: unattested(question) },
      then: 'not-applicable',
    },
    {
      when: 'the domain is one that nobody can own',
      facts: { ...at('aws@example.com'), said: unattested(question) },
      then: 'fail',
    },
    {
      when: 'the domain was not looked up',
      facts: {
        ...corp,
        mail: lookupOff('dns'),
        registration: lookupOff('rdap'),
        own: elsewhere,
        said: unattested(question),
      },
      then: 'unknown',
      says: 'corp.example',
    },
    {
      when: 'a person says that it is safe: a word is not a look-up',
      facts: { ...untold, said: miaSaid('root-email-domain-is-safe', true) },
      then: 'review',
    },
    {
      when: 'a person says that it may be lost',
      facts: { ...untold, said: miaSaid('root-email-domain-is-safe', false) },
      then: 'fail',
    },
    {
      when: 'nobody has said which address a standalone account has',
      facts: { ...untold, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'a standalone account, whose address the configuration declares',
      facts: { ...declared, mail: arriving, registration: until('2026-12-01'), own: elsewhere, said: nobody },
      then: 'fail',
      says: '8 days from now',
    },
    {
      when: 'looked at from a member account',
      facts: { ...fromMember, said: unattested(question) },
      given: { vantage: 'member' },
      then: 'unknown',
    },
  ],
})
