import type { Administrators } from '../../facts/administrators.ts'
import type { AdministratorCredentials } from '../../facts/administrators-mfa.ts'

export const iamUsersPage = 'https://console.aws.amazon.com/iam/home#/users'
export const iamBestPractices = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'

/** A world without administrators: the base of examples. */
export const nobody: Administrators = {
  paths: [],
  users: [],
  machineRoles: [],
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
  mfa: true,
  activeKeys: 0,
  ...more,
})

/** True where somebody administers through IAM Identity Center or SAML. */
export function federated(admins: Administrators): boolean {
  return admins.paths.some((p) => p.path === 'identity-center' || p.path === 'saml')
}
