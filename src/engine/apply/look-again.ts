import type { Finding, ItemOutcome, Outcome, Plan, PlanItem } from '../../model/index.ts'

/** What was done about an item: by its own calls, or by those that it comes with. */
export const doneAbout = (item: PlanItem, outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.filter((o) => o.item === item.id || item.under?.includes(o.step))

const done = (o: Outcome) => o.result === 'applied' || o.result === 'already-so' || o.result === 'waiting'

/**
 * What each item of a plan came to, once its finding was judged again. Believed is only what is seen: a call that was
 * answered with success and left the finding as it was is not fixed.
 */
export function cameTo(
  plan: Plan,
  outcomes: readonly Outcome[],
  findings: readonly Finding[],
): ItemOutcome[] {
  return plan.items.map((item) => {
    const finding = findings.find((f) => f.id === item.id)
    return { id: item.id, control: item.control, ...resultOf(item, finding, doneAbout(item, outcomes)) }
  })
}

type Result = Pick<ItemOutcome, 'result' | 'status' | 'message'>

function resultOf(item: PlanItem, finding: Finding | undefined, outcomes: readonly Outcome[]): Result {
  if (!finding) return { result: 'not-fixed', status: 'unknown', message: 'it could not be looked at again' }
  const { status, message } = finding
  if (status === 'pass' || status === 'not-applicable') return { result: 'fixed', status, message }
  const fallen = outcomes.find((o) => !done(o) && o.result !== 'skipped') ?? outcomes.find((o) => !done(o))
  if (fallen)
    return { result: 'not-fixed', status, message: `${fallen.does}: ${fallen.message ?? fallen.result}` }
  // Where all was done and it is still open, what the plan said comes next is what is waited for (a quarantine, a sign-in).
  const next = outcomes.length > 0 && status !== 'unknown' ? (item.waiting ?? []) : []
  const waits = finding.waiting ?? [...new Set([...waitingFor(item, outcomes), ...next])]
  if (waits.length > 0) return { result: 'waiting', status, message: waits.join('; ') }
  const asked = item.asks?.map((a) => a.setting).join(', ')
  if (asked) return { result: 'not-fixed', status, message: `needs ${asked} in neverroot.yaml` }
  if (status === 'review') return { result: 'left-to-people', status, message: finding.question ?? message }
  // Not knowing is no reason to wait for anybody: the finding says what could not be seen.
  if (outcomes.length > 0 || status === 'unknown') return { result: 'not-fixed', status, message }
  return item.waiting?.length
    ? { result: 'waiting', status, message: item.waiting.join('; ') }
    : { result: 'left-to-people', status, message: item.procedure?.title ?? message }
}

/** What a step that waits says itself (a code), else what the plan said that people have to do. */
function waitingFor(item: PlanItem, outcomes: readonly Outcome[]): readonly string[] {
  const waiting = outcomes.filter((o) => o.result === 'waiting')
  const said = waiting.flatMap((o) => (o.message === undefined ? [] : [o.message]))
  return said.length > 0 ? said : waiting.length > 0 ? (item.waiting ?? []) : []
}
