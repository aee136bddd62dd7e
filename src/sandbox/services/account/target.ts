/**
 * Which account an Account Management call is about, and who may name another (Account Management reference, "API
 * modes of operation": standalone context without AccountId, organizations context with it).
 */
import { accountOf } from '../../accounts/find.ts'
import { memberOf } from '../../accounts/members.ts'
import { AwsError, type Call } from '../../service.ts'
import type { Account } from '../../world.ts'

export const TRUSTED = 'account.amazonaws.com'

const denied = (call: Call, why: string): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${call.caller.arn} is not authorized to perform: account:${call.operation} (${why})`,
    403,
  )

/** A ValidationException about one field. */
export const invalidField = (name: string, message: string): AwsError =>
  new AwsError('ValidationException', message, 400, {
    reason: 'fieldValidationFailed',
    fieldList: [{ name, message }],
  })

const isDelegated = (call: Call): boolean =>
  call.world.organization?.delegatedAdministrators.some(
    (d) => d.account === call.caller.account.id && d.service === TRUSTED,
  ) ?? false

/**
 * The account of a call. `delegatedSelf`: the delegated administrator may name itself (alternate contacts). The words
 * in brackets of the refusals are assumed.
 */
export function targetOf(call: Call, accountId: string | undefined, delegatedSelf = false): Account {
  const own = call.caller.account
  if (accountId === undefined) return own
  if (!/^\d{12}$/.test(accountId)) {
    throw invalidField('accountId', `The provided account ID ${accountId} is not a 12-digit number.`)
  }
  const { organization } = call.world
  if (!organization || !memberOf(call.world, own.id))
    throw denied(call, 'Your account is not a member of an organization')
  if (organization.featureSet !== 'ALL')
    throw denied(call, 'The organization does not have all features enabled')
  if (!organization.trustedServices.includes(TRUSTED)) {
    throw denied(call, 'The organization does not have trusted access enabled for Account Management')
  }
  const management = organization.managementAccountId
  if (own.id !== management && !isDelegated(call)) {
    throw denied(call, 'Only the management account or a delegated administrator may specify an account')
  }
  if (accountId === management)
    throw denied(call, "The management account can't be specified by its account ID")
  if (accountId === own.id && !delegatedSelf) {
    throw denied(call, 'The delegated administrator account may not specify its own account ID')
  }
  const target = memberOf(call.world, accountId) && accountOf(call.world, accountId)
  if (!target) {
    throw denied(call, 'The specified account is not a member of the organization')
  }
  return target
}

/** ARN for the permission check: of the own account, or of the member within the organization. */
export function accountArn(input: { AccountId?: string | undefined }, call: Call): string {
  const { world, caller } = call
  const prefix = `arn:${world.partition}:account::`
  const { organization } = world
  if (input.AccountId === undefined || !organization) return `${prefix}${caller.account.id}:account`
  return `${prefix}${organization.managementAccountId}:account/${organization.id}/${input.AccountId}`
}
