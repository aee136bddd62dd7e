import type { Service } from '../service.ts'
import account from './account.ts'
import backup from './backup.ts'
import budgets from './budgets.ts'
import cloudtrail from './cloudtrail.ts'
import costExplorer from './cost-explorer.ts'
import ec2 from './ec2.ts'
import eventbridge from './eventbridge.ts'
import freeTier from './free-tier.ts'
import iam from './iam.ts'
import identitystore from './identitystore.ts'
import kms from './kms.ts'
import organizations from './organizations.ts'
import route53 from './route53.ts'
import route53domains from './route53domains.ts'
import s3 from './s3.ts'
import securityhub from './securityhub.ts'
import ses from './ses.ts'
import sesv2 from './sesv2.ts'
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
  ec2,
  eventbridge,
  freeTier,
  iam,
  identitystore,
  kms,
  organizations,
  route53,
  route53domains,
  s3,
  securityhub,
  ses,
  sesv2,
  sns,
  ssoAdmin,
  sts,
]
