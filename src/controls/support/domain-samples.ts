/** What look-ups say of a domain, for the examples of several controls. */
import type { MailDomain } from '../../facts/mail-domain.ts'
import { type RootEmail, rootEmailQuestion } from '../../facts/root-email.ts'
import { type Fact, type MailServers, type Registration, unattested, unknown } from '../../model/index.ts'

/** An address that was seen, and its domain. */
export const at = (address: string): { email: RootEmail; domain: MailDomain } => ({
  email: { address },
  domain: { domain: address.slice(address.indexOf('@') + 1) },
})

export const corp = at('aws-root@corp.example')

const noApi = unattested(rootEmailQuestion)
/** A standalone account of which the configuration declares nothing. */
export const untold = { email: noApi, domain: noApi }

/** One whose root address the configuration declares. */
export const declared = { email: noApi, domain: { domain: 'corp.example', declared: true } as MailDomain }

const notFromHere: Fact<never> = unknown(
  'elsewhere',
  'a member account cannot see its own root e-mail address',
)
export const fromMember = { email: notFromHere, domain: notFromHere }

export const arriving: MailServers = {
  accepts: 'servers',
  servers: [{ name: 'mx.corp.example', addresses: ['192.0.2.1'] }],
}

export const until = (day: string): Registration => ({
  name: 'corp.example',
  expires: `${day}T12:00:00.000Z`,
  registrar: 'Example Registrar',
  statuses: ['client transfer prohibited'],
})

export const noRdap = unknown('unsupported', 'the registry of .example answers no look-ups over RDAP')
