/** A member's part: in every Region where its use of root is not heard, a rule that sends on to the bus at the centre. */
import { isReady } from '../../facts/central-root-bus.ts'
import type { RootAlarmParts } from '../../facts/root-alarm-parts.ts'
import type { Circumstances, Remediation } from '../../model/index.ts'
import { forwardSteps } from './root-alarm-forward.ts'
import { trailFor } from './root-alarm-trail.ts'
import { stepsOf } from './steps.ts'

/** No topic and no mail of its own: thousands of accounts are heard by the same people. */
export function sendToCentre(
  control: string,
  parts: RootAlarmParts,
  circumstances: Circumstances,
): Omit<Remediation, 'basis'> {
  const { configuration, subject } = circumstances
  const { central } = parts
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
  const step = stepsOf(control, subject.id)
  const trail = trailFor(step, parts, circumstances)
  const { home, others } = trail
  if (home.state === 'hidden' || (home.state !== 'no-trail' && !others))
    return {
      waiting: [`${home.message ?? 'which Regions are enabled could not be seen'}: nothing is planned`],
    }
  const { steps, waiting } = forwardSteps(
    step,
    [home, ...(others ?? [])],
    { bus: central.arn, name: `the bus in ${centre}` },
    circumstances,
  )
  return {
    steps: [...trail.steps, ...steps],
    ...(trail.costs === undefined ? {} : { costs: trail.costs }),
    ...(trail.procedure ? { procedure: trail.procedure } : {}),
    waiting: [...new Set([...waiting, ...trail.waiting])],
  }
}
