import type { Iso } from './aws.ts'
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

/** What people have recorded about one subject. */
export interface Records {
  /** The latest statement about a control, lapsed or not. */
  attestation(control: string): Attestation | undefined
  acknowledgement(control: string): Acknowledgement | undefined
  exception(control: string): ExceptionRecord | undefined
  /** Every planned use of root, oldest first. */
  windows(): readonly PlannedWindow[]
}

/** Nobody has said anything. */
export const noRecords: Records = {
  attestation: () => undefined,
  acknowledgement: () => undefined,
  exception: () => undefined,
  windows: () => [],
}
