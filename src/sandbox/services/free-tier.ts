/** AWS Free Tier: the plan of an account. */
import type * as sdk from '../../free-tier/client.ts'
import { AwsError, defineService } from '../service.ts'

export default defineService<typeof sdk>({
  prefix: 'freetier',
  client: 'FreeTierClient',
  regional: false,
  load: () => import('../../free-tier/client.ts'),
  handlers: {
    // An account from before the plans, or a member of an organization, has none (assumed: this error).
    GetAccountPlanState(_input, call) {
      const { id, freeTier } = call.caller.account
      if (!freeTier)
        throw new AwsError('ResourceNotFoundException', 'No account plan was found for the account.')
      return {
        accountId: id,
        accountPlanType: freeTier.plan,
        accountPlanStatus: freeTier.status,
        ...(freeTier.remainingCredits !== undefined && {
          accountPlanRemainingCredits: { amount: freeTier.remainingCredits, unit: 'USD' as const },
        }),
        ...(freeTier.expires && { accountPlanExpirationDate: new Date(freeTier.expires) }),
      }
    },
  },
})
