/** Whether mail to root arrives in the account itself: through SES, or at a server with an Elastic IP address. */
import type { Fetcher, Source } from '../aws/index.ts'
import { observed } from '../aws/index.ts'
import {
  type Fact,
  known,
  type Known,
  type MailServer,
  type MailServers,
  type Unknown,
  unknown,
} from '../model/index.ts'
import { mailServers } from './domain-look.ts'
import { here, isNames, lookEverywhere, namesToAsk, type Place, type Way, worstOf } from './domain-place.ts'
import { mailDomain } from './mail-domain.ts'
import { enabledRegions } from './regions.ts'

/** Amazon SES developer guide, "Email receiving endpoints". */
const sesEndpoint = /^inbound-smtp\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/

/** Mail hosts of providers whose servers are surely nobody else's: their addresses are not looked for Region by Region. */
const provider =
  /(^|\.)(google|googlemail|outlook|icloud|yahoodns|protonmail|messagingengine|zoho|zohomail|pphosted|mimecast|secureserver|fastmail|migadu|mailbox|gandi|ovh|ionos|one)\.(com|net|ch|eu|org|de)$|(^|\.)mx\.microsoft$/

const actions = [
  'ses:DescribeActiveReceiptRuleSet',
  'ses:GetIdentityVerificationAttributes',
  'ec2:DescribeAddresses',
] as const

export const mailPlace: Fetcher<Place> = {
  name: 'mail-place',
  reads: [...mailDomain.reads, ...enabledRegions.reads, ...actions],
  readsInMembers: actions,
  async collect(source) {
    const names = await namesToAsk(source)
    if (!isNames(names)) return names
    const mail = await source.get(mailServers)
    if (mail.state !== 'known') return mail
    return lookEverywhere(source, (way) => arrivingIn(source, way, names, mail))
  },
}

async function arrivingIn(
  source: Source,
  way: Way,
  names: readonly string[],
  mail: Known<MailServers>,
): Promise<Fact<Place>> {
  const { servers } = mail.value
  const unseen: Unknown[] = []
  const take = (fact: Fact<Place>): Fact<Place> | undefined => {
    if (fact.state === 'unknown') unseen.push(fact)
    return fact.state === 'known' && fact.value.where === 'here' ? fact : undefined
  }
  const regions = servers.flatMap(({ name }) => sesEndpoint.exec(name)?.[1] ?? [])
  for (const region of new Set(regions)) {
    const found = take(await throughSes(way, region, names))
    if (found) return found
  }
  const others = servers.filter(({ name, gone }) => !gone && !sesEndpoint.test(name) && !provider.test(name))
  const found = others.length > 0 ? take(await atOwnAddress(source, way, others)) : undefined
  return found ?? worstOf(unseen) ?? known({ where: 'not-here' }, mail.evidence)
}

/**
 * A rule of the active set takes the domain's mail: it names the domain, an address of it or a domain above it with a dot
 * before, or it names nobody and the domain is verified (SES API reference, ReceiptRule, Recipients).
 */
async function throughSes({ call }: Way, region: string, names: readonly string[]): Promise<Fact<Place>> {
  const domain = names[0]!
  const set = await call('ses:DescribeActiveReceiptRuleSet', {}, { region })
  if (!set.ok) return set.unknown
  const rules = (set.output.Rules ?? []).filter((rule) => rule.Enabled)
  const found = (rule: string | undefined) =>
    here(`the mail of ${domain} (SES in ${region})`, [
      observed('ses:DescribeActiveReceiptRuleSet', set.at, { region, domain, rule: rule ?? null }),
    ])
  const named = rules.find((rule) =>
    rule.Recipients?.some((recipient) => isOf(recipient.toLowerCase(), domain)),
  )
  if (named) return found(named.Name)
  const open = rules.find((rule) => !rule.Recipients?.length)
  if (open) {
    const verified = await call(
      'ses:GetIdentityVerificationAttributes',
      { Identities: [...names] },
      { region },
    )
    if (!verified.ok) return verified.unknown
    const states = Object.values(verified.output.VerificationAttributes ?? {})
    if (states.some((state) => state.VerificationStatus === 'Success')) return found(open.Name)
  }
  // WorkMail has the same servers; whether what it does shows among the rules of SES no page that we know says.
  return unknown(
    'unsupported',
    `mail of ${domain} arrives at SES or WorkMail in ${region}: no rule of SES in this account takes it, and whether WorkMail of this account does is not seen`,
  )
}

const isOf = (recipient: string, domain: string): boolean =>
  recipient === domain ||
  recipient.endsWith(`@${domain}`) ||
  (recipient.startsWith('.') && domain.endsWith(recipient))

/** In which Region an address is, it does not say: each that is enabled for whoever looks is asked, once for all addresses. */
async function atOwnAddress(
  source: Source,
  { call }: Way,
  servers: readonly MailServer[],
): Promise<Fact<Place>> {
  const ips = servers.flatMap(({ addresses }) => addresses.filter((address) => !address.includes(':')))
  const without = servers.find(({ addresses }) => addresses.length === 0)
  if (ips.length === 0)
    return without
      ? unknown('failed', `the address of the mail server ${without.name} could not be looked up`)
      : known({ where: 'not-here' })
  const regions = await source.get(enabledRegions)
  if (regions.state !== 'known')
    return regions.state === 'unknown' ? regions : unknown('failed', regions.question)
  const asked = await Promise.all(
    regions.value.map(async (region) => {
      const answer = await call(
        'ec2:DescribeAddresses',
        { Filters: [{ Name: 'public-ip', Values: ips }] },
        { region },
      )
      return { region, answer }
    }),
  )
  const unseen: Unknown[] = []
  for (const { region, answer } of asked) {
    if (!answer.ok) {
      unseen.push(answer.unknown)
      continue
    }
    const ip = answer.output.Addresses?.find((address) => ips.includes(address.PublicIp ?? ''))?.PublicIp
    if (ip !== undefined)
      return here(`the mail server at ${ip} (Elastic IP address in ${region})`, [
        observed('ec2:DescribeAddresses', answer.at, { region, ip }),
      ])
  }
  return worstOf(unseen) ?? known({ where: 'not-here' })
}
