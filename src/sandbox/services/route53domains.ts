/** Amazon Route 53 Domains: the domains that are registered through an account. Its one endpoint is in us-east-1. */
import type * as sdk from './route53domains/sdk.ts'
import { page } from '../paging.ts'
import { AwsError, defineService } from '../service.ts'

const invalid = (message: string) => new AwsError('InvalidInput', message)

export default defineService<typeof sdk>({
  prefix: 'route53domains',
  client: 'Route53DomainsClient',
  regional: false,
  load: () => import('./route53domains/sdk.ts'),
  handlers: {
    /** Sorted by name (assumed). Of the filters only names that begin with something are imitated. */
    ListDomains(input, call) {
      const { FilterConditions: filters = [], MaxItems: size = 20, Marker: token } = input
      if (size < 1 || size > 100) throw invalid('MaxItems must be between 1 and 100.')
      if (input.SortCondition || filters.some((f) => f.Name !== 'DomainName' || f.Operator !== 'BEGINS_WITH'))
        throw new AwsError(
          'NotImplemented',
          'The sandbox does not simulate this filter or order of route53domains:ListDomains.',
          501,
        )
      if (filters.some((f) => f.Values?.length !== 1)) throw invalid('Exactly one value is supported.')
      const all = (call.caller.account.registeredDomains ?? [])
        .filter((domain) => filters.every((f) => domain.name.startsWith(f.Values![0]!)))
        .sort((a, b) => a.name.localeCompare(b.name))
      const { items, next } = page(call, all, {
        token,
        size,
        bind: filters.map((f) => f.Values),
        invalid: () => invalid('The marker is not valid.'),
      })
      return {
        Domains: items.map((domain) => ({
          DomainName: domain.name,
          AutoRenew: domain.autoRenew,
          TransferLock: domain.transferLock,
          Expiry: new Date(domain.expiry),
        })),
        ...(next === undefined ? {} : { NextPageMarker: next }),
      }
    },
  },
})
