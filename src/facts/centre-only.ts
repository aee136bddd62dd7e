import type { Source } from '../aws/index.ts'
import { unknown, type Unknown } from '../model/index.ts'
import { organizationPlace } from './organization-place.ts'

/**
 * Why the one who looks cannot see what only the management account and delegated administrators are told; undefined
 * where they are one of these.
 */
export async function centreOnly(source: Pick<Source, 'get'>): Promise<Unknown | undefined> {
  const place = await source.get(organizationPlace)
  if (place.state === 'unknown') return place
  if (place.state !== 'known') return unknown('failed', 'where the account stands is not known')
  if (place.value.vantage === 'standalone') return unknown('elsewhere', 'the account is in no organization')
  if (place.value.vantage === 'member')
    return unknown('elsewhere', 'ask the management account: a member cannot see it')
  return undefined
}
