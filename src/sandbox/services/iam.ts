/** IAM. Global: one state per account, recorded in us-east-1. */
import { defineService } from '../service.ts'
import { accessKeyHandlers, accessKeyPermissions } from './iam/access-keys.ts'
import { accountSummaryHandlers } from './iam/account-summary.ts'
import { accountWideHandlers } from './iam/account-wide.ts'
import { attachmentHandlers, attachmentPermissions } from './iam/attachments.ts'
import { authorizationDetailsHandlers } from './iam/authorization-details.ts'
import type { Iam } from './iam/common.ts'
import { credentialReportHandlers } from './iam/credential-report.ts'
import { groupHandlers, groupPermissions } from './iam/groups.ts'
import { loginProfileHandlers, loginProfilePermissions } from './iam/login-profile.ts'
import { mfaHandlers, mfaPermissions } from './iam/mfa.ts'
import { passwordPolicyHandlers } from './iam/password-policy.ts'
import { policyHandlers, policyPermissions } from './iam/policies.ts'
import { roleHandlers, rolePermissions } from './iam/roles.ts'
import { rootFeatureHandlers } from './iam/root-features.ts'
import { userHandlers, userPermissions } from './iam/users.ts'

export default defineService<Iam>({
  prefix: 'iam',
  client: 'IAMClient',
  regional: false,
  load: () => import('@aws-sdk/client-iam'),
  handlers: {
    ...accessKeyHandlers,
    ...accountSummaryHandlers,
    ...accountWideHandlers,
    ...attachmentHandlers,
    ...authorizationDetailsHandlers,
    ...credentialReportHandlers,
    ...groupHandlers,
    ...loginProfileHandlers,
    ...mfaHandlers,
    ...passwordPolicyHandlers,
    ...policyHandlers,
    ...roleHandlers,
    ...rootFeatureHandlers,
    ...userHandlers,
  },
  permissions: {
    ...accessKeyPermissions,
    ...attachmentPermissions,
    ...groupPermissions,
    ...loginProfilePermissions,
    ...mfaPermissions,
    ...policyPermissions,
    ...rolePermissions,
    ...userPermissions,
  },
})
