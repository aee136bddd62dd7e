import { sourceOf } from '../engine/collect.ts'
import { type AccountActivity, type Activity, type OrganizationActivity, UserError } from '../model/index.ts'
import { eachAccount } from '../organization/each.ts'
import { tool } from '../version.ts'
import { activity, type ActivityOptions, memberActivityReads, unseen } from '../watch/activity.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'
import { atTheCentre, type LookAtOrganizationOptions } from './organization.ts'
import { statement } from './policy-document.ts'

export interface ActivityOfOptions extends LookOptions, ActivityOptions {
  /** The name of the sandbox scenario that is looked at. */
  sandbox?: string
}

/**
 * What root of the connected account did in the last 90 days. Reads only. Throws UserError where it cannot begin, and where
 * nothing at all could be looked at.
 */
export async function activityOf(options: ActivityOfOptions): Promise<Activity> {
  const connected = await connect(options, options.host)
  const { caller, partition } = connected
  // Two dozen questions to CloudTrail at once would be refused again and again: these doors keep to its pace.
  const doors = connected.many()
  const door = doors.as(connected.credentials, caller.account)
  try {
    const { sight } = await assessOptions(options, { ...connected, door })
    const seen = await activity(sourceOf(sight), options)
    if (seen.looked.length === 0 && !seen.report)
      throw new UserError(
        'nothing-known',
        `Whether root of account ${caller.account} was used could not be looked at as ${caller.arn}: ${seen.couldNotLook[0]?.message ?? 'nothing was answered'}.`,
        'Give this caller the policy that this prints: neverroot permissions activity',
      )
    return {
      schema: 'neverroot/activity/1',
      tool,
      caller,
      partition,
      ...(options.sandbox ? { sandbox: options.sandbox } : {}),
      ...seen,
      calls: door.meter.count(),
    }
  } finally {
    doors.close()
    connected.door.close()
  }
}

export type ActivityOfOrganizationOptions = Omit<LookAtOrganizationOptions, 'resume'> & ActivityOptions

/**
 * The same for each account of an organization, from its management account or a delegated administrator: there the sessions
 * are known that were opened centrally. Reads only: in a member through a role whose session may do no more. Throws
 * UserError where it cannot begin.
 */
export const activityOfOrganization = (
  options: ActivityOfOrganizationOptions,
): Promise<OrganizationActivity> =>
  atTheCentre(
    options,
    async (how, { partition }) => {
      const { Effect, Action, Resource } = statement('', memberActivityReads)
      const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] })
      const { place, visits } = await eachAccount(
        { ...how, terms: { ...how.terms, policy } },
        (source) => activity(source, options),
        ({ conclusion }) => conclusion === 'cannot-tell',
      )
      const { source, caller, sandbox, calls } = how
      const accounts = visits.map((visit): AccountActivity => ({
        ...('gap' in visit ? unseen(source.now, visit.subject, visit.gap) : visit.value),
        subject: visit.subject,
        how: visit.how,
      }))
      return {
        schema: 'neverroot/activity-organization/1',
        at: source.now.toISOString(),
        tool,
        caller,
        partition,
        ...(sandbox ? { sandbox } : {}),
        organization: place.organization,
        vantage: place.vantage,
        accounts,
        calls: calls(),
      }
    },
    { alone: false },
  )
