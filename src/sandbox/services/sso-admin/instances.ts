/** Which IAM Identity Center instances an account may see and which it may ask about. */
import { accountOf } from '../../accounts/find.ts'
import { memberOf } from '../../accounts/members.ts'
import { page, type Page } from '../../paging.ts'
import { AwsError, type Call } from '../../service.ts'
import { detected, violation } from '../../validate.ts'
import type { IdentityCenter } from '../../world.ts'

export const SERVICE = 'sso.amazonaws.com'

/** Instances that ListInstances shows in the signed Region: own ones, and the organization's (visible to members: assumed). */
export function visible(call: Call): IdentityCenter[] {
  const { world } = call
  const { organization } = world
  const own = call.caller.account
  const owners = new Set([own.id])
  if (organization && memberOf(world, own.id)) owners.add(organization.managementAccountId)
  return [...owners]
    .flatMap((id) => accountOf(world, id)?.identityCenters ?? [])
    .filter((i) => i.region === call.region)
}

/** True where the account runs the instance: its owner, or the delegated administrator of the organization's. */
export const administers = (call: Call, instance: IdentityCenter): boolean => {
  const own = call.caller.account.id
  return (
    instance.ownerAccountId === own ||
    (call.world.organization?.managementAccountId === instance.ownerAccountId &&
      call.world.organization.delegatedAdministrators.some((d) => d.account === own && d.service === SERVICE))
  )
}

const denied = (call: Call): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${call.caller.arn} is not authorized to perform this operation.`,
    403,
  )

/** The instance of a request, by ARN. A plain member sees that it exists and no more (assumed). */
export function instanceOf(call: Call, arn: string | undefined): IdentityCenter {
  const instance = visible(call).find((i) => i.instanceArn === arn)
  if (!instance) throw new AwsError('ResourceNotFoundException', `Instance with ARN ${arn} not found`, 404)
  if (!administers(call, instance)) throw denied(call)
  return instance
}

/** The instance whose identity store has this id. */
export function storeOf(call: Call, id: string | undefined): IdentityCenter {
  const instance = visible(call).find((i) => i.identityStoreId === id)
  if (!instance) {
    throw new AwsError('ResourceNotFoundException', 'IDENTITYSTORE not found.', 404, {
      ResourceType: 'IDENTITY_STORE',
      ResourceId: id,
    })
  }
  if (!administers(call, instance)) throw denied(call)
  return instance
}

/** One page; both services take MaxResults from 1 to 100. */
export function paged<T>(
  call: Call,
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  items: readonly T[],
  bind?: unknown,
): Page<T> {
  const wrong = violation(input.MaxResults, 'maxResults', { min: 1, max: 100, optional: true })
  if (wrong) throw new AwsError('ValidationException', detected([wrong]))
  return page(call, items, {
    token: input.NextToken,
    size: input.MaxResults ?? 100,
    bind: [call.region, bind],
    invalid: () => new AwsError('ValidationException', 'NextToken is not valid.'),
  })
}
