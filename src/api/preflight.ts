import { controls } from '../controls/index.ts'
import { sourceOf } from '../engine/collect.ts'
import { costExplorerRequestUsd } from '../facts/cost-explorer.ts'
import { delegatedAdministrators } from '../facts/delegated-administrators.ts'
import { memberFrame } from '../facts/frame.ts'
import { observables } from '../facts/observables.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import { organizationsFeatures } from '../facts/organizations-features.ts'
import { trustedAccess } from '../facts/trusted-access.ts'
import type { Fetcher } from '../aws/index.ts'
import { mapFact, type Preflight } from '../model/index.ts'
import { preflight } from '../organization/preflight.ts'
import { auditSession, sourceIdentityOf, usualRoles } from '../organization/roles.ts'
import { silent } from '../ports.ts'
import { tool } from '../version.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'
import { memberPolicy } from './organization.ts'
import { memberPermissions } from './permissions.ts'

const allFeatures: Fetcher<boolean> = {
  name: 'all-features',
  reads: organizationPlace.reads,
  collect: async (source) =>
    mapFact(await source.get(organizationPlace), ({ organization }) => organization?.allFeatures === true),
}

/**
 * Says what an audit of the organization would see, ask, cost and take, and what is missing for it. Of the members only a
 * few are entered, and asked nothing. Throws UserError where the organization cannot be looked at from here.
 */
export async function preflightOrganization(options: LookOptions): Promise<Preflight> {
  const connected = await connect(options, options.host ?? silent)
  const { door, caller } = connected
  try {
    const own = await assessOptions(options, connected)
    return await preflight({
      source: sourceOf(own.sight),
      door,
      caller,
      own,
      memberCatalogue: { controls, frame: memberFrame, observables },
      memberReads: memberPermissions({ only: options.only, section: options.section }),
      terms: {
        roles: own.sight.configuration.organization?.memberRoles ?? usualRoles,
        policy: memberPolicy(),
        sessionName: auditSession,
        sourceIdentity: sourceIdentityOf(caller),
      },
      facts: {
        allFeatures,
        features: organizationsFeatures,
        trusted: trustedAccess,
        delegated: delegatedAdministrators,
      },
      requestUsd: costExplorerRequestUsd,
      tool,
    })
  } finally {
    door.close()
  }
}
