import type { AwsAction, Iso, Json } from './aws.ts'

/** How good the evidence behind a finding is: observed through an API, answered by a person, or said by someone. */
export const grades = ['proven', 'witnessed', 'stated'] as const
export type Grade = (typeof grades)[number]

/** Something an API, DNS or a directory answered. `saw` holds only the fields that were judged, redacted. */
export interface Observation {
  kind: 'observation'
  source: AwsAction | 'dns' | 'rdap' | 'directory' | 'configuration'
  at: Iso
  saw: Json
}

/** Something a person said; it lapses. */
export interface Attestation {
  kind: 'attestation'
  source: string
  at: Iso
  saw: Json
  /** The control it is about. */
  control: string
  by: string
  /** False: the person said that the control does not hold. */
  holds: boolean
  expires: Iso
  note?: string
}

/** A challenge that distinct people answered (a drill). */
export interface Acknowledgement {
  kind: 'acknowledgement'
  source: string
  at: Iso
  saw: Json
  control: string
  people: number
  expires: Iso
  /** Of a drill of the alarm: through which Regions it went. */
  regions?: readonly string[]
  /** Those were all that the account can use. */
  everywhere?: true
}

export type Evidence = Observation | Attestation | Acknowledgement

/** The weakest kind decides: one statement among observations makes the whole a statement. */
export function gradeOf(evidence: readonly Evidence[]): Grade {
  if (evidence.some((e) => e.kind === 'attestation')) return 'stated'
  return evidence.some((e) => e.kind === 'acknowledgement') ? 'witnessed' : 'proven'
}
