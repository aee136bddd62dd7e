import type { Iso } from './aws.ts'
import type { ContactsDrilled } from './contacts-drill.ts'
import type { Acknowledgement, Attestation } from './evidence.ts'

/** A failure that somebody answers for, until a date. */
export interface ExceptionRecord {
  control: string
  subject: string
  owner: string
  reason: string
  expires: Iso
}

/** A time in which root is used on purpose: what it does then is planned. */
export interface PlannedWindow {
  /** Its place in the ledger, where it is kept in one. */
  entry?: number
  from: Iso
  until: Iso
  by: string
  reason: string
  /** Set: a drill, which has to be closed. */
  drill?: true
  closed?: DrillClosing
}

/** How a drill ended. */
export interface DrillClosing {
  at: Iso
  by: string
  /** CloudTrail shows that root signed in. */
  seen: boolean
  people?: number
  minutes?: number
}

/** Kinds of places in which a hardware key lies: what kind it is tells enough, and nobody where to look. */
export const custodyPlaces = ['safe', 'bank', 'vault', 'notary'] as const
export type CustodyPlace = (typeof custodyPlaces)[number]

/** A custody that nobody has looked at for this long proves nothing. */
export const custodyDays = 180

/** A hardware key of root, as it was last recorded. */
export interface CustodyRecord {
  label: string
  /** The last four characters of its serial. */
  last4: string
  place: CustodyPlace
  custodians: readonly string[]
  /** Its number, or what is written over it. */
  seal: string
  at: Iso
  expires: Iso
  /** Where in the ledger it stands. */
  entry: number
  hash: string
}

/** What people have recorded about one subject. */
export interface Records {
  /** The latest statement about a control, lapsed or not. */
  attestation(control: string): Attestation | undefined
  acknowledgement(control: string): Acknowledgement | undefined
  exception(control: string): ExceptionRecord | undefined
  /** Every planned use of root, oldest first. */
  windows(): readonly PlannedWindow[]
  /** Hardware keys that were not retired, lapsed or not, in the order in which they were first recorded. */
  custody(): readonly CustodyRecord[]
  /** Drills of the mailboxes that AWS writes to, which were closed, oldest first. */
  contactsDrills(): readonly ContactsDrilled[]
}

/** Nobody has said anything. */
export const noRecords: Records = {
  attestation: () => undefined,
  acknowledgement: () => undefined,
  exception: () => undefined,
  windows: () => [],
  custody: () => [],
  contactsDrills: () => [],
}
