import { memberOf } from './accounts/members.ts'
import type { Principal } from './identify.ts'
import type { World } from './world.ts'

/** The ARN that policies see: for a session of a role it is the role's, with its path. */
export function principalArn({ caller }: Principal): string {
  if (caller.kind !== 'role') return caller.arn
  const role = caller.account.iam.roles.find((candidate) => candidate.name === caller.name)
  return `arn:${caller.arn.split(':')[1]}:iam::${caller.account.id}:role${role?.path ?? '/'}${caller.name}`
}

/**
 * The global condition keys of a request (IAM User Guide, "AWS global condition context keys"). The sandbox listens
 * without TLS, but says aws:SecureTransport: a policy must act as it would on AWS.
 */
export function globalContext(
  world: World,
  principal: Principal,
  region: string,
  now: Date,
): Record<string, string | string[]> {
  const { caller, session } = principal
  const { organization } = world
  const inOrganization =
    organization &&
    (organization.managementAccountId === caller.account.id || memberOf(world, caller.account.id))
  return {
    'aws:PrincipalArn': principalArn(principal),
    'aws:PrincipalAccount': caller.account.id,
    'aws:PrincipalType': { root: 'Account', 'assumed-root': 'Account', user: 'User', role: 'AssumedRole' }[
      caller.kind
    ],
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': caller.userId,
    'aws:RequestedRegion': region,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    ...(caller.kind === 'user' && caller.name !== undefined ? { 'aws:username': caller.name } : {}),
    ...(caller.kind === 'assumed-root' ? { 'aws:AssumedRoot': 'true' } : {}),
    ...(session ? { 'aws:MultiFactorAuthPresent': String(session.mfa ?? false) } : {}),
    ...(inOrganization ? { 'aws:PrincipalOrgID': organization.id } : {}),
    ...tagKeys(principal),
    ...(session?.principal.kind === 'role' && session.principal.sourceIdentity !== undefined
      ? { 'aws:SourceIdentity': session.principal.sourceIdentity }
      : {}),
  }
}

function tagKeys({ caller }: Principal): Record<string, string> {
  const { users, roles } = caller.account.iam
  const owner =
    caller.kind === 'user'
      ? users.find((user) => user.name === caller.name)
      : caller.kind === 'role'
        ? roles.find((role) => role.name === caller.name)
        : undefined
  return Object.fromEntries(
    Object.entries(owner?.tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
  )
}
