import { createHash } from 'node:crypto'

/** The mailbox behind an address: `mia+aws@corp.example` is delivered to `mia@corp.example`. */
export function mailboxOf(address: string): string {
  const normal = address.trim().toLowerCase()
  const [local = '', domain] = normal.split('@')
  return domain === undefined ? local : `${local.split('+')[0]}@${domain}`
}

/**
 * Tells a mailbox again without naming it. Whoever holds the ledger and guesses an address can see that it is that one: the
 * salt, new in each drill, keeps two drills, and two ledgers, from being laid beside each other.
 */
export const hashOfMailbox = (address: string, salt: string): string =>
  createHash('sha256')
    .update(`${salt}/mailbox/${mailboxOf(address)}`)
    .digest('hex')
