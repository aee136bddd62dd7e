/** Plans of several accounts that are mended from one: made one by one, performed as one. */
import type { Plan, PlanItem, Step } from '../../model/index.ts'
import { digestOf } from './canonical.ts'
import { resolve } from './references.ts'

/**
 * The same items with steps that are named for their account: `control/1` becomes `control/222222222222/1`, so that a
 * journal tells the steps of two accounts apart.
 */
export function namedFor(account: string, items: readonly PlanItem[]): PlanItem[] {
  const renamed = (id: string) => {
    const at = id.lastIndexOf('/')
    return `${id.slice(0, at)}/${account}${id.slice(at)}`
  }
  const meanings = { output: (step: string, path: string) => ({ $output: [renamed(step), path] }) }
  const inputOf = (step: Pick<Step, 'input'>) => resolve(step.input, meanings)
  return items.map((item) => ({
    ...item,
    steps: item.steps.map((step) => ({
      ...step,
      id: renamed(step.id),
      input: inputOf(step),
      ...(step.undo ? { undo: { ...step.undo, input: inputOf(step.undo) } } : {}),
    })),
    ...(item.under ? { under: item.under.map(renamed) } : {}),
  }))
}

/** One plan of several that were made from the same place at the same time; of no plan none can be made. */
export function together([first, ...rest]: readonly [Plan, ...Plan[]]): Plan {
  const { digest: _, ...head } = first
  const plan = { ...head, items: [first, ...rest].flatMap(({ items }) => items) }
  return { ...plan, digest: digestOf(plan) }
}
