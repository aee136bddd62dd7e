import { notApplicable, type Vantage, type Verdict } from '../../model/index.ts'

export const rootAccessGuide =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html'
export const scpGuide =
  'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html'
export const organizationsPage = 'https://console.aws.amazon.com/organizations/v2/home'
export const accountManagementPage = 'https://console.aws.amazon.com/iam/home#/organization-features'

/** Guardrails are the organization's: a standalone account has none, and says so. */
export function outsideAnOrganization(vantage: Vantage): Verdict | undefined {
  if (vantage !== 'standalone') return undefined
  return notApplicable('the account is in no organization')
}
