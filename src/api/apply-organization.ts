import { setTimeout as sleep } from 'node:timers/promises'
import { checkConfiguration, checkDigest, checkMailbox } from '../engine/apply/check.ts'
import { type Plan, UserError } from '../model/index.ts'
import {
  applyOrganization as applyAll,
  type ApplyOrganizationOptions as ActingOptions,
  type AppliedToMany,
  isOver,
} from '../organization/apply.ts'
import { undoOrganization as undoAll, type UndoneForMany } from '../organization/undo.ts'
import { placeOf } from '../organization/place.ts'
import { subjectsOf } from '../organization/plan.ts'
import {
  newOrganizationApply,
  type OrganizationApply,
  resumeOrganizationApply,
  undoableOrganizationApply,
} from '../store/organization-apply.ts'
import { lookedFrom } from './apply.ts'
import { atTheCentre, type LookAtOrganizationOptions } from './organization.ts'
import type { ConfigFile } from './plan.ts'
import { Ways } from './ways.ts'

export interface ApplyOrganizationOptions extends Omit<
  LookAtOrganizationOptions,
  'choice' | 'only' | 'section'
> {
  config?: ConfigFile
  /** The plan to perform; `resume`: carry on with the one that was applied last. */
  plan: Plan | 'resume'
  /** The organization's id, where it was given instead of being typed. */
  confirmed?: string
  /** The account that goes first. */
  canary?: string
  /** Told what will be done, once it is known that it may be, and before anybody is asked. */
  show?(plan: Plan): Promise<void>
  /** So many accounts that are not good end it. Default 1. */
  stopAfter?: number
  settleMs?: number
}

/** Accounts that are changed at the same time: fewer than are looked at, since each is looked at twice. */
const usualWidth = 16

/**
 * Performs a plan of an organization in waves. Throws UserError for every refusal before the first call: the plan is not
 * what was reviewed, is of another organization or too old, nobody confirmed.
 */
export const applyOrganization = (options: ApplyOrganizationOptions): Promise<AppliedToMany> =>
  acting(options, applyAll, async (now) =>
    options.plan === 'resume'
      ? carriedOn(await resumeOrganizationApply(options.folder), options)
      : newOrganizationApply(options.folder, checked(options.plan, options, now)),
  )

/**
 * Takes back what the plan that was applied last did to an organization; once that is done, what the one before it did, and so
 * on. Throws UserError as applying does.
 */
export const undoOrganization = (options: Omit<ApplyOrganizationOptions, 'plan'>): Promise<UndoneForMany> =>
  acting(options, undoAll, () => undoableOrganizationApply(options.folder))

/** Opens the centre and the ways into accounts, and says how far the plan has come. */
const acting = <T>(
  options: Omit<ApplyOrganizationOptions, 'plan'>,
  act: (how: ActingOptions) => Promise<T>,
  open: (now: Date) => Promise<OrganizationApply>,
): Promise<T> =>
  atTheCentre({ ...options, choice: {} }, async (how, connected) => {
    const place = await placeOf(how)
    const now = () => options.now ?? new Date(Date.now() + connected.door.clockOffset())
    const state = await open(now())
    if (state.plan.organization !== place.organization)
      throw new UserError(
        'another-organization',
        `The plan is for organization ${state.plan.organization}, and you are signed in to ${place.organization}.`,
        'Sign in there, or make a plan here: neverroot plan --org --out FILE',
      )
    const pause = (ms: number) => sleep(ms, undefined, { signal: options.signal })
    const ways = new Ways(how, connected, state.plan, options, { pause, now })
    return act({
      source: how.source,
      configuration: how.configuration,
      state,
      managementAccount: place.managementAccount,
      actor: (account, part) => ways.into(account, part),
      centre: () => ways.centre(place.organization),
      lookedFrom: (assessment) => lookedFrom(assessment, options.config),
      ...(options.config ? { config: options.config.sha256 } : {}),
      folder: options.folder,
      ...(options.confirmed === undefined ? {} : { confirmed: options.confirmed }),
      ...(options.canary ? { canary: options.canary } : {}),
      ...(options.show ? { show: options.show } : {}),
      stopAfter: options.stopAfter ?? 1,
      width: options.width ?? usualWidth,
      now,
      host: {
        ...how.host,
        notify(notice) {
          // What a wave has changed is seen by the next one.
          if (notice.code === 'wave') ways.lookAnew()
          how.host.notify(notice)
        },
      },
      settleMs: options.settleMs ?? 5_000,
      pause,
    })
  })

type Given = Pick<ApplyOrganizationOptions, 'config'>

/** Throws UserError where nothing is left of a plan that was begun, or where it is not what was begun. */
function carriedOn(state: OrganizationApply, { config }: Given): OrganizationApply {
  checkDigest(state.plan)
  checkConfiguration(state.plan, config?.sha256)
  const undone = subjectsOf(state.plan).some(({ id }) => state.isUndone(id))
  if (undone || isOver(state))
    throw new UserError(
      'nothing-to-resume',
      `The plan that was applied last to ${state.plan.organization} ${undone ? 'was taken back since' : 'came to its end'}: there is nothing to carry on with.`,
      'Make a new one: neverroot plan --org --out FILE',
    )
  return state
}

function checked(plan: Plan, { config }: Given, now: Date): Plan {
  checkDigest(plan)
  if (!plan.organization)
    throw new UserError(
      'no-organization',
      `The plan is for account ${plan.account} alone.`,
      'Apply it without --org: neverroot apply FILE',
    )
  if (Date.parse(plan.expires) <= now.getTime())
    throw new UserError(
      'expired-plan',
      `The plan expired on ${plan.expires.slice(0, 16)}Z.`,
      'Make a new one: neverroot plan --org --out FILE',
    )
  checkConfiguration(plan, config?.sha256)
  checkMailbox(plan)
  return plan
}

export type { AppliedToMany }
