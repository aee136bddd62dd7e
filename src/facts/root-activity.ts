import type { Source } from '../aws/index.ts'
import { known, type Unknown, valueOf } from '../model/index.ts'
import { accountAlias } from './account-alias.ts'
import { assumedRootKeys, assumeRootSessions } from './assume-root-sessions.ts'
import { type History, lookUp, type TrailEvent } from './event-history.ts'
import { organizationPlace } from './organization-place.ts'
import {
  canBeAssumed,
  isOfRoot,
  type RootEvent,
  rootEventOf,
  type Telling,
  withMarked,
} from './root-event.ts'
import { consoleSignIns } from './root-events.ts'

/** Why a part of a Region's history was not seen: refused, or more events than are read. */
export interface Gap {
  what: string
  region: string
  because: Unknown | { since: Date }
  /** True: the credential report, which knows of every use, makes up for it. */
  covered?: true
}

/** Root's events in one Region, as far as they could be looked at. */
export interface RegionalActivity {
  region: string
  /** Newest first. */
  events: RootEvent[]
  /** How far back; absent: nothing could be looked at. */
  since?: Date
  gaps: Gap[]
}

/**
 * Everything that root did in a Region in the last 90 days, by user name: `root`, and the account's alias, which the user
 * name of root's events is where there is one. In the Region of sign-ins everybody's are read besides.
 */
export async function rootActivityIn(
  source: Source,
  region: string,
  how: Telling,
): Promise<RegionalActivity> {
  const home = region === source.globalRegion
  const alias = await source.get(accountAlias)
  const [byRoot, byAlias, signIns] = await Promise.all([
    history(source, 'root', region),
    valueOf(alias) === undefined ? undefined : history(source, valueOf(alias)!, region),
    home ? source.get(consoleSignIns) : undefined,
  ])
  const looks = [
    { what: 'events of root', fact: byRoot },
    ...(byAlias ? [{ what: "events of root under the account's alias", fact: byAlias }] : []),
    ...(signIns ? [{ what: 'console sign-ins', fact: signIns }] : []),
  ]
  const gaps: Gap[] = looks.flatMap(({ what, fact }): Gap[] => {
    if (fact.state === 'unknown') return [{ what, region, because: fact }]
    const seen = valueOf(fact)
    return seen && !seen.complete ? [{ what, region, because: { since: seen.since } }] : []
  })
  if (home && alias.state === 'unknown')
    gaps.push({
      what: "whether the account has an alias, by which root's events go",
      region,
      because: alias,
      covered: true,
    })
  const events = toldApart(
    looks.flatMap(({ fact }) => [...(valueOf(fact)?.events ?? [])]),
    how,
  )
  const since = valueOf(byRoot)?.since ?? valueOf(signIns ?? byRoot)?.since
  return { region, events, gaps, ...(since ? { since } : {}) }
}

/** What was signed with one access key in a Region, whatever user name it goes by. */
export async function eventsOfKey(
  source: Source,
  region: string,
  key: string,
  how: Telling,
): Promise<{ events: RootEvent[]; gap?: Gap }> {
  const answer = await lookUp(source, 'AccessKeyId', key, region)
  const what = 'events of a root access key'
  if (!answer.ok) return { events: [], gap: { what, region, because: answer.unknown } }
  const { events, complete, since } = answer.history
  const told = toldApart(events, how)
  return { events: told, ...(complete ? {} : { gap: { what, region, because: { since } } }) }
}

async function history(source: Source, name: string, region: string) {
  const answer = await lookUp(source, 'Username', name, region)
  return answer.ok ? known<History>(answer.history) : answer.unknown
}

/**
 * How events are told apart. Sessions of AssumeRoot stand in the history of whoever opened them, in the Region of the STS
 * endpoint that was asked, whatever Region their calls are in: every one that is looked at counts, and the one that this run
 * itself asks. The account's own history is read too, as far as it goes.
 */
export async function tellingOf(source: Source, regions: readonly string[]): Promise<Telling> {
  if (!canBeAssumed(await source.get(organizationPlace))) return { assumed: new Map(), canBeAssumed: false }
  const all = [...new Set([...regions, source.region])]
  const found = await Promise.all(
    all.flatMap((region) => [
      assumedRootKeys(source, region),
      source.get(assumeRootSessions(region)).then((own) => valueOf(own) ?? new Map()),
    ]),
  )
  return { assumed: new Map(found.flatMap((sessions) => [...sessions])), canBeAssumed: true }
}

function toldApart(events: readonly TrailEvent[], given: Telling): RootEvent[] {
  const how = withMarked(events, given)
  const once = new Map(events.filter(isOfRoot).map((event) => [event.id, event]))
  return [...once.values()].map((event) => rootEventOf(event, how)).sort((a, b) => +b.at - +a.at)
}
