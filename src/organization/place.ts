import type { Source } from '../aws/index.ts'
import type { Catalogue } from '../engine/assess.ts'
import { type Caller, UserError } from '../model/index.ts'
import type { Place } from './look.ts'

/** Finds out where we stand. Throws UserError where that is no place to look at an organization from. */
export async function placeOf({
  source,
  catalogue,
  caller,
}: {
  source: Pick<Source, 'get'>
  catalogue: Pick<Catalogue, 'frame'>
  caller: Caller
}): Promise<Place> {
  const found = await source.get(catalogue.frame.vantage)
  if (found.state !== 'known')
    throw new UserError(
      'organization-unseen',
      `Whether ${caller.account} is in an organization cannot be seen${found.state === 'unknown' ? `: ${found.message}` : ''}.`,
      'Give this caller the policy that this prints: neverroot permissions audit',
    )
  const { vantage, organization, managementAccount } = found.value
  if (vantage === 'standalone' || !organization || !managementAccount)
    throw new UserError(
      'no-organization',
      `Account ${caller.account} is in no organization.`,
      'Leave --org away to look at the account alone.',
    )
  if (vantage === 'member')
    throw new UserError(
      'not-the-centre',
      `Account ${caller.account} is a member of ${organization} and cannot look at the others.`,
      `Use credentials of the management account ${managementAccount} or of a delegated administrator, or leave --org away.`,
    )
  return { organization, managementAccount, vantage }
}
