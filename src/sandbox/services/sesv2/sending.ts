/** How SES sends (SES developer guide; SendEmail, GetAccount, GetSuppressedDestination of API v2). */
import type * as sdk from '@aws-sdk/client-sesv2'
import { nextUuid } from '../../builder/ids.ts'
import { leaveMessage } from '../../messages.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { SesSending } from '../../world.ts'

/** An account that never used SES there is in its sandbox, with nothing verified. */
const here = (call: Call): SesSending =>
  call.caller.account.sesSending?.[call.region] ?? { production: false, verified: [], suppressed: [] }

const plain = (address: string): string =>
  (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase()

/** The verified identity that covers an address: it itself, before its domain. */
export function identityFor(call: Call, address: string): string | undefined {
  const name = plain(address)
  const [, domain = ''] = name.split('@')
  const { verified } = here(call)
  return [name, domain].find((identity) => verified.includes(identity))
}

export const sending: Handlers<typeof sdk> = {
  GetAccount(_input, call) {
    const { production, paused } = here(call)
    return {
      DedicatedIpAutoWarmupEnabled: false,
      EnforcementStatus: paused ? 'SHUTDOWN' : 'HEALTHY',
      ProductionAccessEnabled: production,
      SendingEnabled: !paused,
      // In the sandbox (developer guide, "Request production access"); what production gets differs, and is assumed.
      SendQuota: production
        ? { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 }
        : { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    }
  },

  GetSuppressedDestination(input, call) {
    const { suppressed } = here(call)
    const address = input.EmailAddress ?? ''
    if (!suppressed.includes(plain(address)))
      throw new AwsError(
        'NotFoundException',
        `Email address ${address} does not exist on your suppression list.`,
        404,
      )
    return {
      SuppressedDestination: {
        EmailAddress: address,
        Reason: 'BOUNCE',
        LastUpdateTime: new Date(call.world.began),
      },
    }
  },

  SendEmail(input, call) {
    const { production, suppressed, paused } = here(call)
    const from = input.FromEmailAddress
    const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {}
    const to = [...ToAddresses, ...CcAddresses, ...BccAddresses]
    const simple = input.Content?.Simple
    if (!simple) throw new AwsError('NotImplemented', 'Raw and templated messages are not simulated.', 501)
    if (from === undefined || to.length === 0)
      throw new AwsError('BadRequestException', "Missing final '@domain'", 400)
    for (const address of [from, ...to])
      if (!/^[^@\s]+@[^@\s]+$/.test(plain(address)))
        throw new AwsError('BadRequestException', "Missing final '@domain'", 400)
    if (paused) throw new AwsError('SendingPausedException', 'Sending is paused for this account.', 400)
    // In the sandbox recipients have to be verified, too.
    const failed = [from, ...(production ? [] : to)].filter((one) => identityFor(call, one) === undefined)
    if (failed.length > 0)
      throw new AwsError(
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region ${call.region.toUpperCase()}: ${failed.join(', ')}`,
        400,
      )
    for (const address of to) {
      // Taken, and sent nowhere: whoever sends hears nothing of it.
      if (suppressed.includes(plain(address))) continue
      leaveMessage(call.world, {
        at: call.now.toISOString(),
        account: call.caller.account.id,
        channel: 'email',
        to: address,
        subject: simple.Subject?.Data ?? '',
        body: simple.Body?.Text?.Data ?? simple.Body?.Html?.Data ?? '',
      })
    }
    return { MessageId: nextUuid(call.world) }
  },
}
