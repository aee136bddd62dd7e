/** What is looked at before the first call is made: a plan is a file, and a day may have passed since it was reviewed. */
import { type Caller, type Json, type Plan, type PlanItem, type Step, UserError } from '../../model/index.ts'
import { canonical } from '../plan/canonical.ts'
import { beyondBootstrap, mailboxWithPhone, removesWayIn } from '../plan/guard.ts'
import { digestOfPlan } from '../plan/make.ts'
import { callOf } from '../plan/once.ts'
import { referencesIn } from '../plan/references.ts'
import { deedOf } from './deeds/index.ts'
import { notOfTask, taskOf } from './root-tasks.ts'
import { unvetted, unvettedUndo } from './vet.ts'

const again = 'Make a new one: neverroot plan --out FILE'

/**
 * How old a plan must be that deletes what a policy denies everything. CloudTrail delivers within minutes, how many is not
 * promised; what it was late with when the plan was made shows by then, and the plan rests on something else.
 */
const lateMs = 3_600_000
const anew = ({ organization }: Plan) =>
  organization ? 'Make a new one: neverroot plan --org --out FILE' : again

export interface Checked {
  caller: Caller
  now: Date
  /** Hash of the configuration at hand; undefined: there is none. */
  config?: string
  /** Where the configuration wants members' use of root to be heard. */
  alarmAccount?: string | undefined
  /** True: the plan is one member's part of its organization's plan, and sessions of that member's root can be opened. */
  member?: boolean
}

/** Throws UserError where a plan is not what was reviewed, is not for here, or asks for what no plan may do. */
export function checkPlan(plan: Plan, checked: Checked): void {
  const { caller, now, config } = checked
  checkDigest(plan)
  if (plan.organization)
    throw new UserError(
      'plan-of-many',
      `The plan is for all accounts of organization ${plan.organization}, not for ${caller.account} alone.`,
      'Apply it as such: neverroot apply FILE, or make one of this account: neverroot plan --out FILE',
    )
  if (plan.account !== caller.account)
    throw new UserError(
      'wrong-account',
      `The plan is for account ${plan.account}, and you are signed in to ${caller.account}.`,
      `Sign in to ${plan.account}, or make a plan here: neverroot plan`,
    )
  if (Date.parse(plan.expires) <= now.getTime())
    throw new UserError('expired-plan', `The plan expired on ${plan.expires.slice(0, 16)}Z.`, again)
  checkConfiguration(plan, config)
  checkMailbox(plan)
  for (const step of plan.items.flatMap((item) => item.steps)) checkStep(step, plan, checked)
}

/** Throws UserError where a plan rests on another configuration than the one at hand, by their hashes. */
export function checkConfiguration(plan: Plan, now: string | undefined): void {
  const { config: was } = plan
  if (!was || was.sha256 === now) return
  throw new UserError(
    'facts-moved',
    now === undefined
      ? `The plan rests on the configuration ${was.path}, and there is none now.`
      : `The configuration was changed since the plan was made (it had SHA-256 ${was.sha256.slice(0, 12)}, now ${now.slice(0, 12)}).`,
    anew(plan),
  )
}

/** Throws UserError where mailbox and phone of one account would change together. */
export function checkMailbox({ items }: Pick<Plan, 'items'>): void {
  const [account] = mailboxWithPhone(items)
  if (account !== undefined)
    throw new UserError(
      'mailbox-and-phone',
      `The plan changes both the root address and the phone number of ${account}: whoever holds both can become root.`,
      'Change one, look whether it works, then plan the other: neverroot plan --out FILE',
    )
}

/** Throws UserError where a plan is not what it was made as. */
export function checkDigest(plan: Plan): void {
  if (digestOfPlan(plan) !== plan.digest)
    throw new UserError(
      'changed-plan',
      'The plan was changed since it was made: its digest does not fit.',
      anew(plan),
    )
}

function checkStep(step: Step, plan: Plan, { caller, member, alarmAccount, now }: Checked): void {
  const refuse = (code: string, what: string) => new UserError(code, `${step.id}: ${what}.`, again)
  if (step.account !== plan.account)
    throw refuse('wrong-account', `it is about account ${step.account}, the plan about ${plan.account}`)
  if (step.as !== 'caller' && !(member && taskOf(step.as) !== undefined))
    throw refuse('not-supported', `not supported: steps as "${step.as}" in this account`)
  const ripe = new Date(Date.parse(plan.at) + lateMs)
  if (step.denied && now < ripe)
    throw new UserError(
      'too-early',
      `${step.id}: a policy keeps it from everything, and CloudTrail can be late with what would begin its quarantine anew, so that the plan has to be an hour old.`,
      `Apply the same plan from ${ripe.toISOString().slice(0, 16).replace('T', ' ')} UTC on.`,
    )
  const because = member && notInMember(step)
  if (because) throw refuse('not-ours', because)
  const task =
    notOfTask(step) ??
    (step.undo &&
      notOfTask({ as: step.undo.as ?? step.as, action: step.undo.action, input: step.undo.input }))
  if (task !== undefined) throw refuse('not-ours', task)
  if (!deedOf(step.action))
    throw refuse('not-ours', `${step.action} is nothing that a plan of neverroot calls`)
  if (step.undo && (!deedOf(step.undo.action) || removesWayIn(step.undo)))
    throw refuse('not-ours', `${step.undo.action} is nothing that takes a step of neverroot back`)
  const literal = unvetted(step, alarmAccount) ?? (step.undo && unvettedUndo(step.undo, step))
  if (literal !== undefined) throw refuse('not-ours', literal)
  const beyond = beyondBootstrap(step, caller)
  if (beyond !== undefined) throw refuse('beyond-bootstrap', beyond)
}

/** Why a step is none that a plan does in a member, as the end of a sentence; undefined: it may be. */
function notInMember({ action, as, input }: Step): string | undefined {
  // People come in centrally, and a password that goes to one person is none of theirs.
  if (referencesIn(input).some(([kind, name]) => kind === '$secret' && name === 'password'))
    return 'no password is made in a member'
  return as === 'caller' &&
    /^iam:(CreateUser|CreateGroup|CreateLoginProfile|AddUserToGroup|AttachGroupPolicy|PutGroupPolicy)$/.test(
      action,
    )
    ? `${action}: no administrator is made in a member`
    : undefined
}

export interface Then {
  /** The plan that would be made now. */
  fresh: Plan
  /** Whether a step must wait for another way in: such an item is planned without calls now. */
  held(step: Step): boolean
  /** Carrying on: the items that the run has begun, which are as far as it has brought them. */
  begun?(item: PlanItem): boolean
  /** Carrying on: whether a step is still to be done. */
  left?(step: Step): boolean
}

/**
 * Throws UserError where what the plan's calls rest on is not what it was: which findings, so that a person knows what to
 * look at. The calls themselves must be those that would be planned now: a plan is a file, and its digest only shows that
 * nobody changed it by mistake.
 */
export function refuseMoved(plan: Plan, { fresh, held, begun, left = () => true }: Then): void {
  const moved = plan.items
    .filter((item) => item.steps.length > 0)
    .flatMap((item) => {
      const now = fresh.items.find((other) => other.id === item.id)
      // What the run has begun looks otherwise by now; but what cannot be taken back must be what would be done today.
      if (begun && item.steps.filter(left).every(held)) return []
      if (begun?.(item))
        return item.steps.some((s) => left(s) && isGrave(s) && !held(s) && !isStillPlanned(s, now))
          ? [`${item.control} would be put right by other calls now`]
          : []
      if (!now) return [`${item.control} is not open any more`]
      const same = now.basedOn === item.basedOn
      if (begun ? same || isRestOf(now, item) : same && callsFor(now, item, held)) return []
      return same
        ? [`${item.control} would be put right by other calls now`]
        : [`what ${item.control} rests on is not what it was`]
    })
  if (moved.length === 0) return
  throw new UserError(
    'facts-moved',
    `${begun ? 'Nothing more' : 'Nothing'} was changed, since the account is not as it was when the plan was made: ${moved.join('; ')}.`,
    again,
  )
}

const isGrave = (step: Step): boolean => step.risk === 'irreversible' || removesWayIn(step) !== undefined

const isStillPlanned = (step: Step, now: PlanItem | undefined): boolean =>
  now?.steps.some((other) => callOf(other) === callOf(step)) === true

/** The same calls in the same order, or none because a step is held back: which one, is said where it is refused. */
function callsFor(now: PlanItem, item: PlanItem, held: Then['held']): boolean {
  if (now.steps.length === 0 && item.steps.some(held)) return true
  const calls = ({ steps }: PlanItem) => steps.map(reviewed)
  return canonical(calls(now)) === canonical(calls(item))
}

/** What the run has done so far may have moved it: then what is left of it is what the plan would call anyway. */
const isRestOf = (now: PlanItem, { steps }: PlanItem): boolean =>
  now.steps.length > 0 && now.steps.every((step) => steps.some((planned) => callOf(planned) === callOf(step)))

/** A step but for its words, and for the amount and the days of a budget: they move from day to day. */
function reviewed({ does: _, permission: _permission, undo, ...step }: Step): object {
  const { input, ...rest } = step
  return {
    ...rest,
    input: withoutDays(input),
    ...(undo ? { undo: { ...undo, input: withoutDays(undo.input) } } : {}),
  }
}

function withoutDays(input: Json): Json {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  return Object.fromEntries(
    Object.entries(input as { readonly [key: string]: Json }).map(([field, value]): [string, Json] => {
      if (field !== 'Budget' && field !== 'NewBudget') return [field, value]
      const { BudgetLimit: _, TimePeriod: _period, ...budget } = value as { readonly [key: string]: Json }
      return [field, budget]
    }),
  )
}
