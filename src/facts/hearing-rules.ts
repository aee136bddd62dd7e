/** The rules of a bus that hear of root, with where they send. */
import type { Source } from '../aws/index.ts'
import type { Unknown } from '../model/index.ts'
import { unknown } from '../model/index.ts'
import { matchesPatternText } from './event-pattern.ts'
import { type EventRule, eventRules, type RuleTarget, ruleTargets } from './event-rules.ts'
import { rootSamples } from './root-event-samples.ts'

/** What the product calls its own: the topic, the rule of each Region, the role that takes events home, the central bus. */
export const rootUseName = 'neverroot-root-use'

/** A rule that hears of every use of root in its Region. */
export interface HearingRule {
  rule: EventRule
  /** It would hear of it in the other Regions too, once that is forwarded to it. */
  everywhere: boolean
  targets: readonly RuleTarget[]
}

type Found = { ok: true; hearing: HearingRule[]; ours?: EventRule } | { ok: false; unknown: Unknown }

/** The rules on `bus` that hear of the use of root in `account`; `others` are the Regions that events may come from too. */
export async function hearingRules(
  source: Source,
  { region, bus, account }: { region: string; bus: string; account: string },
  others: readonly string[],
): Promise<Found> {
  const rules = await source.get(eventRules(region, bus))
  if (rules.state !== 'known')
    return {
      ok: false,
      unknown: rules.state === 'unknown' ? rules : unknown('failed', 'its rules could not be seen'),
    }
  const { partition, globalRegion } = source
  const samplesOf = (at: string) => rootSamples({ account, partition, region: at, globalRegion })
  const hears = (rule: EventRule, at: string) =>
    samplesOf(at).every(({ event }) => matchesPatternText(rule.pattern, event) === 'yes')
  const hearing = await Promise.all(
    rules.value
      .filter((rule) => !rule.managed && hears(rule, region))
      .map(async (rule): Promise<HearingRule[]> => {
        const targets = await source.get(ruleTargets(region, bus, rule.name))
        if (targets.state !== 'known') return []
        return [{ rule, everywhere: others.every((at) => hears(rule, at)), targets: targets.value }]
      }),
  )
  const ours = rules.value.find((rule) => rule.name === rootUseName)
  return { ok: true, hearing: hearing.flat(), ...(ours ? { ours } : {}) }
}
