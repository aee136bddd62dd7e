import { type CentralRootBus, centralRootBus, isReady } from '../facts/central-root-bus.ts'
import { type Drill, drill } from '../facts/drill.ts'
import { fewestPeople, type RootAlarm, rootAlarm } from '../facts/root-alarm.ts'
import { rootAlarmParts } from '../facts/root-alarm-parts.ts'
import { statement } from '../facts/statement.ts'
import {
  cannotTell,
  defineControl,
  type Fact,
  fail,
  missing,
  pass,
  review,
  unattested,
  unknown,
} from '../model/index.ts'
import { makeRootAlarm } from './remedies/root-alarm.ts'
import { rootAlarmGrants, spacedRootPattern } from './remedies/root-alarm-pieces.ts'
import { trailGrants } from './remedies/trail-pieces.ts'
import { evidenceOf } from './support/evidence.ts'
import { brokenAlarm, closedToMembers } from './support/root-alarm.ts'
import { noRootInChina } from './support/root.ts'
import { speaker } from './support/said.ts'
import { ago, count } from './support/words.ts'

const id = 'root-use-raises-an-alarm'
const question =
  'Was it tried from end to end that any use of root, sign-in and API calls in every Region, reaches at least two people?'

export default defineControl({
  id,
  title: 'Any use of root raises an alarm that at least two people get',
  section: 'root-credentials',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'raise no alarm when root is used',
  rows: ['D4'],
  rationale:
    'Root should never be used, so each use is either planned or a break-in. The first hour decides how bad it gets.',
  judged:
    'An unbroken chain in every enabled Region: a trail that is logging management events, read and write; an enabled EventBridge rule that matches sign-in and calls of root; a topic that EventBridge may publish to, its KMS key included; confirmed subscriptions of two people that no filter silences. A complete drill counts for 90 days, through every enabled Region for any other route or for lists whose people cannot be counted; a word without one is left for review. Where the trail also writes to CloudWatch Logs, a broken chain of rules is not a failure: an alarm there may hear of it.',
  cannotKnow:
    'Metric-filter alarms, GuardDuty, a SIEM or chat are not followed: a drill makes them count. Calls that only read stay silent unless the rule is in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. EventBridge delivers these events as best it can.',
  references: [
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
    'https://repost.aws/knowledge-center/root-user-account-eventbridge-rule',
  ],
  standards: {
    'CIS 5.0': ['4.3'],
    'CIS 7.0': ['5.3'],
    'Security Hub': ['CloudWatch.1'],
    'Well-Architected': ['SEC04-BP04'],
  },
  triggers: [
    'cloudtrail:StopLogging',
    'cloudtrail:DeleteTrail',
    'cloudtrail:UpdateTrail',
    'cloudtrail:PutEventSelectors',
    'events:PutRule',
    'events:DisableRule',
    'events:DeleteRule',
    'events:RemoveTargets',
    'sns:SetTopicAttributes',
    'sns:DeleteTopic',
    'sns:Unsubscribe',
  ],
  fix: { api: true, hand: true },
  notIn: noRootInChina,
  procedure: {
    title: 'An alarm on root',
    steps: [
      'Open CloudTrail and make a trail for all Regions that logs management events, read and write. The first copy of management events costs only its storage.',
      'In us-east-1 make an SNS topic, let events.amazonaws.com publish to it, subscribe two people by e-mail and have both confirm.',
      `In EventBridge, us-east-1, default bus, make a rule with the pattern ${spacedRootPattern} and the topic as its target.`,
      'In every other enabled Region make the same rule with the default event bus of us-east-1 as its target.',
      'Try it without root: neverroot drill alarm --open sends a code through all of it, and whoever gets the mail answers with it.',
    ],
    link: 'https://us-east-1.console.aws.amazon.com/events/home?region=us-east-1#/rules',
  },
  considers: {
    alarm: rootAlarm,
    shown: drill(id, question),
    said: statement(id, question),
    central: centralRootBus,
    parts: rootAlarmParts,
  },
  judge(_, { alarm, shown, said, central }, { now, vantage, subject, configuration }) {
    // What is declared holds for both ends: the account where members are heard, and the members.
    const alarmAccount = configuration.organization?.alarmAccount
    if (alarmAccount === subject.id && central.state === 'known' && !isReady(central.value))
      return fail(`${closedToMembers(central.value)} How to mend it: neverroot plan --org.`, {
        evidence: evidenceOf(central),
      })
    const declared = alarmAccount !== undefined && central.state === 'known'
    if (shown.state === 'known' && proves(shown.value, alarm))
      return pass(`a drill reached ${shown.value.people} people ${ago(shown.value.at, now)}`, {
        evidence: evidenceOf(shown),
      })
    const seen = evidenceOf(alarm)
    if (alarm.state === 'known' && alarm.value.result === 'whole')
      return pass(
        `${count(alarm.value.people, 'mailbox', 'mailboxes')}, ${count(alarm.value.regions.length, 'Region')}`,
        { evidence: seen },
      )
    if (said.state === 'known')
      return said.value.holds
        ? review(
            `${speaker(said.value)} says that it was tried; no drill has shown it, and the chain that can be seen is not whole`,
            question,
          )
        : fail(
            `${speaker(said.value)} says that it does not reach two people. Root could be used and nobody would know: neverroot explain root-use-raises-an-alarm.`,
            { evidence: evidenceOf(said) },
          )
    if (alarm.state !== 'known') return missing(alarm)
    const { value } = alarm
    if (value.result === 'hidden')
      return cannotTell(
        `Cannot follow the alarm to its end in ${value.region}: ${value.message}.`,
        value.needs,
      )
    if (value.result === 'whole') return pass('whole', { evidence: seen })
    if ((vantage === 'member' || vantage === 'delegated') && !declared)
      return cannotTell(
        'No alarm of its own reaches two people. Whether a central one does can be seen only there: ask the management account.',
      )
    if (value.logs && !declared)
      return cannotTell(
        `${brokenAlarm(value)} The trail also writes to CloudWatch Logs, and alarms there are not followed.`,
      )
    return fail(`${brokenAlarm(value)} How to mend it: neverroot explain root-use-raises-an-alarm.`, {
      evidence: seen,
      ...(value.waiting > 0 ? { waiting: [`${count(value.waiting, 'subscription')} to be confirmed`] } : {}),
    })
  },
  remediate: (_, { parts }, circumstances) => makeRootAlarm(id, parts, circumstances),
  writes: [...trailGrants, ...rootAlarmGrants],
  examples: [
    {
      when: 'the chain is whole in every enabled Region',
      facts: { alarm: { result: 'whole', regions: ['us-east-1', 'eu-west-1'], people: 2 } },
      then: 'pass',
      says: '2 mailboxes, 2 Regions',
    },
    {
      when: 'there is no trail',
      facts: { alarm: broken({ link: 'no-trail' }) },
      then: 'fail',
      says: 'No trail logs management events in us-east-1',
    },
    {
      when: 'the rule is only in us-east-1',
      facts: {
        alarm: broken({
          link: 'no-rule',
          region: 'eu-west-1',
          kind: 'call',
          event: 'a call with a root key',
          regions: ['us-east-1'],
        }),
      },
      then: 'fail',
      says: 'In eu-west-1 no rule hears of a call with a root key; us-east-1 is covered',
    },
    {
      when: 'the rule is only outside us-east-1',
      facts: { alarm: broken({ link: 'no-rule' }) },
      then: 'fail',
      says: 'In us-east-1 no rule hears of a console sign-in',
    },
    { when: 'the rule is disabled', facts: { alarm: broken({ link: 'rule-disabled' }) }, then: 'fail' },
    {
      when: 'the trail is not logging',
      facts: { alarm: broken({ link: 'trail-not-logging' }) },
      then: 'fail',
    },
    {
      when: 'the trail logs writes only',
      facts: { alarm: broken({ link: 'trail-selectors' }) },
      then: 'fail',
    },
    {
      when: 'the topic is under a key that EventBridge may not use',
      facts: { alarm: broken({ link: 'key-policy' }) },
      then: 'fail',
      says: 'KMS key',
    },
    {
      when: 'nobody has confirmed the subscription',
      facts: { alarm: broken({ link: 'not-confirmed', waiting: 1 }) },
      then: 'fail',
    },
    { when: 'one person at the end', facts: { alarm: broken({ link: 'one-person' }) }, then: 'fail' },
    {
      when: 'another account gets the events',
      facts: {
        alarm: {
          result: 'hidden',
          region: 'us-east-1',
          message: 'the events go on to account 999999999999: look from there',
          needs: [],
        },
        said: unattested(question),
      },
      then: 'unknown',
      says: 'look from there',
    },
    {
      when: 'another account gets the events, and somebody says that it was tried: a word is not a drill',
      facts: {
        alarm: {
          result: 'hidden',
          region: 'us-east-1',
          message: 'the events go on to account 999999999999: look from there',
          needs: [],
        },
        said: { holds: true, by: 'sam', at: new Date('2026-11-01') },
      },
      then: 'review',
      says: 'sam',
    },
    {
      when: 'no rule hears of it, but the trail writes to CloudWatch Logs',
      facts: { alarm: broken({ link: 'no-rule', logs: true }) },
      then: 'unknown',
      says: 'CloudWatch Logs',
    },
    {
      when: 'a member without an alarm of its own',
      facts: { alarm: broken({ link: 'no-trail' }) },
      given: { vantage: 'member', profile: 'business' },
      then: 'unknown',
      says: 'ask the management account',
    },
    {
      when: 'a member whose use of root does not arrive in the account that is declared for it',
      facts: {
        alarm: broken({ link: 'no-rule' }),
        central: bus(),
        said: unattested(question),
      },
      given: {
        vantage: 'member',
        profile: 'business',
        central: true,
        configuration: { organization: { alarmAccount: '999999999999' } },
      },
      then: 'fail',
      says: 'no rule hears of a console sign-in',
    },
    {
      when: 'a member that cannot be followed there',
      facts: {
        alarm: broken({ link: 'no-rule' }),
        central: unknown('elsewhere', 'look from 999999999999'),
        said: unattested(question),
      },
      given: {
        vantage: 'member',
        profile: 'business',
        central: true,
        configuration: { organization: { alarmAccount: '999999999999' } },
      },
      then: 'unknown',
    },
    {
      when: 'the account that is declared for members takes no events of theirs',
      facts: {
        alarm: { result: 'whole', regions: ['us-east-1'], people: 2 },
        central: bus({ open: false }),
      },
      given: {
        vantage: 'management',
        profile: 'business',
        configuration: { organization: { alarmAccount: '111111111111' } },
      },
      then: 'fail',
      says: 'does not let',
    },
    {
      when: 'the account that is declared for members takes theirs, and people hear of it',
      facts: { alarm: { result: 'whole', regions: ['us-east-1'], people: 2 }, central: bus() },
      given: {
        vantage: 'management',
        profile: 'business',
        configuration: { organization: { alarmAccount: '111111111111' } },
      },
      then: 'pass',
    },
    {
      when: 'a drill that two people answered, and a chain that is whole',
      facts: {
        alarm: { result: 'whole', regions: ['us-east-1', 'eu-west-1'], people: 2 },
        shown: drilled({ regions: ['us-east-1'] }),
      },
      then: 'pass',
      says: 'a drill reached 2 people today',
    },
    {
      when: 'a drill through every Region, for a chain that cannot be followed to its end',
      facts: { alarm: elsewhere(), shown: drilled({ everywhere: true }) },
      then: 'pass',
    },
    {
      when: 'the same through one Region alone',
      facts: { alarm: elsewhere(), shown: drilled({ regions: ['us-east-1'] }), said: unattested(question) },
      then: 'unknown',
    },
    {
      when: 'a drill through every Region, where it is the trail that cannot be told',
      facts: {
        alarm: { ...elsewhere(), trail: true },
        shown: drilled({ everywhere: true }),
        said: unattested(question),
      },
      then: 'unknown',
    },
    {
      when: 'a drill shows that one mailbox is the list of two people',
      facts: { alarm: broken({ link: 'one-person' }), shown: drilled({ everywhere: true }) },
      then: 'pass',
    },
    {
      when: 'the rule was disabled after the drill',
      facts: {
        alarm: broken({ link: 'rule-disabled' }),
        shown: drilled({ everywhere: true }),
        said: unattested(question),
      },
      then: 'fail',
      says: 'is disabled',
    },
    {
      when: 'a drill that one person answered',
      facts: {
        alarm: broken({ link: 'one-person' }),
        shown: drilled({ everywhere: true, people: 1 }),
        said: unattested(question),
      },
      then: 'fail',
    },
    {
      when: 'a drill of any other route',
      facts: { shown: { people: 3, at: new Date('2026-11-23') } },
      then: 'pass',
      says: '3 people today',
    },
    {
      when: 'the trails may not be looked at',
      facts: {
        alarm: unknown('denied', 'cloudtrail:DescribeTrails was denied', ['cloudtrail:DescribeTrails']),
        said: unattested(question),
      },
      then: 'unknown',
    },
    {
      when: 'accounts in China have no root user',
      facts: { alarm: broken({ link: 'no-trail' }) },
      given: { partition: 'aws-cn' },
      then: 'not-applicable',
    },
  ],
})

/**
 * A drill of ours goes through the rules and not through the trail, so that it proves what lies behind them: who is at the end,
 * where nobody can look. A link that is seen to be broken is broken, whatever was proven before. One without Regions is a drill
 * of another kind, which tried all of it.
 */
function proves({ people, regions, everywhere }: Drill, alarm: Fact<RootAlarm>): boolean {
  if (people < fewestPeople) return false
  if (regions === undefined) return true
  if (alarm.state !== 'known') return false
  const { value } = alarm
  if (value.result === 'whole') return true
  return everywhere === true && (value.result === 'hidden' ? !value.trail : value.link === 'one-person')
}

function drilled(over: Partial<Drill>): Drill {
  return { people: 2, at: new Date('2026-11-23'), regions: ['us-east-1', 'eu-west-1'], ...over }
}

function elsewhere(): Extract<RootAlarm, { result: 'hidden' }> {
  return {
    result: 'hidden',
    region: 'us-east-1',
    message: 'the events go on to account 999999999999: look from there',
    needs: [],
  }
}

function broken(over: Partial<Parameters<typeof brokenAlarm>[0]>): Parameters<typeof brokenAlarm>[0] {
  return {
    result: 'broken',
    link: 'no-rule',
    region: 'us-east-1',
    event: 'a console sign-in',
    kind: 'sign-in',
    waiting: 0,
    regions: [],
    ...over,
  }
}

function bus(over: Partial<CentralRootBus> = {}): CentralRootBus {
  return {
    arn: 'arn:aws:events:us-east-1:111111111111:event-bus/neverroot-root-use',
    organization: 'o-exampleorgid',
    exists: true,
    open: true,
    people: 2,
    waiting: 0,
    hearing: [],
    ...over,
  }
}
