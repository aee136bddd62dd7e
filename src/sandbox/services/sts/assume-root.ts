import { accountOf } from '../../accounts/find.ts'
import { listed, memberOf } from '../../accounts/members.ts'
import { sessionOf } from '../../accounts/sessions.ts'
import type { Call } from '../../service.ts'
import { awsManagedPolicy } from '../iam/aws-managed.ts'
import { accessDenied, notAuthorized, openSession, validate, validationError } from './common.ts'
import type { StsHandlers, StsPermissions } from './common.ts'

/** `TargetPrincipal` is an account id or the ARN of an account or its root. */
function targetAccount(principal: string | undefined): string {
  return (
    /^(\d{12})$|^arn:[^:]+:[^:]+::(\d{12})(:|$)/
      .exec(principal ?? '')
      ?.slice(1)
      .find(Boolean) ?? ''
  )
}

const rootOf = (call: Call, account: string): string => `arn:${call.world.partition}:iam::${account}:root`

export const assumeRootPermission: StsPermissions['AssumeRoot'] = {
  resource: (input, call) => rootOf(call, targetAccount(input.TargetPrincipal)),
  context: (input) =>
    input.TaskPolicyArn?.arn === undefined
      ? {}
      : ({ 'sts:TaskPolicyArn': input.TaskPolicyArn.arn } as Record<string, string>),
}

/**
 * STS API reference, AssumeRoot; IAM User Guide, "Perform a privileged task on an AWS Organizations member account".
 * The codes and words of the refusals are assumed. AWS serves this on Regional endpoints alone; here every Region has
 * the same endpoint.
 */
export const assumeRoot: NonNullable<StsHandlers['AssumeRoot']> = (input, call) => {
  const { world, caller } = call
  validate(input, {
    TargetPrincipal: { min: 12, max: 2048 },
    DurationSeconds: { min: 0, max: 900, optional: true },
  })
  if (caller.kind === 'root' || caller.kind === 'assumed-root')
    throw accessDenied('AssumeRoot may not be called by root users.')
  const arn = input.TaskPolicyArn?.arn
  const task = arn === undefined ? undefined : awsManagedPolicy(arn)
  if (arn === undefined || task?.path !== '/root-task/')
    throw validationError(`${arn ?? 'null'} is not a task policy of AssumeRoot.`)
  const target = targetAccount(input.TargetPrincipal)
  if (!mayManageRoots(call) || !isActiveMember(call, target))
    throw notAuthorized(call, 'sts:AssumeRoot', rootOf(call, target))
  const sourceIdentity = sourceIdentityOf(call)
  return {
    Credentials: openSession(call, input.DurationSeconds || 900, {
      account: target,
      principal: {
        kind: 'assumed-root',
        taskPolicyArn: `arn:${world.partition}:iam::aws:policy/root-task/${task.name}`,
        by: caller.arn,
      },
      mfa: false,
    }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  }
}

/** The management account, or the delegated administrator for IAM, once root sessions are on. */
function mayManageRoots({ world, account }: Call): boolean {
  const { organization } = world
  if (!organization) return false
  const management = accountOf(world, organization.managementAccountId)
  if (!management?.iam.organizationsFeatures?.includes('RootSessions')) return false
  return (
    organization.managementAccountId === account.id ||
    organization.delegatedAdministrators.some(
      (delegated) => delegated.account === account.id && delegated.service === 'iam.amazonaws.com',
    )
  )
}

/** The management account's own root is out of reach. */
function isActiveMember({ world }: Call, id: string): boolean {
  const { organization } = world
  const state = listed(world, id)?.state
  return (
    memberOf(world, id) !== undefined &&
    organization?.managementAccountId !== id &&
    (state === 'ACTIVE' || state === 'PENDING_CLOSURE')
  )
}

function sourceIdentityOf({ world, caller }: Call): string | undefined {
  const session = sessionOf(world, caller.accessKeyId)
  return session?.principal.kind === 'role' ? session.principal.sourceIdentity : undefined
}
