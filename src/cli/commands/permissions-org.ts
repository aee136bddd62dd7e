import {
  centralPolicy,
  mostPolicyCharacters,
  policyCharacters,
  readRoleDocuments,
  readRoleTemplate,
  UserError,
} from '../../index.ts'
import { checkOutput, emit, say } from '../output.ts'
import type { PermissionsOptions } from './permissions.ts'

/** What there is to print for an organization: all of it, or one part alone in the form that AWS takes it in. */
export const organizationParts = ['role', 'stackset', 'central'] as const
export type OrganizationPart = (typeof organizationParts)[number]

const command = 'neverroot permissions org'

/**
 * Prints what an audit of an organization needs, as JSON: the read role for its members, the same as a template for a
 * StackSet, and the policy of whoever looks. How to use it goes to stderr.
 */
export async function permissionsOrg(options: PermissionsOptions): Promise<number> {
  checkOrganization(options.organizationId)
  checkTrust(options)
  await checkOutput(options.output)
  const printed = documents(options)
  await emit(`${JSON.stringify(printed, null, 2)}\n`, options.output)
  if (!options.quiet) say(howToUse(options).join('\n'))
  return 0
}

function documents(options: PermissionsOptions): object {
  const { organizationId: organization, memberRoles: roles, only, section, partition } = options
  const { rootSessions, rootAddresses, removeRoots, contacts, rootPolicy } = options
  const central = () =>
    centralPolicy({
      only,
      section,
      partition,
      rootSessions,
      rootAddresses,
      removeRoots,
      contacts,
      rootPolicy,
      ...(roles ? { roles } : {}),
      organization,
    })
  if (options.what === 'central') return central()
  const reader = { only, section, trust: options.trust!, organization: organization! }
  if (options.what === 'role') return readRoleDocuments(reader)
  if (options.what === 'stackset') return readRoleTemplate(reader)
  return { role: readRoleDocuments(reader), stackSet: readRoleTemplate(reader), central: central() }
}

function howToUse({ what, output, organizationId: organization, ...options }: PermissionsOptions): string[] {
  const central = policyCharacters(
    centralPolicy({
      ...options,
      ...(options.memberRoles ? { roles: options.memberRoles } : {}),
      organization,
    }),
  )
  const template = what === 'stackset' && output ? output : 'neverroot-read.json'
  const configuration = 'Then let neverroot.yaml say it:\n  organization: { memberRoles: [neverroot-read] }'
  switch (what) {
    case 'central':
      return [
        `${central} of the ${mostPolicyCharacters} characters that a managed policy may have. Make it one:`,
        `  aws iam create-policy --policy-name neverroot-central --policy-document file://${output ?? 'central.json'}`,
      ]
    case 'role':
      return [
        'For the role neverroot-read in a member: its trust policy, and the policy that it holds.',
        configuration,
      ]
    case 'stackset':
      return [
        `With the template as ${template}, in the management account:`,
        `  aws cloudformation create-stack-set --stack-set-name neverroot-read --template-body file://${template} --capabilities CAPABILITY_NAMED_IAM --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false`,
        '  aws cloudformation create-stack-instances --stack-set-name neverroot-read --deployment-targets OrganizationalUnitIds=$(aws organizations list-roots --query "Roots[0].Id" --output text) --regions us-east-1 --operation-preferences FailureTolerancePercentage=100,MaxConcurrentPercentage=25',
        'Where StackSets have not been used with the organization yet, first: aws cloudformation activate-organizations-access',
        'StackSets reach every member and not the management account: that one is looked at with your own rights.',
        'Whom the role trusts must exist before it is made.',
        configuration,
      ]
    default:
      return [
        `The parts one by one, with how to use each: ${command} --what ${organizationParts.join(', --what ')}`,
        configuration,
      ]
  }
}

/** `:root` would trust everybody in the account, and a session is gone tomorrow: the role trusts one role or user. */
function checkTrust({ what, trust, organizationId }: PermissionsOptions): void {
  if (what === 'central') return
  const example = `${command} --trust arn:aws:iam::111111111111:role/auditor --organization-id ${organizationId ?? 'o-...'}`
  if (trust === undefined)
    throw new UserError(
      'no-trust',
      'The read role must trust one role or user, and none was named.',
      `Say who runs the audit: ${example}`,
    )
  if (/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(trust)) {
    if (organizationId !== undefined) return
    throw new UserError(
      'no-organization-id',
      'The read role lets nobody in from outside of the organization, and the organization was not named.',
      'Add --organization-id; this prints it: aws organizations describe-organization --query Organization.Id',
    )
  }
  const session = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(trust)
  throw new UserError(
    'bad-trust',
    `"${trust}" is not the ARN of one role or user.`,
    session
      ? `It is a session; name its role: aws iam get-role --role-name ${session[3]} --query Role.Arn`
      : `Give it whole, without a pattern: ${example}`,
  )
}

function checkOrganization(id: string | undefined): void {
  if (id === undefined || /^o-[a-z0-9]{10,32}$/.test(id)) return
  throw new UserError(
    'bad-organization-id',
    `"${id}" is not the id of an organization.`,
    'It looks like o-a1b2c3d4e5; this prints it: aws organizations describe-organization --query Organization.Id',
  )
}
