/** Questions to name servers. No answer, and an answer that makes no sense, are unknown; "there is none" is an answer. */
import { Resolver } from 'node:dns/promises'
import { Interrupted } from '../aws/index.ts'
import {
  type Fact,
  known,
  type MailServer,
  type MailServers,
  type Observation,
  unknown,
  type Zone,
} from '../model/index.ts'
import { asciiName, selfAndAbove } from './names.ts'

export interface DnsOptions {
  /** `address` or `address:port`; left out: those of this machine. */
  resolvers?: readonly string[]
  /** Milliseconds for one attempt, of which there are two. Default 5,000. */
  timeoutMs?: number
  now(): Date
  signal?: AbortSignal
  onLookup?: (what: string, host: string) => void
}

export interface Dns {
  mail(domain: string): Promise<Fact<MailServers>>
  zones(domain: string): Promise<Fact<readonly Zone[]>>
}

/** Of a domain with more mail servers the first few are looked at: any of them takes its mail. */
const mostServers = 5

type Got<T> = { found: T } | { none: 'name' | 'record' } | { trouble: string }

export function openDns({ resolvers, timeoutMs = 5_000, now, signal, onLookup }: DnsOptions): Dns {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 })
  if (resolvers) resolver.setServers([...resolvers])
  const host = resolver.getServers().join(', ') || 'the name server of this machine'
  signal?.addEventListener('abort', () => resolver.cancel(), { once: true })

  const ask = async <T>(type: string, name: string, question: () => Promise<T>): Promise<Got<T>> => {
    if (signal?.aborted) throw new Interrupted()
    onLookup?.(`${type} of ${name}`, host)
    try {
      return { found: await question() }
    } catch (error) {
      if (signal?.aborted) throw new Interrupted()
      const code = (error as { code?: string }).code ?? ''
      if (code === 'ENOTFOUND') return { none: 'name' }
      if (code === 'ENODATA') return { none: 'record' }
      return { trouble: `${type} of ${name} could not be looked up: ${wordsOf(code, host)}` }
    }
  }
  const seen = (saw: Observation['saw']): Observation[] => [
    { kind: 'observation', source: 'dns', at: now().toISOString(), saw },
  ]

  const addressesOf = async (name: string): Promise<MailServer | { trouble: string }> => {
    const [four, six] = await Promise.all([
      ask('A', name, () => resolver.resolve4(name)),
      ask('AAAA', name, () => resolver.resolve6(name)),
    ])
    const addresses = [four, six].flatMap((got) => ('found' in got ? got.found : []))
    if (addresses.length > 0) return { name, addresses }
    const trouble = [four, six].find((got) => 'trouble' in got)
    return trouble ?? { name, addresses, gone: true }
  }

  return {
    async mail(domain) {
      const name = asciiName(domain)
      if (name === undefined) return noName(domain)
      const got = await ask('MX', name, () => resolver.resolveMx(name))
      if ('trouble' in got) return unknown('failed', got.trouble)
      if ('none' in got) {
        const accepts = got.none === 'name' ? 'no-such-domain' : 'no-mx'
        return known({ accepts, servers: [] }, seen({ domain: name, mx: [], answer: accepts }))
      }
      const hosts = [...got.found]
        .sort((a, b) => a.priority - b.priority)
        .map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''))
      // A null MX is the root name (RFC 7505); beside others it says nothing.
      const named = [...new Set(hosts.filter((host) => host !== ''))]
      if (named.length === 0) {
        const accepts = hosts.length > 0 ? 'refuses' : 'no-mx'
        return known({ accepts, servers: [] }, seen({ domain: name, mx: hosts, answer: accepts }))
      }
      const looked = await Promise.all(named.slice(0, mostServers).map(addressesOf))
      const servers = looked.map((server, i) =>
        'trouble' in server ? { name: named[i]!, addresses: [] } : server,
      )
      const saw = { domain: name, mx: named, addresses: servers.flatMap(({ addresses }) => [...addresses]) }
      return known({ accepts: 'servers', servers }, seen(saw))
    },

    async zones(domain) {
      const name = asciiName(domain)
      if (name === undefined) return noName(domain)
      const zones: Zone[] = []
      for (const at of selfAndAbove(name)) {
        const got = await ask('NS', at, () => resolver.resolveNs(at))
        if ('trouble' in got) return unknown('failed', got.trouble)
        if ('found' in got && got.found.length > 0)
          zones.push({
            name: at,
            nameServers: got.found.map((server) => server.toLowerCase().replace(/\.$/, '')).sort(),
          })
      }
      return known(
        zones,
        seen(zones.map(({ name: zone, nameServers }) => ({ zone, nameServers: [...nameServers] }))),
      )
    },
  }
}

export const noName = (domain: string) =>
  unknown('failed', `"${printable(domain)}" is not a name that can be looked up`)

/** What somebody else wrote, for a message: without what moves a cursor, and short. */
export const printable = (text: string): string => text.replace(/\p{C}/gu, '').trim().slice(0, 100)

function wordsOf(code: string, host: string): string {
  switch (code) {
    case 'ETIMEOUT':
      return `no answer from ${host}`
    case 'ECONNREFUSED':
      return `${host} is not to be reached`
    case 'ESERVFAIL':
      return `${host} could not find out (SERVFAIL)`
    case 'EREFUSED':
      return `${host} refuses to answer (REFUSED)`
    case 'EBADRESP':
    case 'EFORMERR':
    case 'EBADNAME':
      return `${host} answered with something that is no answer`
    default:
      return `${host} did not answer (${code || 'no reason given'})`
  }
}
