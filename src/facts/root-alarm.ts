import type { Fetcher, Source } from '../aws/index.ts'
import { type AwsAction, type Evidence, known } from '../model/index.ts'
import { organizationPlace } from './organization-place.ts'
import { enabledRegions } from './regions.ts'
import { follow, furthest, type Hidden, type Link, newRoute } from './root-alarm-route.ts'
import { rootRead, rootSamples, type Sample, type Where } from './root-event-samples.ts'
import { selects, type Trail, trailsIn, trailState } from './trails.ts'

/** How far an alarm on root's use reaches through EventBridge and SNS. */
export type RootAlarm =
  | {
      result: 'whole'
      /** Regions that were followed to their end. */
      regions: readonly string[]
      /** The fewest mailboxes that any event reaches. */
      people: number
    }
  | {
      result: 'broken'
      link: Link
      region: string
      /** `a console sign-in`, `a call with a root key`. */
      event: string
      kind: Sample['kind']
      waiting: number
      /** Regions that were followed to their end before. */
      regions: readonly string[]
      /** The trail is whole and writes to CloudWatch Logs: an alarm there may hear what no rule does. */
      logs?: true
    }
  | {
      result: 'hidden'
      region: string
      message: string
      needs: readonly AwsAction[]
      /** It is the trail that cannot be told: no drill goes through it. */
      trail?: true
    }

/** At least this many people must be at the end. */
export const fewestPeople = 2
/** Regions that are followed at the same time, once one beside the first has held. */
const together = 6
/** Trails whose state is asked for; two calls each. */
const mostTrails = 3

/** How far the alarm of one Region reaches. */
export type Outcome = Exclude<RootAlarm, { result: 'whole' }> | { result: 'whole'; people: number }

/**
 * Walks the chain: a trail that logs management events, an enabled rule, a target, a topic that EventBridge may publish
 * to, confirmed subscriptions that are not filtered. First where sign-in and IAM are recorded, then one more Region,
 * then the rest; the first broken link ends it, so that a neglected account costs one call. EventBridge gets CloudTrail's
 * events only where a trail logs them (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").
 */
export const rootAlarm: Fetcher<RootAlarm> = {
  name: 'root-alarm',
  reads: [
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'account:ListRegions',
    'events:ListRules',
    'events:ListTargetsByRule',
    'events:DescribeEventBus',
    'iam:GetAccountAuthorizationDetails',
    ...organizationPlace.reads,
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
  ],
  async collect(source) {
    const first = source.globalRegion
    const trails = await source.get(trailsIn(first))
    if (trails.state !== 'known') return trails
    const evidence = new Set<Evidence>(trails.evidence)
    const home = await heard(source, first, evidence)
    const finish = (outcome: Exclude<Outcome, { result: 'whole' }>, held: readonly string[]): RootAlarm =>
      outcome.result === 'hidden'
        ? outcome
        : { ...outcome, regions: held, ...(mayLog(outcome, trails.value, first) ? { logs: true } : {}) }
    if (home.result !== 'whole') return known(finish(home, []), [...evidence])
    const enabled = await source.get(enabledRegions)
    if (enabled.state !== 'known') {
      const needs = enabled.state === 'unknown' ? enabled.needs : []
      const message = 'sign-in is covered; which other Regions are enabled could not be seen'
      return known({ result: 'hidden', region: first, message, needs }, [...evidence])
    }
    for (const e of enabled.evidence) evidence.add(e)
    const others = enabled.value.filter((r) => r !== first)
    const held = [first]
    let people = home.people
    for (const batch of batches(others)) {
      const outcomes = await Promise.all(batch.map((region) => heard(source, region, evidence)))
      const broken =
        outcomes.find((o) => o.result === 'broken') ?? outcomes.find((o) => o.result === 'hidden')
      if (broken) return known(finish(broken, held), [...evidence])
      held.push(...batch)
      people = Math.min(people, ...outcomes.map((o) => (o.result === 'whole' ? o.people : people)))
    }
    return known({ result: 'whole', regions: held, people }, [...evidence])
  },
}

/** The links of a trail itself: where one of them is broken, CloudWatch Logs hears nothing either. */
export const ofTheTrail: readonly Link[] = ['no-trail', 'trail-not-logging', 'trail-selectors']

const mayLog = (
  { link, region }: Extract<RootAlarm, { result: 'broken' }>,
  trails: readonly Trail[],
  home: string,
): boolean => !ofTheTrail.includes(link) && trails.some((t) => t.toLogs && (t.multiRegion || region === home))

/** One Region alone, since most alarms that fail do so there, then several at a time. */
function* batches(regions: readonly string[]): Generator<string[]> {
  if (regions.length > 0) yield regions.slice(0, 1)
  for (let i = 1; i < regions.length; i += together) yield regions.slice(i, i + together)
}

/**
 * Whether every sample of root's use in a Region reaches enough people. `asIfLogged`: what comes after the trail, for a plan
 * that makes the trail too.
 */
export async function heard(
  source: Source,
  region: string,
  evidence: Set<Evidence>,
  asIfLogged = false,
): Promise<Outcome> {
  const { partition, globalRegion } = source
  const where: Where = { account: source.caller.account, partition, region, globalRegion }
  const samples = rootSamples(where)
  const unlogged = asIfLogged ? undefined : await logged(source, where, samples, evidence)
  if (unlogged) return unlogged
  let people = Infinity
  let hidden: Outcome | undefined
  for (const sample of samples) {
    const route = newRoute()
    await follow({ region, bus: 'default', sample, source, route })
    for (const e of route.evidence) evidence.add(e)
    const reached = route.people.size
    people = Math.min(people, reached)
    if (reached >= fewestPeople) continue
    const unseen = route.hidden[0]
    if (unseen) hidden ??= { result: 'hidden', region, ...unseen }
    else {
      const link = reached === 1 ? 'one-person' : furthest(route.ends)
      return { ...brokenAt(link, region, sample), waiting: route.waiting }
    }
  }
  return hidden ?? { result: 'whole', people }
}

const brokenAt = (
  link: Link,
  region: string,
  { name, kind }: Sample,
): Extract<RootAlarm, { result: 'broken' }> => ({
  result: 'broken',
  link,
  region,
  event: name,
  kind,
  waiting: 0,
  regions: [],
})

/** Undefined where one trail logs every sample, reads included; otherwise what is the matter. */
async function logged(
  source: Source,
  where: Where,
  samples: readonly Sample[],
  evidence: Set<Evidence>,
): Promise<Outcome | undefined> {
  const { region, globalRegion } = where
  const first = samples[0]!
  const hide = (message: string, needs: Hidden['needs']): Outcome => ({
    result: 'hidden',
    region,
    message,
    needs,
    trail: true,
  })
  const all = await source.get(trailsIn(globalRegion))
  // Only where no trail covers all Regions does a Region have to be asked for its own.
  const multi = all.state === 'known' ? all.value.filter((t) => t.multiRegion) : []
  const covering = await coveredBy(multi)
  if (covering === true) return undefined
  const own = await source.get(trailsIn(region))
  if (own.state !== 'known') return own.state === 'unknown' ? hide(own.message, own.needs) : undefined
  for (const e of own.evidence) evidence.add(e)
  const single = own.value.filter((t) => !t.multiRegion && (region !== globalRegion || t.globalServiceEvents))
  const byOwn = await coveredBy(single)
  if (byOwn === true) return undefined
  return covering ?? byOwn ?? brokenAt('no-trail', region, first)

  async function coveredBy(trails: readonly Trail[]): Promise<true | Outcome | undefined> {
    let worst: Outcome | undefined
    for (const trail of trails.slice(0, mostTrails)) {
      const state = await source.get(trailState(trail))
      if (state.state !== 'known') {
        if (state.state === 'unknown') worst ??= hide(state.message, state.needs)
        continue
      }
      for (const e of state.evidence) evidence.add(e)
      const matches = [...samples, rootRead(where)].map((s) => ({
        sample: s,
        match: selects(state.value, s.event.detail),
      }))
      if (matches.every((m) => m.match === 'yes')) return true
      const no = matches.find((m) => m.match === 'no')
      worst ??= no
        ? brokenAt(state.value.logging ? 'trail-selectors' : 'trail-not-logging', region, no.sample)
        : hide('the selectors of the trail use something not modelled', [])
    }
    return worst
  }
}
