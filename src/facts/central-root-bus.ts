/** The bus to which members' use of root is sent on, and whom it reaches. */
import type { Fetcher, Source } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { eventBus, mayPutEvents } from './event-bus.ts'
import type { EventRule } from './event-rules.ts'
import { type HearingRule, hearingRules, rootUseName } from './hearing-rules.ts'
import { organizationPlace } from './organization-place.ts'
import { fewestPeople } from './root-alarm.ts'
import { followFromBus, furthest, type Link, newRoute } from './root-alarm-route.ts'
import { rootSamples } from './root-event-samples.ts'

export interface CentralRootBus {
  arn: string
  organization: string
  exists: boolean
  /** Any account of the organization may put events on it. */
  open: boolean
  /** The fewest mailboxes that a member's event reaches. */
  people: number
  /** Where a member's event ends that reaches too few. */
  link?: Link
  waiting: number
  hearing: readonly HearingRule[]
  /** The rule that has our name, whatever it hears. */
  ours?: EventRule
}

/** True where members' events reach enough people once they are on the bus. */
export const isReady = ({ exists, open, people }: CentralRootBus): boolean =>
  exists && open && people >= fewestPeople

export const centralBusArn = (partition: string, region: string, account: string): string =>
  `arn:${partition}:events:${region}:${account}:event-bus/${rootUseName}`

/** Any account and Region: what arrives from members is not the centre's own. */
const someMember = '000000000000'
const someRegion: Readonly<Record<string, string>> = { aws: 'eu-west-1', 'aws-us-gov': 'us-gov-east-1' }

/**
 * Seen only in the account that the configuration names, and there once for all members. A bus of its own, so that nothing
 * else that hears events at the centre hears those of members.
 */
export const centralRootBus: Fetcher<CentralRootBus> = {
  name: 'central-root-bus',
  reads: [
    'events:DescribeEventBus',
    'events:ListRules',
    'events:ListTargetsByRule',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    ...organizationPlace.reads,
  ],
  async collect(source) {
    const account = source.configuration.organization?.alarmAccount
    if (account === undefined) return unknown('elsewhere', 'organization.alarmAccount is not declared')
    if (source.centre?.account === account) return source.centre.get(centralRootBus)
    if (source.caller.account !== account)
      return unknown(
        'elsewhere',
        `members' use of root is to be heard in account ${account}: look from there`,
      )
    const { partition, globalRegion: region } = source
    const arn = centralBusArn(partition, region, account)
    const [bus, place] = await Promise.all([source.get(eventBus(arn)), source.get(organizationPlace)])
    if (bus.state !== 'known') return bus
    if (place.state !== 'known') return place
    const organization = place.value.organization?.id
    if (organization === undefined) return unknown('elsewhere', 'the account is in no organization')
    const head = { arn, organization }
    if (!bus.value.exists)
      return known({ ...head, exists: false, open: false, people: 0, waiting: 0, hearing: [] }, bus.evidence)
    const role = `arn:${partition}:iam::${someMember}:role/${rootUseName}`
    const takes = mayPutEvents(bus.value, { account: someMember, organization, partition, role })
    if (takes === 'cannot-tell') return unknown('failed', `who may put events on ${arn} cannot be told`)
    const end = await endOf(source, region)
    if ('message' in end) return unknown('failed', end.message, end.needs)
    const there = await hearingRules(source, { region, bus: rootUseName, account: someMember }, [])
    if (!there.ok) return there.unknown
    return known(
      {
        ...head,
        exists: true,
        open: takes === 'yes',
        ...end,
        hearing: there.hearing,
        ...(there.ours ? { ours: there.ours } : {}),
      },
      [...bus.evidence],
    )
  },
}

/** Whom every kind of root's use in a member reaches from the bus on. */
async function endOf(source: Source, home: string) {
  const { partition, globalRegion } = source
  const regions = [home, someRegion[partition] ?? home]
  let people = Infinity
  for (const region of regions) {
    for (const sample of rootSamples({ account: someMember, partition, region, globalRegion })) {
      const route = newRoute()
      await followFromBus({ region: home, bus: rootUseName, sample, source, route })
      people = Math.min(people, route.people.size)
      if (route.people.size >= fewestPeople) continue
      const unseen = route.hidden[0]
      if (unseen) return unseen
      const link: Link = route.people.size === 1 ? 'one-person' : furthest(route.ends)
      return { people: route.people.size, link, waiting: route.waiting }
    }
  }
  return { people, waiting: 0 }
}
