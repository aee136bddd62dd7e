/** The role through which a rule sends events on to a bus of another Region or account. */
import { evaluate, parsePolicy } from '../policy/index.ts'
import type { IamDetails } from './iam-details.ts'

type Answer = 'yes' | 'no' | 'cannot-tell'

/**
 * Whether EventBridge can assume the role for a rule, and the role may put events on the bus. Without either the rule
 * fails in silence (EventBridge user guide, "Sending and receiving events between AWS Regions").
 */
export function carries(
  { roles }: Pick<IamDetails, 'roles'>,
  given: { role: string; rule: string; account: string; bus: string },
): Answer {
  const role = roles.find(({ arn }) => arn === given.role)
  if (!role?.trust) return 'no'
  if (role.incomplete) return 'cannot-tell'
  const service = 'events.amazonaws.com'
  const answers: Answer[] = [
    asked(() =>
      evaluate(
        {
          action: 'sts:AssumeRole',
          resource: role.arn,
          context: {
            'aws:SourceAccount': given.account,
            'aws:SourceArn': given.rule,
            'aws:PrincipalIsAWSService': 'true',
            'aws:PrincipalServiceName': service,
          },
        },
        {
          identity: [],
          resource: [role.trust!],
          principal: { arn: service, account: '', service },
          resourceAccount: given.account,
          resourceMustAllow: true,
        },
      ),
    ),
    asked(() =>
      evaluate(
        {
          action: 'events:PutEvents',
          resource: given.bus,
          context: { 'aws:PrincipalAccount': given.account, 'aws:PrincipalArn': role.arn },
        },
        {
          identity: role.policies.map(parsePolicy),
          ...(role.boundary === undefined ? {} : { boundary: [parsePolicy(role.boundary)] }),
        },
      ),
    ),
  ]
  return answers.find((answer) => answer === 'no') ?? answers.find((a) => a === 'cannot-tell') ?? 'yes'
}

/** A document that is no policy cannot be told. */
function asked(decide: () => { decision: 'allow' | 'deny' | 'cannot-tell' }): Answer {
  try {
    const { decision } = decide()
    return decision === 'allow' ? 'yes' : decision === 'deny' ? 'no' : 'cannot-tell'
  } catch {
    return 'cannot-tell'
  }
}
