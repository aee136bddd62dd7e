/** Whether root's mail domain is registered through the account itself (Amazon Route 53 Domains). */
import { type Fetcher, observed, pages } from '../aws/index.ts'
import { type Fact, known } from '../model/index.ts'
import { isNames, lookEverywhere, namesToAsk, type Place, type Way } from './domain-place.ts'
import { mailDomain } from './mail-domain.ts'

export interface RegistrarPlace extends Place {
  /** Set where it is here. */
  domain?: { name: string; expires?: Date; autoRenew?: boolean; transferLock?: boolean }
}

const mostPages = 3
const action = 'route53domains:ListDomains'

/** Route 53 Domains has one endpoint, in us-east-1 (AWS General Reference, "Amazon Route 53 endpoints and quotas"). */
export const registrarPlace: Fetcher<RegistrarPlace> = {
  name: 'registrar-place',
  reads: [...mailDomain.reads, action],
  readsInMembers: [action],
  async collect(source) {
    const names = await namesToAsk(source)
    return isNames(names) ? lookEverywhere(source, (way) => registeredIn(way, names)) : names
  },
}

async function registeredIn(way: Way, names: readonly string[]): Promise<Fact<RegistrarPlace>> {
  let at = ''
  for (const name of names) {
    const listed = await pages(
      way,
      'route53domains:ListDomains',
      {
        FilterConditions: [{ Name: 'DomainName', Operator: 'BEGINS_WITH', Values: [name] }],
        MaxItems: 100,
      },
      (o) => ({ items: o.Domains, next: o.NextPageMarker ? { Marker: o.NextPageMarker } : undefined }),
      { region: 'us-east-1', most: mostPages },
    )
    if (!listed.ok) return listed.unknown
    at = listed.at
    const own = listed.items.find((domain) => domain.DomainName?.toLowerCase() === name)
    if (!own) continue
    const domain = {
      name,
      ...(own.Expiry ? { expires: own.Expiry } : {}),
      ...(own.AutoRenew === undefined ? {} : { autoRenew: own.AutoRenew }),
      ...(own.TransferLock === undefined ? {} : { transferLock: own.TransferLock }),
    }
    return known({ where: 'here', what: `the registration of ${name} (Route 53 Domains)`, domain }, [
      observed('route53domains:ListDomains', at, {
        ...domain,
        expires: domain.expires?.toISOString() ?? null,
      }),
    ])
  }
  return known({ where: 'not-here' }, [
    observed('route53domains:ListDomains', at, { asked: [...names], registered: false }),
  ])
}
