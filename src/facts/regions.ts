import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known } from '../model/index.ts'

/**
 * The Regions in which the account can be used: those enabled by default and those opted in to. A Region that is still
 * being disabled is left out (Account Management API reference, ListRegions).
 */
export const enabledRegions: Fetcher<readonly string[]> = {
  name: 'enabled-regions',
  reads: ['account:ListRegions'],
  async collect(source) {
    const listed = await pages(
      source,
      'account:ListRegions',
      { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'], MaxResults: 50 },
      (o) => ({ items: o.Regions, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    )
    if (!listed.ok) return listed.unknown
    const names = listed.items.flatMap((r) => (r.RegionName ? [r.RegionName] : [])).sort()
    return known(names, [observed('account:ListRegions', listed.at, { enabled: names.length })])
  },
}
