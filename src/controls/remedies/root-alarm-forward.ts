/** The other Regions' part: a rule in each that sends to the bus at home, and the role that lets it. */
import { busArn, type RegionPart, type RootAlarmParts, rootUseName } from '../../facts/root-alarm-parts.ts'
import type { Circumstances, Step } from '../../model/index.ts'
import { sameDocument } from '../support/documents.ts'
import { busTarget, roleArn, rolePolicy, roleTrust } from './root-alarm-pieces.ts'
import { enableStep, ownRule } from './root-alarm-rule.ts'
import type { stepsOf } from './steps.ts'

type Make = ReturnType<typeof stepsOf>

/** What is called for the Regions that are broken, and what is waited for. */
export function forwardSteps(
  step: Make,
  { home, others = [], role }: RootAlarmParts,
  { subject, partition }: Circumstances,
): { steps: Step[]; waiting: string[] } {
  const bus = busArn(partition, home.region, subject.id)
  const waiting = others
    .filter(({ state }) => state === 'hidden')
    .map(({ region, message = 'it cannot be seen' }) => `${region}: ${message}, so nothing is planned there`)
  const broken = others.filter(({ state }) => state === 'broken')
  const sending = (part: RegionPart) =>
    part.hearing.find(({ targets }) => targets.some(({ arn }) => arn === bus))
  const asleep = broken.flatMap((part) => {
    const found = sending(part)
    return found && !found.rule.enabled ? [enableStep(step, found.rule, part.region)] : []
  })
  const without = broken.filter((part) => !sending(part))
  // A Region with a topic of its own whose people have yet to confirm is as far as calls can bring it.
  const confirming = without.filter(({ link }) => link === 'not-confirmed')
  waiting.push(...confirming.map(({ region }) => `a subscription in ${region} waits for its confirmation`))
  const build = without.filter(({ link }) => link !== 'not-confirmed')
  if (build.length === 0) return { steps: asleep, waiting }
  const theRole = roleSteps(step, role, bus, subject.id, partition)
  if ('because' in theRole) return { steps: asleep, waiting: [...waiting, theRole.because] }
  const target = busTarget(bus, roleArn(partition, subject.id))
  return {
    waiting,
    steps: [
      ...asleep,
      ...theRole.steps,
      ...build.flatMap(({ region, ours, hearing }) =>
        ownRule(step, {
          region,
          ...(ours ? { ours } : {}),
          hearing,
          target,
          targetArn: bus,
          sends: `it on to the bus in ${home.region}`,
        }),
      ),
    ],
  }
}

/** The role that may put events on one bus and nothing else; a bus of another Region takes no event without one. */
export function roleSteps(
  step: Make,
  role: RootAlarmParts['role'],
  bus: string,
  account: string,
  partition: string,
): { steps: Step[] } | { because: string } {
  const RoleName = rootUseName
  const trust = roleTrust(partition, account)
  const policy = rolePolicy(bus)
  if (role === 'unseen')
    return { because: `role ${RoleName} could not be looked at, so no Region is planned` }
  if (role !== 'none' && !sameDocument(role.trust, trust))
    return { because: `role ${RoleName} is somebody else's: rename it first, then plan again` }
  const steps: Step[] = []
  if (role === 'none')
    steps.push(
      step({
        action: 'iam:CreateRole',
        input: { RoleName, AssumeRolePolicyDocument: trust, Description: 'neverroot: takes root use home' },
        does: `role ${RoleName}, which EventBridge alone may assume, for our rules of this account`,
        undo: { action: 'iam:DeleteRole', input: { RoleName }, weakens: true },
      }),
    )
  const before = role === 'none' ? undefined : role.policy
  if (before === undefined || !sameDocument(before, policy)) {
    const put = (PolicyDocument: string) => ({ RoleName, PolicyName: RoleName, PolicyDocument })
    steps.push(
      step({
        action: 'iam:PutRolePolicy',
        input: put(policy),
        does: `role ${RoleName} may put events on ${bus}, and nothing else`,
        undo:
          before === undefined
            ? { action: 'iam:DeleteRolePolicy', input: { RoleName, PolicyName: RoleName }, weakens: true }
            : { action: 'iam:PutRolePolicy', input: put(before), weakens: true },
      }),
    )
  }
  return { steps }
}
