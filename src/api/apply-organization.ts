import { setTimeout as sleep } from 'node:timers/promises'
import { permissionFor } from '../aws/index.ts'
import { readsToDo } from '../engine/apply/deeds/index.ts'
import { assess } from '../engine/assess.ts'
import { isMadeByCentre } from '../engine/plan/guard.ts'
import { sourceOf } from '../engine/collect.ts'
import { checkConfiguration, checkDigest, checkMailbox } from '../engine/apply/check.ts'
import { type ListedAccount, type Plan, type Step, UserError } from '../model/index.ts'
import {
  type Actor,
  applyOrganization as applyAll,
  type ApplyOrganizationOptions as ActingOptions,
  type AppliedToMany,
  isOver,
} from '../organization/apply.ts'
import { undoOrganization as undoAll, type UndoneForMany } from '../organization/undo.ts'
import { enter, gapOf } from '../organization/enter.ts'
import { configurationFor } from '../organization/inherit.ts'
import type { OrganizationOptions } from '../organization/look.ts'
import { describeAccount } from '../organization/list.ts'
import { inherited } from '../organization/records.ts'
import { openRole } from '../organization/roles.ts'
import { placeOf } from '../organization/place.ts'
import { readUnits } from '../organization/units.ts'
import { assessWhole } from '../organization/whole.ts'
import { subjectsOf } from '../organization/plan.ts'
import {
  newOrganizationApply,
  type OrganizationApply,
  resumeOrganizationApply,
} from '../store/organization-apply.ts'
import { lookedFrom } from './apply.ts'
import { centralHands } from './central-hand.ts'
import type { Connected } from './connect.ts'
import {
  atTheCentre,
  type LookAtOrganizationOptions,
  memberPolicy,
  mendingCatalogue,
} from './organization.ts'
import type { ConfigFile } from './plan.ts'

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

/** Takes back what the plan that was applied last did to an organization. Throws UserError as applying does. */
export const undoOrganization = (options: Omit<ApplyOrganizationOptions, 'plan'>): Promise<UndoneForMany> =>
  acting(options, undoAll, () => resumeOrganizationApply(options.folder))

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
    const ways = new Ways(how, connected, state.plan, options)
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
      pause: (ms) => sleep(ms, undefined, { signal: options.signal }),
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

/** The ways into accounts, to do what a plan says. */
class Ways {
  readonly #how: OrganizationOptions
  readonly #connected: Connected
  readonly #plan: Plan
  #source: OrganizationOptions['source']
  #units: ReturnType<typeof readUnits> | undefined
  readonly #centralHand: ReturnType<typeof centralHands>

  constructor(
    how: OrganizationOptions,
    connected: Connected,
    plan: Plan,
    options: Pick<ApplyOrganizationOptions, 'requestHandler' | 'signal'>,
  ) {
    this.#how = how
    this.#connected = connected
    this.#plan = plan
    this.#centralHand = centralHands(connected, options)
    this.#source = how.source
  }

  lookAnew(): void {
    const { get: _, ...sight } = this.#how.source
    this.#source = sourceOf(sight)
  }

  /** Into a member: one session to look, and one that may make the plan's calls; none for what only the centre can do. */
  async into(account: ListedAccount, part: Plan): Promise<Actor> {
    if (account.id === this.#how.caller.account) return this.#own((controls) => this.#lookAtOwn(controls))
    const { door, caller, terms, as } = this.#how
    const learnt = new Set<string>()
    const steps = part.items.flatMap((item) => item.steps)
    const centre = steps.some(isMadeByCentre) ? this.#centralHand(account.id) : undefined
    const own = steps.every(isMadeByCentre) ? undefined : await this.#handIn(account, steps, learnt)
    const entry = await enter(account, { door, caller, terms, learnt, rootSessions: false, as })
    const configuration = configurationFor(this.#how.configuration, account, await this.#unitsSeen())
    const call = (own && centre?.instead(own.hand.call)) ?? own?.hand.call ?? centre!.call
    return {
      caller: { account: account.id, arn: own?.arn ?? caller.arn, root: false },
      ...(own ? { signedWith: own.signedWith } : {}),
      read: call,
      write: call,
      rescue: own?.rescue.call ?? call,
      partition: this.#connected.partition,
      region: door.place.region,
      configuration,
      look: async (controls) => {
        const listed = centre ? await this.#asListedNow(account) : account
        const { get: _, ...sight } = this.#how.source
        const { records } = this.#how
        return assess({
          sight: {
            ...sight,
            caller: entry.caller,
            call: entry.call,
            configuration,
            records: inherited(await records(account.id), await records(this.#plan.organization!)),
            centre: {
              account: caller.account,
              listed,
              at: sight.now.toISOString(),
              call: this.#source.call,
              get: this.#source.get,
            },
          },
          catalogue: mendingCatalogue,
          profile: this.#plan.profile,
          only: controls,
          oneOfMany: true,
          toMend: true,
        })
      },
      close() {
        entry.close()
        own?.hand.close()
        own?.rescue.close()
        centre?.close()
      },
    }
  }

  /** A session in a member that may make these calls and no others. Throws UserError where no role lets us in. */
  async #handIn(account: ListedAccount, steps: readonly Step[], learnt: Set<string>) {
    const { door, caller, terms } = this.#how
    const actions = steps.filter((step) => !isMadeByCentre(step)).map((step) => permissionFor(step.action))
    const policy = memberPolicy([...actions, ...readsToDo(actions)])
    const opened = await openRole(door, caller, account.id, { ...terms, policy }, learnt)
    if (!('credentials' in opened))
      throw new UserError(
        'no-way-in',
        gapOf(opened.refused, terms.roles).message,
        'Name its role under organization.memberRoles in neverroot.yaml.',
      )
    const credentials = async () => ({
      accessKeyId: opened.credentials.AccessKeyId!,
      secretAccessKey: opened.credentials.SecretAccessKey!,
      sessionToken: opened.credentials.SessionToken!,
      ...(opened.credentials.Expiration ? { expiration: opened.credentials.Expiration } : {}),
    })
    return {
      arn: opened.arn,
      signedWith: opened.credentials.AccessKeyId!,
      hand: this.#connected.hand(undefined, credentials),
      rescue: this.#connected.hand(null, credentials),
    }
  }

  /** The account as the organization lists it by now: what was just done may show. */
  async #asListedNow(before: ListedAccount): Promise<ListedAccount> {
    const management = before.management ? before.id : ''
    return (await describeAccount(this.#source, before.id, management)).account ?? before
  }

  centre(organization: string): Promise<Actor> {
    return this.#own(async (controls) => {
      const own = await this.#lookAtOwn([])
      return assessWhole(organization, own, {
        source: this.#source,
        controls: this.#how.catalogue.controls,
        only: controls,
        records: await this.#how.records(organization),
      })
    })
  }

  async #own(look: Actor['look']): Promise<Actor> {
    const hand = this.#connected.hand()
    const rescue = this.#connected.hand(null)
    return {
      caller: this.#how.caller,
      signedWith: (await this.#connected.credentials()).accessKeyId,
      read: this.#how.door.call,
      write: hand.call,
      rescue: rescue.call,
      partition: this.#connected.partition,
      region: hand.place.region,
      configuration: this.#how.configuration,
      look,
      close() {
        hand.close()
        rescue.close()
      },
    }
  }

  #lookAtOwn(controls: readonly string[]) {
    this.lookAnew()
    return assess({
      sight: this.#source,
      source: this.#source,
      catalogue: this.#how.catalogue,
      profile: this.#plan.profile,
      only: controls,
      oneOfMany: true,
      toMend: true,
    })
  }

  #unitsSeen() {
    return (this.#units ??= readUnits(this.#how.source))
  }
}

export type { AppliedToMany }
