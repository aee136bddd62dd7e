import { type Fetcher, observed, pages } from '../aws/index.ts'
import { known } from '../model/index.ts'

export interface EventRule {
  name: string
  arn: string
  enabled: boolean
  /** As AWS calls it: `ENABLED`, `DISABLED`, `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`. */
  state: string
  /** JSON text. */
  pattern: string
  description?: string
  /** A service made it and alone changes it. */
  managed?: true
}

export interface RuleTarget {
  arn: string
  /** ARN of the role that EventBridge assumes to reach it. */
  role?: string
  /** What is sent instead of the event: a fixed text, or something made from the event. */
  input?: { fixed: string } | 'transformed'
}

const rules = new Map<string, Fetcher<readonly EventRule[]>>()

/** The rules with a pattern on one event bus of one Region. CloudTrail's events arrive on the default bus only. */
export function eventRules(region: string, bus: string): Fetcher<readonly EventRule[]> {
  const key = `${region}/${bus}`
  const existing = rules.get(key)
  if (existing) return existing
  const fetcher: Fetcher<readonly EventRule[]> = {
    name: `event-rules:${key}`,
    reads: ['events:ListRules'],
    async collect(source) {
      const listed = await pages(
        source,
        'events:ListRules',
        { EventBusName: bus },
        (o) => ({ items: o.Rules, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
        { region },
      )
      if (!listed.ok) return listed.unknown
      const found = listed.items.flatMap((r): EventRule[] =>
        r.EventPattern && r.Name
          ? [
              {
                name: r.Name,
                arn: r.Arn ?? '',
                enabled: r.State !== 'DISABLED',
                state: r.State ?? 'ENABLED',
                pattern: r.EventPattern,
                ...(r.Description ? { description: r.Description } : {}),
                ...(r.ManagedBy ? { managed: true as const } : {}),
              },
            ]
          : [],
      )
      return known(found, [observed('events:ListRules', listed.at, { region, rules: found.length })])
    },
  }
  rules.set(key, fetcher)
  return fetcher
}

const targets = new Map<string, Fetcher<readonly RuleTarget[]>>()

export function ruleTargets(region: string, bus: string, rule: string): Fetcher<readonly RuleTarget[]> {
  const key = `${region}/${bus}/${rule}`
  const existing = targets.get(key)
  if (existing) return existing
  const fetcher: Fetcher<readonly RuleTarget[]> = {
    name: `rule-targets:${key}`,
    reads: ['events:ListTargetsByRule'],
    async collect(source) {
      const listed = await pages(
        source,
        'events:ListTargetsByRule',
        { Rule: rule, EventBusName: bus },
        (o) => ({ items: o.Targets, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
        { region },
      )
      if (!listed.ok) return listed.unknown
      const found = listed.items.flatMap((t): RuleTarget[] => {
        if (!t.Arn) return []
        const to = { arn: t.Arn, ...(t.RoleArn ? { role: t.RoleArn } : {}) }
        if (t.Input !== undefined) return [{ ...to, input: { fixed: t.Input } }]
        return [{ ...to, ...(t.InputTransformer || t.InputPath ? { input: 'transformed' as const } : {}) }]
      })
      return known(found, [
        observed('events:ListTargetsByRule', listed.at, { region, targets: found.length }),
      ])
    },
  }
  targets.set(key, fetcher)
  return fetcher
}
