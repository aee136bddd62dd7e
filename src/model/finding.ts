import type { AwsAction, Iso, MissionRow, Section, Severity } from './aws.ts'
import type { Evidence, Grade } from './evidence.ts'

export const statuses = ['pass', 'fail', 'review', 'unknown', 'not-applicable', 'excepted'] as const
export type Status = (typeof statuses)[number]

/** The judgement of one control about one subject. `id` is the same from run to run. */
export interface Finding {
  id: string
  control: string
  title: string
  section: Section
  severity: Severity
  status: Status
  grade?: Grade
  /** What is so, why it matters where it fails, and what to do. */
  message: string
  subject: { kind: 'account' | 'organization'; id: string }
  rows: readonly MissionRow[]
  evidence: readonly Evidence[]
  /** The permissions that would let it be known. */
  needs?: readonly AwsAction[]
  /** The honest limit of what this control can see. */
  cannotKnow?: string
  /** The question a person must answer (status `review`). */
  question?: string
  fix?: { api: boolean; hand: boolean }
  waiting?: readonly string[]
  standards?: Readonly<Record<string, readonly string[]>>
  since?: Iso
  /** The exception that hides a failure, with its owner and end. */
  exception?: { owner: string; reason: string; expires: Iso; would: Status }
}
