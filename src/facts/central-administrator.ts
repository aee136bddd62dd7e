import type { Fetcher } from '../aws/index.ts'
import { mapFact, unknown } from '../model/index.ts'
import { type AdministratorSeen, administratorSeen } from './administrator-seen.ts'
import { organizationPlace } from './organization-place.ts'

/**
 * The administrator of the management account who was seen to work, as far as a member is looked at from there: a role of
 * the member that trusts the management account is a way in for whoever can do everything there.
 */
export const centralAdministrator: Fetcher<AdministratorSeen | undefined> = {
  name: 'central-administrator',
  reads: [],
  async collect({ centre }) {
    const place = centre && (await centre.get(organizationPlace))
    if (!centre || place?.state !== 'known' || place.value.vantage !== 'management')
      return unknown('elsewhere', 'ask there who does')
    return mapFact(await centre.get(administratorSeen), (seen) => seen)
  },
}
