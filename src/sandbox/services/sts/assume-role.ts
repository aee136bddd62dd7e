import { parsePolicy } from '../../../policy/index.ts'
import { accountOf } from '../../accounts/find.ts'
import { AwsError } from '../../service.ts'
import type { Call } from '../../service.ts'
import type { Account, IamRole, PolicyDocument } from '../../world.ts'
import { awsManagedPolicy } from '../iam/aws-managed.ts'
import { accessDenied, notAuthorized, openSession, provedMfa, validate, validationError } from './common.ts'
import type { StsHandlers, StsPermissions } from './common.ts'

interface Input {
  RoleArn?: string | undefined
  RoleSessionName?: string | undefined
  ExternalId?: string | undefined
  SourceIdentity?: string | undefined
  SerialNumber?: string | undefined
  TokenCode?: string | undefined
  Tags?: unknown[] | undefined
}

function roleOf(call: Call, arn: string | undefined): { account: Account; role: IamRole } | undefined {
  const [, id = '', resource] = /^arn:[^:]+:iam::(\d{12}):role(\/.+)$/.exec(arn ?? '') ?? []
  const account = accountOf(call.world, id)
  const role = account?.iam.roles.find((candidate) => candidate.path + candidate.name === resource)
  return account && role ? { account, role } : undefined
}

/** The caller's policies and the role's trust policy must agree (STS API reference, AssumeRole). */
export const assumeRolePermission: StsPermissions['AssumeRole'] = {
  resource: (input) => input.RoleArn ?? '*',
  context: (input: Input, call) => ({
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
    ...(input.RoleSessionName === undefined ? {} : { 'sts:RoleSessionName': input.RoleSessionName }),
    ...(input.SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': input.SourceIdentity }),
    ...(provedMfa(call, input.SerialNumber, input.TokenCode) ? { 'aws:MultiFactorAuthPresent': 'true' } : {}),
  }),
  resourcePolicy: (input, call) => {
    const target = roleOf(call, input.RoleArn)
    return target && { document: target.role.trust, account: target.account.id, mustAllow: true }
  },
}

export const assumeRole: NonNullable<StsHandlers['AssumeRole']> = (input, call) => {
  const { caller } = call
  validate(input, {
    RoleArn: { min: 20, max: 2048 },
    RoleSessionName: { min: 2, max: 64, pattern: /[\w+=,.@-]*/ },
    DurationSeconds: { min: 900, max: 43_200, optional: true },
    SourceIdentity: { min: 2, max: 64, pattern: /[\w+=,.@-]*/, optional: true },
    ExternalId: { min: 2, max: 1224, pattern: /[\w+=,.@:/-]*/, optional: true },
  })
  if (caller.kind === 'root' || caller.kind === 'assumed-root')
    throw accessDenied('Roles may not be assumed by root accounts.')
  const target = roleOf(call, input.RoleArn)
  if (!target || target.account.state === 'SUSPENDED' || target.account.state === 'CLOSED')
    throw notAuthorized(call, 'sts:AssumeRole', input.RoleArn ?? '')
  requireInTrust(call, input)
  const seconds = input.DurationSeconds ?? 3600
  if (caller.kind === 'role' && seconds > 3600)
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  if (seconds > target.role.maxSessionSeconds)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  const policyArns = input.PolicyArns?.flatMap(({ arn }) => (arn === undefined ? [] : [arn]))
  for (const arn of policyArns ?? []) requirePolicy(target.account, arn)
  const policy = sessionPolicy(input.Policy)

  const { role, account } = target
  const sessionName = input.RoleSessionName!
  const credentials = openSession(call, seconds, {
    account: account.id,
    principal: {
      kind: 'role',
      name: role.name,
      sessionName,
      ...(input.SourceIdentity === undefined ? {} : { sourceIdentity: input.SourceIdentity }),
      ...(policy ? { policy } : {}),
      ...(policyArns?.length ? { policyArns } : {}),
    },
    mfa: input.SerialNumber !== undefined,
  })
  role.lastUsed = { at: call.now.toISOString(), region: call.region }
  return {
    Credentials: credentials,
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${sessionName}`,
      Arn: `arn:${call.world.partition}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
    },
    ...(input.Policy === undefined
      ? {}
      : { PackedPolicySize: Math.ceil((input.Policy.length / 2048) * 100) }),
    ...(input.SourceIdentity === undefined ? {} : { SourceIdentity: input.SourceIdentity }),
  }
}

/** Source identity and tags are permissions of their own (IAM User Guide, "Monitor and control actions taken with assumed roles"). */
function requireInTrust(call: Call, input: Input): void {
  const needed = [
    ...(input.SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
    ...(input.Tags?.length ? ['sts:TagSession'] : []),
  ]
  const resource = input.RoleArn ?? ''
  const target = roleOf(call, resource)
  const policy = target && { document: target.role.trust, account: target.account.id, mustAllow: true }
  const context: Record<string, string> =
    input.SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': input.SourceIdentity }
  for (const action of needed)
    if (!call.allowed(action, resource, context, policy)) throw notAuthorized(call, action, resource)
}

function requirePolicy(account: Account, arn: string): void {
  const own = account.iam.policies.some((policy) =>
    arn.endsWith(`::${account.id}:policy${policy.path}${policy.name}`),
  )
  if (!own && !awsManagedPolicy(arn))
    throw validationError(`The managed policy ${arn} does not exist or is not attachable.`)
}

function sessionPolicy(text: string | undefined): PolicyDocument | undefined {
  if (text === undefined) return undefined
  if (text.length > 2048)
    throw new AwsError(
      'PackedPolicyTooLargeException',
      'Packed policy consumes more than 100% of the allotted space.',
    )
  try {
    parsePolicy(text)
    return JSON.parse(text) as PolicyDocument
  } catch {
    throw new AwsError('MalformedPolicyDocumentException', 'Syntax errors in policy.')
  }
}
