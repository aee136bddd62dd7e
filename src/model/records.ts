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

/** What people have recorded about one subject. */
export interface Records {
  /** The latest statement about a control, lapsed or not. */
  attestation(control: string): Attestation | undefined
  acknowledgement(control: string): Acknowledgement | undefined
  exception(control: string): ExceptionRecord | undefined
}

/** Nobody has said anything. */
export const noRecords: Records = {
  attestation: () => undefined,
  acknowledgement: () => undefined,
  exception: () => undefined,
}
