/** Questions about e-mail addresses that need no directory. */
import { mailboxOf } from '../../facts/mailbox.ts'
import type { Configuration } from '../../model/index.ts'

export { mailboxOf }

const normal = (address: string) => address.trim().toLowerCase()

export function domainOf(address: string): string {
  return normal(address).slice(normal(address).lastIndexOf('@') + 1)
}

export function isPlusAlias(address: string): boolean {
  return normal(address) !== mailboxOf(address)
}

/** True where both end up in one mailbox. */
export function sameMailbox(a: string, b: string): boolean {
  return mailboxOf(a) === mailboxOf(b)
}

const isOneOf = (address: string, addresses: readonly string[] | undefined) =>
  (addresses ?? []).some((other) => sameMailbox(address, other))

/** A list that the configuration declares; a plus-alias of a list reaches the list. */
export function isKnownList(address: string, { people }: Configuration): boolean {
  return isOneOf(address, people?.lists)
}

export function isExecutive(address: string, { people }: Configuration): boolean {
  return isOneOf(address, people?.executives)
}

/** The address of somebody whom the configuration names: an executive or the first administrator. */
export function isNamedPerson(address: string, configuration: Configuration): boolean {
  return (
    isExecutive(address, configuration) ||
    isOneOf(address, configuration.administrator?.name ? [configuration.administrator.name] : [])
  )
}

const wordOfATeam =
  /^(aws|amazon|root|admin|admins|cloud|ops|operations|it|infra|infrastructure|team|list|group|all|billing|finance|accounts?|accounting|security|sec|support|help|desk|helpdesk|servicedesk|service|services|platform|dev|devops|eng|engineering|info|mail|notifications?|alerts?|prod|production|test|staging|sandbox|logs?|archive|audit|master|management|payer|org|office|tech|noc|soc)$/

/** `mia.example@`: two words joined as names are, neither of which is a team's. A guess: it never decides alone. */
export function looksLikeAPerson(address: string): boolean {
  const words = (mailboxOf(address).split('@')[0] ?? '').split(/[._-]/)
  return words.length === 2 && words.every((w) => /^[a-z]+$/.test(w) && !wordOfATeam.test(w))
}

/** `cto@`, `ceo@`: the office of one person. A guess too. */
export function looksLikeAnExecutive(address: string): boolean {
  return /^(c[eftio]o|ciso|founder|owner|president|director|md)$/.test(mailboxOf(address).split('@')[0] ?? '')
}

/** Names that belong to one provider under every country's ending, and single domains. */
const providers =
  /^(gmail|googlemail|outlook|hotmail|yahoo|ymail|rocketmail|icloud|protonmail|gmx|yandex|tutanota|fastmail|zohomail)\.[a-z]{2,3}(\.[a-z]{2})?$/
const provided = new Set(
  `aol.com bigpond.com btinternet.com comcast.net daum.net foxmail.com free.fr freenet.de hanmail.net hey.com
  hushmail.com laposte.net libero.it live.com live.co.uk live.de live.fr live.nl mac.com mail.ru mailbox.org me.com
  msn.com naver.com orange.fr pm.me posteo.de posteo.net proton.me qq.com rediffmail.com sbcglobal.net t-online.de
  tuta.com tuta.io verizon.net wanadoo.fr web.de zoho.com zoho.eu 126.com 163.com`.split(/\s+/),
)

/** True for a mailbox at a public provider: its domain is nobody's to lose. */
export function isAtPublicProvider(address: string): boolean {
  const domain = domainOf(address)
  return providers.test(domain) || provided.has(domain)
}
