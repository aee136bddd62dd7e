import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { centreOnly } from './centre-only.ts'

/** The service principals that may act across the organization: `account.amazonaws.com` and the like. */
export type TrustedAccess = readonly string[]

/**
 * What trusted access was given to. Without it for `account.amazonaws.com` nobody reads the contacts of members from
 * the centre, and without it for `iam.amazonaws.com` there is no central root access (Organizations user guide, "AWS
 * services that you can use with AWS Organizations").
 */
export const trustedAccess: Fetcher<TrustedAccess> = {
  name: 'trusted-access',
  reads: ['organizations:ListAWSServiceAccessForOrganization'],
  async collect(source) {
    if (source.centre) return source.centre.get(trustedAccess)
    const elsewhere = await centreOnly(source)
    if (elsewhere) return elsewhere
    const listed = await pages(source, 'organizations:ListAWSServiceAccessForOrganization', {}, (o) => ({
      items: o.EnabledServicePrincipals,
      next: o.NextToken ? { NextToken: o.NextToken } : undefined,
    }))
    if (!listed.ok) return listed.unknown
    const services = listed.items.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []).sort()
    return known(services, [
      observed('organizations:ListAWSServiceAccessForOrganization', listed.at, { services }),
    ])
  },
}
