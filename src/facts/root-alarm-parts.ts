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

export const rootTopicArn = (partition: string, home: string, account: string): string =>
  `arn:${partition}:sns:${home}:${account}:${rootUseName}`

export const busArn = (partition: string, region: string, account: string): string =>
  `arn:${partition}:events:${region}:${account}:event-bus/default`

/** One Region's part. */
export interface RegionPart {
  region: string
  /** `no-trail`: no trail logs all of its management events, so no rule there hears anything. */
  state: 'whole' | 'no-trail' | 'broken' | 'hidden'
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
  /** The bus for members' events, where the configuration names an account for it; a text says why it cannot be seen. */
  central?: CentralRootBus | string
}

/** Regions that are looked at together. */
const together = 6

/**
 * The same walk as the judgement, to the end of every Region, and what stands there already. Only a plan asks for it, so it
 * brings no evidence. Where no trail logs at home it stops: nothing can be built on that.
 */
export const rootAlarmParts: Fetcher<RootAlarmParts> = {
  name: 'root-alarm-parts',
  reads: [...new Set([...rootAlarm.reads, ...centralRootBus.reads])],
  onlyToMend: true,
  async collect(source) {
    const { globalRegion: at, partition, caller } = source
    const outcome = await heard(source, at, new Set())
    const central = await centralOf(source)
    const ofMembers = central === undefined ? {} : { central }
    if (stateOf(outcome) === 'no-trail')
      return known({ home: { ...partOf(at, outcome), hearing: [] }, topics: [], ...ofMembers })
    const enabled = await source.get(enabledRegions)
    const regions = enabled.state === 'known' ? enabled.value.filter((region) => region !== at) : undefined
    const home = await standing(source, partOf(at, outcome), regions ?? [])
    const others: RegionPart[] = []
    for (let i = 0; i < (regions ?? []).length; i += together)
      others.push(
        ...(await Promise.all(
          regions!.slice(i, i + together).map(async (region) => {
            const part = partOf(region, await heard(source, region, new Set()))
            return part.state === 'broken' ? standing(source, part, []) : { ...part, hearing: [] }
          }),
        )),
      )
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
      ...ofMembers,
    })
  },
}

const isTopicAt =
  (home: string, { account: own }: Source['caller']) =>
  (arn: string) => {
    const { service, region, account } = partsOf(arn)
    return service === 'sns' && region === home && account === own
  }

const stateOf = (outcome: Outcome): RegionPart['state'] =>
  outcome.result === 'broken' && ofTheTrail.includes(outcome.link) ? 'no-trail' : outcome.result

const partOf = (region: string, outcome: Outcome): Omit<RegionPart, 'hearing'> => ({
  region,
  state: stateOf(outcome),
  ...(outcome.result === 'broken' ? { link: outcome.link } : {}),
  ...(outcome.result === 'hidden' ? { message: outcome.message } : {}),
})

async function centralOf(source: Source): Promise<CentralRootBus | string | undefined> {
  if (source.configuration.organization?.alarmAccount === undefined) return undefined
  const bus = await source.get(centralRootBus)
  if (bus.state === 'known') return bus.value
  return bus.state === 'unknown' ? bus.message : bus.question
}

/** The rules of a Region that hear of root, with their targets. */
async function standing(
  source: Source,
  part: Omit<RegionPart, 'hearing'>,
  others: readonly string[],
): Promise<RegionPart> {
  const at = { region: part.region, bus: 'default', account: source.caller.account }
  const found = await hearingRules(source, at, others)
  if (!found.ok) return { ...part, state: 'hidden', message: found.unknown.message, hearing: [] }
  const { hearing, ours } = found
  return { ...part, hearing, ...(ours ? { ours } : {}) }
}
