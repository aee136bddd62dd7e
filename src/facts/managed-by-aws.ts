import { type Answer, deniedByPolicy, type Fetcher, observed, pages, type Source } from '../aws/index.ts'
import { known, type Unknown, unknown } from '../model/index.ts'
import { iamDetails } from './iam-details.ts'

/** The path of the roles that AWS keeps in the accounts of the new sign-up. */
const managedPath = '/managed/'

/**
 * True for an account of the new sign-up, which AWS manages: it holds roles under /managed/, protected by a policy of
 * AWS's own (Account Management reference guide, "SCPs and RCPs for projects"). That the roles tell such an account is
 * assumed. Asked only after a refusal that names a service control policy; an audit has usually read the roles by then.
 */
export const managedByAws: Fetcher<boolean> = {
  name: 'managed-by-aws',
  // ListRoles is the second try where the first was refused: who holds the generated policy never needs it.
  reads: ['iam:GetAccountAuthorizationDetails'],
  async collect(source) {
    const details = await source.get(iamDetails)
    if (details.state === 'known')
      return known(
        details.value.roles.some((role) => role.path.startsWith(managedPath)),
        details.evidence,
      )
    const listed = await pages(
      source,
      'iam:ListRoles',
      { PathPrefix: managedPath },
      (o) => ({ items: o.Roles, next: o.IsTruncated && o.Marker ? { Marker: o.Marker } : undefined }),
      { most: 3 },
    )
    if (!listed.ok) return listed.unknown
    // Looked at again here: an endpoint that ignores the prefix must not turn every account into a managed one.
    const roles = listed.items.filter((role) => role.Path?.startsWith(managedPath)).length
    return known(roles > 0, [observed('iam:ListRoles', listed.at, { path: managedPath, roles })])
  },
}

/**
 * What a refused read means: where AWS's own policies deny it, no permission of the caller helps and nothing is wrong.
 * `what` completes "AWS itself keeps ...".
 */
export async function refused(
  source: Source,
  answer: Extract<Answer<never>, { ok: false }>,
  what: string,
): Promise<Unknown> {
  if (!deniedByPolicy(answer.message)) return answer.unknown
  const managed = await source.get(managedByAws)
  return managed.state === 'known' && managed.value
    ? unknown('managed-by-aws', `AWS manages this account and keeps ${what} to itself`)
    : answer.unknown
}
