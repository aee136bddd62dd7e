import { isMadeByCentre } from '../engine/plan/guard.ts'
import { digestOfPlan } from '../engine/plan/make.ts'
import type { Plan, PlanItem, Step } from '../model/index.ts'
import { accountsOf } from './arriving.ts'
import type { OrganizationOptions } from './look.ts'
import type { AccountResult } from './member.ts'
import { survey } from './survey.ts'

/** What makes a plan of a look, and what stands at its head. */
export interface PlanningOptions extends OrganizationOptions {
  planOf: NonNullable<OrganizationOptions['planOf']>
}

/**
 * What would be done about an organization: first what concerns all of it, then account by account, the management account
 * last. Nothing is called. A plan of many accounts is the plans of each of them in one file; `planFor` takes one out again.
 */
export async function planOrganization(options: PlanningOptions): Promise<Plan> {
  const { run, place, whole: seen } = await survey(options)
  try {
    const centre = options.caller.account
    const whole = await options.planOf(seen)
    const accounts = accountsOf(run).sort((a, b) => Number(a.management) - Number(b.management))
    const ofAll = calledIn(whole, centre).items
    const items: PlanItem[] = [
      ...(run.has(centre) ? ofAll : ofAll.map((item) => notChosen(item, centre))),
      ...accounts.flatMap(({ id }) => {
        const { plan } = (run.read(id) ?? {}) as Partial<AccountResult>
        return (plan?.items ?? []).map((item) => (id === centre ? item : asMember(item)))
      }),
    ]
    const { digest: _, ...head } = whole
    const { accounts: some, units, exclude } = options.choice
    const isWhole = !(some ?? units ?? exclude ?? options.only ?? options.section)
    const plan = {
      ...head,
      account: centre,
      organization: place.organization,
      ...(isWhole ? { whole: true as const } : {}),
      items,
    }
    await run.finish()
    return { ...plan, digest: digestOfPlan(plan) }
  } finally {
    run.close()
  }
}

/** A plan about the organization is called in the account that looks. */
export const calledIn = (plan: Plan, account: string): Plan => ({
  ...plan,
  items: plan.items.map((item) => ({ ...item, steps: item.steps.map((step) => ({ ...step, account })) })),
})

/** Whoever chose some accounts has not chosen what changes for all of them. */
const notChosen = (item: PlanItem, centre: string): PlanItem =>
  item.steps.length === 0
    ? item
    : {
        ...item,
        steps: [],
        waiting: [
          `it is changed for the whole organization, in ${centre}, which is not among the chosen accounts`,
          ...(item.waiting ?? []),
        ],
      }

/** What only the centre can do about a member stays the caller's. */
const through = (step: Step, from: Step['as'], to: Step['as']): Step =>
  step.as === from && !isMadeByCentre(step) ? { ...step, as: to } : step

const asMember = (item: PlanItem): PlanItem => ({
  ...item,
  steps: item.steps.map((step) => through(step, 'caller', 'member')),
})

/** The subjects of a plan with calls, in its order: the organization, then accounts. */
export const subjectsOf = ({ items }: Plan): PlanItem['subject'][] => [
  ...new Map(items.filter((i) => i.steps.length > 0).map((i) => [i.subject.id, i.subject])).values(),
]

/** The same plan, good for longer: what it is about is looked at anew before anything is done. */
export function renewed({ digest: _, ...plan }: Plan, expires: Date): Plan {
  const good = { ...plan, expires: expires.toISOString() }
  return { ...good, digest: digestOfPlan(good) }
}

/**
 * The part of an organization's plan that is about one subject, as a plan of its own: to be applied by a session in that
 * account, until `expires`.
 */
export function planFor(plan: Plan, { id }: PlanItem['subject'], expires: Date): Plan {
  const { organization: _, whole: _whole, digest: _digest, ...head } = plan
  const items = plan.items
    .filter((item) => item.subject.id === id)
    .map((item) => ({ ...item, steps: item.steps.map((step) => through(step, 'member', 'caller')) }))
  const account = /^\d{12}$/.test(id) ? id : plan.account
  return renewed({ ...head, account, items, digest: '' }, expires)
}
