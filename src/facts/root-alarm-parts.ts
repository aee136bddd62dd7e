/** What there is of an alarm on root, Region by Region: what a plan builds on, and what it need not build. */
import type { Fetcher, Source } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { matchesPatternText } from './event-pattern.ts'
import { type EventRule, eventRules, type RuleTarget, ruleTargets } from './event-rules.ts'
import { enabledRegions } from './regions.ts'
import { heard, ofTheTrail, type Outcome } from './root-alarm.ts'
import type { Link } from './root-alarm-route.ts'
import { rootSamples } from './root-event-samples.ts'
import { partsOf, topic, type Topic } from './topic.ts'

/** What the product calls its own: the topic, the rule of each Region, the role that takes events home. */
export const rootUseName = 'neverroot-root-use'

export const rootTopicArn = (partition: string, home: string, account: string): string =>
  `arn:${partition}:sns:${home}:${account}:${rootUseName}`

export const busArn = (partition: string, region: string, account: string): string =>
  `arn:${partition}:events:${region}:${account}:event-bus/default`

/** A rule on the default bus that hears of every use of root in its Region. */
export interface HearingRule {
  rule: EventRule
  /** It would hear of it in every other enabled Region too, once that is forwarded to it. */
  everywhere: boolean
  targets: readonly RuleTarget[]
}

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
}

/** Regions that are looked at together. */
const together = 6

/**
 * The same walk as the judgement, to the end of every Region, and what stands there already. Only a plan asks for it, so it
 * brings no evidence. Where no trail logs at home it stops: nothing can be built on that.
 */
export const rootAlarmParts: Fetcher<RootAlarmParts> = {
  name: 'root-alarm-parts',
  reads: [
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'account:ListRegions',
    'events:ListRules',
    'events:ListTargetsByRule',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
  ],
  onlyToMend: true,
  async collect(source) {
    const { globalRegion: at, partition, caller } = source
    const outcome = await heard(source, at, new Set())
    if (stateOf(outcome) === 'no-trail')
      return known({ home: { ...partOf(at, outcome), hearing: [] }, topics: [] })
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
    return known({ home, ...(regions ? { others } : {}), topics })
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

/** The rules of a Region that hear of root, with their targets. */
async function standing(
  source: Source,
  part: Omit<RegionPart, 'hearing'>,
  others: readonly string[],
): Promise<RegionPart> {
  const rules = await source.get(eventRules(part.region, 'default'))
  if (rules.state !== 'known') {
    const message = rules.state === 'unknown' ? rules.message : 'its rules could not be seen'
    return { ...part, state: 'hidden', message, hearing: [] }
  }
  const { account } = source.caller
  const { partition, globalRegion } = source
  const samplesOf = (region: string) => rootSamples({ account, partition, region, globalRegion })
  const hears = (rule: EventRule, region: string) =>
    samplesOf(region).every(({ event }) => matchesPatternText(rule.pattern, event) === 'yes')
  const hearing = await Promise.all(
    rules.value
      .filter((rule) => !rule.managed && hears(rule, part.region))
      .map(async (rule): Promise<HearingRule[]> => {
        const targets = await source.get(ruleTargets(part.region, 'default', rule.name))
        if (targets.state !== 'known') return []
        return [{ rule, everywhere: others.every((region) => hears(rule, region)), targets: targets.value }]
      }),
  )
  const ours = rules.value.find((rule) => rule.name === rootUseName)
  return { ...part, hearing: hearing.flat(), ...(ours ? { ours } : {}) }
}
