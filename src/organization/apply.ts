import type { Door, Source } from '../aws/index.ts'
import { apply, type ApplyOptions, type Looked } from '../engine/apply/apply.ts'
import { checkDigest } from '../engine/apply/check.ts'
import type { Assessment } from '../engine/assess.ts'
import { takesCode } from '../engine/plan/references.ts'
import {
  type Applied,
  type Caller,
  type Json,
  type ListedAccount,
  mailMoves,
  type Plan,
  type PlanItem,
  UserError,
} from '../model/index.ts'
import type { Host } from '../ports.ts'
import { readRun } from '../store/journal.ts'
import { type ApplyEnd, type OrganizationApply, subjectFolder } from '../store/organization-apply.ts'
import { withRunLock } from '../store/run-lock.ts'
import { describeAccount, notInOrganization } from './list.ts'
import { confirmDomains, confirmOrganization, phonesOf } from './confirm.ts'
import { isGoing, shutBecause } from './member.ts'
import { calledIn, planFor, renewed, subjectsOf } from './plan.ts'
import { forEach } from './pool.ts'
import { type Wave, wavesOf } from './waves.ts'

/** Somebody who may act in an account, and how the account is looked at. */
export interface Actor {
  caller: Caller
  signedWith?: string
  read: Door['call']
  write: Door['call']
  /** Writes also after somebody said stop. */
  rescue: Door['call']
  partition: string
  region: string
  configuration: ApplyOptions['configuration']
  /** The account looked at anew, at these controls. */
  look(controls: readonly string[]): Promise<Assessment>
  close(): void
}

export interface ApplyOrganizationOptions {
  source: Source
  /** What is declared at the centre. */
  configuration: ApplyOptions['configuration']
  state: OrganizationApply
  managementAccount: string
  /** Opens the way into an account, to do what this plan says and nothing else. Throws UserError where nobody is let in. */
  actor(account: ListedAccount, plan: Plan): Promise<Actor>
  /** Opens the way to what concerns the organization as a whole. */
  centre(plan: Plan): Promise<Actor>
  lookedFrom(assessment: Assessment): Looked
  /** Hash of the configuration's file. */
  config?: string
  folder: string
  confirmed?: string
  canary?: string
  /** Told what will be done, once it is known that it may be, and before anybody is asked. */
  show?(plan: Plan): Promise<void>
  /** So many accounts that are not good end it. */
  stopAfter: number
  width: number
  now(): Date
  host: Host
  settleMs: number
  pause(ms: number): Promise<void>
}

/** What applying a plan to an organization came to. */
export interface AppliedToMany {
  organization: string
  waves: readonly (Wave & { good: number })[]
  /** By subject: what it came to; absent: it was not its turn. */
  ends: ReadonlyMap<string, ApplyEnd>
  /** Subjects that were not tried, since too many before them were not good. */
  left: readonly string[]
  complete: boolean
}

/** How long the part of a plan is good that is about to be applied: it is looked at anew right before. */
const partMs = 24 * 3_600_000

/**
 * Performs a plan of an organization: the organization itself first, then accounts in waves, each of them applied, looked
 * at again and journalled like any other plan, the management account last. Ends where too many accounts are not good.
 * Throws UserError where nobody confirmed.
 */
export async function applyOrganization(options: ApplyOrganizationOptions): Promise<AppliedToMany> {
  const { state, host, managementAccount } = options
  const { plan } = state
  const subjects = subjectsOf(plan)
  const callsOf = ({ id }: PlanItem['subject']) =>
    new Set(plan.items.filter((i) => i.subject.id === id).flatMap((i) => i.steps.map((s) => s.action))).size
  const members = subjects.filter(({ kind, id }) => kind === 'account' && id !== managementAccount)
  checkCanary(options.canary, members)
  const isOpen = (id: string) => isLeft(state.endOf(id))
  const coming = plan.items.filter((item) => item.steps.length > 0 && isOpen(item.subject.id))
  await options.show?.(plan)
  await confirmOrganization({
    organization: plan.organization!,
    calls: coming.reduce((sum, item) => sum + item.steps.length, 0),
    accounts: new Set(coming.map((item) => item.subject.id)).size,
    takesBack: false,
    phones: coming.some(changesPhone) ? phonesOf(options.configuration) : [],
    weakens: false,
    ...(options.confirmed === undefined ? {} : { confirmed: options.confirmed }),
    host,
  })
  await confirmDomains({
    moves: mailMoves({ items: coming.filter(({ subject }) => state.runOf(subject.id) === undefined) }),
    ...(options.confirmed === undefined ? {} : { confirmed: options.confirmed }),
    host,
  })
  await state.begin()
  const ask = oneAtATime(host.ask)
  const rounds: Wave[] = [
    ...subjects
      .filter(({ kind }) => kind === 'organization')
      .map(({ id }): Wave => ({ name: 'the organization', accounts: [id] })),
    ...wavesOf(
      members.map((subject) => ({ id: subject.id, calls: callsOf(subject) })),
      options.canary,
    ),
    ...subjects
      .filter(({ id }) => id === managementAccount)
      .map(({ id }): Wave => ({ name: 'the management account', accounts: [id] })),
  ]
  const bySubject = new Map(subjects.map((subject) => [subject.id, subject]))
  const waves: (Wave & { good: number })[] = []
  // Of this attempt alone: what was not good the last time is what it carries on with.
  const tried = new Set<string>()
  let bad = 0
  for (const wave of rounds) {
    if (bad >= options.stopAfter) break
    const open = wave.accounts.filter(isOpen)
    if (open.length > 0) host.notify({ code: 'wave', data: { name: wave.name, accounts: open.length } })
    await forEach(
      eachWhile(open, () => bad < options.stopAfter),
      { width: options.width },
      async (id) => {
        tried.add(id)
        const end = await applyTo(bySubject.get(id)!, {
          ...options,
          host: { ...host, ...(ask ? { ask } : {}) },
        })
        if (!end.good && !end.moved) bad++
        state.ended(id, end, options.now())
        host.notify({ code: 'account', data: { account: id, ...end } })
      },
    )
    waves.push({ ...wave, good: wave.accounts.filter((id) => state.endOf(id)?.good).length })
  }
  const ends = new Map(subjects.flatMap(({ id }) => (state.endOf(id) ? [[id, state.endOf(id)!]] : [])))
  const left = subjects.filter(({ id }) => !tried.has(id) && isOpen(id)).map(({ id }) => id)
  return {
    organization: plan.organization!,
    waves,
    ends,
    left,
    complete: left.length === 0 && [...ends.values()].every(({ good }) => good),
  }
}

/** Whether something is left to do: a code that nobody has typed yet, too. */
const isLeft = (end: ApplyEnd | undefined): boolean => !end?.good || (end.codes ?? 0) > 0

/** True where every subject of a plan came to an end that needs nothing more of us. */
export const isOver = (state: OrganizationApply): boolean =>
  !subjectsOf(state.plan).some(({ id }) => isLeft(state.endOf(id)))

const changesPhone = ({ steps }: PlanItem): boolean =>
  steps.some(
    ({ action, input }) =>
      action === 'account:PutContactInformation' &&
      JSON.stringify(input).includes('{"$config":"contacts.primary.phone"}'),
  )

/** Throws UserError where the account that is to go first is none that the plan is about. */
function checkCanary(canary: string | undefined, members: readonly PlanItem['subject'][]): void {
  if (canary === undefined || members.some(({ id }) => id === canary)) return
  throw new UserError(
    'no-such-canary',
    `The plan makes no call in a member ${canary}: it cannot go first.`,
    members.length === 0
      ? 'The plan is about no member: leave --canary away.'
      : `Name a member that the plan is about, such as ${members[0]!.id}. The management account is always last.`,
  )
}

/** Accounts are applied side by side, and a person answers one question after the other. */
function oneAtATime(ask: Host['ask']): Host['ask'] {
  if (!ask) return undefined
  let before: Promise<unknown> = Promise.resolve()
  return (question) => {
    const answer = before.then(() => ask(question))
    before = answer.catch(() => undefined)
    return answer
  }
}

export async function* eachWhile<T>(items: readonly T[], goOn: () => boolean): AsyncGenerator<T> {
  for (const item of items) {
    if (!goOn()) return
    yield item
  }
}

/** Applies what the plan says about one subject. What goes wrong is told, and is the end of this subject alone. */
async function applyTo(subject: PlanItem['subject'], options: ApplyOrganizationOptions): Promise<ApplyEnd> {
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
    const moved = error.code === 'facts-moved' ? { moved: true as const } : {}
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
