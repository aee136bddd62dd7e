import type { Place } from '../facts/domain-place.ts'
import { isPublicProvider } from '../facts/domain-kinds.ts'
import { mailDomain } from '../facts/mail-domain.ts'
import { mailPlace } from '../facts/mail-place.ts'
import { registrarPlace } from '../facts/registrar-place.ts'
import { rootEmail } from '../facts/root-email.ts'
import { statement } from '../facts/statement.ts'
import { zonePlace } from '../facts/zone-place.ts'
import {
  cannotTell,
  defineControl,
  type Fact,
  fail,
  isLookupOff,
  lookupOff,
  pass,
  unattested,
  unknown,
  valueOf,
} from '../model/index.ts'
import { accountPage, noApiTells, rootEmailGuide, rootEmailUntold } from './support/contacts.ts'
import { at, corp, declared, fromMember, untold } from './support/domain-samples.ts'
import { evidenceOf } from './support/evidence.ts'
import { rootBestPractices } from './support/root.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, statementDays, within } from './support/said.ts'
import { ago, list, sentence } from './support/words.ts'

const question =
  'Do the mail, the DNS zone, the registrar and the sign-in of the root mailbox all work when this AWS account or organization is closed to you?'

/** What the examples are about. */
const nobody = unattested(question)
const away: Place = { where: 'not-here' }
const zoneHere: Place = { where: 'here', what: 'the zone corp.example (Route 53)' }
const allAway = { ...corp, zone: away, registrar: away, mail: away }

const scopeOf = (...places: readonly (Place | undefined)[]) =>
  places.some((place) => place?.of !== undefined) ? 'organization' : 'account'

const partWords = { zone: 'the zone', registrar: 'the registration', mail: 'the mail servers' } as const

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
    'A mailbox at a public provider lives outside. For a domain of your own the account that looks is asked for its zone (Route 53), its registration (Route 53 Domains) and its mail servers (SES, Elastic IP addresses): one of them there fails, whatever is said. That a zone is the one that the world asks, and where mail arrives, shows in DNS, which lookups.dns in neverroot.yaml allows. From the centre of an organization the accounts that lookups.accounts names are asked the same: one that lets nobody in leaves it unknown. The rest a person says within 365 days: the identity provider that opens the mailbox, and accounts that were not named.',
  cannotKnow:
    'Where the identity provider that opens the mailbox runs. Of other accounts of the organization only those that lookups.accounts names are looked into, and only from its centre (audit --org); of addresses of the account only Elastic IP addresses are seen, no load balancer.',
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
  considers: {
    email: rootEmail,
    domain: mailDomain,
    zone: zonePlace,
    registrar: registrarPlace,
    mail: mailPlace,
    said: statement('root-email-lives-outside-the-account', question),
  },
  judge(_, { email, domain: of, zone, registrar, mail, said }, { now, vantage }) {
    const domain = valueOf(of)?.domain ?? ''
    const word = within(statementDays, said, question, now)
    if (word.state === 'known' && !word.value.holds)
      return fail(
        `${speaker(word.value)} said ${ago(word.value.at, now)} that a part of it is inside. When the account is lost, so is the way back. Move that part out, or move root to an address outside.`,
        { evidence: evidenceOf(said) },
      )
    if (domain && isPublicProvider(domain))
      return pass(`at ${domain}, a public mail provider`, { evidence: evidenceOf(of) })
    const parts: Record<keyof typeof partWords, Fact<Place>> = { zone, registrar, mail }
    const whatIs = (where: Place['where']) =>
      Object.values(parts).filter((part) => valueOf(part)?.where === where)
    const inside = whatIs('here')
    if (inside.length > 0)
      return fail(
        `${sentence(list(inside.map((part) => valueOf(part)!.what!)))} ${inside.length === 1 ? 'is' : 'are'} in this ${scopeOf(...inside.map(valueOf))}. When it is lost, so is the way back, and whoever takes it takes the mailbox. Move that part out, or move root to an address outside.`,
        { evidence: evidenceOf(of, ...inside) },
      )
    const perhaps = valueOf(whatIs('perhaps')[0] ?? zone)
    if (perhaps?.where === 'perhaps')
      return cannotTell(
        `${perhaps.what} is in this ${scopeOf(perhaps)}; whether it is the one that the world asks was not seen: ${perhaps.because}`,
      )
    if (word.state === 'known')
      return pass(`${domain ? `${domain}, ` : ''}${speaker(word.value)} said so ${ago(word.value.at, now)}`)
    if (!domain) return rootEmailUntold(email, word, noApiTells)
    const unseen = Object.values(parts).flatMap((part) => (part.state === 'unknown' ? [part] : []))
    // Where nobody allowed DNS it is a question for a person, as it is where nothing can be looked up.
    const gap = unseen.find((part) => part.why === 'denied') ?? unseen[0]
    if (gap && !unseen.some(isLookupOff)) return cannotTell(gap.message, gap.needs)
    const seen = (Object.keys(partWords) as (keyof typeof partWords)[])
      .filter((name) => valueOf(parts[name])?.where === 'not-here')
      .map((name) => partWords[name])
    const others = vantage === 'standalone' ? '' : ' or in another account of the organization'
    return rootEmailUntold(
      email,
      word,
      seen.length > 0
        ? `${list(seen)} of ${domain} ${seen.length === 1 && seen[0] !== partWords.mail ? 'is' : 'are'} not in this account; whether anything of it, or the sign-in to the mailbox, is${others || ' inside'} nobody has said yet`
        : `nobody has said yet where the mail, DNS and sign-in of ${domain} live`,
    )
  },
  examples: [
    {
      when: 'the zone that the world asks is in the account, whatever was said',
      facts: {
        ...corp,
        zone: zoneHere,
        registrar: away,
        mail: lookupOff('dns'),
        said: miaSaid('root-email-lives-outside-the-account', true),
      },
      then: 'fail',
      says: 'The zone corp.example (Route 53) is in this account',
    },
    {
      when: 'the zone that the world asks is in another account of the organization',
      facts: {
        ...allAway,
        zone: {
          where: 'here',
          what: 'the zone corp.example (Route 53) of account 444444444444',
          of: '444444444444',
        },
        said: miaSaid('root-email-lives-outside-the-account', true),
      },
      given: { vantage: 'management' },
      then: 'fail',
      says: 'The zone corp.example (Route 53) of account 444444444444 is in this organization',
    },
    {
      when: 'an account of the organization that was named lets nobody in',
      facts: {
        ...allAway,
        registrar: unknown(
          'elsewhere',
          'account 444444444444 was not looked into: it is no member that is open, or no role lets us in',
        ),
        said: nobody,
      },
      given: { vantage: 'management' },
      then: 'unknown',
      says: 'account 444444444444 was not looked into',
    },
    {
      when: 'the domain is registered through the account',
      facts: {
        ...allAway,
        registrar: { where: 'here', what: 'the registration of corp.example (Route 53 Domains)' },
        said: nobody,
      },
      then: 'fail',
      says: 'Route 53 Domains',
    },
    {
      when: 'mail arrives through SES of the account, and its zone is there too',
      facts: {
        ...corp,
        zone: zoneHere,
        registrar: away,
        mail: { where: 'here', what: 'the mail of corp.example (SES in eu-west-1)' },
        said: nobody,
      },
      then: 'fail',
      says: 'SES in eu-west-1) are in this account',
    },
    {
      when: 'the mail server has an address of the account, and the zone was not seen: one is enough',
      facts: {
        ...corp,
        zone: unknown('denied', 'The caller may not call route53:ListHostedZonesByName', [
          'route53:ListHostedZonesByName',
        ]),
        registrar: away,
        mail: { where: 'here', what: 'the mail server at 192.0.2.1 (Elastic IP address in us-east-1)' },
        said: nobody,
      },
      then: 'fail',
      says: '192.0.2.1',
    },
    {
      when: 'a zone of the name is in the account, and DNS may not be asked whether it is the one',
      facts: {
        ...corp,
        zone: {
          where: 'perhaps',
          what: 'the zone corp.example (Route 53)',
          because: lookupOff('dns').message,
        },
        registrar: away,
        mail: lookupOff('dns'),
        said: miaSaid('root-email-lives-outside-the-account', true),
      },
      then: 'unknown',
      says: 'lookups.dns',
    },
    {
      when: 'all was looked at and nothing is there: the sign-in to the mailbox takes a word',
      facts: { ...allAway, said: nobody },
      then: 'review',
      says: 'the sign-in to the mailbox',
    },
    {
      when: 'all was looked at and a person says the rest',
      facts: { ...allAway, said: miaSaid('root-email-lives-outside-the-account', true) },
      then: 'pass',
    },
    {
      when: 'one part could not be looked at',
      facts: {
        ...allAway,
        registrar: unknown('denied', 'The caller may not call route53domains:ListDomains', [
          'route53domains:ListDomains',
        ]),
        said: nobody,
      },
      then: 'unknown',
      says: 'route53domains:ListDomains',
    },
    {
      when: 'no name server answers',
      facts: {
        ...corp,
        zone: away,
        registrar: away,
        mail: unknown('failed', 'MX of corp.example could not be looked up: no answer from 10.0.0.53'),
        said: nobody,
      },
      then: 'unknown',
      says: 'no answer from 10.0.0.53',
    },
    {
      when: 'DNS may not be asked: the rest is told, and a person asked',
      facts: { ...corp, zone: away, registrar: away, mail: lookupOff('dns'), said: nobody },
      then: 'review',
      says: 'the zone and the registration of corp.example are not in this account',
    },
    {
      when: 'a standalone account whose address the configuration declares',
      facts: { ...declared, zone: zoneHere, registrar: away, mail: lookupOff('dns'), said: nobody },
      then: 'fail',
    },
    {
      when: 'looked at from a member account',
      facts: { ...fromMember, said: nobody },
      given: { vantage: 'member' },
      then: 'unknown',
    },
    {
      when: 'the mailbox is at a public provider',
      facts: { ...at('mia.aws@proton.me'), said: unattested(question) },
      then: 'pass',
      says: 'proton.me',
    },
    {
      when: 'a person says so',
      facts: {
        ...corp,
        zone: away,
        registrar: away,
        mail: lookupOff('dns'),
        said: miaSaid('root-email-lives-outside-the-account', true),
      },
      then: 'pass',
    },
    {
      when: 'a person says that the zone is inside',
      facts: {
        ...corp,
        zone: away,
        registrar: away,
        mail: lookupOff('dns'),
        said: miaSaid('root-email-lives-outside-the-account', false),
      },
      then: 'fail',
    },
    {
      when: 'nobody has said',
      facts: {
        ...corp,
        zone: lookupOff('dns'),
        registrar: lookupOff('dns'),
        mail: lookupOff('dns'),
        said: nobody,
      },
      then: 'review',
    },
    {
      when: 'the account is standalone and nobody has said',
      facts: { ...untold, said: nobody },
      then: 'review',
    },
  ],
})
