import type { Account } from '../../world.ts'
import { awsManagedPolicies } from './aws-managed.ts'
import type { IamHandlers } from './common.ts'

/**
 * Counts of the world and AWS's default quotas (IAM API reference, GetAccountSummary; IAM User Guide, "IAM and AWS STS
 * quotas"). Root's password, keys, certificates and MFA are 0 or 1.
 */
export function accountSummary(account: Account): Record<string, number> {
  const { root, iam } = account
  const devicesOfUsers = iam.users.reduce((sum, user) => sum + user.mfaDevices.length, 0)
  const tokens = root.mfaDevices.filter((device) => !device.serialNumber.includes(':mfa/')).length
  const assigned = iam.virtualMfaDevices.filter((device) => device.assignedTo).length
  const inUse = devicesOfUsers + tokens + assigned
  const flag = (present: boolean): number => (present ? 1 : 0)
  return {
    Users: iam.users.length,
    Groups: iam.groups.length,
    Roles: iam.roles.length,
    Policies: iam.policies.length,
    PolicyVersionsInUse:
      iam.policies.reduce((sum, policy) => sum + policy.versions.length, 0) +
      Object.keys(awsManagedPolicies).length,
    InstanceProfiles: 0,
    ServerCertificates: 0,
    Providers: iam.samlProviders.length,
    MFADevices: inUse + iam.virtualMfaDevices.length - assigned,
    MFADevicesInUse: inUse,
    AccountMFAEnabled: flag(rootHasMfa(account)),
    AccountAccessKeysPresent: flag(root.accessKeys.length > 0),
    AccountSigningCertificatesPresent: flag(root.signingCertificates.length > 0),
    AccountPasswordPresent: flag(root.password !== undefined),
    UsersQuota: 5000,
    GroupsQuota: 300,
    RolesQuota: 1000,
    PoliciesQuota: 1500,
    PolicyVersionsInUseQuota: 10000,
    PolicySizeQuota: 6144,
    VersionsPerPolicyQuota: 5,
    UserPolicySizeQuota: 2048,
    GroupPolicySizeQuota: 5120,
    RolePolicySizeQuota: 10240,
    AssumeRolePolicySizeQuota: 2048,
    AttachedPoliciesPerUserQuota: 10,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    GroupsPerUserQuota: 10,
    AccessKeysPerUserQuota: 2,
    SigningCertificatesPerUserQuota: 2,
    InstanceProfilesQuota: 1000,
    ServerCertificatesQuota: 20,
    GlobalEndpointTokenVersion: 1,
  }
}

/** Virtual or not: root has a device that is in use. */
export const rootHasMfa = ({ root, iam }: Account): boolean =>
  root.mfaDevices.length > 0 || iam.virtualMfaDevices.some((device) => device.assignedTo === 'root')

export const accountSummaryHandlers = {
  GetAccountSummary: (_input, { account }) => {
    const summary = accountSummary(account)
    for (const key of account.iam.summaryLacks ?? []) delete summary[key]
    return { SummaryMap: summary }
  },
} satisfies IamHandlers
