import { sourceOf } from '../engine/collect.ts'
import { type Activity, UserError } from '../model/index.ts'
import { tool } from '../version.ts'
import { activity, type ActivityOptions } from '../watch/activity.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'

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
