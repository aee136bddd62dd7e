import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { centreOnly } from './centre-only.ts'

/** A member that acts for the management account, and for which services. */
export interface DelegatedAdministrator {
  account: string
  name: string
  /** Service principals, sorted: `account.amazonaws.com`. */
  services: readonly string[]
}

/**
 * Who is registered for what. AWS lists the accounts, and for each of them the services (Organizations API reference,
 * ListDelegatedAdministrators and ListDelegatedServicesForAccount).
 */
export const delegatedAdministrators: Fetcher<readonly DelegatedAdministrator[]> = {
  name: 'delegated-administrators',
  reads: ['organizations:ListDelegatedAdministrators', 'organizations:ListDelegatedServicesForAccount'],
  async collect(source) {
    if (source.centre) return source.centre.get(delegatedAdministrators)
    const elsewhere = await centreOnly(source)
    if (elsewhere) return elsewhere
    const listed = await pages(source, 'organizations:ListDelegatedAdministrators', {}, (o) => ({
      items: o.DelegatedAdministrators,
      next: o.NextToken ? { NextToken: o.NextToken } : undefined,
    }))
    if (!listed.ok) return listed.unknown
    const found: DelegatedAdministrator[] = []
    // One after the other: five a second is all that AWS takes (Organizations user guide, "Quotas and service limits").
    for (const { Id: account, Name: name } of listed.items) {
      if (!account) continue
      const services = await pages(
        source,
        'organizations:ListDelegatedServicesForAccount',
        { AccountId: account },
        (o) => ({
          items: o.DelegatedServices,
          next: o.NextToken ? { NextToken: o.NextToken } : undefined,
        }),
      )
      // One that was deregistered since it was listed is none any more.
      if (!services.ok && services.code === 'AccountNotRegisteredException') continue
      if (!services.ok) return services.unknown
      const principals = services.items.flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []).sort()
      found.push({ account, name: name ?? account, services: principals })
    }
    return known(found, [
      observed(
        'organizations:ListDelegatedAdministrators',
        listed.at,
        found.map(({ account, services }) => ({ account, services: [...services] })),
      ),
    ])
  },
}
