import { type Fetcher, observed, type Source } from '../aws/index.ts'
import { type Evidence, known, valueOf } from '../model/index.ts'
import { fullAccess, grantsEverything, mayAssume, type Powers, selfGrantable } from './access.ts'
import { credentialReport, type CredentialReport, isFresh } from './credential-report.ts'
import { iamDetails, type IamDetails, type IamPrincipal } from './iam-details.ts'
import { organizationPlace } from './organization-place.ts'

/** By which way a person gets to full access. */
export type AdministratorPath = 'user' | 'identity-center' | 'saml' | 'role-of-user'

/** A way for a person who is not root to do everything. */
export interface Administrator {
  path: AdministratorPath
  /** User name, or role name. */
  name: string
  /** The user or role from which the role is assumed, where it is not entered at once. */
  through?: string
}

/** An IAM user with a console password who has, or can get, full access. */
export interface AdministratorUser {
  name: string
  /** `role`: by a role that the user can assume without MFA. */
  how: 'full' | 'self-grantable' | 'role'
  /** False: only under a condition that could not be checked. */
  certain: boolean
}

/** A way to full access that is not plainly one. */
export interface PerhapsAdministrator {
  name: string
  /** Under conditions; only after giving itself the right; or its console password could not be looked at. */
  why: 'conditions' | 'self-grantable' | 'not-seen'
}

export interface Administrators {
  /** Human paths to full access. */
  paths: readonly Administrator[]
  /** IAM users with a console password and full access, or one step away from it. */
  users: readonly AdministratorUser[]
  /** What may be a human path and cannot be told from here to be one. */
  perhaps: readonly PerhapsAdministrator[]
  /** Roles with full access that only services, pipelines or other accounts can assume: no human path. */
  machineRoles: readonly string[]
  /** Of these, the ones that the organization's management account may enter: who does shows only there. */
  central: readonly string[]
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
  reads: [...iamDetails.reads, ...credentialReport.reads, 'iam:GetLoginProfile'],
  async collect(source) {
    const [details, report, place] = await Promise.all([
      source.get(iamDetails),
      source.get(credentialReport),
      source.get(organizationPlace),
    ])
    if (details.state !== 'known') return details
    if (report.state !== 'known') return report
    const { users, roles } = details.value
    const full = new Map<IamPrincipal, ReturnType<typeof fullAccess>>(
      [...users, ...roles].map((p) => [p, fullAccess(p)]),
    )
    const fullUsers = users.filter((u) => full.get(u)!.certain)
    const fullRoles = roles.filter((r) => full.get(r)!.certain)
    const { has, unseen, evidence } = await consoleUsers(source, report.value, fullUsers)
    const people = users.filter((u) => has.has(u.name))

    const paths: Administrator[] = []
    const machineRoles: string[] = []
    const central: string[] = []
    const perhaps: PerhapsAdministrator[] = unseen.map((name) => ({ name, why: 'not-seen' }))
    const management = valueOf(place)?.organization?.managementAccount
    for (const user of fullUsers.filter((u) => has.has(u.name))) paths.push({ path: 'user', name: user.name })
    for (const role of fullRoles) {
      const path = humanPath(role, people, roles)
      if (path) paths.push(path)
      else {
        machineRoles.push(role.name)
        if (people.some((u) => mayAssume(u, role).possible))
          perhaps.push({ name: role.name, why: 'conditions' })
        if (management && management !== source.caller.account && trusts(role, management))
          central.push(role.name)
      }
    }
    for (const role of roles.filter((r) => isEntry(r) && !full.get(r)!.certain && full.get(r)!.possible))
      perhaps.push({ name: role.name, why: 'conditions' })

    const powers = powersOf(details.value, fullUsers, fullRoles)
    const admins: AdministratorUser[] = []
    for (const user of people) {
      const own = full.get(user)!
      const self = own.possible ? own : selfGrantable(user, powers)
      if (own.certain) admins.push({ name: user.name, how: 'full', certain: true })
      else if (fullRoles.some((role) => mayAssume(user, role).withoutMfa))
        admins.push({ name: user.name, how: 'role', certain: true })
      else if (self.possible)
        admins.push({
          name: user.name,
          how: own.possible ? 'full' : 'self-grantable',
          certain: self.certain,
        })
      if (!own.certain && self.possible)
        perhaps.push({
          name: user.name,
          why: own.possible || !self.certain ? 'conditions' : 'self-grantable',
        })
    }
    return known(
      {
        paths,
        users: admins,
        perhaps,
        machineRoles,
        central,
        almost: almostOf(users, full, has, unseen),
        incomplete: [...users, ...roles].some((p) => p.incomplete),
      },
      [...details.evidence, ...report.evidence, ...evidence],
    )
  },
}

/** A report shows the passwords of up to four hours ago: this many users are looked at live where it shows none. */
const mostLive = 3

/**
 * Who signs in to the console. A user with full access whom the report shows without a password may have got one since,
 * as the first administrator has just after being made; the newest are looked at live. The report's no is believed only
 * of users whom it knows, while it is fresh, and who could not be looked at.
 */
async function consoleUsers(source: Source, report: CredentialReport, full: readonly IamPrincipal[]) {
  const has = new Set(report.users.filter((r) => r.passwordEnabled).map((r) => r.user))
  const unseen: string[] = []
  const evidence: Evidence[] = []
  const fresh = isFresh(report, source.now)
  const believed = new Set(fresh ? report.users.map((r) => r.user) : [])
  const without = full
    .filter((u) => !has.has(u.name))
    .sort((a, b) => (b.created?.getTime() ?? 0) - (a.created?.getTime() ?? 0))
  for (const [i, { name }] of without.entries()) {
    if (i >= mostLive) {
      if (!believed.has(name)) unseen.push(name)
      continue
    }
    const answer = await source.call('iam:GetLoginProfile', { UserName: name })
    if (answer.ok) has.add(name)
    if (answer.ok || /^NoSuchEntity/.test(answer.code))
      evidence.push(observed('iam:GetLoginProfile', answer.at, { consolePassword: answer.ok }))
    else if (!believed.has(name)) unseen.push(name)
  }
  return { has, unseen, evidence }
}

function almostOf(
  users: readonly IamPrincipal[],
  full: ReadonlyMap<IamPrincipal, { certain: boolean }>,
  console: ReadonlySet<string>,
  unseen: readonly string[],
): Administrators['almost'] {
  return users.flatMap((user): Administrators['almost'][number][] => {
    if (full.get(user)!.certain)
      return console.has(user.name) || unseen.includes(user.name)
        ? []
        : [{ name: user.name, lacks: 'console password' }]
    return user.boundary !== undefined && fullAccess({ ...user, boundary: undefined }).certain
      ? [{ name: user.name, lacks: 'room under the boundary' }]
      : []
  })
}

function powersOf(
  details: IamDetails,
  users: readonly IamPrincipal[],
  roles: readonly IamPrincipal[],
): Powers {
  const anybody = details.users[0]
  return {
    users: users.map((u) => u.arn),
    roles: roles.map((r) => r.arn),
    groups: anybody
      ? details.groups.filter((g) => grantsEverything(g.policies, anybody)).map((g) => g.arn)
      : [],
  }
}

const isFromIdentityCenter = (role: IamPrincipal) => role.path.startsWith('/aws-reserved/sso.amazonaws.com/')

const principalsOf = (role: IamPrincipal) =>
  (role.trust?.statements ?? []).flatMap((s) =>
    s.effect === 'Allow' && s.principal && !s.principal.not ? s.principal.entries : [],
  )

const isFromSaml = (role: IamPrincipal) =>
  principalsOf(role).some(({ type, value }) => type === 'Federated' && value.includes(':saml-provider/'))

/** A role that people enter from outside the account, signed in elsewhere. */
const isEntry = (role: IamPrincipal) => isFromIdentityCenter(role) || isFromSaml(role)

const trusts = (role: IamPrincipal, account: string) =>
  principalsOf(role).some(
    ({ type, value }) => type === 'AWS' && (value === account || value.split(':')[4] === account),
  )

/** From role to role; AWS sets no limit, people do. */
const mostSteps = 3

/** How a person comes to a role, if a person can at all: at once, or from a user or role that can assume it. */
function humanPath(
  role: IamPrincipal,
  people: readonly IamPrincipal[],
  roles: readonly IamPrincipal[],
): Administrator | undefined {
  const entered = (r: IamPrincipal): AdministratorPath | undefined =>
    isFromIdentityCenter(r) ? 'identity-center' : isFromSaml(r) ? 'saml' : undefined
  const atOnce = entered(role)
  if (atOnce) return { path: atOnce, name: role.name }
  const visited = new Set([role])
  let targets = [role]
  for (let step = 0; step < mostSteps && targets.length > 0; step++) {
    for (const target of targets) {
      const user = people.find((u) => mayAssume(u, target).certain)
      if (user) return { path: 'role-of-user', name: role.name, through: user.name }
    }
    const next = roles.filter((r) => !visited.has(r) && targets.some((t) => mayAssume(r, t).certain))
    for (const from of next) {
      const path = entered(from)
      if (path) return { path, name: role.name, through: from.name }
      visited.add(from)
    }
    targets = next
  }
  return undefined
}
