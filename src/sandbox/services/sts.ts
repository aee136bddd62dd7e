/** STS. */
import type * as sdk from '@aws-sdk/client-sts'
import { defineService } from '../service.ts'

export default defineService<typeof sdk>({
  prefix: 'sts',
  client: 'STSClient',
  regional: true,
  load: () => import('@aws-sdk/client-sts'),
  handlers: {
    GetCallerIdentity: (_input, { caller }) => ({
      Account: caller.account.id,
      UserId: caller.userId,
      Arn: caller.arn,
    }),
  },
  permissions: { GetCallerIdentity: { action: false } },
})
