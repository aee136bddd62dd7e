import { controls, type Plan } from '../index.ts'
import { type PlanView, terminalPlan } from '../report/plan.ts'
import { print } from './output.ts'

/** Prints a plan as a diff. */
export async function showPlan(plan: Plan, view: PlanView): Promise<void> {
  const sections = new Map(controls.map((c) => [c.id, c.section]))
  await print(terminalPlan(plan, (id) => sections.get(id) ?? 'guardrails', view))
}
