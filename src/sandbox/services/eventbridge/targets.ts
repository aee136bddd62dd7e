/** Targets of rules. */
import type * as sdk from '@aws-sdk/client-eventbridge'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { EventTarget } from '../../world.ts'
import { busOf, changeable, check, invalid, NAME, paged, ruleOf } from './common.ts'

/** "Targets per rule: 5" (EventBridge quotas). */
const TARGETS_PER_RULE = 5
/** Fields of a target that a made world keeps; the others belong to services that are not simulated. */
const KEPT = ['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer', 'DeadLetterConfig'] as const

function checked(call: Call, target: sdk.Target): EventTarget {
  check(target.Id, 'targets.member.id', NAME)
  check(target.Arn, 'targets.member.arn', { min: 1, max: 1600, pattern: /arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+/ })
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((i) => i !== undefined)
  if (inputs.length > 1) {
    throw invalid('Only one of Input, InputPath, or InputTransformer must be provided for target.')
  }
  const [, , service, region, account] = target.Arn!.split(':')
  const elsewhere = region !== call.region || account !== call.caller.account.id
  // A bus in another Region or account needs a role that may put events there (assumed for every such bus).
  if (service === 'events' && elsewhere && !target.RoleArn) {
    throw invalid(`RoleArn is required for target ${target.Arn}.`)
  }
  // Everything but a bus must be in the rule's own Region (user guide, "Cross-Region event bus targets").
  if (service !== 'events' && region && region !== call.region) {
    throw invalid(`Provided Arn is not in correct format. Target ${target.Id} is in another Region.`)
  }
  return JSON.parse(JSON.stringify(Object.fromEntries(KEPT.map((f) => [f, target[f]])))) as EventTarget
}

export const targets: Handlers<typeof sdk> = {
  ListTargetsByRule(input, call) {
    const rule = ruleOf(call, busOf(call, input.EventBusName), input.Rule)
    const { items, next } = paged(call, input, rule.targets, [rule.bus, rule.name])
    return { Targets: items, NextToken: next }
  },

  // A target whose id exists is replaced.
  PutTargets(input, call) {
    const rule = changeable(ruleOf(call, busOf(call, input.EventBusName), input.Rule))
    if (!input.Targets?.length) throw invalid('Parameter Targets must not be empty.')
    const given = input.Targets.map((t) => checked(call, t))
    const joined = [...rule.targets.filter((t) => !given.some((g) => g.Id === t.Id)), ...given]
    if (joined.length > TARGETS_PER_RULE) {
      throw new AwsError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      )
    }
    rule.targets = joined
    return { FailedEntryCount: 0, FailedEntries: [] }
  },

  RemoveTargets(input, call) {
    const rule = changeable(ruleOf(call, busOf(call, input.EventBusName), input.Rule), input.Force)
    const ids = input.Ids ?? []
    const missing = ids.filter((id) => !rule.targets.some((t) => t.Id === id))
    rule.targets = rule.targets.filter((t) => !ids.includes(t.Id))
    return {
      FailedEntryCount: missing.length,
      FailedEntries: missing.map((TargetId) => ({
        TargetId,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Target ${TargetId} does not exist on rule ${rule.name}.`,
      })),
    }
  },
}
