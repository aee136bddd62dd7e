/** A rule in each Region that sends on to one bus, and the role that lets it. */
import { rootUseName } from '../../facts/hearing-rules.ts'
import { busArn, type RegionPart, type RootAlarmParts } from '../../facts/root-alarm-parts.ts'
import type { Circumstances, Step } from '../../model/index.ts'
import { busTarget, roleArn, rolePolicy, roleTrust } from './root-alarm-pieces.ts'
import { enableStep, ownRule } from './root-alarm-rule.ts'
import type { stepsOf } from './steps.ts'

type Make = ReturnType<typeof stepsOf>

/** Where events of a Region are to arrive. */
export interface Destination {
  bus: string
  /** In words. */
  name: string
}

/** The bus at home, for the events of other Regions. */
export const homeBus = ({ home }: RootAlarmParts, { subject, partition }: Circumstances): Destination => ({
  bus: busArn(partition, home.region, subject.id),
  name: `the bus in ${home.region}`,
})

/** What is called for the Regions that are broken, so that their events arrive elsewhere, and what is waited for. */
export function forwardSteps(
  step: Make,
  parts: readonly RegionPart[],
  { bus, name }: Destination,
  { subject, partition }: Circumstances,
): { steps: Step[]; waiting: string[] } {
  const waiting = parts
    .filter(({ state }) => state === 'hidden')
    .map(({ region, message = 'it cannot be seen' }) => `${region}: ${message}, so nothing is planned there`)
  const broken = parts.filter(({ state }) => state === 'broken')
  const sending = (part: RegionPart) =>
    part.hearing.find(({ targets }) => targets.some(({ arn }) => arn === bus))
  const asleep = broken.flatMap((part) => {
    const found = sending(part)
    return found && !found.rule.enabled ? [enableStep(step, found.rule, part.region)] : []
  })
  // A rule that sends there through a role that cannot is given ours.
  const without = broken.filter((part) => !sending(part) || part.link === 'forwarding-role')
  // A Region with a topic of its own whose people have yet to confirm is as far as calls can bring it.
  const confirming = without.filter(({ link }) => link === 'not-confirmed')
  waiting.push(...confirming.map(({ region }) => `a subscription in ${region} waits for its confirmation`))
  const build = without.filter(({ link }) => link !== 'not-confirmed')
  if (build.length === 0) return { steps: asleep, waiting }
  const target = busTarget(bus, roleArn(partition, subject.id))
  return {
    waiting,
    steps: [
      ...asleep,
      ...roleSteps(step, bus, subject.id, partition),
      ...build.flatMap(({ region, ours, hearing }) =>
        ownRule(step, {
          region,
          ...(ours ? { ours } : {}),
          hearing,
          target,
          targetArn: bus,
          sends: `it on to ${name}`,
        }),
      ),
    ],
  }
}

/**
 * The role that may put events on one bus and nothing else; a bus of another Region or account takes no event without one.
 * Whether it is there already is looked at when it is made: one of that name whom somebody else may assume is no such role,
 * and AWS then refuses to make ours.
 */
export function roleSteps(step: Make, bus: string, account: string, partition: string): Step[] {
  const RoleName = rootUseName
  const of = { RoleName, PolicyName: policyName(bus, account) }
  return [
    step({
      action: 'iam:CreateRole',
      input: {
        RoleName,
        AssumeRolePolicyDocument: roleTrust(partition, account),
        Description: 'neverroot: takes the news of root use home',
      },
      does: `role ${RoleName}, which EventBridge alone may assume, for our rules of this account`,
      undo: { action: 'iam:DeleteRole', input: { RoleName }, weakens: true },
    }),
    step({
      action: 'iam:PutRolePolicy',
      input: { ...of, PolicyDocument: rolePolicy(bus) },
      does: `role ${RoleName} may put events on ${bus}, and nothing else`,
      undo: { action: 'iam:DeleteRolePolicy', input: of, weakens: true },
    }),
  ]
}

/** One for each account that it sends to, so that neither takes the other's place. */
const policyName = (bus: string, account: string): string =>
  bus.includes(`:${account}:`) ? rootUseName : `${rootUseName}-centre`
