/** Whether the zone of root's mail domain is one of the account's own (Amazon Route 53). */
import { type Fetcher, observed, type Source } from '../aws/index.ts'
import { type Evidence, type Fact, known, valueOf } from '../model/index.ts'
import { mailZones } from './domain-look.ts'
import { here, isNames, lookEverywhere, namesToAsk, type Place, type Way } from './domain-place.ts'
import { mailDomain } from './mail-domain.ts'

/** Zones of one name: a public one, private ones, and some that were forgotten. */
const mostOfOneName = 10

const actions = ['route53:ListHostedZonesByName', 'route53:GetHostedZone'] as const

export const zonePlace: Fetcher<Place> = {
  name: 'zone-place',
  reads: [...mailDomain.reads, ...actions],
  readsInMembers: actions,
  async collect(source) {
    const names = await namesToAsk(source)
    return isNames(names) ? lookEverywhere(source, (way) => zoneIn(source, way, names)) : names
  },
}

/**
 * A zone of the name proves nothing, since anybody may make one: it is the one that the world asks where the zone above
 * delegates to its name servers, which takes DNS to see (Route 53 developer guide, "Getting the name servers for a public
 * hosted zone").
 */
async function zoneIn(source: Source, { call }: Way, names: readonly string[]): Promise<Fact<Place>> {
  const evidence: Evidence[] = []
  const found: { id: string; name: string }[] = []
  for (const name of names) {
    const listed = await call('route53:ListHostedZonesByName', {
      DNSName: name,
      MaxItems: mostOfOneName,
    })
    if (!listed.ok) return listed.unknown
    const zones = (listed.output.HostedZones ?? []).filter(
      (zone) => zone.Name?.toLowerCase() === `${name}.` && !zone.Config?.PrivateZone,
    )
    found.push(...zones.map(({ Id = '' }) => ({ id: Id.replace(/^\/hostedzone\//, ''), name })))
    evidence.push(observed('route53:ListHostedZonesByName', listed.at, { zone: name, here: zones.length }))
  }
  if (found.length === 0) return known({ where: 'not-here' }, evidence)
  const delegated = await source.get(mailZones)
  const inWords = (name: string) => `the zone ${name} (Route 53)`
  if (delegated.state !== 'known')
    return known(
      {
        where: 'perhaps',
        what: inWords(found[0]!.name),
        because: delegated.state === 'unknown' ? delegated.message : 'nobody has said whose domain it is',
      },
      evidence,
    )
  for (const { id, name } of found) {
    const zone = await call('route53:GetHostedZone', { Id: id })
    if (!zone.ok) return zone.unknown
    const own = (zone.output.DelegationSet?.NameServers ?? []).map((server) =>
      server.toLowerCase().replace(/\.$/, ''),
    )
    const asked = valueOf(delegated)?.find((one) => one.name === name)?.nameServers ?? []
    if (asked.some((server) => own.includes(server)))
      return here(inWords(name), [
        ...delegated.evidence,
        observed('route53:GetHostedZone', zone.at, { zone: name, nameServers: own }),
      ])
  }
  return known({ where: 'not-here' }, [...evidence, ...delegated.evidence])
}
