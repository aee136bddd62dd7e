import { controls } from '../controls/index.ts'
import { sourceOf } from '../engine/collect.ts'
import { memberFrame, mendingFrame } from '../facts/frame.ts'
import { observables } from '../facts/observables.ts'
import { type Iso, noRecords, type Plan, type Records, type Report, UserError } from '../model/index.ts'
import { auditOrganization as auditAll } from '../organization/audit.ts'
import type { Choice } from '../organization/choose.ts'
import type { OrganizationOptions } from '../organization/look.ts'
import { intoMembers } from '../organization/into.ts'
import { placeOf } from '../organization/place.ts'
import { planOrganization as planAll } from '../organization/plan.ts'
import { auditSession, type SessionTerms, sourceIdentityOf, usualRoles } from '../organization/roles.ts'
import { silent } from '../ports.ts'
import { lastApplied } from '../store/organization-apply.ts'
import { lastWhole } from '../store/organization-run.ts'
import { withOrganizationLock } from '../store/run-lock.ts'
import { tool } from '../version.ts'
import { assessOptions, catalogue, type Connected, connect, type LookOptions } from './connect.ts'
import { domainSays } from './domain-says.ts'
import { memberPermissions } from './permissions.ts'
import { type ConfigFile, planFrom } from './plan.ts'
import { statement } from './policy-document.ts'

export interface LookAtOrganizationOptions extends LookOptions {
  /** The name of the sandbox scenario that is looked at. */
  sandbox?: string
  /** The state folder: what was found so far is kept there. */
  folder: string
  /** Which accounts. Default: all of them. */
  choice?: Choice
  /** Carry on with what an interrupted run has found. */
  resume?: boolean
  /** How many members are looked at at the same time. */
  width?: number
}

export interface AuditOrganizationOptions extends LookAtOrganizationOptions {
  /** Keep what passes and what does not apply for members too. */
  all?: boolean
  /** Where no role lets us in, open a root session that may only read root's credentials. */
  rootSessions?: boolean
}

export interface PlanOrganizationOptions extends LookAtOrganizationOptions {
  config?: ConfigFile
  /** Only accounts that joined since the plan was made that was applied last, or else since the last look at all of them. */
  onlyNew?: boolean
}

/** As members are seen that are about to be changed. */
export const mendingCatalogue = { controls, frame: mendingFrame, observables }

/**
 * AWS lists 160 accounts a second, and a member takes about a second where each answer takes a tenth of one: with so many
 * under way, nothing but the list is waited for.
 */
const usualWidth = 192

/**
 * Audits an organization from its management account or a delegated administrator. Reads only: in a member through a role
 * whose session may do no more than the audit needs. Throws UserError where it cannot begin.
 */
export const auditOrganization = (options: AuditOrganizationOptions): Promise<Report> =>
  atTheCentre(options, async (how) =>
    auditAll({ ...how, all: options.all ?? false, rootSessions: options.rootSessions ?? false }),
  )

/** Plans what would be done about an organization and each of its accounts. Nothing is changed. */
export const planOrganization = (options: PlanOrganizationOptions): Promise<Plan> =>
  atTheCentre(options, async (how) =>
    planAll({
      ...how,
      ...(options.onlyNew ? { choice: { ...how.choice, joinedAfter: await lastTime(how) } } : {}),
      memberCatalogue: mendingCatalogue,
      planOf: (assessment) => planFrom(assessment, options.config),
    }),
  )

/** Since when an account is new. Throws UserError where nothing was done from this folder before. */
async function lastTime(how: OrganizationOptions): Promise<Iso> {
  const { organization } = await placeOf(how)
  const applied = await lastApplied(how.folder, organization)
  const since = applied ?? (await lastWhole(how.folder, organization))
  if (since === undefined)
    throw new UserError(
      'nothing-to-compare',
      `No plan of ${organization} was applied from ${how.folder}, nor was it ever looked at as a whole: what is new cannot be told.`,
      'Plan for all of it first: neverroot plan --org --out FILE',
    )
  const when = `${since.slice(0, 16).replace('T', ' ')} UTC`
  const text = `Accounts that joined after ${when}, when ${applied ? 'the plan was made that was applied last' : 'all of them were looked at last'}.`
  how.host.notify({ code: 'note', data: { text } })
  return since
}

/**
 * Opens the doors of whoever looks, keeps others away from the state folder (`alone` false: nothing is kept there), and closes
 * the doors whatever happens.
 */
export async function atTheCentre<T>(
  options: LookAtOrganizationOptions,
  work: (how: OrganizationOptions, connected: Connected) => Promise<T>,
  { alone = true }: { alone?: boolean } = {},
): Promise<T> {
  const host = options.host ?? silent
  const connected = await connect(options, host)
  const { caller } = connected
  const doors = connected.many()
  const door = doors.as(connected.credentials, caller.account)
  try {
    const { sight } = await assessOptions(options, { ...connected, door })
    const terms: SessionTerms = {
      roles: sight.configuration.organization?.memberRoles ?? usualRoles,
      policy: memberPolicy(),
      sessionName: auditSession,
      sourceIdentity: sourceIdentityOf(caller),
    }
    const as = doors.as
    const into = intoMembers(sight, { door, caller, terms, as, learnt: new Set() })
    const says = domainSays(sight.lookups, sight.now, options)
    const how: OrganizationOptions = {
      source: sourceOf({ ...sight, into }),
      door,
      caller,
      as,
      terms,
      rootSessions: false,
      catalogue,
      memberCatalogue: { controls, frame: memberFrame, observables },
      configuration: sight.configuration,
      profile: options.as,
      only: options.only,
      section: options.section,
      choice: options.choice ?? {},
      all: false,
      records: recordsOf(options),
      folder: options.folder,
      resume: options.resume ?? false,
      width: options.width ?? usualWidth,
      tool,
      sandbox: options.sandbox,
      calls: () => connected.door.meter.count(),
      host,
      ...(says ? { domainSays: says } : {}),
    }
    return await (alone
      ? withOrganizationLock(options.folder, () => work(how, connected))
      : work(how, connected))
  } finally {
    doors.close()
    connected.door.close()
  }
}

/**
 * What a session in a member may do at most. A session policy has 2,048 characters (STS API reference, AssumeRole), so it
 * carries no ids.
 */
export const memberPolicy = (more: readonly string[] = []): string => {
  const { Effect, Resource } = statement('', [])
  const Action = [...new Set([...memberPermissions(), ...more])].sort()
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] })
}

const recordsOf =
  ({ records }: LookOptions) =>
  async (subject: string): Promise<Records> =>
    typeof records === 'function' ? records(subject) : (records ?? noRecords)
