/**
 * Writes: which services may act across the organization, and which member administers them. "You can only call this
 * operation from the management account" (Organizations API reference, of each).
 */
import type * as sdk from '@aws-sdk/client-organizations'
import { accountOf } from '../../accounts/find.ts'
import { listed, memberOf } from '../../accounts/members.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Organization } from '../../world.ts'
import { constraint, invalid, managed } from './common.ts'

/** Services of which only one member may be the administrator (user guides of Account Management and of IAM; others any number). */
const ONE_ALONE: readonly string[] = ['account.amazonaws.com']

function principalOf(given: string | undefined): string {
  if (!given) throw invalid('INPUT_REQUIRED', 'You must include a value for all required parameters.')
  if (!/^[a-z0-9][a-z0-9.-]*\.amazonaws\.(com|com\.cn|eu)$/.test(given)) {
    throw invalid(
      'UNRECOGNIZED_SERVICE_PRINCIPAL',
      'You specified a service principal that is not recognized.',
    )
  }
  return given
}

function allFeatures(organization: Organization): void {
  if (organization.featureSet === 'ALL') return
  throw constraint(
    'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE',
    'You attempted to perform an operation that requires the organization to have all features enabled.',
  )
}

function memberNamed(call: Call, id: string | undefined): string {
  if (!/^\d{12}$/.test(id ?? '')) {
    throw invalid('INVALID_PATTERN', 'You specified a value that does not match the required pattern.')
  }
  if (!memberOf(call.world, id)) {
    throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.", 404)
  }
  return id!
}

export const serviceAccess: Handlers<typeof sdk> = {
  EnableAWSServiceAccess(input, call) {
    const organization = managed(call)
    const service = principalOf(input.ServicePrincipal)
    allFeatures(organization)
    if (!organization.trustedServices.includes(service)) organization.trustedServices.push(service)
  },

  // The service cleans up after itself: without trusted access IAM has no central root features (assumed).
  DisableAWSServiceAccess(input, call) {
    const organization = managed(call)
    const service = principalOf(input.ServicePrincipal)
    organization.trustedServices = organization.trustedServices.filter((other) => other !== service)
    const management = accountOf(call.world, organization.managementAccountId)
    if (service === 'iam.amazonaws.com' && management) delete management.iam.organizationsFeatures
  },

  RegisterDelegatedAdministrator(input, call) {
    const organization = managed(call)
    const service = principalOf(input.ServicePrincipal)
    const account = memberNamed(call, input.AccountId)
    allFeatures(organization)
    if (account === organization.managementAccountId) {
      throw constraint(
        'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
        'You cannot register the management account of an organization as a delegated administrator.',
      )
    }
    if (listed(call.world, account)?.state !== 'ACTIVE') {
      throw constraint(
        'CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR',
        'You cannot register a suspended account as a delegated administrator.',
      )
    }
    if (!organization.trustedServices.includes(service)) {
      throw constraint(
        'SERVICE_ACCESS_NOT_ENABLED',
        'You attempted to register a delegated administrator before you enabled service access.',
      )
    }
    const registered = organization.delegatedAdministrators.filter((d) => d.service === service)
    if (registered.some((d) => d.account === account)) {
      throw new AwsError(
        'AccountAlreadyRegisteredException',
        'The specified account is already a delegated administrator for this AWS service.',
        409,
      )
    }
    if (registered.length > 0 && ONE_ALONE.includes(service)) {
      throw constraint(
        'DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE',
        'A delegated administrator is already registered for this service.',
      )
    }
    organization.delegatedAdministrators.push({ account, service, enabled: call.now.toISOString() })
  },

  DeregisterDelegatedAdministrator(input, call) {
    const organization = managed(call)
    const service = principalOf(input.ServicePrincipal)
    const account = memberNamed(call, input.AccountId)
    const all = organization.delegatedAdministrators
    const others = all.filter((d) => d.account !== account || d.service !== service)
    if (others.length === all.length) {
      throw new AwsError(
        'AccountNotRegisteredException',
        'The specified account is not a delegated administrator for this Amazon Web Services service.',
        409,
      )
    }
    organization.delegatedAdministrators = others
  },
}
