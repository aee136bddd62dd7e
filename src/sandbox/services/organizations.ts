/** AWS Organizations: what the tool reads. */
import type * as sdk from '@aws-sdk/client-organizations'
import { defineService } from '../service.ts'
import { delegation } from './organizations/delegation.ts'
import { policies } from './organizations/policies.ts'
import { structure } from './organizations/structure.ts'

export default defineService<typeof sdk>({
  prefix: 'organizations',
  client: 'OrganizationsClient',
  regional: false,
  load: () => import('@aws-sdk/client-organizations'),
  handlers: { ...structure, ...policies, ...delegation },
})
