/** Questions for a terminal that can move its cursor: arrows and Enter. */
import { isCancel, select, text as ask } from '@clack/prompts'
import { Interrupted } from '../../../aws/refusal.ts'
import { type Choice, type Prompter, Stopped, type TextOptions } from './prompter.ts'

export function richPrompter(signal: AbortSignal): Prompter {
  /** Escape and Ctrl-C look alike in here; both are a person who wants to stop, and the state is kept either way. */
  const taken = <T>(answer: T | symbol): T => {
    if (signal.aborted) throw new Interrupted()
    if (isCancel(answer)) throw new Stopped()
    return answer as T
  }
  return {
    interactive: true,
    async choose<V extends string>(message: string, choices: readonly Choice<V>[], safe: V): Promise<V> {
      const options = choices.map(({ value, label }) => ({ value: value as string, label }))
      // Enter alone states nothing and does nothing: the cursor begins where nobody would be harmed.
      return taken(await select({ message, options, initialValue: safe as string, signal })) as V
    },
    async text(message: string, { initial, check }: TextOptions = {}) {
      const answer = taken<string | undefined>(
        await ask({
          message,
          placeholder: initial ? undefined : 'Enter: later, Esc: stop',
          ...(initial ? { initialValue: initial } : {}),
          validate: (value) => ((value ?? '').trim() === '' ? undefined : check?.(value!.trim())),
          signal,
        }),
      )
      return answer?.trim() || undefined
    },
  }
}
