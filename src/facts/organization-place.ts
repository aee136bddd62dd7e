import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known, mapFact, unknown, type Vantage } from '../model/index.ts'

/** Whether the account is in an organization, and from where in it we look. */
export interface OrganizationPlace {
  vantage: Vantage
  organization?: {
    id: string
    managementAccount: string
    /** The management account's root e-mail address: personal data, never printed in full. */
    managementEmail?: string
    allFeatures: boolean
  }
}

/**
 * DescribeOrganization may be called from any account of an organization; AWSOrganizationsNotInUseException is the
 * answer of a standalone account (Organizations API reference). ListDelegatedAdministrators answers only the
 * management account and delegated administrators, so it tells those apart from plain members.
 */
export const organizationPlace: Fetcher<OrganizationPlace> = {
  name: 'organization-place',
  reads: ['organizations:DescribeOrganization', 'organizations:ListDelegatedAdministrators'],
  async collect(source) {
    const { centre } = source
    if (centre)
      return mapFact(await centre.get(organizationPlace), (place) => ({
        ...place,
        vantage: centre.listed.management ? 'management' : 'member',
      }))
    const answer = await source.call('organizations:DescribeOrganization', {})
    if (!answer.ok) {
      if (answer.code !== 'AWSOrganizationsNotInUseException') return answer.unknown
      return known({ vantage: 'standalone' }, [
        observed('organizations:DescribeOrganization', answer.at, { inOrganization: false }),
      ])
    }
    const organization = answer.output.Organization
    if (!organization?.Id || !organization.MasterAccountId)
      return unknown('failed', 'organizations:DescribeOrganization answered without an organization')
    const management = organization.MasterAccountId === source.caller.account
    let vantage: Vantage = management ? 'management' : 'member'
    if (!management) {
      // Refused, we may still be one: looking as a plain member leaves things unknown and calls nothing good or bad.
      const delegated = await pages(source, 'organizations:ListDelegatedAdministrators', {}, (o) => ({
        items: o.DelegatedAdministrators,
        next: o.NextToken ? { NextToken: o.NextToken } : undefined,
      }))
      if (delegated.ok && delegated.items.some((a) => a.Id === source.caller.account)) vantage = 'delegated'
    }
    return known(
      {
        vantage,
        organization: {
          id: organization.Id,
          managementAccount: organization.MasterAccountId,
          ...(organization.MasterAccountEmail ? { managementEmail: organization.MasterAccountEmail } : {}),
          allFeatures: organization.FeatureSet === 'ALL',
        },
      },
      [observed('organizations:DescribeOrganization', answer.at, { organization: organization.Id, vantage })],
    )
  },
}
