/** Whether administrators still work below control policies: nobody may be locked out by one. */
import type { WaysIn } from '../model/index.ts'
import type { ActionTable } from './actions/read.ts'
import { decide } from './decide.ts'
import type { PolicyPath } from './path.ts'

/** A way in that an account may have: who comes in by it, and what its requests carry. */
interface Way {
  name: string
  actions: readonly string[]
  context: Readonly<Record<string, string>>
}

/** Without these nobody is an administrator; what many organizations deny on purpose (new users) is not among them. */
const ofRoles = ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:ListRoles', 'iam:UpdateAssumeRolePolicy']
const ofUsers = ['iam:AttachUserPolicy', 'iam:ListUsers', 'iam:UpdateLoginProfile']

/**
 * The ways that organizations have: the role that AWS makes with an account, Control Tower's, a role of IAM Identity
 * Center (its ARN: IAM Identity Center User Guide, "Referencing permission sets in resource policies"), any other role,
 * and the user that the configuration names.
 */
function waysOf(account: string, organization: string, user: string | undefined, partition: string): Way[] {
  const always = {
    'aws:PrincipalOrgID': organization,
    'aws:ResourceOrgID': organization,
    'aws:ResourceAccount': account,
    'aws:RequestedRegion': 'us-east-1',
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
  }
  const iam = `arn:${partition}:iam::${account}`
  const role = (name: string, path: string): Way => ({
    name,
    actions: ofRoles,
    context: { ...always, 'aws:PrincipalArn': `${iam}:role/${path}` },
  })
  return [
    role('OrganizationAccountAccessRole', 'OrganizationAccountAccessRole'),
    role('AWSControlTowerExecution', 'AWSControlTowerExecution'),
    role(
      'IAM Identity Center',
      'aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef',
    ),
    role('any other role', 'Administrator'),
    ...(user === undefined
      ? []
      : [
          {
            name: `the user ${user}`,
            actions: ofUsers,
            context: {
              ...always,
              'aws:PrincipalArn': `${iam}:user/${user}`,
              'aws:PrincipalType': 'User',
              'aws:username': user,
              'aws:MultiFactorAuthPresent': 'true',
            },
          },
        ]),
  ]
}

export interface AdministratorQuestion {
  account: string
  organization: string
  partition: string
  /** The IAM user that the configuration names as administrator. */
  user?: string
}

/**
 * Which ways of administrators control policies leave open. Which of them an account has is not seen from the centre: where
 * some are blocked and others are not, nobody can tell whether the last one is.
 */
export function administratorsBelow(
  path: PolicyPath,
  { account, organization, partition, user }: AdministratorQuestion,
  table: ActionTable,
): WaysIn {
  const blocked: string[] = []
  const doubts: string[] = []
  const ways = waysOf(account, organization, user, partition)
  let why: string | undefined
  for (const { name, actions, context } of ways) {
    const decisions = actions.map((action) =>
      decide({ principal: 'role', action, account, context }, path, table),
    )
    const denied = decisions.find(({ decision }) => decision === 'deny')
    const doubt = decisions.find(({ decision }) => decision === 'cannot-tell')
    if (denied) blocked.push(name)
    else if (doubt) doubts.push(name)
    why ??= (denied ?? doubt)?.why
  }
  if (blocked.length === 0 && doubts.length === 0) return { state: 'works' }
  if (blocked.length === ways.length) return { state: 'blocked', why: why! }
  const told = [
    ...(blocked.length > 0
      ? [
          `it blocks ${blocked.join(', ')}, and which ways of administrators the account has is not seen from here`,
        ]
      : []),
    ...(doubts.length > 0 ? [`of ${doubts.join(', ')} nobody can tell`] : []),
  ]
  return { state: 'cannot-tell', why: `${sentence(told.join('; '))} ${why!}` }
}

const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`
