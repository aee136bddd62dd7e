/** Questions about e-mail addresses that need no directory. */
import { isPublicProvider } from '../../facts/domain-kinds.ts'
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

/** True for a mailbox at a public provider: its domain is nobody's to lose. */
export function isAtPublicProvider(address: string): boolean {
  return isPublicProvider(domainOf(address))
}
