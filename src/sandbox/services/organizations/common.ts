/** What the Organizations operations share: who may ask, ARNs, paging, errors. */
import { memberOf } from '../../accounts/members.ts'
import type { Listed } from '../../accounts/population.ts'
import { page } from '../../paging.ts'
import { AwsError, type Call } from '../../service.ts'
import type { Organization } from '../../world.ts'

export const invalid = (Reason: string, message: string): AwsError =>
  new AwsError('InvalidInputException', message, 400, { Reason })

/** The caller's organization; AWSOrganizationsNotInUseException when it has none (DescribeOrganization). */
export function organizationOf(call: Call): Organization {
  const { organization } = call.world
  if (!organization || !memberOf(call.world, call.caller.account.id)) {
    throw new AwsError(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
      404,
    )
  }
  return organization
}

/**
 * The organization, for operations that "can be called only from the organization's management account or by a member
 * account that is a delegated administrator" of any service.
 */
export function readable(call: Call): Organization {
  const organization = organizationOf(call)
  const id = call.caller.account.id
  if (
    id !== organization.managementAccountId &&
    !organization.delegatedAdministrators.some((d) => d.account === id)
  ) {
    throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.", 403)
  }
  return organization
}

/** What the organization's quotas and states do not allow. */
export const constraint = (Reason: string, message: string): AwsError =>
  new AwsError('ConstraintViolationException', message, 409, { Reason })

/**
 * The organization, for operations that only the management account may call. A delegation policy, under which a member may
 * manage policies too, is not simulated.
 */
export function managed(call: Call): Organization {
  const organization = organizationOf(call)
  if (call.caller.account.id !== organization.managementAccountId) {
    throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.", 403)
  }
  return organization
}

/** ARN of something in the organization: it carries the management account's id. */
export const arnOf = (call: Call, organization: Organization, kind: string, id: string): string =>
  `arn:${call.world.partition}:organizations::${organization.managementAccountId}:${kind}/${organization.id}/${id}`

/** One page; every Organizations list takes MaxResults from 1 to 20. */
export function paged<T>(
  call: Call,
  input: { NextToken?: string | undefined; MaxResults?: number | undefined },
  items: readonly T[],
  bind?: unknown,
): { items: T[]; next?: string } {
  const size = input.MaxResults ?? 20
  if (size < 1) throw invalid('MIN_VALUE_EXCEEDED', 'You specified an invalid value for MaxResults.')
  if (size > 20) throw invalid('MAX_VALUE_EXCEEDED', 'You specified an invalid value for MaxResults.')
  return page(call, items, {
    token: input.NextToken,
    size,
    bind,
    invalid: () => invalid('INVALID_NEXT_TOKEN', 'The pagination token is not valid.'),
  })
}

/** Ids from the root down to the parent of an account or unit. */
export function ancestors(organization: Organization, parent: string): string[] {
  const unit = organization.units.find((u) => u.id === parent)
  return unit ? [...ancestors(organization, unit.parent), parent] : [parent]
}

/** `Account.Status` of the API, of which the newer `State` has more values. */
const STATUS = {
  PENDING_ACTIVATION: 'ACTIVE',
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  PENDING_CLOSURE: 'PENDING_CLOSURE',
  // A closed account was listed as suspended before State existed (assumed).
  CLOSED: 'SUSPENDED',
} as const

/** An account as ListAccounts and DescribeAccount show it. */
export function accountShape(call: Call, organization: Organization, account: Listed) {
  const member = memberOf(call.world, account.id)!
  const path = [organization.id, ...ancestors(organization, member.parent), account.id]
  return {
    Id: account.id,
    Arn: arnOf(call, organization, 'account', account.id),
    Email: account.email,
    Name: account.name,
    ...(!call.world.behaviour.noAccountStatus && { Status: STATUS[account.state] }),
    State: account.state,
    Paths: [`${path.join('/')}/`],
    JoinedMethod: member.method,
    JoinedTimestamp: new Date(member.joined),
  }
}
