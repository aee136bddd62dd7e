/** What of a new administrator is there already: the group and the user, and whether they may be used. */
import { isDeepStrictEqual } from 'node:util'
import type { Administrators } from '../../facts/administrators.ts'
import type { CredentialReport } from '../../facts/credential-report.ts'
import type { IamDetails, IamGroup, IamPrincipal } from '../../facts/iam-details.ts'

export const denyPolicyName = 'DenyUnlessMfa'

/**
 * Denies everything but what is needed to set up MFA and change the first password, until the session has MFA
 * (IAM user guide, "Allows MFA-authenticated IAM users to manage their own credentials").
 */
export const denyUnlessMfa = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyAllExceptSelfServiceUnlessMfa',
      Effect: 'Deny',
      NotAction: [
        'iam:ChangePassword',
        'iam:CreateVirtualMFADevice',
        'iam:EnableMFADevice',
        'iam:GetAccountPasswordPolicy',
        'iam:GetMFADevice',
        'iam:GetUser',
        'iam:ListMFADevices',
        'iam:ListVirtualMFADevices',
        'iam:ResyncMFADevice',
        'sts:GetSessionToken',
      ],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
} as const

/** The names that a group of administrators may get, in order; `writes` of the control covers them. */
export function groupName(n: number): string {
  if (n === 0) return 'Administrators'
  return n === 1 ? 'neverroot-administrators' : `neverroot-administrators-${n}`
}

export interface GroupPart {
  name: string
  there: boolean
  /** Which of its two policies are still missing. */
  denies: boolean
  allows: boolean
}

/**
 * The group to use: one that is exactly ours or on the way to it, else the first free name. A group of the same name
 * with other members or other policies is left alone: whoever is in it would become an administrator, or lose what
 * they may do without MFA.
 */
export function groupFor(user: string, groups: readonly IamGroup[], everything: string): GroupPart {
  let free: string | undefined
  for (let n = 0; n <= groups.length + 1; n++) {
    const name = groupName(n)
    const group = groups.find((g) => g.name.toLowerCase() === name.toLowerCase())
    if (!group) free ??= name
    else if (group.name === name && isOurs(group, user, everything))
      return {
        name,
        there: true,
        denies: denyPolicyName in group.inline,
        allows: group.attached.includes(everything),
      }
  }
  return { name: free ?? groupName(groups.length + 2), there: false, denies: false, allows: false }
}

function isOurs(group: IamGroup, user: string, everything: string): boolean {
  const policies = Object.entries(group.inline)
  const nothingElse =
    group.attached.every((arn) => arn === everything) &&
    policies.every(([name, text]) => name === denyPolicyName && isDeepStrictEqual(text, denyUnlessMfa))
  const whole = group.attached.length > 0 && policies.length > 0
  // A group below a path is out of reach of the permissions for this fix.
  return (
    nothingElse &&
    group.arn.endsWith(`:group/${group.name}`) &&
    (whole || group.members.every((member) => member === user))
  )
}

export type UserPart =
  | { state: 'absent' }
  /** Made, and nothing else yet: what is missing can be added. */
  | { state: 'half-made'; inGroup: boolean }
  /** Somebody or something else, as a clause. */
  | { state: 'other'; because: string }

/**
 * The user of that name. One that has full access and lacks only its password, and one that has nothing at all, are
 * finished; a user that does something already is never made an administrator on the quiet.
 */
export function userFor(
  name: string,
  group: string,
  admins: Administrators,
  { users, groups }: Pick<IamDetails, 'users' | 'groups'>,
  report: CredentialReport | undefined,
): UserPart {
  const user = users.find((u) => u.name.toLowerCase() === name.toLowerCase())
  if (!user) return { state: 'absent' }
  const other = (because: string): UserPart => ({ state: 'other', because })
  if (user.name !== name) return other('is written with other capital letters')
  if (user.boundary !== undefined) return other('has a permissions boundary')
  if (!report) return other('what it signs in with could not be seen')
  // A user who is newer than the report is in no row of it: then the policies alone say what it is.
  const row = report.users.find((r) => r.user === name)
  if (row && row.keys.length > 0) return other('has an access key, so a program may be using it')
  if (row?.passwordEnabled) return other('signs in already and can do less')
  const inGroup = user.groups.includes(group)
  const full = admins.almost.some((a) => a.name === name && a.lacks === 'console password')
  if (!full && !isEmpty(user, group, groups)) return other('has permissions of its own')
  return { state: 'half-made', inGroup }
}

/** No policy but those of the group that is ours. */
function isEmpty(user: IamPrincipal, group: string, groups: readonly IamGroup[]): boolean {
  const ours = groups.find((g) => g.name === group && user.groups.includes(group))
  return (
    !user.incomplete &&
    user.groups.every((name) => name === group) &&
    user.policies.length === (ours?.policies.length ?? 0)
  )
}
