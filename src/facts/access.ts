/**
 * How far a principal's policies reach. Two answers for each question, since a condition can hide a way in: `certain`
 * takes conditions as an ordinary request with MFA would meet them; `possible` takes every conditional Allow as given
 * and every conditional Deny as absent. Where a policy document is missing nothing is certain: it may hold a Deny.
 */
import { evaluate, parsePolicy, type Policy } from '../policy/index.ts'
import type { IamPrincipal } from './iam-details.ts'

export interface Reach {
  certain: boolean
  possible: boolean
}

/**
 * An administrator can do each of these, billing included; they stand for "everything", as `Action: *` would allow.
 * Written out, so that boundaries and denies are seen where they cut.
 */
const everything = [
  'iam:CreateUser',
  'iam:AttachUserPolicy',
  'iam:CreateRole',
  'iam:PassRole',
  'iam:UpdateAccountPasswordPolicy',
  'account:PutContactInformation',
  'billing:UpdateBillingPreferences',
  'budgets:ModifyBudget',
  'ce:GetCostAndUsage',
  'cloudtrail:StopLogging',
  'ec2:RunInstances',
  'kms:ScheduleKeyDeletion',
  'organizations:LeaveOrganization',
  's3:DeleteBucket',
  'sts:AssumeRole',
] as const

/** With one of these on itself, or on its own groups and policies, a principal can give itself everything. */
const selfGrants = [
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
  'iam:AttachRolePolicy',
  'iam:PutRolePolicy',
  'iam:AttachGroupPolicy',
  'iam:PutGroupPolicy',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
] as const

/** What already reaches everything, by ARN: whoever can get hold of one of these has everything too. */
export interface Powers {
  users: readonly string[]
  roles: readonly string[]
  groups: readonly string[]
}
const noPowers: Powers = { users: [], roles: [], groups: [] }

/** Can it do everything? */
export function fullAccess(principal: IamPrincipal): Reach {
  return reach(principal, (may) => everything.every((action) => may(action, anyResource(principal, action))))
}

/**
 * Can it do everything after it has given itself the right to: by a policy of its own, by joining a group that may, by
 * signing in as a user who may, or by letting itself into a role that may? A boundary that stops short stops the first
 * two, unless it can be taken off.
 */
export function selfGrantable(principal: IamPrincipal, powers: Powers = noPowers): Reach {
  const room = roomOf(principal)
  const grants = reach(
    principal,
    (may) =>
      selfGrants.some((action) => targets(principal, action).some((t) => may(action, t))) ||
      (principal.kind === 'user' && powers.groups.some((arn) => may('iam:AddUserToGroup', arn))),
  )
  const takesOver = reach(
    principal,
    (may) =>
      powers.users.some(
        (arn) =>
          arn !== principal.arn &&
          ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:CreateAccessKey'].some((a) =>
            may(a, arn),
          ),
      ) || powers.roles.some((arn) => may('iam:UpdateAssumeRolePolicy', arn) && may('sts:AssumeRole', arn)),
  )
  return {
    certain: (room.certain && grants.certain) || takesOver.certain,
    possible: (room.possible && grants.possible) || takesOver.possible,
  }
}

/** What a boundary leaves: a principal that may take its own boundary off has all the room there is. */
function roomOf(principal: IamPrincipal): Reach {
  const { boundary, kind, arn } = principal
  if (boundary === undefined) return { certain: true, possible: true }
  const within = fullAccess({ ...principal, policies: [boundary], boundary: undefined })
  const off = reach(principal, (may) =>
    may(kind === 'user' ? 'iam:DeleteUserPermissionsBoundary' : 'iam:DeleteRolePermissionsBoundary', arn),
  )
  return { certain: within.certain || off.certain, possible: within.possible || off.possible }
}

/** May it do this one thing, on a resource of its account or on any? */
export function mayDo(principal: IamPrincipal, action: string, resource = '*'): Reach {
  return reach(principal, (may) => may(action, resource))
}

/** May these policies do everything, whoever holds them? */
export function grantsEverything(policies: readonly unknown[], holder: IamPrincipal): boolean {
  return fullAccess({ ...holder, policies, boundary: undefined, incomplete: false }).certain
}

/**
 * May it take on this role: by its own policies and by the role's trust policy, conditions included? `withoutMfa`:
 * even in a session that was opened with a password alone. Sessions of roles are asked about by the name of the role.
 */
export function mayAssume(principal: IamPrincipal, role: IamPrincipal): Reach & { withoutMfa: boolean } {
  const ask = (change: (policy: Policy) => Policy, mfa: boolean) =>
    role.trust !== undefined && decideAssume(principal, role, role.trust, change, mfa)
  const sure = !principal.incomplete
  const certain = sure && ask(same, true)
  return {
    certain,
    possible: certain || ask(unconditional, true),
    withoutMfa: sure && ask(same, false),
  }
}

function decideAssume(
  principal: IamPrincipal,
  role: IamPrincipal,
  trust: Policy,
  change: (policy: Policy) => Policy,
  mfa: boolean,
): boolean {
  const [, partition, , , account = ''] = principal.arn.split(':')
  const arn =
    principal.kind === 'user'
      ? principal.arn
      : `arn:${partition}:sts::${account}:assumed-role/${principal.name}/session`
  return (
    evaluate(
      { action: 'sts:AssumeRole', resource: role.arn, context: contextOf(principal, mfa) },
      {
        ...policiesOf(principal, change),
        resource: [change(trust)],
        principal: { arn, account },
        resourceAccount: account,
        resourceMustAllow: true,
      },
    ).decision === 'allow'
  )
}

type May = (action: string, resource: string) => boolean

function reach(principal: IamPrincipal, asks: (may: May) => boolean): Reach {
  const certain = !principal.incomplete && asks(judgeOf(principal, same))
  return { certain, possible: certain || asks(judgeOf(principal, unconditional)) }
}

function judgeOf(principal: IamPrincipal, change: (policy: Policy) => Policy): May {
  const policies = policiesOf(principal, change)
  const context = contextOf(principal, true)
  return (action, resource) => evaluate({ action, resource, context }, policies).decision === 'allow'
}

function policiesOf(principal: IamPrincipal, change: (policy: Policy) => Policy) {
  return {
    identity: principal.policies.map((d) => change(readable(d))),
    ...(principal.boundary === undefined ? {} : { boundary: [change(readable(principal.boundary))] }),
  }
}

const contextOf = (principal: IamPrincipal, mfa: boolean) =>
  Object.freeze({
    'aws:MultiFactorAuthPresent': String(mfa),
    ...(mfa ? { 'aws:MultiFactorAuthAge': '60' } : {}),
    'aws:SecureTransport': 'true',
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.arn.split(':')[4] ?? '',
    'aws:PrincipalType': principal.kind === 'user' ? 'User' : 'AssumedRole',
    ...(principal.kind === 'user' ? { 'aws:username': principal.name } : {}),
  })

const read = new WeakMap<object, Policy>()

/** A document is asked about many times; it is read once. */
function readable(document: unknown): Policy {
  const key = document as object
  let policy = read.get(key)
  if (!policy) read.set(key, (policy = parsePolicy(document)))
  return policy
}

const same = (policy: Policy): Policy => policy
const relaxed = new WeakMap<Policy, Policy>()

/** The same policy with every condition decided in the principal's favour. */
function unconditional(policy: Policy): Policy {
  let free = relaxed.get(policy)
  if (!free) {
    free = {
      ...policy,
      statements: policy.statements
        .filter((s) => s.effect !== 'Deny' || s.conditions.length === 0)
        .map((s) => ({ ...s, conditions: [] })),
    }
    relaxed.set(policy, free)
  }
  return free
}

function anyResource(principal: IamPrincipal, action: string): string {
  const account = principal.arn.split(':')[4] ?? ''
  const partition = principal.arn.split(':')[1] ?? 'aws'
  switch (action.split(':')[0]) {
    case 'iam':
      return action === 'iam:UpdateAccountPasswordPolicy'
        ? '*'
        : `arn:${partition}:iam::${account}:${/Role/.test(action) ? 'role' : 'user'}/anybody`
    case 's3':
      return `arn:${partition}:s3:::any-bucket`
    case 'sts':
      return `arn:${partition}:iam::${account}:role/any`
    case 'kms':
      return `arn:${partition}:kms:us-east-1:${account}:key/any`
    default:
      return '*'
  }
}

function targets(principal: IamPrincipal, action: string): string[] {
  const [, partition, , , account] = principal.arn.split(':')
  const arn = (rest: string) => `arn:${partition}:iam::${account}:${rest}`
  if (/UserPolicy$/.test(action)) return principal.kind === 'user' ? [principal.arn] : []
  if (/RolePolicy$/.test(action)) return principal.kind === 'role' ? [principal.arn] : []
  if (/GroupPolicy$/.test(action)) return principal.groups.map((g) => arn(`group/${g}`))
  return principal.attached.filter((policy) => !policy.includes(':aws:policy/'))
}
