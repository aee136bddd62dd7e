/** Central management of members' root credentials (IAM API reference, ListOrganizationsFeatures and the four switches). */
import { accountOf } from '../../accounts/find.ts'
import { memberOf } from '../../accounts/members.ts'
import { AwsError } from '../../service.ts'
import type { Call } from '../../service.ts'
import type { Account, Organization } from '../../world.ts'
import type { IamHandlers } from './common.ts'

type Feature = 'RootCredentialsManagement' | 'RootSessions'

function organizationOf({ world, account }: Call): Organization {
  const { organization } = world
  if (!organization || (organization.managementAccountId !== account.id && !memberOf(world, account.id)))
    throw new AwsError(
      'OrganizationNotFoundException',
      'The request was rejected because no organization is associated with your account.',
    )
  return organization
}

function requireTrustedAccess(organization: Organization): void {
  if (organization.featureSet !== 'ALL')
    throw new AwsError(
      'OrganizationNotInAllFeaturesModeException',
      'The request was rejected because your organization does not have All features enabled.',
    )
  if (!organization.trustedServices.includes('iam.amazonaws.com'))
    throw new AwsError(
      'ServiceAccessNotEnabledException',
      'The request was rejected because trusted access is not enabled for IAM in AWS Organizations.',
    )
}

const isDelegated = (organization: Organization, id: string): boolean =>
  organization.delegatedAdministrators.some(
    ({ account, service }) => account === id && service === 'iam.amazonaws.com',
  )

/** The account that holds the switches: the management account and IAM's delegated administrator may see and use it. */
function managementFor(call: Call): { organization: Organization; management: Account } {
  const organization = organizationOf(call)
  const { id } = call.account
  if (organization.managementAccountId !== id && !isDelegated(organization, id))
    throw new AwsError(
      'AccountNotManagementOrDelegatedAdministratorException',
      'The request was rejected because the account making the request is not the management account or delegated administrator account for centralized root access.',
    )
  requireTrustedAccess(organization)
  return { organization, management: accountOf(call.world, organization.managementAccountId)! }
}

function switchFeature(call: Call, feature: Feature, on: boolean) {
  const { organization, management } = managementFor(call)
  // Only the enabling operations list this error.
  if (on && management !== call.account)
    throw new AwsError(
      'CallerIsNotManagementAccountException',
      'The request was rejected because the account making the request is not the management account for the organization.',
    )
  const others = (management.iam.organizationsFeatures ?? []).filter((other) => other !== feature)
  const features = on ? [...others, feature] : others
  management.iam.organizationsFeatures = features
  return { OrganizationId: organization.id, EnabledFeatures: features }
}

export const rootFeatureHandlers = {
  ListOrganizationsFeatures(_input, call) {
    const { organization, management } = managementFor(call)
    return { OrganizationId: organization.id, EnabledFeatures: management.iam.organizationsFeatures ?? [] }
  },
  EnableOrganizationsRootCredentialsManagement: (_input, call) =>
    switchFeature(call, 'RootCredentialsManagement', true),
  DisableOrganizationsRootCredentialsManagement: (_input, call) =>
    switchFeature(call, 'RootCredentialsManagement', false),
  EnableOrganizationsRootSessions: (_input, call) => switchFeature(call, 'RootSessions', true),
  DisableOrganizationsRootSessions: (_input, call) => switchFeature(call, 'RootSessions', false),
} satisfies IamHandlers
