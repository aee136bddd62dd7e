import { controls } from '../controls/index.ts'
import { sourceOf } from '../engine/collect.ts'
import { memberFrame } from '../facts/frame.ts'
import { observables } from '../facts/observables.ts'
import { noRecords, type Records, type Report } from '../model/index.ts'
import { auditOrganization as auditAll } from '../organization/audit.ts'
import type { Choice } from '../organization/choose.ts'
import { auditSession, sourceIdentityOf, usualRoles } from '../organization/roles.ts'
import { silent } from '../ports.ts'
import { withOrganizationLock } from '../store/run-lock.ts'
import { tool } from '../version.ts'
import { assessOptions, catalogue, connect, type LookOptions } from './connect.ts'
import { memberPermissions } from './permissions.ts'
import { statement } from './policy-document.ts'

export interface AuditOrganizationOptions extends LookOptions {
  /** The name of the sandbox scenario that is looked at. */
  sandbox?: string
  /** The state folder: what was found so far is kept there. */
  folder: string
  /** Which accounts. Default: all of them. */
  choice?: Choice
  /** Keep what passes and what does not apply for members too. */
  all?: boolean
  /** Carry on with what an interrupted run has found. */
  resume?: boolean
  /** Where no role lets us in, open a root session that may only read root's credentials. */
  rootSessions?: boolean
  /** How many members are looked at at the same time. */
  width?: number
}

/** So many members are under way at once that waiting for one of them costs nothing. */
const usualWidth = 64

/**
 * Audits an organization from its management account or a delegated administrator. Reads only: in a member through a role
 * whose session may do no more than the audit needs. Throws UserError where it cannot begin.
 */
export async function auditOrganization(options: AuditOrganizationOptions): Promise<Report> {
  const host = options.host ?? silent
  const connected = await connect(options, host)
  const { caller } = connected
  const doors = connected.many()
  const door = doors.as(connected.credentials, caller.account)
  try {
    const how = await assessOptions(options, { ...connected, door })
    const source = sourceOf(how.sight)
    return await withOrganizationLock(options.folder, () =>
      auditAll({
        source,
        door,
        caller,
        as: doors.as,
        terms: {
          roles: how.sight.configuration.organization?.memberRoles ?? usualRoles,
          policy: memberPolicy(),
          sessionName: auditSession,
          sourceIdentity: sourceIdentityOf(caller),
        },
        rootSessions: options.rootSessions ?? false,
        catalogue,
        memberCatalogue: { controls, frame: memberFrame, observables },
        configuration: how.sight.configuration,
        profile: options.as,
        only: options.only,
        section: options.section,
        choice: options.choice ?? {},
        all: options.all ?? false,
        records: recordsOf(options),
        folder: options.folder,
        resume: options.resume ?? false,
        width: options.width ?? usualWidth,
        tool,
        sandbox: options.sandbox,
        calls: () => door.meter.count(),
        host,
      }),
    )
  } finally {
    doors.close()
    connected.door.close()
  }
}

/**
 * What a session in a member may do at most. A session policy has 2,048 characters (STS API reference, AssumeRole), so it
 * carries no ids.
 */
export const memberPolicy = (): string => {
  const { Effect, Action, Resource } = statement('', memberPermissions())
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] })
}

const recordsOf =
  ({ records }: AuditOrganizationOptions) =>
  async (subject: string): Promise<Records> =>
    typeof records === 'function' ? records(subject) : (records ?? noRecords)
