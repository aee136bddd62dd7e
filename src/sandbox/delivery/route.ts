/** Where an event goes from a bus: through the rules that match it, to their targets, to the people at the end. */
import { accountOf } from '../accounts/find.ts'
import { leaveMessage, channelOf } from '../messages.ts'
import { parsePattern, type EventTest } from '../services/eventbridge/pattern.ts'
import type { Account, EventRule, EventTarget, HistoryEvent, Topic, World } from '../world.ts'
import { mayPublish, roleReaches, type Behalf, type Bus } from './access.ts'
import { isReadingCall, trailEvent, type BusEvent } from './event.ts'
import { inputFor } from './input.ts'
import { isLogged } from './logged.ts'

/** An event is sent on from bus to bus so often (assumed); that ends a circle, too. */
const MOST_HOPS = 2

interface Place {
  world: World
  account: Account
  region: string
  bus: string
  now: Date
}

/**
 * What becomes of a record of CloudTrail: nothing, unless a rule of its Region could hear it and a trail logs it there. All
 * in all accounts without rules are left at once, since a world may have thousands of them.
 */
export function deliverRecord(world: World, account: Account, event: HistoryEvent, now: Date): void {
  const { region } = event
  if (!account.eventRules.some((rule) => rule.region === region && rule.bus === 'default')) return
  if (!isLogged(world, account, event)) return
  const carried = trailEvent(account.id, event)
  if (carried) route({ world, account, region, bus: 'default', now }, carried)
}

/** Hands an event to the rules of a bus. */
export function route(place: Place, event: BusEvent, hops = 0): void {
  const { account, region, bus } = place
  const fromTrail = event['detail-type'].endsWith(' via CloudTrail') && event.source.startsWith('aws.')
  for (const rule of account.eventRules) {
    if (rule.region !== region || rule.bus !== bus || rule.state === 'DISABLED' || !rule.pattern) continue
    if (fromTrail && rule.state !== 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' && isReadingCall(event))
      continue
    if (!testOf(rule.pattern)(event)) continue
    for (const target of rule.targets) send(place, rule, target, event, hops)
  }
}

function send(place: Place, rule: EventRule, target: EventTarget, event: BusEvent, hops: number): void {
  const { world, account } = place
  const [, , service, region = '', owner = '', ...rest] = target.Arn.split(':')
  const of = accountOf(world, owner)
  if (!of) return
  const name = rule.bus === 'default' ? rule.name : `${rule.bus}/${rule.name}`
  const behalf: Behalf = {
    account: account.id,
    rule: `arn:${world.partition}:events:${rule.region}:${account.id}:rule/${name}`,
  }
  const resource = rest.join(':')
  if (service === 'events' && resource.startsWith('event-bus/')) {
    if (hops >= MOST_HOPS) return
    const bus = resource.slice('event-bus/'.length)
    if (!reaches(place, target, { region, bus, of }, behalf)) return
    // What came from another account is sent on to no third bus (EventBridge User Guide; within the account assumed).
    const next = of.id === account.id ? hops + 1 : MOST_HOPS
    route({ ...place, account: of, region, bus }, event, next)
  } else if (service === 'sns' && region === rule.region) {
    const topic = of.topics.find(({ arn }) => arn === target.Arn)
    if (topic && mayPublish(topic, of, behalf)) publish(place, of, topic, inputFor(target, event))
  }
}

/** Whether an event comes to another bus. Only a bus of the rule's own account and Region is reached without a role. */
function reaches(
  { world, account, region: here, now }: Place,
  { Arn, RoleArn }: EventTarget,
  { region, bus, of }: { region: string; bus: string; of: Account },
  behalf: Behalf,
): boolean {
  const kept = of.eventBuses?.find((b) => b.region === region && b.name === bus)
  if (!kept && bus !== 'default') return false
  const to: Bus = { arn: Arn, account: of, ...(kept?.policy && { policy: kept.policy }) }
  if (RoleArn === undefined) return of.id === account.id && region === here
  return roleReaches(world, RoleArn, to, behalf, now)
}

/** Whoever has confirmed, and whose filter lets it through, finds it in the inbox. */
function publish({ world, now }: Place, owner: Account, topic: Topic, text: string): void {
  const body = contentOf(text)
  for (const { confirmed, protocol, endpoint, filterPolicy, filterPolicyScope } of topic.subscriptions) {
    if (!confirmed) continue
    if (filterPolicy !== undefined && !passes(filterPolicy, filterPolicyScope, text)) continue
    leaveMessage(world, {
      at: now.toISOString(),
      account: owner.id,
      channel: channelOf(protocol),
      to: endpoint,
      subject: 'AWS Notification Message',
      body,
    })
  }
}

/** A template that is one JSON string is read as its text (assumed: what people see in their mail is the text in quotes). */
function contentOf(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : text
  } catch {
    return text
  }
}

/**
 * A filter on attributes lets nothing through: EventBridge sends none (assumed). One on the body needs a body that is a JSON
 * object (SNS Developer Guide, "Subscription filter policy scope").
 */
function passes(filter: string, scope: string | undefined, text: string): boolean {
  try {
    const test = testOf(filter)
    return test(scope === 'MessageBody' ? JSON.parse(text) : {})
  } catch {
    return false
  }
}

/** Patterns are read once. A text that is none matches nothing: AWS would not have taken it. */
const tests = new Map<string, EventTest>()

function testOf(pattern: string): EventTest {
  let test = tests.get(pattern)
  if (!test) {
    try {
      test = parsePattern(pattern)
    } catch {
      test = () => false
    }
    tests.set(pattern, test)
  }
  return test
}
