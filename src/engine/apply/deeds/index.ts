/** Every operation that a plan may call; what is not here is refused. */
import { permissionFor } from '../../../aws/index.ts'
import type { AwsAction } from '../../../model/index.ts'
import { accountDeeds } from './account.ts'
import { budgetDeeds } from './budgets.ts'
import { cloudTrailDeeds } from './cloudtrail.ts'
import type { Deed } from './deed.ts'
import { eventDeeds } from './events.ts'
import { iamDeeds } from './iam.ts'
import { organizationDeeds } from './organizations.ts'
import { policyDeeds } from './policies.ts'
import { roleDeeds } from './roles.ts'
import { rootCredentialDeeds } from './root-credentials.ts'
import { s3Deeds } from './s3.ts'
import { snsDeeds } from './sns.ts'

export type { Deed, Given, IsSo, Sight } from './deed.ts'

const deeds: Readonly<Record<string, Deed>> = {
  ...accountDeeds,
  ...budgetDeeds,
  ...cloudTrailDeeds,
  ...eventDeeds,
  ...iamDeeds,
  ...organizationDeeds,
  ...policyDeeds,
  ...roleDeeds,
  ...rootCredentialDeeds,
  ...s3Deeds,
  ...snsDeeds,
}

/** How an operation is done and known to be done; undefined for one that no plan may call. */
export const deedOf = (action: string): Deed | undefined =>
  Object.hasOwn(deeds, action) ? deeds[action] : undefined

/** The IAM actions that doing these IAM actions reads through: before each call, after it, and where it is in doubt. */
export const readsToDo = (actions: readonly AwsAction[]): AwsAction[] =>
  Object.entries(deeds)
    .filter(([operation]) => actions.includes(permissionFor(operation as AwsAction)))
    .flatMap(([, deed]) => deed.reads)
