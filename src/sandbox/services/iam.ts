/** IAM. Global: one state per account, recorded in us-east-1. */
import { defineService } from '../service.ts'
import { accountSummaryHandlers } from './iam/account-summary.ts'
import type { Iam } from './iam/common.ts'

export default defineService<Iam>({
  prefix: 'iam',
  client: 'IAMClient',
  regional: false,
  load: () => import('@aws-sdk/client-iam'),
  handlers: { ...accountSummaryHandlers },
})
