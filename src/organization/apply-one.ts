import { apply } from '../engine/apply/apply.ts'
import { checkDigest } from '../engine/apply/check.ts'
import { takesCode } from '../engine/plan/references.ts'
import {
  type Applied,
  type Json,
  type ListedAccount,
  type Plan,
  type PlanItem,
  UserError,
} from '../model/index.ts'
import { readRun } from '../store/journal.ts'
import { type ApplyEnd, subjectFolder } from '../store/organization-apply.ts'
import { withRunLock } from '../store/run-lock.ts'
import { describeAccount, notInOrganization } from './list.ts'
import { isGoing, shutBecause } from './member.ts'
import { calledIn, planFor, renewed } from './plan.ts'
import type { Actor, ApplyOrganizationOptions } from './apply.ts'

/** How long the part of a plan is good that is about to be applied: it is looked at anew right before. */
const partMs = 24 * 3_600_000

/** Applies what the plan says about one subject. What goes wrong is told, and is the end of this subject alone. */
export async function applyTo(
  subject: PlanItem['subject'],
  options: ApplyOrganizationOptions,
): Promise<ApplyEnd> {
  const { state, source, managementAccount, folder, now } = options
  const plan = planFor(state.plan, subject, new Date(now().getTime() + partMs))
  let actor: Actor | undefined
  try {
    if (subject.kind === 'organization') actor = await options.centre(plan)
    else {
      const { account, why } = await describeAccount(source, subject.id, managementAccount)
      const end = account ? endOfShut(account) : endOfUnseen(why)
      if (!account || end) return end!
      actor = await options.actor(account, plan)
    }
    const way = actor
    const applied = await withRunLock(folder, plan.account, () => perform(subject, plan, way, options))
    return endOf(applied, plan)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const moved = /^(facts-moved|too-early)$/.test(error.code) ? { moved: true as const } : {}
    return { good: false, fixed: 0, waiting: 0, because: error.message, ...moved }
  } finally {
    actor?.close()
  }
}

/** What there is to do in an account that has left or is shut: nothing, and nothing is wrong. */
const nothingToDo = (because: string): ApplyEnd => ({ good: true, fixed: 0, waiting: 0, because })

const endOfUnseen = (why = 'it cannot be seen'): ApplyEnd =>
  why === notInOrganization
    ? nothingToDo(`${why} any more: nothing to do`)
    : { good: false, fixed: 0, waiting: 0, because: why }

const endOfShut = (account: ListedAccount): ApplyEnd | undefined =>
  isGoing(account) ? nothingToDo(`${shutBecause(account)}: nothing to do`) : undefined

async function perform(
  subject: PlanItem['subject'],
  plan: Plan,
  actor: Actor,
  options: ApplyOrganizationOptions,
): Promise<Applied> {
  const { state, now, host } = options
  const folder = subjectFolder(options.folder, subject.id)
  const begun = state.runOf(subject.id)
  const resume = begun === undefined ? undefined : await readRun(folder, begun)
  // The part is good for longer than it was written for; that nobody changed it is looked at before.
  if (resume) checkDigest(resume.plan)
  return apply({
    plan: resume ? renewed(resume.plan, new Date(plan.expires)) : plan,
    ...(resume ? { resume } : {}),
    caller: actor.caller,
    ...(actor.signedWith ? { signedWith: actor.signedWith } : {}),
    configuration: actor.configuration,
    ...(options.config ? { config: options.config } : {}),
    folder,
    hand: {
      read: actor.read,
      write: actor.write,
      partition: actor.partition,
      region: actor.region,
      pause: options.pause,
      now,
    },
    rescue: actor.rescue,
    ...(actor.hands ? { hands: actor.hands } : {}),
    async look(controls) {
      const looked = options.lookedFrom(await actor.look(controls))
      return { ...looked, plan: async () => calledIn(await looked.plan(), plan.account) }
    },
    now,
    host: {
      notify(notice) {
        if (notice.code === 'run') state.began(subject.id, notice.data.run, now())
        else if (notice.code !== 'step') host.notify(notice)
      },
      // The organization's id was typed for all of them; only codes are asked for.
      ask: async ({ code, data }) =>
        /-code$/.test(code)
          ? host.ask?.({ code, data: { ...(data as { [key: string]: Json }), many: true } })
          : undefined,
    },
    confirmed: plan.account,
    sink: undefined,
    settleMs: options.settleMs,
  })
}

function endOf(applied: Applied, plan: Plan): ApplyEnd {
  const { run, outcomes, items, complete } = applied
  const fallen = outcomes.find((o) => o.result === 'failed' || o.result === 'refused')
  const tried = new Set(outcomes.map((o) => o.item))
  // What misses a setting is as far as the plan could bring it.
  const asking = new Set(plan.items.filter((item) => item.asks?.length).map(({ id }) => id))
  const useless = items.find(({ id, result }) => result === 'not-fixed' && tried.has(id) && !asking.has(id))
  const asked = new Set(plan.items.flatMap(({ steps }) => steps.filter(takesCode).map(({ id }) => id)))
  const codes = outcomes.filter((o) => o.result === 'waiting' && asked.has(o.step)).length
  const because = fallen
    ? `${fallen.does}: ${fallen.message ?? fallen.result}`
    : useless && `${useless.control}: ${useless.message}`
  return {
    run,
    good: complete && because === undefined,
    fixed: items.filter((item) => item.result === 'fixed').length,
    waiting: items.filter((item) => item.result === 'waiting').length,
    ...(codes > 0 ? { codes } : {}),
    ...(because === undefined ? {} : { because }),
  }
}
