import type { Fetcher } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { fullAccess, mayDo, selfGrantable } from './access.ts'
import { credentialReport } from './credential-report.ts'
import { iamDetails, type IamPrincipal } from './iam-details.ts'

/** By which way a person gets to full access. */
export type AdministratorPath = 'user' | 'identity-center' | 'saml' | 'role-of-user'

/** A way for a person who is not root to do everything. */
export interface Administrator {
  path: AdministratorPath
  /** User name, or role name. */
  name: string
  /** For `role-of-user`: the user who assumes the role. */
  through?: string
}

/** An IAM user with a console password who has, or can give themselves, full access. */
export interface AdministratorUser {
  name: string
  how: 'full' | 'self-grantable'
  /** False: only under a condition that could not be checked. */
  certain: boolean
}

export interface Administrators {
  /** Human paths to full access. */
  paths: readonly Administrator[]
  /** IAM users with a console password and full or self-grantable full access. */
  users: readonly AdministratorUser[]
  /** Roles with full access that only services, pipelines or other accounts can assume: no human path. */
  machineRoles: readonly string[]
  /** Users with full access but without a console password, or kept from it by a boundary. */
  almost: readonly { name: string; lacks: 'console password' | 'room under the boundary' }[]
  /** True where a policy document was missing, so that more may be allowed than is seen. */
  incomplete: boolean
}

/**
 * Who can do everything without being root. A role that trusts only services, a pipeline (OIDC) or another account is
 * no human path; IAM Identity Center shows in an account as roles under /aws-reserved/sso.amazonaws.com/ (assumed).
 */
export const administrators: Fetcher<Administrators> = {
  name: 'administrators',
  reads: ['iam:GetAccountAuthorizationDetails', 'iam:GetCredentialReport'],
  async collect(source) {
    const [details, report] = await Promise.all([source.get(iamDetails), source.get(credentialReport)])
    if (details.state !== 'known') return details
    if (report.state !== 'known') return report
    const console = new Set(report.value.users.filter((r) => r.passwordEnabled).map((r) => r.user))
    const { users, roles } = details.value
    const almost: { name: string; lacks: 'console password' | 'room under the boundary' }[] = []
    const paths: Administrator[] = []
    const admins: AdministratorUser[] = []
    for (const user of users) {
      const full = fullAccess(user)
      const self = full.possible ? full : selfGrantable(user)
      if (console.has(user.name) && self.possible)
        admins.push({
          name: user.name,
          how: full.possible ? 'full' : 'self-grantable',
          certain: self.certain,
        })
      if (full.certain && console.has(user.name)) paths.push({ path: 'user', name: user.name })
      else if (full.certain) almost.push({ name: user.name, lacks: 'console password' })
      else if (user.boundary !== undefined && fullAccess({ ...user, boundary: undefined }).certain)
        almost.push({ name: user.name, lacks: 'room under the boundary' })
    }
    const machineRoles: string[] = []
    for (const role of roles.filter((r) => fullAccess(r).certain)) {
      const path = humanPath(
        role,
        users.filter((u) => console.has(u.name)),
      )
      if (path) paths.push(path)
      else machineRoles.push(role.name)
    }
    const incomplete = [...users, ...roles].some((p) => p.incomplete)
    return known({ paths, users: admins, machineRoles, almost, incomplete }, [
      ...details.evidence,
      ...report.evidence,
    ])
  },
}

/** How a person comes to a role, if a person can at all. */
function humanPath(role: IamPrincipal, consoleUsers: readonly IamPrincipal[]): Administrator | undefined {
  if (role.path.startsWith('/aws-reserved/sso.amazonaws.com/'))
    return { path: 'identity-center', name: role.name }
  const account = role.arn.split(':')[4]
  for (const statement of role.trust?.statements ?? []) {
    if (statement.effect !== 'Allow' || !statement.principal || statement.principal.not) continue
    for (const { type, value } of statement.principal.entries) {
      if (type === 'Federated' && value.includes(':saml-provider/')) return { path: 'saml', name: role.name }
      if (type !== 'AWS') continue
      const whole = value === account || value.endsWith(`::${account}:root`)
      const user = consoleUsers.find(
        (u) => value === u.arn || (whole && mayDo(u, 'sts:AssumeRole', role.arn).certain),
      )
      if (user) return { path: 'role-of-user', name: role.name, through: user.name }
    }
  }
  return undefined
}

/** Every user and role name that a person can act under with full access. */
export function administratorNames(administrators: Administrators): ReadonlySet<string> {
  return new Set(administrators.paths.map((p) => p.name))
}
