/** What the EventBridge operations share: buses, rules, ARNs, paging. */
import { page, type Page } from '../../paging.ts'
import { AwsError, type Call } from '../../service.ts'
import { detected, violation, type Rule as Constraint } from '../../validate.ts'
import type { EventRule } from '../../world.ts'

export const NAME: Constraint = { min: 1, max: 64, pattern: /[.\-_A-Za-z0-9]+/ }

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message)

export function check(value: unknown, path: string, rule: Constraint): void {
  const wrong = violation(value, path, rule)
  if (wrong) throw invalid(detected([wrong]))
}

const prefix = (call: Call): string =>
  `arn:${call.world.partition}:events:${call.region}:${call.caller.account.id}`

export const busArn = (call: Call, name: string): string => `${prefix(call)}:event-bus/${name}`

/** ARN of a rule: on a custom bus it carries the bus's name. */
export const ruleArn = (call: Call, bus: string, name: string): string =>
  `${prefix(call)}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`

/** The bus that an operation names, by name or ARN; `default` when it names none. */
export function busOf(call: Call, given: string | undefined): string {
  const name = given?.startsWith('arn:') ? given.split('event-bus/')[1] : (given ?? 'default')
  const own = !given?.startsWith('arn:') || given === busArn(call, name ?? '')
  const exists =
    name === 'default' ||
    call.caller.account.eventBuses?.some((b) => b.region === call.region && b.name === name) ||
    call.caller.account.eventRules.some((r) => r.region === call.region && r.bus === name)
  if (!name || !own || !exists) {
    throw new AwsError('ResourceNotFoundException', `Event bus ${given} does not exist.`)
  }
  return name
}

/** Rules of a bus in the signed Region. */
export const rulesOn = (call: Call, bus: string): EventRule[] =>
  call.caller.account.eventRules.filter((r) => r.region === call.region && r.bus === bus)

export const findRule = (call: Call, bus: string, name: string | undefined): EventRule | undefined =>
  rulesOn(call, bus).find((r) => r.name === name)

export function ruleOf(call: Call, bus: string, name: string | undefined): EventRule {
  check(name, 'name', NAME)
  const rule = findRule(call, bus, name)
  if (!rule)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`)
  return rule
}

/** Rules that a service manages change only with Force (ManagedRuleException). */
export function changeable(rule: EventRule, force = false): EventRule {
  if (rule.managedBy && !force) {
    throw new AwsError(
      'ManagedRuleException',
      `Rule ${rule.name} is managed by ${rule.managedBy} and can't be modified.`,
    )
  }
  return rule
}

/** One page; every EventBridge list takes Limit from 1 to 100. */
export function paged<T>(
  call: Call,
  input: { Limit?: number | undefined; NextToken?: string | undefined },
  items: readonly T[],
  bind?: unknown,
): Page<T> {
  check(input.Limit, 'limit', { min: 1, max: 100, optional: true })
  return page(call, items, {
    token: input.NextToken,
    size: input.Limit ?? 100,
    bind: [call.region, bind],
    invalid: () => invalid('Parameter NextToken is not valid.'),
  })
}
