/** With whose credentials a step is done: those of the caller, or of a session that is opened for it in another account. */
import type { Step } from '../../model/index.ts'
import type { Hand } from './perform.ts'

/** Why no session could be opened, as a sentence; `stop`: the caller's own credentials are no good any more. */
export interface NotReached {
  refused: string
  stop?: true
}

/** Opens what a step that is not the caller's own is done with. */
export interface Hands {
  of(step: Pick<Step, 'account' | 'as' | 'action'>): Promise<Hand | NotReached>
}

/** What a run can act with. */
export interface Reach {
  hand: Hand
  /** Absent: the run acts in the caller's own account alone. */
  hands?: Hands
}

export const handFor = async (
  step: Pick<Step, 'account' | 'as' | 'action'>,
  { hand, hands }: Reach,
): Promise<Hand | NotReached> => {
  if (step.as === 'caller') return hand
  return hands ? hands.of(step) : { refused: `nothing acts as ${step.as} of ${step.account} here` }
}
