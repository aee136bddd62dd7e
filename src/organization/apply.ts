import type { Door, Source } from '../aws/index.ts'
import { type ApplyOptions, type Looked } from '../engine/apply/apply.ts'
import { confirmDelegate } from '../engine/apply/confirm-delegate.ts'
import type { Assessment } from '../engine/assess.ts'
import {
  type Caller,
  type ListedAccount,
  mailMoves,
  type Plan,
  type PlanItem,
  UserError,
} from '../model/index.ts'
import type { Host } from '../ports.ts'
import { type ApplyEnd, type OrganizationApply } from '../store/organization-apply.ts'
import { confirmDomains, confirmOrganization, phonesOf } from './confirm.ts'
import { subjectsOf } from './plan.ts'
import { applyTo } from './apply-one.ts'
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
  /** Sessions of the member's root, each held to one task; absent: none may be opened. */
  hands?: ApplyOptions['hands']
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
  await confirmDelegate({
    items: coming,
    configuration: options.configuration,
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
