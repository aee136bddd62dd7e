/** The centre's part: a bus that every account of the organization may put events on, and a rule on it that tells people. */
import { isReady } from '../../facts/central-root-bus.ts'
import { rootUseName } from '../../facts/hearing-rules.ts'
import type { RootAlarmParts } from '../../facts/root-alarm-parts.ts'
import type { Topic } from '../../facts/topic.ts'
import type { Json, Step } from '../../model/index.ts'
import { topicTarget } from './root-alarm-pieces.ts'
import { ownRule } from './root-alarm-rule.ts'
import type { stepsOf } from './steps.ts'

/**
 * A bus of its own: on the default one, every rule that stands at the centre would hear members' events too. `topic` is how
 * a call names the topic that the centre's own alarm goes through.
 */
export function openToMembers(
  step: ReturnType<typeof stepsOf>,
  { home, central }: RootAlarmParts,
  topic: Json,
  { arn: targetArn }: Pick<Topic, 'arn'>,
): { steps: Step[]; waiting: string[] } {
  if (central === undefined) return { steps: [], waiting: [] }
  if (typeof central === 'string')
    return { steps: [], waiting: [`the bus for members' events could not be seen: ${central}`] }
  if (isReady(central)) return { steps: [], waiting: [] }
  const { region } = home
  const { organization } = central
  const bus = { EventBusName: rootUseName }
  const steps: Step[] = []
  if (!central.exists)
    steps.push(
      step({
        action: 'events:CreateEventBus',
        input: { Name: rootUseName },
        region,
        does: `event bus ${rootUseName}, for members' use of root alone`,
        undo: { action: 'events:DeleteEventBus', input: { Name: rootUseName }, weakens: true },
      }),
    )
  if (!central.open)
    steps.push(
      step({
        action: 'events:PutPermission',
        input: {
          ...bus,
          Action: 'events:PutEvents',
          Principal: '*',
          StatementId: rootUseName,
          Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: organization },
        },
        region,
        does: `accounts of organization ${organization}, and nobody else, may put events on it`,
        undo: {
          action: 'events:RemovePermission',
          input: { ...bus, StatementId: rootUseName },
          weakens: true,
        },
      }),
    )
  steps.push(
    ...ownRule(step, {
      region,
      bus: rootUseName,
      ...(central.ours ? { ours: central.ours } : {}),
      hearing: central.hearing,
      target: topicTarget(topic),
      targetArn,
      sends: 'a few words about it to the topic',
    }),
  )
  return { steps, waiting: [] }
}
