import { permissionFor } from '../aws/index.ts'
import { deedOf, readsToDo } from '../engine/apply/deeds/index.ts'
import { assess } from '../engine/assess.ts'
import { isMadeByCentre } from '../engine/plan/guard.ts'
import { sourceOf } from '../engine/collect.ts'
import { type ListedAccount, type Plan, type Step, UserError } from '../model/index.ts'
import { type Actor } from '../organization/apply.ts'
import type { Hand } from '../engine/apply/perform.ts'
import { isMendedFromOutside } from '../organization/member.ts'
import { auditRoot } from '../organization/audit-root.ts'
import { rootHands } from '../organization/root-hands.ts'
import { sessionCredentials } from '../organization/session.ts'
import { enter, gapOf } from '../organization/enter.ts'
import { configurationFor } from '../organization/inherit.ts'
import type { OrganizationOptions } from '../organization/look.ts'
import { describeAccount } from '../organization/list.ts'
import { inherited } from '../organization/records.ts'
import { openRole } from '../organization/roles.ts'
import { readUnits } from '../organization/units.ts'
import { assessWhole } from '../organization/whole.ts'
import { centralHands } from './central-hand.ts'
import type { Connected } from './connect.ts'
import { memberPolicy, mendingCatalogue } from './organization.ts'
import type { ApplyOrganizationOptions } from './apply-organization.ts'

/** The ways into accounts, to do what a plan says. */
export class Ways {
  readonly #how: OrganizationOptions
  readonly #connected: Connected
  readonly #plan: Plan
  #source: OrganizationOptions['source']
  #units: ReturnType<typeof readUnits> | undefined
  readonly #time: Pick<Hand, 'pause' | 'now'>
  readonly #centralHand: ReturnType<typeof centralHands>

  constructor(
    how: OrganizationOptions,
    connected: Connected,
    plan: Plan,
    options: Pick<ApplyOrganizationOptions, 'requestHandler' | 'signal'>,
    time: Pick<Hand, 'pause' | 'now'>,
  ) {
    this.#time = time
    this.#how = how
    this.#connected = connected
    this.#plan = plan
    this.#centralHand = centralHands(connected, how.door.call, options)
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
    const root = auditRoot(account.id, { door, caller, as, now: this.#source.now })
    const hands = rootHands({
      door,
      own: {
        partition: this.#connected.partition,
        region: door.place.region,
        pause: this.#time.pause,
        now: this.#time.now,
      },
      open: (session) => this.#connected.session(session),
    })
    const configuration = configurationFor(this.#how.configuration, account, await this.#unitsSeen())
    const { read, write } = own
      ? (centre?.beside(own.hand.call) ?? { read: own.hand.call, write: own.hand.call })
      : centre!
    return {
      caller: { account: account.id, arn: own?.arn ?? caller.arn, root: false },
      ...(own ? { signedWith: own.signedWith } : {}),
      read,
      write,
      rescue: own?.rescue.call ?? write,
      partition: this.#connected.partition,
      region: door.place.region,
      configuration,
      hands,
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
              ...(isMendedFromOutside(account, entry, caller) ? { outside: true as const } : {}),
              asRoot: root.call,
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
        root.close()
        hands.close()
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
    const actions = steps
      .filter((step) => step.as === 'caller' && !isMadeByCentre(step))
      .flatMap((step) => [permissionFor(step.action), ...(deedOf(step.action)?.also ?? [])])
    const policy = memberPolicy([...actions, ...readsToDo(actions)])
    const opened = await openRole(door, caller, account.id, { ...terms, policy }, learnt)
    if (!('credentials' in opened))
      throw new UserError(
        'no-way-in',
        gapOf(opened.refused, terms.roles).message,
        'Name its role under organization.memberRoles in neverroot.yaml.',
      )
    const credentials = sessionCredentials(opened.credentials)
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
