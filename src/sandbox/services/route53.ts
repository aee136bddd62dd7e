/** Amazon Route 53, as far as it tells which zones an account has and by which name servers they are asked. */
import type * as sdk from './route53/sdk.ts'
import { AwsError, defineService, type Call } from '../service.ts'
import type { HostedZone } from '../world.ts'

const zonesOf = (call: Call): readonly HostedZone[] => call.caller.account.hostedZones ?? []

/** `www.example.com` sorts as `com.example.www` (API reference, ListHostedZonesByName). */
const reversed = (name: string): string => name.split('.').reverse().join('.')

const withoutDot = (name: string): string => name.toLowerCase().replace(/\.$/, '')

const shown = (zone: HostedZone) => ({
  Id: `/hostedzone/${zone.id}`,
  Name: `${zone.name}.`,
  CallerReference: zone.id,
  Config: { PrivateZone: zone.private },
  ResourceRecordSetCount: 2,
})

export default defineService<typeof sdk>({
  prefix: 'route53',
  client: 'Route53Client',
  regional: false,
  load: () => import('./route53/sdk.ts'),
  handlers: {
    /** Sorted by name from the one that is asked for on; no token but the next name and id. */
    ListHostedZonesByName(input, call) {
      const { DNSName: from, HostedZoneId: id, MaxItems: most = 100 } = input
      const size = Number(most)
      if (!(size >= 1) || (id !== undefined && from === undefined))
        throw new AwsError('InvalidInput', 'The input is not valid.')
      const sorted = [...zonesOf(call)].sort(
        (a, b) => reversed(a.name).localeCompare(reversed(b.name)) || a.id.localeCompare(b.id),
      )
      const first = from === undefined ? '' : reversed(withoutDot(from))
      const left = sorted.filter((zone) => {
        const order = reversed(zone.name).localeCompare(first)
        return order > 0 || (order === 0 && (id === undefined || zone.id >= id))
      })
      const next = left[size]
      return {
        HostedZones: left.slice(0, size).map(shown),
        ...(from === undefined ? {} : { DNSName: from }),
        ...(id === undefined ? {} : { HostedZoneId: id }),
        IsTruncated: next !== undefined,
        ...(next ? { NextDNSName: `${next.name}.`, NextHostedZoneId: next.id } : {}),
        MaxItems: size,
      }
    },

    GetHostedZone({ Id = '' }, call) {
      const zone = zonesOf(call).find(({ id }) => id === Id.replace(/^\/?hostedzone\//, ''))
      if (!zone) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${Id}`, 404)
      return {
        HostedZone: shown(zone),
        ...(zone.private ? {} : { DelegationSet: { NameServers: [...zone.nameServers] } }),
      }
    },
  },
  permissions: {
    GetHostedZone: {
      resource: ({ Id = '' }, call) =>
        `arn:${call.world.partition}:route53:::hostedzone/${Id.replace(/^\/?hostedzone\//, '')}`,
    },
  },
})
