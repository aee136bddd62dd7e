/** Drills of the mailboxes that AWS writes to, as they are kept: by role, never by address or name. */
import type { Iso } from './aws.ts'

/** What a mailbox is there for. */
export const mailRoles = ['root', 'billing', 'operations', 'security', 'spend-alarm', 'root-alarm'] as const
export type MailRole = (typeof mailRoles)[number]

/** The roles of the account itself; the others hear of an alarm. */
export const contactRoles: readonly MailRole[] = ['root', 'billing', 'operations', 'security']

/**
 * How a code got to people: sent by this tool (by a mail server, SES, or topics of SNS), or printed for whoever opened the drill
 * to send, who then knows it.
 */
export const drillWays = ['mail', 'ses', 'sns', 'print'] as const
export type DrillWay = (typeof drillWays)[number]

/**
 * Why a role was sent nothing. `not-set`: there is no such contact; `nobody`: its alarm reaches no mailbox; `not-told`: no
 * API tells the address, and the configuration does not declare it; `not-seen`: it could not be looked at.
 */
export const reasonsLeft = ['not-set', 'nobody', 'not-told', 'not-seen'] as const
export interface RoleLeft {
  role: MailRole
  why: (typeof reasonsLeft)[number]
}

/** `unsure`: the connection ended while the message was handed over, so that it may have arrived. */
export const sendings = ['yes', 'no', 'unsure'] as const
export type Sending = (typeof sendings)[number]

/** By which somebody says who they are: as a caller of AWS, by an SSH key on file, by a token of the identity provider. */
export const answerWays = ['aws', 'ssh', 'token'] as const
export type AnswerWay = (typeof answerWays)[number]

/** Somebody who answered, who did not open the drill. */
export interface Answerer {
  /** A hash of whom they are known as, with the salt of the drill. */
  person: string
  /** The ways by which they would be recognized. */
  known: readonly AnswerWay[]
}

/**
 * How many people these are at least. Two who are known by no common way may be one person, so that people are counted within
 * one way: the one that knows most of them.
 */
export function distinctPeople(answerers: readonly Answerer[]): number {
  const within = (way: AnswerWay) =>
    new Set(answerers.filter(({ known }) => known.includes(way)).map(({ person }) => person)).size
  return Math.max(...answerWays.map(within))
}

/** How one mailbox did in a drill that is over. */
export interface DrilledMailbox {
  /** A hash of its address, with the salt of the drill. */
  mailbox: string
  roles: readonly MailRole[]
  sent: Sending
  /**
   * `witnessed`: by somebody whom AWS tells apart from whoever opened the drill, and not by one person for every mailbox;
   * `stated`: the code came back, and who typed it is a word; `silent`: nobody answered until the drill ended.
   */
  answer: 'witnessed' | 'stated' | 'silent' | 'none'
  /** Those who answered, each once; the opener is not among them. */
  people: readonly Answerer[]
  /** From its message until the first answer. */
  minutes?: number
}

/** A drill of the mailboxes that was closed. */
export interface ContactsDrilled {
  /** Its place in the ledger. */
  entry: number
  /** Of the entry that closed it. */
  closing: { entry: number; hash: string }
  opened: Iso
  /** When it was over: answers that came later count for nothing. */
  at: Iso
  way: DrillWay
  salt: string
  mailboxes: readonly DrilledMailbox[]
}
