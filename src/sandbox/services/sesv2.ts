/** Amazon SES, API v2: sending. */
import type * as sdk from '@aws-sdk/client-sesv2'
import { defineService } from '../service.ts'
import { identityFor, sending } from './sesv2/sending.ts'

export default defineService<typeof sdk>({
  prefix: 'ses',
  client: 'SESv2Client',
  regional: true,
  load: () => import('@aws-sdk/client-sesv2'),
  handlers: { ...sending },
  permissions: {
    SendEmail: {
      resource: (input, call) =>
        `arn:${call.world.partition}:ses:${call.region}:${call.caller.account.id}:identity/${identityFor(call, input.FromEmailAddress ?? '') ?? input.FromEmailAddress ?? '*'}`,
      context: (input): Record<string, string> =>
        input.FromEmailAddress === undefined ? {} : { 'ses:FromAddress': input.FromEmailAddress },
    },
  },
})
