import type { Ask, Configuration, Json, Step } from '../../model/index.ts'

type Given = Pick<Step, 'action' | 'input' | 'does'> &
  Partial<Pick<Step, 'risk' | 'weakens' | 'undo' | 'as' | 'region' | 'mailDomain'>>

/** Makes the steps of one control's fix; ids are the control's name and a number, so that they are the same every time. */
export function stepsOf(control: string, account: string): (step: Given) => Step {
  let n = 0
  return (step) => ({ id: `${control}/${++n}`, account, as: 'caller', risk: 'safe', ...step })
}

/** A value that apply takes from the configuration: plans hold no addresses and no numbers. */
export const fromConfiguration = (path: string): Json => ({ $config: path })

/** A value that apply takes from what it observes again: for what is carried over, and for undoing. */
export const fromObserved = (path: string): Json => ({ $observed: path })

/** A value that an earlier step gives. */
export const fromStep = (id: string, path: string): Json => ({ $output: [id, path] })

/** Asks for the settings among `paths` that the configuration does not have. */
export function asksFor(configuration: Configuration, questions: Readonly<Record<string, string>>): Ask[] {
  return Object.entries(questions)
    .filter(([path]) => configured(configuration, path) === undefined)
    .map(([setting, question]) => ({ setting, question }))
}

/** What the configuration says at a dotted path. */
export function configured(configuration: Configuration, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], configuration)
}
