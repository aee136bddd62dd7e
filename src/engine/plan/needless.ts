import type { PlanItem, Remediation } from '../../model/index.ts'

/** An item with what its remediation says of other findings. */
export interface Remedied {
  item: PlanItem
  unless?: Remediation['unless']
}

/**
 * Leaves out calls that another finding's fix makes needless: only the whole plan shows that it will be made. Were both made,
 * and the plan cut off between them, the second finding would be put right already and what is left could not go on.
 */
export function withoutNeedless(all: readonly Remedied[]): PlanItem[] {
  return all.map(({ item, unless = [] }) => {
    if (item.steps.length === 0) return item
    const brought = unless.find(({ control, action }) =>
      all.some(
        ({ item: other }) =>
          other.control === control &&
          other.subject.id === item.subject.id &&
          other.steps.some((step) => step.action === action),
      ),
    )
    return brought ? { ...item, steps: [], waiting: [brought.waiting, ...(item.waiting ?? [])] } : item
  })
}
