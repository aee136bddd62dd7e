import type { Administrators } from '../../facts/administrators.ts'
import type { AdministratorCredentials } from '../../facts/administrators-mfa.ts'

export const iamUsersPage = 'https://console.aws.amazon.com/iam/home#/users'
export const iamBestPractices = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'

/** Where a policy document was left out of AWS's answer, more or less may be allowed than is seen. */
export const incompletePolicies =
  'a policy document is missing from the answer of iam:GetAccountAuthorizationDetails, so who can do everything cannot be told'

/** A world without administrators: the base of examples. */
export const nobody: Administrators = {
  paths: [],
  users: [],
  perhaps: [],
  machineRoles: [],
  central: [],
  almost: [],
  incomplete: false,
}

/** One IAM administrator, for examples. */
export const adminNamed = (
  name: string,
  more: Partial<AdministratorCredentials> = {},
): AdministratorCredentials => ({
  name,
  how: 'full',
  certain: true,
  mfa: true,
  activeKeys: 0,
  ...more,
})

/** True where somebody administers through IAM Identity Center or SAML. */
export function federated(admins: Administrators): boolean {
  return admins.paths.some((p) => p.path === 'identity-center' || p.path === 'saml')
}
