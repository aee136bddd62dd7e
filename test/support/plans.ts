/** Plans for tests: an item, a step, a whole plan with the digest that it should have. */
import { digestOf } from '../../src/engine/plan/canonical.ts'
import type { Caller, Finding, Outcome, Plan, PlanItem, Step } from '../../src/model/index.ts'
import type { JournalLine, JournalNote, Run } from '../../src/store/journal.ts'

export const account = '111111111111'
export const now = new Date('2026-11-23T06:30:00Z')
export const mia: Caller = { account, arn: `arn:aws:iam::${account}:user/mia`, root: false }

export const stepOf = (id: string, over: Partial<Step> = {}): Step => ({
  id,
  account,
  as: 'caller',
  action: 'iam:CreateGroup',
  input: { GroupName: id },
  does: `does ${id}`,
  risk: 'safe',
  ...over,
})

export const itemOf = (control: string, steps: readonly Step[], over: Partial<PlanItem> = {}): PlanItem => ({
  id: `${control}:${account}`,
  control,
  subject: { kind: 'account', id: account },
  status: 'fail',
  message: `${control} fails`,
  basedOn: '0'.repeat(64),
  steps,
  ...over,
})

export function planOf(items: readonly PlanItem[], over: Partial<Plan> = {}): Plan {
  const plan: Omit<Plan, 'digest'> = {
    schema: 'neverroot/plan/1',
    at: now.toISOString(),
    expires: new Date(now.getTime() + 3_600_000).toISOString(),
    account,
    profile: 'personal',
    tool: { name: 'neverroot', version: '0.1.0' },
    items,
    ...over,
  }
  return 'digest' in plan ? (plan as Plan) : { ...plan, digest: digestOf(plan) }
}

export const outcomeOf = (item: PlanItem, step: Step, over: Partial<Outcome> = {}): Outcome => ({
  item: item.id,
  step: step.id,
  action: step.action,
  does: step.does,
  result: 'applied',
  ...over,
})

export const findingOf = (item: PlanItem, over: Partial<Finding> = {}): Finding => ({
  id: item.id,
  control: item.control,
  title: item.control,
  section: 'administrator',
  severity: 'high',
  status: 'pass',
  message: 'as it should be',
  subject: item.subject,
  rows: [],
  evidence: [],
  ...over,
})

/** Lines with their numbers, one second apart. */
export const linesOf = (...notes: JournalNote[]): JournalLine[] =>
  notes.map((note, i) => ({ ...note, seq: i + 1, at: new Date(now.getTime() + i * 1000).toISOString() }))

export const opened: JournalNote = { kind: 'opened', account, caller: mia.arn, plan: '0' }

export const runOf = (plan: Plan, notes: readonly JournalNote[], id = '2026-11-23T0630'): Run => ({
  id,
  plan,
  lines: linesOf(opened, ...notes),
})
