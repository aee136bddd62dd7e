/**
 * How far a principal's policies reach. Two answers for each question, since a condition can hide a way in: `certain`
 * takes conditions as an ordinary request with MFA would meet them; `possible` takes every conditional Allow as given
 * and every conditional Deny as absent.
 */
import { evaluate, parsePolicy, type Policy, type RawStatement } from '../policy/index.ts'
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

/** With one of these on itself or its own groups and policies, a principal can give itself everything. */
const selfGrants = [
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
  'iam:AttachRolePolicy',
  'iam:PutRolePolicy',
  'iam:AttachGroupPolicy',
  'iam:PutGroupPolicy',
  'iam:AddUserToGroup',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
] as const

/** Can it do everything? */
export function fullAccess(principal: IamPrincipal): Reach {
  return reach(principal, (may) => everything.every((action) => may(action, anyResource(principal, action))))
}

/** Can it do everything after it has given itself the right to? A boundary that stops short stops this too. */
export function selfGrantable(principal: IamPrincipal): Reach {
  const boundary = principal.boundary
  const bounded: IamPrincipal = {
    ...principal,
    policies: boundary === undefined ? [] : [boundary],
    boundary: undefined,
  }
  const room = boundary === undefined ? { certain: true, possible: true } : fullAccess(bounded)
  const grants = reach(principal, (may) =>
    selfGrants.some((action) => targets(principal, action).some((t) => may(action, t))),
  )
  return { certain: room.certain && grants.certain, possible: room.possible && grants.possible }
}

/** May it do this one thing? */
export function mayDo(principal: IamPrincipal, action: string, resource: string): Reach {
  return reach(principal, (may) => may(action, resource))
}

type May = (action: string, resource: string) => boolean

function reach(principal: IamPrincipal, asks: (may: May) => boolean): Reach {
  const certain = asks(judgeOf(principal, (document) => document))
  return { certain, possible: certain || asks(judgeOf(principal, unconditional)) }
}

function judgeOf(principal: IamPrincipal, change: (document: unknown) => unknown): May {
  const policies = {
    identity: principal.policies.map((d) => readable(change(d))),
    ...(principal.boundary === undefined ? {} : { boundary: [readable(change(principal.boundary))] }),
  }
  const account = principal.arn.split(':')[4] ?? ''
  const context = Object.freeze({
    'aws:MultiFactorAuthPresent': 'true',
    'aws:MultiFactorAuthAge': '60',
    'aws:SecureTransport': 'true',
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': principal.kind === 'user' ? 'User' : 'AssumedRole',
    ...(principal.kind === 'user' ? { 'aws:username': principal.name } : {}),
  })
  return (action, resource) => evaluate({ action, resource, context }, policies).decision === 'allow'
}

const nothing = parsePolicy({ Version: '2012-10-17', Statement: [] })

function readable(document: unknown): Policy {
  const statements = (document as { Statement?: RawStatement | RawStatement[] }).Statement
  return Array.isArray(statements) && statements.length === 0 ? nothing : parsePolicy(document)
}

/** The same document with every condition decided in the principal's favour. */
function unconditional(document: unknown): unknown {
  const raw = document as { Statement: RawStatement | RawStatement[] }
  const statements = Array.isArray(raw.Statement) ? raw.Statement : [raw.Statement]
  return {
    ...raw,
    Statement: statements
      .filter((s) => s.Effect !== 'Deny' || s.Condition === undefined)
      .map(({ Condition: _, ...rest }) => rest),
  }
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
  if (action === 'iam:AddUserToGroup') return principal.kind === 'user' ? [arn('group/any')] : []
  return principal.attached.filter((policy) => !policy.includes(':aws:policy/'))
}
