import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { organizationPlace } from './organization-place.ts'

/** The central root features of an organization; undefined outside of one. */
export interface OrganizationsFeatures {
  rootCredentialsManagement: boolean
  rootSessions: boolean
}

/** Readable from the management account and a delegated administrator only (IAM API reference, ListOrganizationsFeatures). */
export const organizationsFeatures: Fetcher<OrganizationsFeatures> = {
  name: 'organizations-features',
  reads: ['iam:ListOrganizationsFeatures'],
  async collect(source) {
    if (source.centre) return source.centre.get(organizationsFeatures)
    const place = await source.get(organizationPlace)
    if (place.state !== 'known') return place
    if (place.value.vantage === 'standalone') return unknown('elsewhere', 'the account is in no organization')
    if (place.value.vantage === 'member')
      return unknown('elsewhere', 'ask the management account: a member cannot see it')
    const answer = await source.call('iam:ListOrganizationsFeatures', {})
    if (!answer.ok) {
      // A delegated administrator of another service may not see it; no permission helps.
      if (/^AccountNotManagementOrDelegatedAdministrator/.test(answer.code))
        return unknown('elsewhere', 'ask the management account: this account cannot see it')
      // Trusted access for IAM was never given, or the organization has no such features: neither can be on.
      if (!/^(ServiceAccessNotEnabled|OrganizationNotInAllFeaturesMode)/.test(answer.code))
        return answer.unknown
      return known({ rootCredentialsManagement: false, rootSessions: false }, [
        observed('iam:ListOrganizationsFeatures', answer.at, { enabled: [], because: answer.code }),
      ])
    }
    const features: readonly string[] = answer.output.EnabledFeatures ?? []
    return known(
      {
        rootCredentialsManagement: features.includes('RootCredentialsManagement'),
        rootSessions: features.includes('RootSessions'),
      },
      [observed('iam:ListOrganizationsFeatures', answer.at, { enabled: [...features] })],
    )
  },
}
