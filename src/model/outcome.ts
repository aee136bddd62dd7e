import type { AwsAction } from './aws.ts'
import type { Status } from './finding.ts'

/** What became of one step. */
export type StepResult =
  /** done now */
  | 'applied'
  /** found as the step would leave it */
  | 'already-so'
  /** done as far as an API can; a person has to click or type a code */
  | 'waiting'
  /** not allowed: by AWS, or by a rule that spares people a lock-out */
  | 'refused'
  | 'failed'
  /** not tried, with the reason */
  | 'skipped'

export interface Outcome {
  /** Id of the plan's item, and of its step. */
  item: string
  step: string
  action: AwsAction
  /** In words, as the plan had it. */
  does: string
  result: StepResult
  message?: string
}

/** What a finding came to once it was looked at again. */
export interface ItemOutcome {
  id: string
  control: string
  result: 'fixed' | 'not-fixed' | 'waiting' | 'left-to-people'
  /** The status when it was looked at again. */
  status: Status
  /** The value, why it is not fixed, what is waited for, or what people do. */
  message: string
}

/** What applying a plan (or taking a run back) came to. */
export interface Applied {
  /** Names the journal, and what `undo` takes. */
  run: string
  account: string
  /** The run that this one took back. */
  undoes?: string
  outcomes: readonly Outcome[]
  items: readonly ItemOutcome[]
  /** False: something failed or was refused, and the journal says what. */
  complete: boolean
  /** True where `undo` could take something of it back. */
  undoable: boolean
  /** Steps that no undo takes back. */
  lasting: readonly string[]
}
