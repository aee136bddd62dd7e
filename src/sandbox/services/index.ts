import type { Service } from '../service.ts'
import account from './account.ts'
import budgets from './budgets.ts'
import cloudtrail from './cloudtrail.ts'
import costExplorer from './cost-explorer.ts'
import eventbridge from './eventbridge.ts'
import iam from './iam.ts'
import organizations from './organizations.ts'
import sts from './sts.ts'

/** Every simulated service. Their client packages are imported only when a request for them arrives. */
export const services: readonly Service[] = [
  account,
  budgets,
  cloudtrail,
  costExplorer,
  eventbridge,
  iam,
  organizations,
  sts,
]
