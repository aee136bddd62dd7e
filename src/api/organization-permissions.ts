/** What an audit of an organization needs: a role in each member that can only read, and a policy for whoever looks. */
import { declaredContactWrites } from '../controls/remedies/declared-contacts.ts'
import { rootEmailWrites } from '../controls/remedies/root-email.ts'
import { rootPolicyGrants } from '../controls/remedies/root-policy.ts'
import { readsToDo } from '../engine/apply/deeds/index.ts'
import { delegatedAdministrators } from '../facts/delegated-administrators.ts'
import { organizationsFeatures } from '../facts/organizations-features.ts'
import { rootEmailUpdate } from '../facts/root-email-update.ts'
import { trustedAccess } from '../facts/trusted-access.ts'
import type { AwsAction } from '../model/index.ts'
import { centralReads, organizationReads } from '../organization/reads.ts'
import { auditSession, readRole, usualRoles } from '../organization/roles.ts'
import { auditPermissions, memberPermissions, type PermissionChoice } from './permissions.ts'
import { type PolicyDocument, type PolicyStatement, statement } from './policy-document.ts'

/** Whom the read role lets in. */
export interface ReaderOptions extends PermissionChoice {
  /** The ARN of one role or user. */
  trust: string
  organization: string
}

export interface CentralOptions extends PermissionChoice {
  /** Default: any organization. */
  organization?: string
  /** The roles of members that may be entered. Default: those that AWS makes, and the read role. */
  roles?: readonly string[]
  /** Also root sessions that may only read root's credentials. */
  rootSessions?: boolean
  /** Also changing the root addresses of members, which only the centre can. */
  rootAddresses?: boolean
  /** Also removing the root credentials of members, and allowing their recovery again. */
  removeRoots?: boolean
  /** Also changing the contacts of members that no role lets us into. */
  contacts?: boolean
  /** Also making and attaching the policy about root. */
  rootPolicy?: boolean
  partition?: string
}

/** A policy that stands on a role and names who may take it on. */
export interface TrustDocument {
  Version: '2012-10-17'
  Statement: readonly (Omit<PolicyStatement, 'Resource'> & { Principal: { AWS: string } })[]
}

export interface RoleDocuments {
  AssumeRolePolicyDocument: TrustDocument
  Policy: PolicyDocument
}

/** The most that a trust policy may hold by default (IAM user guide, "IAM and AWS STS quotas"). */
export const mostTrustCharacters = 2048

/**
 * The read role of a member. It trusts one role or user, and that only while it belongs to the organization: an account
 * that was taken out of it takes no access along. The name of the session is the audit's. A source identity is a
 * permission of its own, without which CloudTrail would not say for whom the audit looked (IAM user guide, "Monitor and
 * control actions taken with assumed roles"); its request need not carry the session's name, so it has a statement of
 * its own.
 */
export function readRoleDocuments({ trust, organization, ...choice }: ReaderOptions): RoleDocuments {
  const Principal = { AWS: trust }
  const inOrganization = { 'aws:PrincipalOrgID': organization }
  return {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'NeverrootAudit',
          Effect: 'Allow',
          Principal,
          Action: ['sts:AssumeRole'],
          Condition: { StringEquals: { ...inOrganization, 'sts:RoleSessionName': auditSession } },
        },
        {
          Sid: 'NeverrootAuditSaysForWhom',
          Effect: 'Allow',
          Principal,
          Action: ['sts:SetSourceIdentity'],
          Condition: { StringEquals: inOrganization },
        },
      ],
    },
    Policy: {
      Version: '2012-10-17',
      Statement: [statement('NeverrootRead', memberPermissions(choice))],
    },
  }
}

/**
 * The read role as a CloudFormation template without parameters, for a service-managed StackSet: it makes the role in
 * every member, later ones too, and not in the management account (CloudFormation user guide, "Service-managed
 * permissions"). The management account needs none: it is looked at with the caller's own rights.
 */
export function readRoleTemplate(options: ReaderOptions): object {
  const { AssumeRolePolicyDocument, Policy } = readRoleDocuments(options)
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'neverroot: a role that reads what an audit of root security needs, and can do nothing else',
    Resources: {
      ReadRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: readRole,
          Description: 'Reads what neverroot audit --org looks at; changes nothing',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument,
          Policies: [{ PolicyName: readRole, PolicyDocument: Policy }],
        },
      },
    },
  }
}

/** What `audit --org --preflight` reads besides. */
const preflightReads: readonly AwsAction[] = [
  ...organizationsFeatures.reads,
  ...trustedAccess.reads,
  ...delegatedAdministrators.reads,
]

/** What a session of a member's root is held to (Service Authorization Reference, STS: sts:TaskPolicyArn). */
const auditTask: readonly string[] = ['IAMAuditRootUserCredentials']
const removalTasks: readonly string[] = [
  ...auditTask,
  'IAMCreateRootUserPassword',
  'IAMDeleteRootUserCredentials',
]

const oneOrMore = (all: readonly string[]) => (all.length === 1 ? all[0]! : all)
/** No code is sent to the phone of a member: the company's one number would get one for each account. */
const contactChanges: readonly AwsAction[] = [
  ...new Set(declaredContactWrites.flatMap(({ actions }) => actions)),
]
  .filter((action) => !/PhoneNumber/.test(action))
  .sort()

/**
 * The policy of whoever runs the audit, in the management account or that of a delegated administrator: what an audit of
 * the account itself reads, what is asked about the organization, and the way into its members.
 */
export function centralPolicy(options: CentralOptions = {}): PolicyDocument {
  const { organization = 'o-*', roles = [...usualRoles, readRole], partition = 'aws' } = options
  const tasks = options.removeRoots ? removalTasks : options.rootSessions ? auditTask : []
  const changes = rootEmailWrites.flatMap(({ actions }) => actions)
  const reads = [
    ...new Set([...auditPermissions(options), ...organizationReads, ...preflightReads, ...centralReads]),
  ].sort()
  // A contact is read of the account itself, or of one that is named; never of an account of another organization.
  const ofAccounts = reads.filter((action) => action.startsWith('account:'))
  const root = `arn:${partition}:iam::*:root`
  return {
    Version: '2012-10-17',
    Statement: [
      statement(
        'NeverrootAudit',
        reads.filter((action) => !ofAccounts.includes(action)),
      ),
      statement('NeverrootContacts', ofAccounts, [
        `arn:${partition}:account::*:account`,
        `arn:${partition}:account::*:account/${organization}/*`,
      ]),
      statement(
        'NeverrootMembers',
        ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        [...new Set(roles)].map((role) => `arn:${partition}:iam::*:role/${role}`),
      ),
      ...(options.rootAddresses
        ? [
            statement(
              'NeverrootRootAddresses',
              [...new Set([...changes, ...readsToDo(changes), ...rootEmailUpdate.reads])].sort(),
              [`arn:${partition}:account::*:account/${organization}/*`],
            ),
          ]
        : []),
      ...(options.contacts
        ? [
            statement('NeverrootMemberContacts', contactChanges, [
              `arn:${partition}:account::*:account/${organization}/*`,
            ]),
          ]
        : []),
      ...(options.rootPolicy
        ? rootPolicyGrants.map(({ actions, condition }) =>
            statement('NeverrootRootPolicy', actions, [], condition),
          )
        : []),
      ...(tasks.length > 0
        ? [
            statement('NeverrootRootCredentials', ['sts:AssumeRoot'], [root], {
              StringEquals: {
                'sts:TaskPolicyArn': oneOrMore(
                  tasks.map((task) => `arn:${partition}:iam::aws:policy/root-task/${task}`),
                ),
              },
            }),
          ]
        : []),
    ],
  }
}
