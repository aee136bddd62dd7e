import type { AwsAction, Caller, Gap, PreflightCheck, Preflight, Tried } from '../model/index.ts'

export interface GapsGiven {
  caller: Caller
  organization: Preflight['organization']
  vantage: Preflight['vantage']
  checks: Preflight['checks']
  sample: readonly Tried[]
  /** IAM actions that the caller is missing besides those of the checks. */
  needs: readonly AwsAction[]
  /** What the caller is registered for, and whether another account already is; absent where that is not known. */
  delegation?: { own: readonly string[]; accountDelegate?: string }
}

/** Everything that was seen to be missing, in the order in which it is closed: what could not be looked at is no gap. */
export function gapsOf(given: GapsGiven): Gap[] {
  const { caller, organization, checks } = given
  const central = organization.managementAccount
  const elsewhere = caller.account === central ? {} : { account: central }
  const gaps: Gap[] = []
  const missing = (check: PreflightCheck, gap: Gap) => {
    if (checks[check].is === 'no') gaps.push(gap)
  }
  missing('caller-is-not-root', {
    what: 'The caller is the root user',
    why: 'root may not assume roles, so that no member can be entered: look as a user or role that has this policy',
    command: `neverroot permissions org --what central --organization-id ${organization.id}`,
  })
  const denied = permissionsMissing(checks, given.needs)
  if (denied.length > 0)
    gaps.push({
      what: `The caller may not ${denied.join(', ')}`,
      why: 'what hangs on it is unknown; this prints a policy that is enough',
      command: `neverroot permissions org --what central --organization-id ${organization.id}`,
    })
  missing('all-features', {
    what: 'The organization has consolidated billing only',
    why: 'without all features there are no central contacts, no central root access and no policies; invited members have to agree',
    command: 'aws organizations enable-all-features',
    ...elsewhere,
  })
  missing('trusted-access-account', {
    what: 'No trusted access for account.amazonaws.com',
    why: 'the contacts of members can then be read, and mended, only from inside each of them',
    command: 'aws organizations enable-aws-service-access --service-principal account.amazonaws.com',
    ...elsewhere,
  })
  missing('trusted-access-iam', {
    what: 'No trusted access for iam.amazonaws.com',
    why: 'central root access rests on it',
    command: 'aws organizations enable-aws-service-access --service-principal iam.amazonaws.com',
    ...elsewhere,
  })
  missing('root-credentials-management', {
    what: 'Root credentials are not managed centrally',
    why: 'members can keep, and recover, a root password of their own',
    command: 'aws iam enable-organizations-root-credentials-management',
    ...elsewhere,
  })
  missing('root-sessions', {
    what: 'Root sessions are off',
    why: "without them nobody deletes a member's root credentials from the centre, or reads them where no role lets us in",
    command: 'aws iam enable-organizations-root-sessions',
    ...elsewhere,
  })
  gaps.push(...delegationGaps(given))
  missing('members-let-us-in', {
    what: `${shutMembers(given.sample)} let us in`,
    why: `spend, administrators, root credentials and alarms show only from inside; this prints the read role as a template for a StackSet${
      // AWS says the same where the caller's own policy lacks sts:AssumeRole.
      given.sample.some(({ role }) => role) ? '' : ' (the caller itself needs sts:AssumeRole: --what central)'
    }`,
    command: `neverroot permissions org --what stackset --trust ${trustOf(caller)} --organization-id ${organization.id}`,
  })
  return gaps
}

/** A delegated administrator sees of the others what it was registered for. */
function delegationGaps({ vantage, caller, organization, delegation }: GapsGiven): Gap[] {
  if (vantage !== 'delegated' || !delegation) return []
  const register = (service: string) =>
    `aws organizations register-delegated-administrator --account-id ${caller.account} --service-principal ${service}`
  const lacks = (service: string) => !delegation.own.includes(service)
  const account = organization.managementAccount
  return [
    // There is one for the whole organization: where another has it, nothing is missing but in this account.
    ...(lacks('account.amazonaws.com') && delegation.accountDelegate === undefined
      ? [
          {
            what: 'This account does not look after the contacts of members',
            why: 'no account is a delegated administrator for account.amazonaws.com',
            command: register('account.amazonaws.com'),
            account,
          },
        ]
      : []),
    ...(lacks('iam.amazonaws.com')
      ? [
          {
            what: 'This account does not see central root access',
            why: 'it is no delegated administrator for iam.amazonaws.com',
            command: register('iam.amazonaws.com'),
            account,
          },
        ]
      : []),
  ]
}

const permissionsMissing = (checks: Preflight['checks'], more: readonly AwsAction[]): AwsAction[] =>
  [...new Set([...Object.values(checks).flatMap(({ needs = [] }) => needs), ...more])].sort()

function shutMembers(sample: readonly Tried[]): string {
  const shut = sample.filter(({ refused }) => refused).length
  return shut === sample.length
    ? 'None of the members that were tried'
    : `Not all members that were tried (${sample.length - shut} of ${sample.length})`
}

/**
 * Whom the read role is to trust: the caller, or the role behind its session, since a session is gone tomorrow. The
 * session does not tell the role's path (those of Identity Center have one), so that IAM is asked for the whole ARN.
 */
export function trustOf({ arn }: Pick<Caller, 'arn'>): string {
  const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1]
  return role ? `"$(aws iam get-role --role-name ${role} --query Role.Arn --output text)"` : arn
}
