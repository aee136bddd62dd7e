/** The organization: which services may act across it, who acts for the management account, and the two features of central root access. */
import { pages } from '../../../aws/index.ts'
import { type Deed, no, otherwise, text, when } from './deed.ts'

const ofServices = ['organizations:ListAWSServiceAccessForOrganization'] as const
const ofDelegates = ['organizations:ListDelegatedServicesForAccount'] as const
const ofFeatures = ['iam:ListOrganizationsFeatures'] as const

/** Listing answers so where trusted access for IAM is off: then no feature can be on (IAM API reference, ListOrganizationsFeatures). */
const featuresOff = /^(ServiceAccessNotEnabled|OrganizationNotInAllFeaturesMode)/

const trusted =
  (on: boolean): Deed['isSo'] =>
  async (given, sight) => {
    const listed = await pages(sight, 'organizations:ListAWSServiceAccessForOrganization', {}, (o) => ({
      items: o.EnabledServicePrincipals,
      next: o.NextToken ? { NextToken: o.NextToken } : undefined,
    }))
    // What cannot be listed is neither on nor off.
    if (!listed.ok) return otherwise(listed, /^$/, no)
    const wanted = text(given.ServicePrincipal)
    return when(listed.items.some(({ ServicePrincipal }) => ServicePrincipal === wanted) === on)
  }

const delegated =
  (so: boolean): Deed['isSo'] =>
  async (given, sight) => {
    const listed = await pages(
      sight,
      'organizations:ListDelegatedServicesForAccount',
      { AccountId: text(given.AccountId) },
      (o) => ({ items: o.DelegatedServices, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    )
    // Whoever is registered for nothing is told so by an error (Organizations API reference, the same operation).
    if (!listed.ok) return otherwise(listed, /^AccountNotRegistered/, when(!so))
    const wanted = text(given.ServicePrincipal)
    return when(listed.items.some(({ ServicePrincipal }) => ServicePrincipal === wanted) === so)
  }

type Feature = 'RootCredentialsManagement' | 'RootSessions'

const feature = (name: Feature, on: boolean): Deed => ({
  reads: ofFeatures,
  repeatable: true,
  async isSo(_, { call }) {
    const answer = await call('iam:ListOrganizationsFeatures', {})
    if (!answer.ok) return otherwise(answer, featuresOff, when(!on))
    return when((answer.output.EnabledFeatures ?? []).includes(name) === on)
  },
})

export const organizationDeeds: Readonly<Record<string, Deed>> = {
  'organizations:EnableAWSServiceAccess': { reads: ofServices, repeatable: true, isSo: trusted(true) },
  'organizations:DisableAWSServiceAccess': { reads: ofServices, repeatable: true, isSo: trusted(false) },
  'organizations:RegisterDelegatedAdministrator': {
    reads: ofDelegates,
    repeatable: true,
    already: /^AccountAlreadyRegistered/,
    isSo: delegated(true),
  },
  'organizations:DeregisterDelegatedAdministrator': {
    reads: ofDelegates,
    repeatable: true,
    already: /^AccountNotRegistered/,
    isSo: delegated(false),
  },
  'iam:EnableOrganizationsRootCredentialsManagement': feature('RootCredentialsManagement', true),
  'iam:DisableOrganizationsRootCredentialsManagement': {
    ...feature('RootCredentialsManagement', false),
    already: /^ServiceAccessNotEnabled/,
  },
  'iam:EnableOrganizationsRootSessions': feature('RootSessions', true),
  'iam:DisableOrganizationsRootSessions': {
    ...feature('RootSessions', false),
    already: /^ServiceAccessNotEnabled/,
  },
}
