/** Who is asked, in words, for the line that says so before anything is asked. */
import type { LookupsConfiguration } from '../model/index.ts'
import { ianaBootstrap } from './bootstrap.ts'

export function lookupHosts({
  dns,
  rdap,
  resolvers,
  bootstrap = ianaBootstrap,
}: LookupsConfiguration): string[] {
  return [
    ...(dns ? [`DNS: ${resolvers?.join(', ') ?? 'the name servers of this machine'}`] : []),
    ...(rdap ? [`RDAP: ${new URL(bootstrap).host} and the registry of each domain`] : []),
  ]
}
