import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known } from '../model/index.ts'

export interface IdentityCenter {
  /** An organization instance or one of this account; account instances cannot grant access to accounts. */
  found: boolean
  /** The Regions that were looked at; elsewhere there may be one. */
  regions: readonly string[]
}

/**
 * IAM Identity Center is Regional, and a miss in one Region proves nothing (IAM Identity Center user guide, "Regions").
 * It is looked for in the Region of the session, and in the partition's global Region when that is another.
 */
export const identityCenter: Fetcher<IdentityCenter> = {
  name: 'identity-center',
  reads: ['sso:ListInstances'],
  async collect(source) {
    // A member may have an instance of its own, but only the organization's grants access to accounts.
    if (source.centre) return source.centre.get(identityCenter)
    const regions = [...new Set([source.region, source.globalRegion])]
    const answers = await Promise.all(
      regions.map((region) =>
        pages(
          source,
          'sso:ListInstances',
          {},
          (o) => ({
            items: o.Instances,
            next: o.NextToken ? { NextToken: o.NextToken } : undefined,
          }),
          { region },
        ),
      ),
    )
    const found = answers.some((a) => a.ok && a.items.length > 0)
    const refused = answers.find((a) => !a.ok)
    if (!found && refused && !refused.ok) return refused.unknown
    const at = answers.find((a) => a.ok)
    return known({ found, regions }, [
      observed('sso:ListInstances', at?.ok ? at.at : source.now.toISOString(), { found, regions }),
    ])
  },
}
