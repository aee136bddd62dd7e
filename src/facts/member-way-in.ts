import type { Fetcher } from '../aws/index.ts'
import { mapFact, type WayIn } from '../model/index.ts'
import { administrators } from './administrators.ts'
import { organizationPlace } from './organization-place.ts'
import { wayIn } from './way-in.ts'

/**
 * The way into a member that stays when its root has none: an administrator of its own who was seen to work, or a role
 * with full access that trusts the management account, and somebody there who can do everything and was seen to.
 */
export const memberWayIn: Fetcher<WayIn | undefined> = {
  name: 'member-way-in',
  reads: wayIn.reads,
  async collect(source) {
    const own = await source.get(wayIn)
    const { centre } = source
    if (!centre || own.state !== 'known' || own.value) return own
    const [admins, place] = await Promise.all([source.get(administrators), centre.get(organizationPlace)])
    if (admins.state !== 'known' || admins.value.central.length === 0) return own
    // A deputy does not see who works in the management account.
    if (place.state !== 'known' || place.value.vantage !== 'management') return own
    return mapFact(await centre.get(wayIn), (seen) => seen)
  },
}
