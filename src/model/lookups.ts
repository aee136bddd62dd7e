import type { Iso } from './aws.ts'
import { type Fact, type Unknown, unknown } from './fact.ts'

/** Which look-ups outside AWS the configuration allows, and whom they ask. Without it nobody is asked anything. */
export interface LookupsConfiguration {
  /** True: mail servers, zones and addresses are asked of name servers. */
  dns?: boolean
  /** True: registrations of domains are asked of their registries. */
  rdap?: boolean
  /** Name servers, `address` or `address:port`. Default: those of this machine. */
  resolvers?: string[]
  /** Accounts of the organization in which zones, registrations or mail may be: the centre looks into them too. */
  accounts?: string[]
  /** The list of who answers for which ending. Default: IANA's. */
  bootstrap?: string
}

/** One mail server of a domain. */
export interface MailServer {
  name: string
  addresses: readonly string[]
  /** True: the name has no address at all, so that nothing can be delivered there. */
  gone?: true
}

/** What DNS says of the mail of a domain. */
export interface MailServers {
  /**
   * `refuses`: a null MX (RFC 7505), which says that the domain takes no mail. `no-mx`: the domain is there and names no
   * mail server. `no-such-domain`: NXDOMAIN.
   */
  accepts: 'servers' | 'refuses' | 'no-mx' | 'no-such-domain'
  /** The preferred one first. */
  servers: readonly MailServer[]
}

/** A zone and the name servers to which the zone above delegates it. */
export interface Zone {
  name: string
  nameServers: readonly string[]
}

/** What a registry says of a domain. */
export interface Registration {
  /** The registered name, which may be shorter than the one that was asked about. */
  name: string
  /** Absent: the registry does not tell. */
  expires?: Iso
  registrar?: string
  /** In the words of RDAP (RFC 8056): `client transfer prohibited`. */
  statuses: readonly string[]
}

/** Look-ups outside AWS. Whatever is not allowed, or did not answer, is unknown. */
export interface Lookups {
  mail(domain: string): Promise<Fact<MailServers>>
  /** The zones that lead to the domain, its own first; never that of a top-level domain. */
  zones(domain: string): Promise<Fact<readonly Zone[]>>
  /** `none`: the registry knows neither the name nor any above it. */
  registration(domain: string): Promise<Fact<Registration | 'none'>>
}

const notAllowed = {
  dns: 'the configuration allows no look-ups in DNS (lookups.dns)',
  rdap: 'the configuration allows no look-ups of registrations (lookups.rdap)',
} as const

/** What a look-up is that the configuration does not allow: nobody was asked. */
export const lookupOff = (what: keyof typeof notAllowed): Unknown => unknown('unsupported', notAllowed[what])

/** True where nobody was asked because nobody allowed it: that is no trouble, and a person may say it instead. */
export const isLookupOff = (fact: Fact<unknown>): boolean =>
  fact.state === 'unknown' && Object.values<string>(notAllowed).includes(fact.message)
