/** Targets of rules. */
import type * as sdk from '@aws-sdk/client-eventbridge'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { EventTarget } from '../../world.ts'
import { busOf, changeable, check, invalid, NAME, paged, ruleOf } from './common.ts'

/** "Targets per rule: 5" (EventBridge quotas). */
const TARGETS_PER_RULE = 5
/** Fields of a target that a made world keeps; the others belong to services that are not simulated. */
const KEPT = ['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer', 'DeadLetterConfig'] as const

/** "You can have as many as 100 key-value pairs", keys "cannot start with AWS" (API reference, InputTransformer). */
function checkTransformer({ InputTransformer: given }: sdk.Target): void {
  if (!given) return
  check(given.InputTemplate, 'targets.member.inputTransformer.inputTemplate', { min: 1, max: 8192 })
  const paths = Object.entries(given.InputPathsMap ?? {})
  if (paths.length > 100) throw invalid('Only 100 InputPaths are allowed.')
  for (const [key, path] of paths) {
    check(key, 'targets.member.inputTransformer.inputPathsMap.key', {
      min: 1,
      max: 256,
      pattern: /[A-Za-z0-9_-]+/,
    })
    if (/^AWS/i.test(key) || !/^\$(\.[\w-]+|\[\d+\])*$/.test(path))
      throw invalid(
        `Invalid InputTransformer for target ${given.InputTemplate!.slice(0, 20)}: path ${key} is not valid.`,
      )
  }
  const known = new Set(paths.map(([key]) => key))
  for (const [, name] of given.InputTemplate!.matchAll(/<([\w.-]+)>/g))
    if (!known.has(name!) && !name!.startsWith('aws.events.'))
      throw invalid(`Invalid InputTemplate for target: placeholder <${name}> is not in InputPathsMap.`)
  if (!isTemplate(given.InputTemplate!, known))
    throw invalid('Invalid InputTemplate for target: it is neither a JSON string nor a JSON object.')
}

/** A template is JSON once its placeholders stand for something. */
function isTemplate(template: string, names: ReadonlySet<string>): boolean {
  const filled = template.replace(/<([\w.-]+)>/g, (all, name: string) =>
    names.has(name) || name.startsWith('aws.events.') ? '0' : all,
  )
  return parses(filled) || filled.split('\n').every(parses)
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Who names a role for EventBridge must be allowed to pass it (IAM user guide, "Pass a role to an AWS service"). */
function mayPass(call: Call, role: string): void {
  if (call.allowed('iam:PassRole', role, { 'iam:PassedToService': 'events.amazonaws.com' })) return
  throw new AwsError(
    'AccessDeniedException',
    `User: ${call.caller.arn} is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
  )
}

function checked(call: Call, target: sdk.Target): EventTarget {
  check(target.Id, 'targets.member.id', NAME)
  check(target.Arn, 'targets.member.arn', { min: 1, max: 1600, pattern: /arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+/ })
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter((i) => i !== undefined)
  if (inputs.length > 1) {
    throw invalid('Only one of Input, InputPath, or InputTransformer must be provided for target.')
  }
  checkTransformer(target)
  if (target.RoleArn) mayPass(call, target.RoleArn)
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
