/** What DNS and the registry say of the domain that mail to root goes to, where the configuration allows to ask. */
import type { Fetcher, Source } from '../aws/index.ts'
import {
  type Fact,
  lookupOff,
  type Lookups,
  type MailServers,
  type Registration,
  type Zone,
} from '../model/index.ts'
import { mailDomain, ownDomain } from './mail-domain.ts'

async function asked<T>(
  source: Source,
  what: 'dns' | 'rdap',
  ask: (lookups: Lookups, domain: string) => Promise<Fact<T>>,
): Promise<Fact<T>> {
  const domain = await source.get(ownDomain)
  if (domain.state !== 'known') return domain
  return source.lookups ? ask(source.lookups, domain.value) : lookupOff(what)
}

export const mailServers: Fetcher<MailServers> = {
  name: 'mail-servers',
  reads: mailDomain.reads,
  collect: (source) => asked(source, 'dns', (lookups, domain) => lookups.mail(domain)),
}

export const mailZones: Fetcher<readonly Zone[]> = {
  name: 'mail-zones',
  reads: mailDomain.reads,
  collect: (source) => asked(source, 'dns', (lookups, domain) => lookups.zones(domain)),
}

/** `none`: the registry knows neither the domain nor any above it. */
export const domainRegistration: Fetcher<Registration | 'none'> = {
  name: 'domain-registration',
  reads: mailDomain.reads,
  collect: (source) => asked(source, 'rdap', (lookups, domain) => lookups.registration(domain)),
}
