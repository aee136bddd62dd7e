import { type Fetcher, observed } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { evaluate, parsePolicy } from '../policy/index.ts'
import { partsOf } from './topic.ts'

/** An event bus, and who may put events on it. */
export interface EventBus {
  arn: string
  exists: boolean
  /** JSON text; absent: nobody but its own account. */
  policy?: string
}

const buses = new Map<string, Fetcher<EventBus>>()

/** An event bus of the account that looks, by its ARN. */
export function eventBus(arn: string): Fetcher<EventBus> {
  const existing = buses.get(arn)
  if (existing) return existing
  const fetcher: Fetcher<EventBus> = {
    name: `event-bus:${arn}`,
    reads: ['events:DescribeEventBus'],
    async collect(source) {
      const { region, resource } = partsOf(arn)
      const Name = resource.slice('event-bus/'.length)
      const answer = await source.call('events:DescribeEventBus', { Name }, { region })
      if (!answer.ok) {
        if (answer.code !== 'ResourceNotFoundException') return answer.unknown
        return known({ arn, exists: false }, [
          observed('events:DescribeEventBus', answer.at, { bus: arn, exists: false }),
        ])
      }
      const { Policy: policy } = answer.output
      return known({ arn, exists: true, ...(policy ? { policy } : {}) }, [
        observed('events:DescribeEventBus', answer.at, {
          bus: arn,
          exists: true,
          policy: policy !== undefined,
        }),
      ])
    },
  }
  buses.set(arn, fetcher)
  return fetcher
}

/** A rule of another account that sends to a bus. */
export interface Sender {
  account: string
  organization: string
  partition: string
  /** The role that its target names: the principal that the policy of the bus sees. */
  role?: string
}

/**
 * Whether the policy of a bus takes events from a rule of another account. Where the policy opens the bus to an organization,
 * the target must name a role (EventBridge API reference, PutPermission).
 */
export function mayPutEvents(
  { arn, policy }: EventBus,
  { account, organization, partition, role }: Sender,
): 'yes' | 'no' | 'cannot-tell' {
  if (!policy) return 'no'
  const session = role && `arn:${partition}:sts::${account}:assumed-role/${role.split('/').pop()}/events`
  try {
    const { decision } = evaluate(
      {
        action: 'events:PutEvents',
        resource: arn,
        context: {
          'aws:PrincipalAccount': account,
          ...(role ? { 'aws:PrincipalOrgID': organization, 'aws:PrincipalArn': role } : {}),
        },
      },
      {
        // What the role itself may do is looked at where it is.
        identity: [everything],
        resource: [parsePolicy(policy)],
        principal: { arn: session ?? `arn:${partition}:iam::${account}:root`, account },
        resourceAccount: partsOf(arn).account,
      },
    )
    return decision === 'allow' ? 'yes' : decision === 'deny' ? 'no' : 'cannot-tell'
  } catch {
    return 'cannot-tell'
  }
}

const everything = parsePolicy({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})
