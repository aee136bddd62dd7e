import type { Grant } from '../../model/index.ts'
import { accountService, iamService } from '../support/central-services.ts'

export const cloudTrailService = 'cloudtrail.amazonaws.com'

/**
 * Trusted access knows no resource (Service Authorization Reference, Organizations); it is held to the services that plans
 * turn it on for. One grant for all of them, so that a policy names the action once.
 */
export const trustedServicesGrant: Grant = {
  actions: ['organizations:EnableAWSServiceAccess', 'organizations:DisableAWSServiceAccess'],
  condition: {
    StringEquals: { 'organizations:ServicePrincipal': [accountService, cloudTrailService, iamService] },
  },
}
