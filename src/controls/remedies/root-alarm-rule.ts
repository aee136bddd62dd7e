/** The rule of one Region: one that is there is used, else ours is made or put right. */
import type { EventRule } from '../../facts/event-rules.ts'
import { type HearingRule, rootUseName } from '../../facts/root-alarm-parts.ts'
import type { Json, Step } from '../../model/index.ts'
import { ruleInput } from './root-alarm-pieces.ts'
import type { stepsOf } from './steps.ts'

type Make = ReturnType<typeof stepsOf>

export interface OwnRule {
  region: string
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

/** Switches a rule on that was switched off. */
export const enableStep = (step: Make, { name }: EventRule, region: string): Step => {
  const input = { Name: name, EventBusName: 'default' }
  return step({
    action: 'events:EnableRule',
    input,
    region,
    does: `rule ${name} in ${region} is switched on again`,
    undo: { action: 'events:DisableRule', input, weakens: true },
  })
}

/** A rule that sends to the target: what of it stands is left as it is. */
export function ownRule(step: Make, given: OwnRule): Step[] {
  const { region, use, ours, hearing, target, targetArn, sends } = given
  const name = use?.name ?? rootUseName
  const steps: Step[] = []
  if (use) {
    if (!use.enabled) steps.push(enableStep(step, use, region))
  } else {
    const hears = hearing.find((h) => h.rule.name === rootUseName && h.rule.enabled && h.everywhere)
    if (!hears) steps.push(put(step, region, ours))
  }
  const sendsThere = hearing.some(
    ({ rule, targets }) => rule.name === name && targets.some(({ arn }) => arn === targetArn),
  )
  if (!sendsThere) {
    const of = { Rule: name, EventBusName: 'default' }
    steps.push(
      step({
        action: 'events:PutTargets',
        input: { ...of, Targets: [target] },
        region,
        does: `rule ${name} in ${region} sends ${sends}`,
        undo: { action: 'events:RemoveTargets', input: { ...of, Ids: [rootUseName] }, weakens: true },
      }),
    )
  }
  return steps
}

function put(step: Make, region: string, ours: EventRule | undefined): Step {
  const Name = rootUseName
  const undo = ours
    ? {
        action: 'events:PutRule' as const,
        input: {
          Name,
          EventBusName: 'default',
          EventPattern: ours.pattern,
          State: ours.state,
          ...(ours.description === undefined ? {} : { Description: ours.description }),
        },
        weakens: true as const,
      }
    : {
        action: 'events:DeleteRule' as const,
        input: { Name, EventBusName: 'default' },
        weakens: true as const,
      }
  return step({
    action: 'events:PutRule',
    input: ruleInput(),
    region,
    does: `rule ${Name} in ${region} hears of any use of root, reading calls too`,
    undo,
  })
}
