/** Amazon SES, as far as it tells whether mail comes in through it: identities and the active receipt rule set. */
import type * as sdk from './ses/sdk.ts'
import { defineService, type Call } from '../service.ts'

const here = (call: Call) => call.caller.account.mailReceipt?.find(({ region }) => region === call.region)

export default defineService<typeof sdk>({
  prefix: 'ses',
  client: 'SESClient',
  regional: true,
  load: () => import('./ses/sdk.ts'),
  handlers: {
    /** Without an active rule set the answer is empty (API reference). */
    DescribeActiveReceiptRuleSet(_, call) {
      const set = here(call)?.ruleSet
      if (!set) return {}
      return {
        Metadata: { Name: set.name, CreatedTimestamp: new Date(set.created) },
        Rules: set.rules.map(({ name, enabled, recipients }) => ({
          Name: name,
          Enabled: enabled,
          ...(recipients ? { Recipients: [...recipients] } : {}),
          TlsPolicy: 'Optional' as const,
          ScanEnabled: false,
        })),
      }
    },

    /** Identities that the account does not have are left out (assumed). */
    GetIdentityVerificationAttributes({ Identities = [] }, call) {
      const known = here(call)?.identities ?? {}
      return {
        VerificationAttributes: Object.fromEntries(
          Identities.flatMap((identity) =>
            known[identity] ? [[identity, { VerificationStatus: known[identity] }]] : [],
          ),
        ),
      }
    },
  },
})
