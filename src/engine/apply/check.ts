/** What is looked at before the first call is made: a plan is a file, and a day may have passed since it was reviewed. */
import { type Caller, type Plan, type Step, UserError } from '../../model/index.ts'
import { digestOfPlan } from '../plan/make.ts'
import { deedOf } from './deeds/index.ts'

const again = 'Make a new one: neverroot plan --out FILE'

export interface Checked {
  caller: Caller
  now: Date
  /** Hash of the configuration at hand; undefined: there is none. */
  config?: string
}

/** Throws UserError where a plan is not what was reviewed, is not for here, or asks for what no plan may do. */
export function checkPlan(plan: Plan, { caller, now, config }: Checked): void {
  if (digestOfPlan(plan) !== plan.digest)
    throw new UserError(
      'changed-plan',
      'The plan was changed since it was made: its digest does not fit.',
      again,
    )
  if (plan.account !== caller.account)
    throw new UserError(
      'wrong-account',
      `The plan is for account ${plan.account}, and you are signed in to ${caller.account}.`,
      `Sign in to ${plan.account}, or make a plan here: neverroot plan`,
    )
  if (Date.parse(plan.expires) <= now.getTime())
    throw new UserError('expired-plan', `The plan expired on ${plan.expires.slice(0, 16)}Z.`, again)
  if (plan.config && plan.config.sha256 !== config)
    throw new UserError(
      'facts-moved',
      config === undefined
        ? `The plan rests on the configuration ${plan.config.path}, and there is none now.`
        : `The configuration was changed since the plan was made (it had SHA-256 ${plan.config.sha256.slice(0, 12)}, now ${config.slice(0, 12)}).`,
      again,
    )
  for (const step of plan.items.flatMap((item) => item.steps)) checkStep(step, plan, caller)
}

function checkStep(step: Step, plan: Plan, caller: Caller): void {
  const refuse = (code: string, what: string) => new UserError(code, `${step.id}: ${what}.`, again)
  if (step.account !== plan.account)
    throw refuse('wrong-account', `it is about account ${step.account}, the plan about ${plan.account}`)
  if (step.as !== 'caller')
    throw refuse(
      'not-supported',
      `not supported: steps as "${step.as}"; this version acts as the caller only`,
    )
  if (!deedOf(step.action))
    throw refuse('not-ours', `${step.action} is nothing that a plan of neverroot calls`)
  if (caller.root && !bootstrap.test(step.action))
    throw refuse('beyond-bootstrap', `${step.action} is not for a root session: do it as an administrator`)
}

/** A root session is for the beginning: contacts, the spend alarm, one administrator, and root's own credentials. */
const bootstrap =
  /^(account:|sns:|budgets:|iam:(.*(Group|User|UserToGroup|UserFromGroup|GroupPolicy|LoginProfile|PasswordPolicy|AccessKey|SigningCertificate)$))/

/**
 * Throws UserError where what the plan's calls rest on is not what it was: which findings, so that a person knows what to
 * look at. `fresh` is the plan that would be made now.
 */
export function refuseMoved(plan: Plan, fresh: Plan, skip: (item: string) => boolean = () => false): void {
  const moved = plan.items
    .filter((item) => item.steps.length > 0 && !skip(item.id))
    .flatMap((item) => {
      const now = fresh.items.find((other) => other.id === item.id)
      if (!now) return [`${item.control} is not open any more`]
      return now.basedOn === item.basedOn ? [] : [`what ${item.control} rests on is not what it was`]
    })
  if (moved.length === 0) return
  throw new UserError(
    'facts-moved',
    `Nothing was changed, since the account is not as it was when the plan was made: ${moved.join('; ')}.`,
    again,
  )
}
