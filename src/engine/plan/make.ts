import { permissionFor } from '../../aws/index.ts'
import {
  type Circumstances,
  type Fact,
  type Finding,
  type Plan,
  type PlanItem,
  type Remediation,
  type Step,
  UserError,
  type WayIn,
} from '../../model/index.ts'
import type { Assessment, Judged } from '../assess.ts'
import { canonical, digestOf } from './canonical.ts'
import { beyondBootstrap, heldBack, mailboxAfterPhone, removesWayIn } from './guard.ts'
import { type Remedied, withoutNeedless } from './needless.ts'
import { planOnce } from './once.ts'

/** A plan is good for a day: what it rests on is looked at again before it is applied anyway. */
const goodForMs = 24 * 3_600_000

export interface PlanOptions {
  assessment: Assessment
  /** The administrator who was seen to work; asked only where a step would take a way in away. */
  wayIn: () => Promise<Fact<WayIn | undefined>>
  tool: { name: string; version: string }
  config?: { path: string; sha256: string }
}

/**
 * What would be done about every finding that fails, in the mission's order. Nothing is called. Throws UserError where
 * the account looks taken over: hygiene destroys evidence and warns whoever is in.
 */
export async function makePlan({ assessment, wayIn, tool, config }: PlanOptions): Promise<Plan> {
  const { circumstances, incident, judged } = assessment
  if (incident) {
    throw new UserError(
      'looks-taken-over',
      `No plan for ${circumstances.subject.id} while it looks taken over: ${incident.signs[0]}.`,
      'Read the top of neverroot audit, or neverroot explain takeover: contain first, tidy later.',
    )
  }
  const items = mailboxAfterPhone(
    planOnce(
      withoutNeedless(
        judged
          .flatMap((j) => itemOf(j, circumstances))
          .map((one) => ({ ...one, item: forBootstrap(one.item, circumstances) })),
      ),
    ),
  )
  const plan: Omit<Plan, 'digest'> = {
    schema: 'neverroot/plan/1',
    at: circumstances.now.toISOString(),
    expires: new Date(circumstances.now.getTime() + goodForMs).toISOString(),
    account: circumstances.subject.id,
    profile: circumstances.profile,
    ...(config ? { config } : {}),
    tool,
    items: await inOrder(items, wayIn),
  }
  return { ...plan, digest: digestOf(plan) }
}

/** The digest that a plan should have: whether it is what was reviewed. */
export function digestOfPlan(plan: Omit<Plan, 'digest'> & { digest?: string }): string {
  const { digest: _, ...rest } = plan
  return digestOf(rest)
}

/** True for a plan with nothing to call; people may still have something to do. */
export function isEmpty(plan: Plan): boolean {
  return plan.items.every((item) => item.steps.length === 0)
}

function itemOf({ control, facts, finding }: Judged, circumstances: Circumstances): Remedied[] {
  if (finding.status !== 'fail' && finding.status !== 'review') return []
  const remediation = remediationOf({ control, facts, finding }, circumstances)
  const steps = remediation?.steps ?? []
  // A review waits for a person's word; it is planned only where a call helps to get it.
  if (finding.status === 'review' && steps.length === 0 && !remediation?.asks && !remediation?.waiting)
    return []
  checkReferences(finding, steps)
  const byHand =
    remediation?.procedure ?? (steps.length === 0 && !remediation?.waiting ? control.procedure : undefined)
  const item: PlanItem = {
    id: finding.id,
    control: finding.control,
    subject: finding.subject,
    status: finding.status,
    message: finding.message,
    basedOn: digestOf(remediation?.basis ?? null),
    steps: steps.map((step) => ({ ...step, permission: permissionFor(step.action) })),
    ...(byHand ? { procedure: byHand } : {}),
    ...(remediation?.asks?.length ? { asks: remediation.asks } : {}),
    ...(remediation?.waiting?.length ? { waiting: remediation.waiting } : {}),
    ...(remediation?.quarantine ? { quarantine: remediation.quarantine } : {}),
    ...(remediation?.costs ? { costs: remediation.costs } : {}),
  }
  return [{ item, ...(remediation?.unless ? { unless: remediation.unless } : {}) }]
}

/** Root is there for the beginning: what goes beyond it waits for an administrator, and holds nothing else up. */
function forBootstrap(item: PlanItem, circumstances: Circumstances): PlanItem {
  const beyond = item.steps.filter((step) => beyondBootstrap(step, circumstances) !== undefined)
  const [first] = beyond
  if (!first) return item
  const others = new Set(beyond.map(({ action }) => action)).size - 1
  const why =
    others === 0
      ? beyondBootstrap(first, circumstances)!
      : `${first.action} and ${others} other ${others === 1 ? 'kind' : 'kinds'} of call are not for a root session: do it as an administrator`
  return { ...item, steps: [], waiting: [...new Set([why, ...(item.waiting ?? [])])] }
}

/** Holds back what would take a way in away before another one was seen to work; the item says how to get there. */
async function inOrder(items: readonly PlanItem[], wayIn: PlanOptions['wayIn']): Promise<PlanItem[]> {
  if (!items.some((item) => item.steps.some(removesWayIn))) return [...items]
  const seen = await wayIn()
  return items.map((item) => {
    const reasons = item.steps.map((step) => heldBack(step, seen)).filter((why) => why !== undefined)
    if (reasons.length === 0) return item
    return { ...item, steps: [], waiting: [...new Set([...reasons, ...(item.waiting ?? [])])] }
  })
}

function remediationOf({ control, facts }: Judged, circumstances: Circumstances): Remediation | undefined {
  const values = Object.fromEntries(
    Object.keys(control.requires as object).map((name) => {
      const fact = facts[name]
      return [name, fact?.state === 'known' ? fact.value : undefined]
    }),
  )
  // Without what the control cannot be judged without, there is nothing to rest a fix on either.
  if (Object.values(values).includes(undefined)) return undefined
  return control.remediate?.(values, facts, circumstances)
}

/** A step may use only what an earlier step of the same item gives: a mistake of ours, found before anybody reads it. */
function checkReferences(finding: Finding, steps: readonly Step[]): void {
  const earlier = new Set<string>()
  for (const step of steps) {
    for (const [, id] of canonical(step.input).matchAll(/\{"\$output":\["([^"]+)"/g))
      if (!earlier.has(id!))
        throw new Error(`${finding.control}: step ${step.id} uses ${id}, which is not before it`)
    if (earlier.has(step.id)) throw new Error(`${finding.control}: two steps are called ${step.id}`)
    earlier.add(step.id)
  }
}
