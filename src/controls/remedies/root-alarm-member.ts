/** A member's part: in every Region where its use of root is not heard, a rule that sends on to the bus at the centre. */
import { isReady } from '../../facts/central-root-bus.ts'
import type { RootAlarmParts } from '../../facts/root-alarm-parts.ts'
import type { Circumstances, Remediation } from '../../model/index.ts'
import { forwardSteps } from './root-alarm-forward.ts'
import { noTrail, trailFirst } from './root-alarm-trail.ts'
import { stepsOf } from './steps.ts'

/** No topic and no mail of its own: thousands of accounts are heard by the same people. */
export function sendToCentre(
  control: string,
  { home, others, central }: RootAlarmParts,
  circumstances: Circumstances,
): Omit<Remediation, 'basis'> {
  const { configuration, subject } = circumstances
  const centre = configuration.organization?.alarmAccount ?? 'the centre'
  if (typeof central !== 'object')
    return {
      waiting: [`where its use of root is to be heard could not be seen: ${central ?? 'not declared'}`],
    }
  // People confirm their mail at the centre first: rules that send to nobody would only look like an alarm.
  if (!isReady(central))
    return {
      waiting: [
        `first ${centre}, where members' use of root is to be heard: apply its plan, let its people confirm, and plan again`,
      ],
    }
  if (home.state === 'hidden' || (home.state !== 'no-trail' && !others))
    return {
      waiting: [`${home.message ?? 'which Regions are enabled could not be seen'}: nothing is planned`],
    }
  const parts = [home, ...(others ?? [])]
  const untrailed = parts.filter(({ state }) => state === 'no-trail')
  const { steps, waiting } = forwardSteps(
    stepsOf(control, subject.id),
    parts,
    { bus: central.arn, name: `the bus in ${centre}` },
    circumstances,
  )
  return {
    steps,
    ...(untrailed.length > 0 ? { procedure: trailFirst } : {}),
    waiting: [...new Set([...waiting, ...(untrailed.length > 0 ? [noTrail(untrailed)] : [])])],
  }
}
