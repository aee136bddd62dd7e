/** Drill messages through Amazon SES: one SendEmail each, from the address that the configuration names. */
import type { Answer, Door } from '../aws/index.ts'
import type { SesSender } from '../model/index.ts'
import type { Post, Posted } from './deliver-drill.ts'

/** What sending takes, besides SendEmail itself. */
export const sesReads = ['ses:GetAccount', 'ses:GetSuppressedDestination'] as const

/** The SES account of a Region, as far as it matters for a drill. */
export interface SesState {
  /** False: it sends to addresses alone that were verified in it. Undefined: that could not be looked at. */
  production?: boolean
  /** Why nothing can be sent. */
  because?: string
}

/** Looks at the account before anything is announced. */
export async function sesState(door: Door, { region }: SesSender): Promise<SesState> {
  const answer = await door.call('sesv2:GetAccount', {}, { region })
  if (!answer.ok) return {}
  const { SendingEnabled, EnforcementStatus, ProductionAccessEnabled } = answer.output
  if (SendingEnabled === false)
    return {
      because: `SES of this account is not allowed to send in ${region} (${EnforcementStatus ?? 'paused'})`,
    }
  return ProductionAccessEnabled === undefined ? {} : { production: ProductionAccessEnabled }
}

/**
 * Posts through a door that may send from this address. One try for each. SES takes a message to an address on its suppression
 * list and sends it nowhere (SES developer guide, "Using the Amazon SES account-level suppression list"), so that the list is
 * asked before; where it may not be, nobody knows whether the message arrived.
 */
export const bySes =
  (door: Door, { from, region }: SesSender): Post =>
  async ({ address }, { subject, text }): Promise<Posted> => {
    const listed = await door.call('sesv2:GetSuppressedDestination', { EmailAddress: address }, { region })
    if (listed.ok)
      return {
        sent: 'no',
        because:
          'SES does not send to it: it is on the suppression list, since mail came back or was complained of',
      }
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
    const answer = await door.call(
      'sesv2:SendEmail',
      {
        FromEmailAddress: from,
        Destination: { ToAddresses: [address] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text) } } },
      },
      { region },
    )
    if (!answer.ok) return refused(answer, region)
    return /^NotFound/.test(listed.code)
      ? { sent: 'yes' }
      : {
          sent: 'unsure',
          because: `SES took it, and whether it suppresses the address could not be looked at (${listed.code})`,
        }
  }

/** By SES's codes (SendEmail v2, Errors). `before`: the others would fare the same. No word of SES's, which names addresses. */
function refused(
  { code, message, unknown }: Extract<Answer<unknown>, { ok: false }>,
  region: string,
): Posted {
  const no = (because: string, before = false): Posted => ({
    sent: 'no',
    because,
    ...(before ? { before: true } : {}),
  })
  if (code === 'MessageRejected')
    return /not verified/i.test(message)
      ? no(
          `SES in ${region} takes it from and, in its sandbox, to verified addresses alone, and one of the two is not`,
        )
      : no('SES does not take the message (MessageRejected)')
  if (code === 'MailFromDomainNotVerifiedException')
    return no(`the sending domain is not verified in ${region}`, true)
  if (code === 'SendingPausedException' || code === 'AccountSuspendedException')
    return no(`SES of this account may not send (${code})`, true)
  if (/Throttl|TooManyRequests|LimitExceeded/.test(code)) return no(`SES asks to send less (${code})`, true)
  if (unknown.why === 'denied')
    return no(`AWS does not allow ses:SendEmail (${code}): neverroot permissions drill-contacts`, true)
  if (/^(BadRequest|NotFound)/.test(code)) return no(`SES does not take it (${code})`)
  return { sent: 'unsure', because: `SES gave no clear answer (${code})` }
}
