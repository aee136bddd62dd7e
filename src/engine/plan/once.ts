import type { PlanItem, Step } from '../../model/index.ts'
import { canonical } from './canonical.ts'

/**
 * Two findings can be put right by the same call (one phone number fails two controls): it stands under the first of
 * them, and the second one says where (`under`). An item is left as it is unless all of its calls stand elsewhere: calls that
 * depend on each other are never torn apart.
 */
export function planOnce(items: readonly PlanItem[]): PlanItem[] {
  const planned = new Map<string, string>()
  return items.map((item) => {
    const elsewhere = item.steps.map((step) => planned.get(callOf(step)))
    if (item.steps.length > 0 && elsewhere.every((id) => id !== undefined)) {
      return { ...item, steps: [], under: elsewhere }
    }
    for (const step of item.steps) if (!planned.has(callOf(step))) planned.set(callOf(step), step.id)
    return item
  })
}

/** What a step calls, as a text: the same text, the same call. */
export const callOf = ({ account, as, action, region, input, denied }: Step): string =>
  canonical({ account, as, action, region, input, ...(denied ? { denied } : {}) })
