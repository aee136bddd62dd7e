/** Follows one event from an event bus to the people at its end. */
import type { Fetcher, Source } from '../aws/index.ts'
import type { AwsAction, Evidence, Fact } from '../model/index.ts'
import { matchesPatternText } from './event-pattern.ts'
import { eventBus, mayPutEvents } from './event-bus.ts'
import { eventRules, ruleTargets, type RuleTarget } from './event-rules.ts'
import { carries } from './forwarding-role.ts'
import { iamDetails } from './iam-details.ts'
import { mailboxOf } from './mailbox.ts'
import { organizationPlace } from './organization-place.ts'
import { otherSignInDetailType, type Sample } from './root-event-samples.ts'
import { partsOf, type Subscription, subscriptionDetails, topic, type Topic } from './topic.ts'
import { type Access, accessTo } from './topic-access.ts'

/** The link at which a route ends; later ones have come further. */
export const links = [
  'no-trail',
  'trail-not-logging',
  'trail-selectors',
  'no-rule',
  'rule-disabled',
  'no-target',
  'target-in-another-region',
  'forwarding-role',
  'bus-gone',
  'bus-policy',
  'topic-gone',
  'topic-policy',
  'aws-managed-key',
  'key-disabled',
  'key-policy',
  'no-subscription',
  'not-confirmed',
  'filtered',
  'one-person',
] as const
export type Link = (typeof links)[number]

/** Something on the way that cannot be seen from here. */
export interface Hidden {
  message: string
  needs: readonly AwsAction[]
}

/** Where an event ended up. */
export interface Route {
  /** Mailboxes that get it, plus-aliases and capitals taken together; personal data. */
  people: Set<string>
  /** How far each way came that reaches nobody. */
  ends: Link[]
  hidden: Hidden[]
  /** How many subscriptions wait for their confirmation. */
  waiting: number
  evidence: Set<Evidence>
}

export const newRoute = (): Route => ({
  people: new Set(),
  ends: [],
  hidden: [],
  waiting: 0,
  evidence: new Set(),
})

interface Step {
  region: string
  bus: string
  sample: Sample
  source: Source
  route: Route
}

/** How often an event may be forwarded from bus to bus (assumed); it also ends a circle. */
const mostHops = 2

/** The same for an event that came from another account: it is sent on to no third one (EventBridge user guide). */
export const followFromBus = (step: Step): Promise<void> => follow(step, mostHops)

/** The link that came furthest. */
export const furthest = (ends: readonly Link[]): Link =>
  ends.reduce<Link>((far, link) => (links.indexOf(link) > links.indexOf(far) ? link : far), 'no-rule')

/** Adds to `step.route` everything that the rules of a bus do with the event. */
export async function follow(step: Step, hops = 0): Promise<void> {
  const { region, bus, sample, route } = step
  const rules = await learn(step, eventRules(region, bus))
  if (!rules) return
  let matched = false
  for (const rule of rules) {
    const match = matchesPatternText(rule.pattern, sample.event)
    if (match === 'no') {
      if (sample.kind === 'sign-in' && namesOnlyOtherSpelling(rule.pattern, sample))
        route.hidden.push({
          message: `rule ${rule.name} names sign-in only as "${otherSignInDetailType}"; AWS spells it in two ways, so name both`,
          needs: [],
        })
      continue
    }
    matched = true
    if (!rule.enabled) {
      route.ends.push('rule-disabled')
      continue
    }
    if (match === 'cannot-tell') {
      route.hidden.push({
        message: `the pattern of rule ${rule.name} uses something not modelled`,
        needs: [],
      })
      continue
    }
    const targets = await learn(step, ruleTargets(region, bus, rule.name))
    if (targets?.length === 0) route.ends.push('no-target')
    for (const target of targets ?? []) await reach(step, rule.arn, target, hops)
  }
  if (!matched) route.ends.push('no-rule')
}

const namesOnlyOtherSpelling = (pattern: string, { event }: Sample) =>
  matchesPatternText(pattern, { ...event, 'detail-type': otherSignInDetailType }) === 'yes'

async function reach(step: Step, ruleArn: string, target: RuleTarget, hops: number): Promise<void> {
  const { route } = step
  const { service, region, resource } = partsOf(target.arn)
  if (service === 'sns') {
    if (region !== step.region) return void route.ends.push('target-in-another-region')
    const found = await learn(step, topic(target.arn))
    if (found) await publish(step, ruleArn, target, found)
  } else if (service === 'events' && resource.startsWith('event-bus/')) {
    await forward(step, ruleArn, target, hops)
  } else {
    const message = `a rule sends to ${service}, and who hears of that cannot be seen`
    route.hidden.push({ message, needs: [] })
  }
}

/** To another bus: of the same account, or of the one that looks at this account among others. */
async function forward(step: Step, rule: string, { arn, role }: RuleTarget, hops: number): Promise<void> {
  const { source, route } = step
  const { region, account, resource } = partsOf(arn)
  const { account: own } = source.caller
  const at = account === own ? source : atCentre(source, account)
  if (!at)
    return void route.hidden.push({
      message: `the events go on to account ${account}: look from there`,
      needs: [],
    })
  if (hops >= mostHops) return
  if (role !== undefined) {
    const iam = await learn(step, iamDetails)
    if (!iam) return
    const can = carries(iam, { role, rule, account: own, bus: arn })
    if (can === 'no') return void route.ends.push('forwarding-role')
    if (can === 'cannot-tell')
      return void route.hidden.push({ message: `what ${role} may do cannot be told`, needs: [] })
  }
  const next = { ...step, region, bus: resource.slice('event-bus/'.length), source: at }
  if (account === own) return follow(next, hops + 1)
  const [bus, place] = [await learn(next, eventBus(arn)), await learn(step, organizationPlace)]
  if (!bus || !place) return
  if (!bus.exists) return void route.ends.push('bus-gone')
  const { partition } = source
  const takes = mayPutEvents(bus, {
    account: own,
    organization: place.organization?.id ?? '',
    partition,
    ...(role ? { role } : {}),
  })
  if (takes === 'no') return void route.ends.push('bus-policy')
  if (takes === 'cannot-tell')
    return void route.hidden.push({ message: `who may put events on ${arn} cannot be told`, needs: [] })
  await followFromBus(next)
}

/** The account that looks, where the events go there: what it has seen of itself is seen once for all members. */
function atCentre(source: Source, account: string): Source | undefined {
  const { centre } = source
  if (centre?.account !== account) return undefined
  const { centre: _, ...rest } = source
  return {
    ...rest,
    caller: { ...source.caller, account },
    call: centre.call,
    get: (wanted) => centre.get(wanted),
  }
}

async function publish(step: Step, ruleArn: string, target: RuleTarget, to: Topic): Promise<void> {
  const { source, route } = step
  const publisher = {
    service: 'events.amazonaws.com',
    sourceArn: ruleArn,
    account: source.caller.account,
  }
  const access: Access = await accessTo(to, publisher, source)
  if (access.can === 'no') return void route.ends.push(access.because)
  if (access.can === 'unknown') return void route.hidden.push(access)
  if (to.subscriptions.length === 0) return void route.ends.push('no-subscription')
  for (const subscription of to.subscriptions) await deliver(step, target, subscription)
}

async function deliver(step: Step, target: RuleTarget, subscription: Subscription): Promise<void> {
  const { route, sample } = step
  if (!subscription.confirmed || !subscription.arn) {
    route.waiting++
    return void route.ends.push('not-confirmed')
  }
  const details = await learn(step, subscriptionDetails(subscription.arn))
  if (!details) return
  if (details.filterPolicy) {
    // EventBridge sends no message attributes, so a filter on attributes lets nothing through (assumed).
    const body = details.filterScope === 'MessageAttributes' ? {} : bodyOf(target, sample)
    const match = body ? matchesPatternText(details.filterPolicy, body) : 'cannot-tell'
    if (match === 'no') return void route.ends.push('filtered')
    if (match === 'cannot-tell')
      return void route.hidden.push({
        message: "a subscription's filter uses something not modelled",
        needs: [],
      })
  }
  if (subscription.protocol.startsWith('email')) route.people.add(mailboxOf(subscription.endpoint))
  else
    route.hidden.push({
      message: `a topic sends to ${subscription.protocol}, and who hears of that cannot be seen`,
      needs: [],
    })
}

/** The message that SNS gets; undefined where the rule makes it from parts of the event. */
function bodyOf(target: RuleTarget, sample: Sample): Record<string, unknown> | undefined {
  if (target.input === undefined) return sample.event
  if (target.input === 'transformed') return undefined
  try {
    const parsed: unknown = JSON.parse(target.input.fixed)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** A fact's value with its evidence noted; what is not known is noted as hidden. */
async function learn<T>({ source, route }: Step, fetcher: Fetcher<T>): Promise<T | undefined> {
  const fact: Fact<T> = await source.get(fetcher)
  if (fact.state === 'known') {
    for (const e of fact.evidence) route.evidence.add(e)
    return fact.value
  }
  if (fact.state === 'unknown') route.hidden.push({ message: fact.message, needs: fact.needs })
  return undefined
}
