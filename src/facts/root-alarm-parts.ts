/** What there is of an alarm on root, Region by Region: what a plan builds on, and what it need not build. */
import type { Fetcher, Source } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { type CentralRootBus, centralRootBus } from './central-root-bus.ts'
import type { EventRule } from './event-rules.ts'
import { type HearingRule, hearingRules, rootUseName } from './hearing-rules.ts'
import { enabledRegions } from './regions.ts'
import { heard, ofTheTrail, type Outcome, rootAlarm } from './root-alarm.ts'
import type { Link } from './root-alarm-route.ts'
import { partsOf, topic, type Topic } from './topic.ts'
import { type TrailParts, trailParts } from './trail-parts.ts'

export const rootTopicArn = (partition: string, home: string, account: string): string =>
  `arn:${partition}:sns:${home}:${account}:${rootUseName}`

export const busArn = (partition: string, region: string, account: string): string =>
  `arn:${partition}:events:${region}:${account}:event-bus/default`

/** One Region's part. */
export interface RegionPart {
  region: string
  /** `no-trail`: no trail logs all of its management events, so no rule there hears anything. */
  state: 'whole' | 'no-trail' | 'broken' | 'hidden'
  /** Where no trail logs: what the rest of the chain is like; absent: it was not looked at. */
  beyond?: 'whole' | 'broken' | 'hidden'
  link?: Link
  /** What cannot be seen, where it is hidden. */
  message?: string
  hearing: readonly HearingRule[]
  /** The rule that has our name, whatever it hears. */
  ours?: EventRule
}

export interface RootAlarmParts {
  /** The one that records sign-in and IAM: the topic is there. */
  home: RegionPart
  /** The other enabled Regions; undefined: which are enabled could not be seen. */
  others?: readonly RegionPart[]
  /** The topics at home that hearing rules send to, and the one with our name. */
  topics: readonly Topic[]
  /** Where no trail logs in some Region: what there is of trails; a text says why that cannot be seen. */
  trail?: TrailParts | string
  /** The bus for members' events, where the configuration names an account for it; a text says why it cannot be seen. */
  central?: CentralRootBus | string
}

/** Regions that are looked at together. */
const together = 6

/**
 * The same walk as the judgement, to the end of every Region, and what stands there already. Only a plan asks for it, so it
 * brings no evidence. Where no trail logs at home and none is going to be made there, it stops: nothing can be built on that.
 */
export const rootAlarmParts: Fetcher<RootAlarmParts> = {
  name: 'root-alarm-parts',
  reads: [...new Set([...rootAlarm.reads, ...centralRootBus.reads, ...trailParts.reads])],
  onlyToMend: true,
  async collect(source) {
    const { globalRegion: at, partition, caller } = source
    const first = await partOf(source, at)
    const central = await centralOf(source)
    const ofMembers = central === undefined ? {} : { central }
    const trailAtHome = first.state === 'no-trail' ? await trailsOf(source) : undefined
    if (trailAtHome !== undefined && !maybeBuilt(source, trailAtHome))
      return known({ home: { ...first, hearing: [] }, topics: [], trail: trailAtHome, ...ofMembers })
    const enabled = await source.get(enabledRegions)
    const regions = enabled.state === 'known' ? enabled.value.filter((region) => region !== at) : undefined
    const home = await standing(source, await beyond(source, first), regions ?? [])
    const others: RegionPart[] = []
    for (let i = 0; i < (regions ?? []).length; i += together)
      others.push(
        ...(await Promise.all(
          regions!.slice(i, i + together).map(async (region) => {
            const part = await beyond(source, await partOf(source, region))
            return (part.beyond ?? part.state) === 'broken'
              ? standing(source, part, [])
              : { ...part, hearing: [] }
          }),
        )),
      )
    const untrailed = others.some(({ state }) => state === 'no-trail')
    const trail = trailAtHome ?? (untrailed ? await trailsOf(source) : undefined)
    const arns = home.hearing
      .flatMap(({ targets }) => targets.map((t) => t.arn))
      .filter(isTopicAt(at, caller))
    const found = await Promise.all(
      [...new Set([rootTopicArn(partition, at, caller.account), ...arns])].map((arn) =>
        source.get(topic(arn)),
      ),
    )
    const topics = found.flatMap((fact) => (fact.state === 'known' ? [fact.value] : []))
    return known({
      home,
      ...(regions ? { others } : {}),
      topics,
      ...(trail === undefined ? {} : { trail }),
      ...ofMembers,
    })
  },
}

/** False where it is clear that no trail comes of it: one of thousands of members that keeps none of its own. */
const maybeBuilt = ({ centre }: Source, trail: TrailParts | string): boolean =>
  typeof trail === 'object' &&
  (centre === undefined ||
    centre.listed.management === true ||
    trail.trails.some(({ keeper }) => keeper === 'account'))

async function trailsOf(source: Source): Promise<TrailParts | string> {
  const fact = await source.get(trailParts)
  if (fact.state === 'known') return fact.value
  return fact.state === 'unknown' ? fact.message : fact.question
}

const isTopicAt =
  (home: string, { account: own }: Source['caller']) =>
  (arn: string) => {
    const { service, region, account } = partsOf(arn)
    return service === 'sns' && region === home && account === own
  }

const stateOf = (outcome: Outcome): RegionPart['state'] =>
  outcome.result === 'broken' && ofTheTrail.includes(outcome.link) ? 'no-trail' : outcome.result

type Part = Omit<RegionPart, 'hearing'>

async function partOf(source: Source, region: string): Promise<Part> {
  const outcome = await heard(source, region, new Set())
  return described(region, outcome, stateOf(outcome))
}

const described = (region: string, outcome: Outcome, state: RegionPart['state']): Part => ({
  region,
  state,
  ...(outcome.result === 'broken' ? { link: outcome.link } : {}),
  ...(outcome.result === 'hidden' ? { message: outcome.message } : {}),
})

/** What comes after the trail, where there is none. */
async function beyond(source: Source, part: Part): Promise<Part> {
  if (part.state !== 'no-trail') return part
  const outcome = await heard(source, part.region, new Set(), true)
  return { ...described(part.region, outcome, part.state), beyond: outcome.result }
}

async function centralOf(source: Source): Promise<CentralRootBus | string | undefined> {
  if (source.configuration.organization?.alarmAccount === undefined) return undefined
  const bus = await source.get(centralRootBus)
  if (bus.state === 'known') return bus.value
  return bus.state === 'unknown' ? bus.message : bus.question
}

/** The rules of a Region that hear of root, with their targets. */
async function standing(source: Source, part: Part, others: readonly string[]): Promise<RegionPart> {
  const at = { region: part.region, bus: 'default', account: source.caller.account }
  const found = await hearingRules(source, at, others)
  if (!found.ok)
    return {
      ...part,
      ...(part.beyond ? { beyond: 'hidden' as const } : { state: 'hidden' as const }),
      message: found.unknown.message,
      hearing: [],
    }
  const { hearing, ours } = found
  return { ...part, hearing, ...(ours ? { ours } : {}) }
}
