import type { Source } from '../aws/index.ts'
import { enabledRegions } from '../facts/regions.ts'
import { type ActivityGap, UserError, valueOf } from '../model/index.ts'
import { unknownGap } from './gaps.ts'

export interface ChosenRegions {
  /** The Region of sign-ins first. */
  regions: string[]
  /** Enabled ones that are left out; absent: not known. */
  notLooked?: string[]
  gaps: ActivityGap[]
}

/**
 * The Regions to look at: always the one that records sign-in, IAM and account changes; `wanted` ones or all on request, and
 * `besides`, which something else points to. Throws UserError for one that is not among those that AWS names.
 */
export async function chooseRegions(
  source: Source,
  wanted: readonly string[] | 'all' = [],
  besides: readonly string[] = [],
): Promise<ChosenRegions> {
  const listed = await source.get(enabledRegions)
  const enabled = valueOf(listed)
  // Of many accounts each has Regions of its own: what one of them has not switched on, nothing happens in there.
  if (wanted !== 'all' && !source.centre) for (const region of wanted) checkRegion(region, enabled)
  const gaps: ActivityGap[] = []
  if (listed.state === 'unknown' && wanted === 'all')
    gaps.push(unknownGap('which Regions the account can use', listed, true))
  const usable = (region: string) => !enabled || enabled.includes(region)
  const asked = wanted === 'all' ? (enabled ?? []) : wanted.filter(usable)
  // What a report points to may be a Region that was switched off since; AWS does not answer there.
  const pointed = besides.filter(usable)
  const regions = [...new Set([source.globalRegion, ...asked, ...pointed])]
  return {
    regions,
    gaps,
    ...(enabled ? { notLooked: enabled.filter((region) => !regions.includes(region)) } : {}),
  }
}

function checkRegion(region: string, enabled: readonly string[] | undefined): void {
  if (!enabled || enabled.includes(region)) return
  throw new UserError(
    'no-such-region',
    `"${region}" is not a Region that the account can use.`,
    `There is: ${enabled.join(', ')}.`,
  )
}
