/** A drill of the mailboxes that AWS and its alarms write to: which there are. */
import { sourceOf } from '../engine/collect.ts'
import { drilledRoles, type DrilledRoles } from '../facts/drilled-roles.ts'
import { hashOfMailbox } from '../facts/mailbox.ts'
import { maskEmail } from '../facts/mask.ts'
import type { AwsAction, Caller } from '../model/index.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'

/** IAM actions with which a drill looks which addresses there are. It changes nothing in AWS. */
export const contactsDrillReads: readonly AwsAction[] = drilledRoles.reads

export interface ContactsBefore extends DrilledRoles {
  caller: Caller
  /** What a drill with this salt knows a mailbox by. */
  hashOf(address: string, salt: string): string
  /** As it may be shown. */
  masked(address: string): string
}

/** Looks which mailboxes there are, and what cannot be seen. Nothing is sent. */
export async function contactsToDrill(options: LookOptions): Promise<ContactsBefore> {
  const connected = await connect(options, options.host)
  try {
    const { sight } = await assessOptions(options, connected)
    const fact = await sourceOf(sight).get(drilledRoles)
    const roles = fact.state === 'known' ? fact.value : { mailboxes: [], left: [] }
    return { caller: connected.caller, ...roles, hashOf: hashOfMailbox, masked: maskEmail }
  } finally {
    connected.door.close()
  }
}
