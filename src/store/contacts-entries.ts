/** What the ledger says of a drill of the mailboxes: roles, counts and hashes; no address, no code, nobody who answered. */
import type { AnswerWay, DrillWay, Iso, MailRole, RoleLeft, Sending } from '../model/index.ts'

/** How a role did, as a drill is closed. */
export interface RoleResult {
  role: MailRole
  mailboxes: number
  answered: number
  /** Distinct people whom AWS knows, other than whoever opened it. */
  people: number
  /** Until the last of its mailboxes answered; absent where one did not. */
  minutes?: number
}

export type ContactsSaid =
  /** Codes go to mailboxes: what they are there for, and hashes of their addresses with the salt (SHA-256). */
  | {
      kind: 'contacts-drill'
      subject: string
      by: string
      reason: string
      until: Iso
      way: DrillWay
      salt: string
      /** A hash of whom AWS knows whoever opened it as, with the salt. */
      opener?: string
      mailboxes: { mailbox: string; roles: MailRole[] }[]
      left: RoleLeft[]
    }
  /** A message is about to go to a mailbox. Of its code there is a hash (scrypt) with the salt of the drill. */
  | {
      kind: 'contacts-message'
      subject: string
      drill: number
      mailbox: string
      code: string
      reminder?: true
    }
  /** What became of the message of that place in the ledger. Without it, nobody knows whether it went. */
  | {
      kind: 'contacts-sent'
      subject: string
      drill: number
      message: number
      sent: Sending
      because?: string
    }
  /**
   * A code was typed. `person`: a hash of whom the answerer is known as; without it there is only a word. `known`: by which
   * ways; absent: to AWS alone.
   */
  | {
      kind: 'contacts-answer'
      subject: string
      drill: number
      right: boolean
      mailbox?: string
      person?: string
      known?: AnswerWay[]
    }
  /** The drill of that place is over. `complete`: every mailbox answered, witnessed, and every role was seen. */
  | {
      kind: 'contacts-closing'
      subject: string
      drill: number
      by: string
      complete: boolean
      people: number
      roles: RoleResult[]
    }
