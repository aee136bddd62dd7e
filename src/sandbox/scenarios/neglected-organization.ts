/**
 * Twelve accounts that grew without a plan and between them hold what makes auditing an organization hard. Central
 * root access was turned on a month ago and nobody has cleaned up since. Each account says which case it is.
 */
import { newWorld } from '../builder.ts'
import type { Iso, World } from '../world.ts'
import { describeBackups } from './neglected-organization/backups.ts'
import { describeClosing } from './neglected-organization/closing.ts'
import { describeCentre } from './neglected-organization/centre.ts'
import { describeDevelopment } from './neglected-organization/development.ts'
import { ACCOUNT as IDS, describeStructure } from './neglected-organization/structure.ts'
import { describeProduction } from './neglected-organization/production.ts'

export function neglectedOrganization(began: Iso, management = '111111111111'): World {
  const world = newWorld({ scenario: 'neglected-organization', began })
  describeCentre(world, management, IDS)
  describeProduction(world, management, IDS)
  describeDevelopment(world, management, IDS)
  describeClosing(world, management, IDS)
  return (
    world
      .organization(management, (o) => describeStructure(o))
      // AWS retires Account.Status: what reads it must do without.
      .behaviour({ noAccountStatus: true })
      .change(management, (a) => describeBackups(a.securityHub(), IDS.audit))
      .build()
  )
}
