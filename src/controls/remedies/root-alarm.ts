/** How an alarm on root is made whole: what stands is used, what is missing is made, what waits for a person is waited for. */
import type { RegionPart, RootAlarmParts } from '../../facts/root-alarm-parts.ts'
import { fewestPeople } from '../../facts/root-alarm.ts'
import {
  type Ask,
  type Circumstances,
  type Fact,
  known,
  type Remediation,
  type Step,
} from '../../model/index.ts'
import { mailboxOf } from '../support/addresses.ts'
import { maskEmail } from '../support/mask.ts'
import { openToMembers } from './root-alarm-centre.ts'
import { forwardSteps, homeBus } from './root-alarm-forward.ts'
import { homeSteps, topicAtHome } from './root-alarm-home.ts'
import { sendToCentre } from './root-alarm-member.ts'
import { peopleOf } from './spend-emails.ts'
import { trailFor } from './root-alarm-trail.ts'
import { stepsOf } from './steps.ts'
import { invite, mustConfirm, topicBasis } from './topic-people.ts'

const question = (which: string) => `${which} should hear of any use of root?`
const asks: Readonly<Record<'two' | 'another', Ask>> = {
  two: { setting: 'alerts.emails', question: question('Which two addresses, of different people,') },
  another: { setting: 'alerts.emails', question: question('Which address of another person') },
}

/**
 * A trail where none logs, one topic at home for root alone, a rule there, and in every other enabled Region a rule that sends on to the bus at home.
 * A chain of anybody's that hears everything is used as it is.
 */
export function makeRootAlarm(
  control: string,
  fact: Fact<RootAlarmParts>,
  circumstances: Circumstances,
): Remediation {
  if (fact.state !== 'known')
    return { waiting: [`what there is of an alarm could not be seen, so nothing is planned: ${whyOf(fact)}`] }
  const parts = fact.value
  const basis = basisOf(parts)
  if (circumstances.central) return { basis, ...sendToCentre(control, parts, circumstances) }
  const step = stepsOf(control, circumstances.subject.id)
  const trail = trailFor(step, parts, circumstances)
  const { home, others } = trail
  const { procedure } = trail
  if (home.state === 'no-trail') return { basis, ...(procedure ? { procedure } : {}), waiting: trail.waiting }
  if (home.state === 'hidden' || !others)
    return {
      basis,
      waiting: [`${home.message ?? 'which Regions are enabled could not be seen'}: nothing is planned`],
    }
  const way = topicAtHome(parts, circumstances)
  const { enough, more, ask, confirming } = peopleFor(way.topic.subscriptions, home, circumstances)
  // An alarm that reaches nobody is none: first who, then the rest.
  if (!enough && more.length === 0 && confirming.length === 0 && way.confirmed === 0)
    return { basis, asks: [ask ?? asks.two] }
  const steps: Step[] = [...trail.steps]
  const made = homeSteps(step, way, parts, circumstances)
  steps.push(...made.steps)
  const invited = invite(step, way.topic, more, made.arn, home.region)
  steps.push(...invited.steps)
  const beyond = forwardSteps(step, others, homeBus(parts, circumstances), circumstances)
  steps.push(...beyond.steps)
  const open = openToMembers(step, parts, made.arn, way.topic)
  steps.push(...open.steps)
  return {
    basis,
    steps,
    ...(trail.costs === undefined ? {} : { costs: trail.costs }),
    ...(procedure ? { procedure } : {}),
    ...(enough ? {} : { asks: [ask ?? asks.two] }),
    waiting: [
      ...new Set([...confirming, ...invited.waiting, ...beyond.waiting, ...open.waiting, ...trail.waiting]),
    ],
  }
}

/** Who is there, who comes, and whether that is enough. Where enough are reached, nobody else is asked. */
function peopleFor(
  subscriptions: RootAlarmParts['topics'][number]['subscriptions'],
  home: RegionPart,
  { configuration }: Circumstances,
) {
  const inbox = subscriptions.filter((s) => s.protocol.startsWith('email'))
  const boxes = (confirmed: boolean) => [
    ...new Set(inbox.filter((s) => s.confirmed === confirmed).map((s) => mailboxOf(s.endpoint))),
  ]
  const reached = boxes(true)
  if (home.state === 'whole' || reached.length >= fewestPeople)
    return { enough: true, more: [], confirming: [] as string[] }
  const waited = boxes(false).filter((box) => !reached.includes(box))
  const people = peopleOf(configuration)
  const more = people.filter(({ mailbox }) => !reached.includes(mailbox) && !waited.includes(mailbox))
  const all = reached.length + waited.length + more.length
  return {
    enough: all >= fewestPeople,
    more,
    confirming: waited.map((box) => mustConfirm(maskEmail(box))),
    ask: people.length === 0 ? asks.two : asks.another,
  }
}

const whyOf = (fact: Exclude<Fact<unknown>, { state: 'known' }>) =>
  fact.state === 'unknown' ? fact.message : fact.question

/** What a plan rests on: what stands in each Region, and who is on the topics. */
function basisOf({ home, others, topics, trail, central }: RootAlarmParts) {
  const region = ({ region: name, state, beyond, link, hearing, ours }: RegionPart) => ({
    name,
    state,
    ...(beyond ? { beyond } : {}),
    link,
    ours: ours && [ours.state, ours.pattern, ours.description],
    hearing: hearing.map(({ rule, targets }) => [rule.name, rule.state, targets.map((t) => t.arn)]),
  })
  return {
    home: region(home),
    others: others?.map(region),
    topics: topics.map((t) => ({ arn: t.arn, is: topicBasis(known(t)) })),
    ...(typeof trail === 'object'
      ? { trail: [trail.trails.map(({ arn, state }) => [arn, state ?? null]), trail.organization ?? null] }
      : {}),
    ...(typeof central === 'object'
      ? { central: [central.arn, central.exists, central.open, central.link] }
      : {}),
  }
}
