import type { Service } from '../service.ts'
import account from './account.ts'
import backup from './backup.ts'
import budgets from './budgets.ts'
import cloudtrail from './cloudtrail.ts'
import costExplorer from './cost-explorer.ts'
import eventbridge from './eventbridge.ts'
import freeTier from './free-tier.ts'
import iam from './iam.ts'
import identitystore from './identitystore.ts'
import kms from './kms.ts'
import organizations from './organizations.ts'
import s3 from './s3.ts'
import securityhub from './securityhub.ts'
import ses from './ses.ts'
import sns from './sns.ts'
import ssoAdmin from './sso-admin.ts'
import sts from './sts.ts'

/** Every simulated service. Their client packages are imported only when a request for them arrives. */
export const services: readonly Service[] = [
  account,
  backup,
  budgets,
  cloudtrail,
  costExplorer,
  eventbridge,
  freeTier,
  iam,
  identitystore,
  kms,
  organizations,
  s3,
  securityhub,
  ses,
  sns,
  ssoAdmin,
  sts,
]
