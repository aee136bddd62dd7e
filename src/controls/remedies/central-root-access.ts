import type { OrganizationPlace } from '../../facts/organization-place.ts'
import type { OrganizationsFeatures } from '../../facts/organizations-features.ts'
import type { TrustedAccess } from '../../facts/trusted-access.ts'
import type { Circumstances, Fact, Grant, Remediation, Step } from '../../model/index.ts'
import { accountService, iamService } from '../support/central-services.ts'
import { type Delegation, nameDelegate } from './delegated-administrator.ts'
import { stepsOf } from './steps.ts'
import { trustedServicesGrant } from './trusted-services.ts'

/** The features know no resource and no condition (Service Authorization Reference, IAM). */
export const centralRootAccessGrants: readonly Grant[] = [
  trustedServicesGrant,
  {
    actions: [
      'iam:EnableOrganizationsRootCredentialsManagement',
      'iam:DisableOrganizationsRootCredentialsManagement',
      'iam:EnableOrganizationsRootSessions',
      'iam:DisableOrganizationsRootSessions',
    ],
  },
]

export interface CentralRootAccess extends Delegation {
  place: Fact<OrganizationPlace>
  features: Fact<OrganizationsFeatures>
  trusted: Fact<TrustedAccess>
}

/**
 * Turns on what is off, in the order in which AWS takes it: trusted access first, without which the features are refused
 * (IAM user guide, "Centralize root access for member accounts"). Only the management account can do it. Turning something
 * on takes no way in away: credentials stay until each member's are deleted.
 */
export function centralizeRootAccess(
  control: string,
  { place, features, trusted, delegates, declared }: CentralRootAccess,
  circumstances: Circumstances,
): Remediation {
  if (place.state !== 'known' || features.state !== 'known') return {}
  const { organization } = place.value
  if (!organization) return {}
  const { managementAccount, allFeatures } = organization
  const account = circumstances.configuration.organization?.delegatedAdministrator
  const basis = {
    ...features.value,
    allFeatures,
    trusted: trusted.state === 'known' ? trusted.value : null,
    // Who is named already counts where somebody is to be named.
    ...(account === undefined
      ? {}
      : { delegate: { account, of: delegates.state === 'known' ? [...delegates.value] : null } }),
  }
  if (circumstances.vantage !== 'management')
    return {
      basis,
      waiting: [`only the management account ${managementAccount} can turn it on: run neverroot plan there`],
    }
  if (!allFeatures)
    return {
      basis,
      waiting: [
        'the organization has consolidated billing alone: enable all features first (Organizations, Settings), which every invited member must agree to',
      ],
    }
  if (trusted.state !== 'known')
    return {
      basis,
      waiting: [
        `which services are trusted could not be seen${trusted.state === 'unknown' ? ` (${trusted.message})` : ''}, so nothing is planned`,
      ],
    }
  const step = stepsOf(control, managementAccount)
  const steps: Step[] = []
  const trust = (ServicePrincipal: string, does: string) => {
    if (trusted.value.includes(ServicePrincipal)) return
    const input = { ServicePrincipal }
    const undo = { action: 'organizations:DisableAWSServiceAccess', input, weakens: true } as const
    steps.push(step({ action: 'organizations:EnableAWSServiceAccess', input, does, undo }))
  }
  trust(iamService, 'IAM gets trusted access to the organization, which both root features need')
  if (!features.value.rootCredentialsManagement)
    steps.push(
      step({
        action: 'iam:EnableOrganizationsRootCredentialsManagement',
        input: {},
        does: 'root credentials of members can be deleted centrally, and new members get none; none is deleted by this',
        undo: { action: 'iam:DisableOrganizationsRootCredentialsManagement', input: {}, weakens: true },
      }),
    )
  if (!features.value.rootSessions)
    steps.push(
      step({
        action: 'iam:EnableOrganizationsRootSessions',
        input: {},
        does: 'what only root of a member can do is done from here, in sessions of 15 minutes bound to one task',
        undo: { action: 'iam:DisableOrganizationsRootSessions', input: {}, weakens: true },
      }),
    )
  // Not judged here: whatever else is wrong, the contacts of members are read and written through it.
  trust(
    accountService,
    'Account Management gets trusted access, so that contacts of members can be read and set from here',
  )
  const delegation = nameDelegate(step, managementAccount, { delegates, declared }, circumstances)
  return { basis, steps: [...steps, ...(delegation.steps ?? [])], waiting: delegation.waiting ?? [] }
}
