/** Trusted access and the root features: on, off, or not to be told. */
import { describe, expect, it } from 'vitest'
import { check, isSo, thereOrNot } from '../../../../test/support/deed-case.ts'
import { refused } from '../../../../test/support/fake-source.ts'

const services = 'organizations:ListAWSServiceAccessForOrganization'
const delegations = 'organizations:ListDelegatedServicesForAccount'
const features = 'iam:ListOrganizationsFeatures'
const iam = { ServicePrincipal: 'iam.amazonaws.com' }
const trusting = (...names: string[]) => ({
  EnabledServicePrincipals: names.map((ServicePrincipal) => ({ ServicePrincipal })),
})
const on = (...EnabledFeatures: string[]) => ({ EnabledFeatures })

check([
  ...thereOrNot(
    'organizations:EnableAWSServiceAccess',
    'organizations:DisableAWSServiceAccess',
    services,
    iam,
    trusting('account.amazonaws.com', 'iam.amazonaws.com'),
    trusting('account.amazonaws.com'),
  ),
  ...thereOrNot(
    'organizations:EnableAWSServiceAccess',
    'organizations:DisableAWSServiceAccess',
    services,
    iam,
    (input: { NextToken?: string }) =>
      input.NextToken ? trusting('iam.amazonaws.com') : { ...trusting(), NextToken: 'more' },
    (input: { NextToken?: string }) => (input.NextToken ? trusting() : { ...trusting(), NextToken: 'more' }),
  ),
  ...[
    { DelegatedServices: [{ ServicePrincipal: 'account.amazonaws.com' }] },
    refused('AccountNotRegisteredException'),
  ].flatMap((not) =>
    thereOrNot(
      'organizations:RegisterDelegatedAdministrator',
      'organizations:DeregisterDelegatedAdministrator',
      delegations,
      { ...iam, AccountId: '222222222222' },
      { DelegatedServices: [{ ServicePrincipal: 'iam.amazonaws.com' }] },
      not,
    ),
  ),
  ...thereOrNot(
    'iam:EnableOrganizationsRootCredentialsManagement',
    'iam:DisableOrganizationsRootCredentialsManagement',
    features,
    {},
    on('RootSessions', 'RootCredentialsManagement'),
    on('RootSessions'),
  ),
  ...thereOrNot(
    'iam:EnableOrganizationsRootSessions',
    'iam:DisableOrganizationsRootSessions',
    features,
    {},
    on('RootSessions'),
    refused('ServiceAccessNotEnabledException'),
  ),
])

describe.each([
  ['organizations:EnableAWSServiceAccess', services],
  ['organizations:DisableAWSServiceAccess', services],
  ['organizations:RegisterDelegatedAdministrator', delegations],
  ['iam:EnableOrganizationsRootSessions', features],
  ['iam:DisableOrganizationsRootSessions', features],
])('%s', (action, read) => {
  it.each(['AccessDenied', 'AccountNotManagementOrDelegatedAdministratorException', 'Throttling'])(
    'cannot be told: %s',
    async (code) => {
      expect((await isSo(action, read, iam, refused(code))).so).toBe('unknown')
    },
  )
})
