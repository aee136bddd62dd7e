/** Before a drill is sent: which rules it goes through, whom it reaches, and what its rule would not hear of root. */
import type { Source } from '../aws/index.ts'
import { drillSample } from '../facts/drill-event.ts'
import { matchesPatternText } from '../facts/event-pattern.ts'
import { type EventRule, eventRules } from '../facts/event-rules.ts'
import { follow, furthest, type Link, newRoute } from '../facts/root-alarm-route.ts'
import { rootRead, rootSamples } from '../facts/root-event-samples.ts'
import type { AwsAction } from '../model/index.ts'

/** How a drill would go in one Region. */
export type DrillRoute = { region: string } & (
  | {
      can: 'yes'
      /** Rules that hear of root and of drills. */
      rules: readonly string[]
      /** Mailboxes at the end, as far as they can be seen; personal data. */
      mailboxes: ReadonlySet<string>
      waiting: number
      /** What cannot be seen of the way from here. */
      hidden: readonly string[]
      /** Kinds of root use of which no enabled rule hears. */
      unheard: readonly string[]
    }
  | { can: 'no'; because: 'no-alarm' }
  | { can: 'no'; because: 'hears-no-drill' | 'hears-drills-alone'; rules: readonly string[] }
  | { can: 'no'; because: 'reaches-nobody'; link: Link; waiting: number }
  | { can: 'unknown'; message: string; needs: readonly AwsAction[] }
)

/**
 * Recorded events of every kind of root use are tried on the rules here, as TestEventPattern would. A rule that hears drills and
 * no root would prove itself and nothing else, so that none is let through.
 */
export async function drillRoute(source: Source, region: string): Promise<DrillRoute> {
  const found = await source.get(eventRules(region, 'default'))
  if (found.state !== 'known')
    return {
      region,
      can: 'unknown',
      message: found.state === 'unknown' ? found.message : found.question,
      needs: found.state === 'unknown' ? found.needs : [],
    }
  const { partition, globalRegion, caller } = source
  const where = { account: caller.account, partition, region, globalRegion }
  const sample = drillSample(where)
  const uses = [...rootSamples(where), rootRead(where)]
  const enabled = found.value.filter((rule) => rule.enabled)
  const hears = (rule: EventRule, event: typeof sample.event) =>
    matchesPatternText(rule.pattern, event) === 'yes' && (!isRead(event) || rule.state === hearsReads)
  const ofRoot = enabled.filter((rule) => uses.some(({ event }) => hears(rule, event)))
  // What cannot be told might let a drill through.
  const ofDrills = enabled.filter((rule) => matchesPatternText(rule.pattern, sample.event) !== 'no')
  if (ofRoot.length === 0) return { region, can: 'no', because: 'no-alarm' }
  const names = (rules: readonly EventRule[]) => rules.map(({ name }) => name)
  const alone = ofDrills.filter((rule) => !ofRoot.includes(rule))
  if (alone.length > 0) return { region, can: 'no', because: 'hears-drills-alone', rules: names(alone) }
  if (ofDrills.length === 0) return { region, can: 'no', because: 'hears-no-drill', rules: names(ofRoot) }
  const route = newRoute()
  await follow({ region, bus: 'default', sample, source, route })
  const hidden = [...new Set(route.hidden.map(({ message }) => message))]
  if (route.people.size === 0 && hidden.length === 0)
    return {
      region,
      can: 'no',
      because: 'reaches-nobody',
      link: furthest(route.ends),
      waiting: route.waiting,
    }
  const heard = (event: typeof sample.event) => ofDrills.some((rule) => hears(rule, event))
  return {
    region,
    can: 'yes',
    rules: names(ofDrills),
    mailboxes: route.people,
    waiting: route.waiting,
    hidden,
    unheard: [...new Set(uses.filter(({ event }) => !heard(event)).map(({ name }) => name))],
  }
}

/** In another state a rule never sees a call that only reads (EventBridge User Guide). */
const hearsReads = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'

const isRead = ({ detail }: { detail: Readonly<Record<string, unknown>> }) => detail.readOnly === true
