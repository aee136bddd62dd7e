/** Rules. */
import type * as sdk from '@aws-sdk/client-eventbridge'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { EventRule } from '../../world.ts'
import {
  busOf,
  changeable,
  check,
  findRule,
  invalid,
  NAME,
  paged,
  ruleArn,
  ruleOf,
  rulesOn,
} from './common.ts'
import { InvalidPattern } from './matchers.ts'
import { parsePattern, type EventTest } from './pattern.ts'

/** "Rules per event bus: 300" (EventBridge quotas). */
const RULES_PER_BUS = 300
const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const
/** What an event must hold for TestEventPattern (its API reference). */
const EVENT_FIELDS = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type']

function pattern(source: string | undefined): EventTest {
  try {
    return parsePattern(source ?? '')
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error
    throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${error.message}`)
  }
}

const shape = (call: Call, rule: EventRule): sdk.Rule => ({
  Name: rule.name,
  Arn: ruleArn(call, rule.bus, rule.name),
  ...(rule.pattern && { EventPattern: rule.pattern }),
  ...(rule.schedule && { ScheduleExpression: rule.schedule }),
  State: rule.state,
  ...(rule.description && { Description: rule.description }),
  ...(rule.roleArn && { RoleArn: rule.roleArn }),
  ...(rule.managedBy && { ManagedBy: rule.managedBy }),
  EventBusName: rule.bus,
})

function setState(
  call: Call,
  input: { Name?: string; EventBusName?: string },
  state: EventRule['state'],
): void {
  changeable(ruleOf(call, busOf(call, input.EventBusName), input.Name)).state = state
}

export const rules: Handlers<typeof sdk> = {
  ListRules(input, call) {
    const bus = busOf(call, input.EventBusName)
    const found = rulesOn(call, bus).filter((r) => r.name.startsWith(input.NamePrefix ?? ''))
    const { items, next } = paged(call, input, found, [bus, input.NamePrefix])
    return { Rules: items.map((r) => shape(call, r)), NextToken: next }
  },

  DescribeRule(input, call) {
    const rule = ruleOf(call, busOf(call, input.EventBusName), input.Name)
    return { ...shape(call, rule), CreatedBy: call.caller.account.id }
  },

  ListRuleNamesByTarget(input, call) {
    const bus = busOf(call, input.EventBusName)
    const found = rulesOn(call, bus).filter((r) => r.targets.some((t) => t.Arn === input.TargetArn))
    const { items, next } = paged(call, input, found, [bus, input.TargetArn])
    return { RuleNames: items.map((r) => r.name), NextToken: next }
  },

  // An existing rule is replaced by what is given; its targets stay (PutRule API reference).
  PutRule(input, call) {
    const bus = busOf(call, input.EventBusName)
    check(input.Name, 'name', NAME)
    check(input.State, 'state', { values: STATES, optional: true })
    check(input.Description, 'description', { max: 512, optional: true })
    if (!input.EventPattern && !input.ScheduleExpression) {
      throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.')
    }
    if (input.EventPattern) pattern(input.EventPattern)
    if (input.ScheduleExpression) {
      if (bus !== 'default') throw invalid('ScheduleExpression is supported only on the default event bus.')
      if (
        !/^(rate\(\d+ (minutes?|hours?|days?)\)|cron\(\S+ \S+ \S+ \S+ \S+ \S+\))$/.test(
          input.ScheduleExpression,
        )
      ) {
        throw invalid('Parameter ScheduleExpression is not valid.')
      }
    }
    const before = findRule(call, bus, input.Name)
    if (before) changeable(before)
    else if (rulesOn(call, bus).length >= RULES_PER_BUS) {
      throw new AwsError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      )
    }
    const rule: EventRule = {
      region: call.region,
      bus,
      name: input.Name!,
      state: input.State ?? 'ENABLED',
      ...(input.EventPattern && { pattern: input.EventPattern }),
      ...(input.ScheduleExpression && { schedule: input.ScheduleExpression }),
      ...(input.Description && { description: input.Description }),
      ...(input.RoleArn && { roleArn: input.RoleArn }),
      targets: before?.targets ?? [],
    }
    const all = call.caller.account.eventRules
    if (before) all.splice(all.indexOf(before), 1, rule)
    else all.push(rule)
    return { RuleArn: ruleArn(call, bus, rule.name) }
  },

  // A rule that does not exist is deleted without an error; one with targets is not deleted.
  DeleteRule(input, call) {
    const bus = busOf(call, input.EventBusName)
    check(input.Name, 'name', NAME)
    const rule = findRule(call, bus, input.Name)
    if (!rule) return
    changeable(rule, input.Force)
    if (rule.targets.length) throw invalid("Rule can't be deleted since it has targets.")
    const all = call.caller.account.eventRules
    all.splice(all.indexOf(rule), 1)
  },

  EnableRule: (input, call) => setState(call, input, 'ENABLED'),
  DisableRule: (input, call) => setState(call, input, 'DISABLED'),

  TestEventPattern(input) {
    const test = pattern(input.EventPattern)
    let event: unknown
    try {
      event = JSON.parse(input.Event ?? '')
    } catch {
      throw invalid('Parameter Event is not valid JSON.')
    }
    const missing = EVENT_FIELDS.filter((f) => typeof event !== 'object' || event === null || !(f in event))
    if (missing.length) throw invalid(`Parameter Event is not valid. Missing: ${missing.join(', ')}.`)
    return { Result: test(event) }
  },
}
