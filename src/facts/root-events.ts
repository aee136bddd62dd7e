import { type Fetcher, observed } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { assumedRootKeys } from './assume-root-sessions.ts'
import { type History, lookUp, type TrailEvent } from './event-history.ts'
import { organizationPlace } from './organization-place.ts'
import { canBeAssumed, isOfRoot, type RootEvent, rootEventOf, withMarked } from './root-event.ts'

export interface RootEvents {
  events: readonly RootEvent[]
  /** How far back root's events by name were looked at, and whether that is all there are. */
  since: Date
  complete: boolean
  /** How far back everybody's sign-ins were looked at, where there were too many to reach as far; else absent. */
  signInsSince?: Date
}

/**
 * Root's events, found in two ways: by user name `root`, and by ConsoleLogin, since in an account with an alias the
 * record's user name is the alias. Only `userIdentity.type` Root counts: an IAM user can be called root.
 */
export const rootEvents: Fetcher<RootEvents> = {
  name: 'root-events',
  reads: ['cloudtrail:LookupEvents'],
  async collect(source) {
    const [place, byName, signIns] = await Promise.all([
      source.get(organizationPlace),
      lookUp(source, 'Username', 'root'),
      source.get(consoleSignIns),
    ])
    if (!byName.ok) return byName.unknown
    if (signIns.state !== 'known') return signIns
    const all = new Map<string, TrailEvent>()
    for (const event of [...byName.history.events, ...signIns.value.events]) all.set(event.id, event)
    const how = withMarked([...all.values()], {
      assumed: await assumedRootKeys(source, source.globalRegion),
      canBeAssumed: canBeAssumed(place),
    })
    const events = [...all.values()]
      .filter(isOfRoot)
      .map((event) => rootEventOf(event, how))
      .sort((a, b) => b.at.getTime() - a.at.getTime())
    const { history } = byName
    const cut = signIns.value.complete ? {} : { signInsSince: signIns.value.since }
    return known({ events, since: history.since, complete: history.complete, ...cut }, [
      observed('cloudtrail:LookupEvents', history.at, {
        since: history.since.toISOString(),
        ...countKinds(events),
      }),
    ])
  },
}

/** ConsoleLogin events of everybody: root's under an alias, and administrators who were seen to sign in. */
export const consoleSignIns: Fetcher<History> = {
  name: 'console-sign-ins',
  reads: ['cloudtrail:LookupEvents'],
  async collect(source) {
    const answer = await lookUp(source, 'EventName', 'ConsoleLogin')
    if (!answer.ok) return answer.unknown
    const { history } = answer
    return known(history, [
      observed('cloudtrail:LookupEvents', history.at, {
        eventName: 'ConsoleLogin',
        since: history.since.toISOString(),
        events: history.events.length,
      }),
    ])
  },
}

function countKinds(events: readonly RootEvent[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
