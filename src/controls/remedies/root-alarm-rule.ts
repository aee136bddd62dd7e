/** The rule of one Region: one that is there is used, else ours is made or put right. */
import type { EventRule } from '../../facts/event-rules.ts'
import { type HearingRule, rootUseName } from '../../facts/hearing-rules.ts'
import type { Json, Step } from '../../model/index.ts'
import { ruleInput } from './root-alarm-pieces.ts'
import type { stepsOf } from './steps.ts'

type Make = ReturnType<typeof stepsOf>

export interface OwnRule {
  region: string
  /** Default: the default bus. */
  bus?: string
  /** A rule of somebody's that hears everything and gets the target. */
  use?: EventRule
  /** The rule that has our name. */
  ours?: EventRule
  hearing: readonly HearingRule[]
  target: Json
  targetArn: string
  /** What the target comes to, in words. */
  sends: string
}

/** Where a rule stands, in words. */
const placeOf = (bus: string, region: string): string =>
  bus === 'default' ? `in ${region}` : `on bus ${bus} in ${region}`

/** Switches a rule on that was switched off; ours comes back as it was made, which EnableRule does not do: it drops reads. */
export const enableStep = (step: Make, rule: EventRule, region: string, bus = 'default'): Step => {
  const { name } = rule
  if (name === rootUseName) return put(step, region, bus, rule)
  const input = { Name: name, EventBusName: bus }
  return step({
    action: 'events:EnableRule',
    input,
    region,
    does: `rule ${name} ${placeOf(bus, region)} is switched on again`,
    undo: { action: 'events:DisableRule', input, weakens: true },
  })
}

/** A rule that sends to the target: what of it stands is left as it is. */
export function ownRule(step: Make, given: OwnRule): Step[] {
  const { region, bus = 'default', use, ours, hearing, target, targetArn, sends } = given
  const name = use?.name ?? rootUseName
  const steps: Step[] = []
  if (use) {
    if (!use.enabled) steps.push(enableStep(step, use, region, bus))
  } else {
    const hears = hearing.find((h) => h.rule.name === rootUseName && h.rule.enabled && h.everywhere)
    if (!hears) steps.push(put(step, region, bus, ours))
  }
  const sendsThere = hearing.some(
    ({ rule, targets }) => rule.name === name && targets.some(({ arn }) => arn === targetArn),
  )
  if (!sendsThere) {
    const of = { Rule: name, EventBusName: bus }
    steps.push(
      step({
        action: 'events:PutTargets',
        input: { ...of, Targets: [target] },
        region,
        does: `rule ${name} ${placeOf(bus, region)} sends ${sends}`,
        undo: { action: 'events:RemoveTargets', input: { ...of, Ids: [rootUseName] }, weakens: true },
      }),
    )
  }
  return steps
}

function put(step: Make, region: string, bus: string, ours: EventRule | undefined): Step {
  const Name = rootUseName
  const undo = ours
    ? {
        action: 'events:PutRule' as const,
        input: {
          Name,
          EventBusName: bus,
          EventPattern: ours.pattern,
          State: ours.state,
          ...(ours.description === undefined ? {} : { Description: ours.description }),
        },
        weakens: true as const,
      }
    : {
        action: 'events:DeleteRule' as const,
        input: { Name, EventBusName: bus },
        weakens: true as const,
      }
  return step({
    action: 'events:PutRule',
    input: ruleInput(bus),
    region,
    does: `rule ${Name} ${placeOf(bus, region)} hears of any use of root, reading calls and drills too`,
    undo,
  })
}
